"""Registers the ground with Django: it keeps the demo's clock."""

from django.apps import AppConfig


class HostConfig(AppConfig):
    name = "perennia.host"
    label = "host"
    default_auto_field = "django.db.models.BigAutoField"
