"""The reader: the place in the run, and what is told there."""
