"""Integrations in: connections to other programs, what they posted and what came of it, and the forms customers fill in."""
