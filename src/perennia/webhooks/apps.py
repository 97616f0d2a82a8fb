"""Registers the webhooks station with Django."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "perennia.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"
