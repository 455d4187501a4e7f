"""The desk behind its door: what its panes read, and what time does to it."""
