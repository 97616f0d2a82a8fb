"""Registers the messages station with Django."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "perennia.messages"
    label = "messages"
    default_auto_field = "django.db.models.BigAutoField"
