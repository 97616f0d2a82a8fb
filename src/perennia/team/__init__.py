"""The organisation, its members, their roles and keys."""
