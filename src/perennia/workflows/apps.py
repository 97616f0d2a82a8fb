"""Registers the workflows station with Django."""

from django.apps import AppConfig
from typing_extensions import override


class WorkflowsConfig(AppConfig):
    name = "perennia.workflows"
    label = "workflows"
    default_auto_field = "django.db.models.BigAutoField"

    @override
    def ready(self) -> None:
        from perennia.messages import words
        from perennia.workflows import texts

        words.drawn_from(texts.text)
