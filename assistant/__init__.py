"""What does this person want, and what may be said? Questions to requests, exact execution, cited answers."""
