"""Registers knowledge with Django."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "perennia.knowledge"
    label = "knowledge"
    default_auto_field = "django.db.models.BigAutoField"
