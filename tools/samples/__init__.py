"""The fictional plans that the project ships: one notation, written in every format that staff use."""
