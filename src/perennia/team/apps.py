"""Registers the team station with Django."""

from django.apps import AppConfig


class TeamConfig(AppConfig):
    name = "perennia.team"
    label = "team"
    default_auto_field = "django.db.models.BigAutoField"
