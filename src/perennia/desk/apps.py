"""Registers the desk with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "perennia.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
