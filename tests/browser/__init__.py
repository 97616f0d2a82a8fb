"""The real product in a real browser."""
