"""Imports: files of customers, contacts and events, read into the stream and, where one regrets it, taken back."""
