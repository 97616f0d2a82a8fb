"""Open: one file, one thing."""
