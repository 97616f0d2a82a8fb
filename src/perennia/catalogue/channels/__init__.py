"""Ways to reach a person: one file, one channel."""
