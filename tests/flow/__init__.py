"""A few whole stories on a real database."""
