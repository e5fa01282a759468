"""What do the plans say? Readers, layout, measures, normal forms and the store."""
