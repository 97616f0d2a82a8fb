"""Tests of the messages station."""
