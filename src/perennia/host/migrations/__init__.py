"""Migrations of the ground."""
