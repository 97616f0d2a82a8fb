"""Registers the workflows station with Django."""

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "perennia.workflows"
    label = "workflows"
    default_auto_field = "django.db.models.BigAutoField"
