"""Perennia: events in, workflows act, customers stay."""
