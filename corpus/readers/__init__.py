"""Readers: from a file of any format to blocks."""
