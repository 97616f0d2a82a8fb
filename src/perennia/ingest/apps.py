"""Registers the ingest station with Django."""

from django.apps import AppConfig


class IngestConfig(AppConfig):
    name = "perennia.ingest"
    label = "ingest"
    default_auto_field = "django.db.models.BigAutoField"
