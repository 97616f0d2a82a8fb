"""Registers feedback with Django."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "perennia.feedback"
    label = "feedback"
    default_auto_field = "django.db.models.BigAutoField"
