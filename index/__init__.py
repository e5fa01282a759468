"""Which measures does this text mean? Encoder, vectors, words, search: all derived from the store."""
