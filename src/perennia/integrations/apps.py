"""Registers the integrations station with Django."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "perennia.integrations"
    label = "integrations"
    default_auto_field = "django.db.models.BigAutoField"
