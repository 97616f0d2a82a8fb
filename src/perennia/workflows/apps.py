"""Registers the workflows station with Django."""

from django.apps import AppConfig
from typing_extensions import override


class WorkflowsConfig(AppConfig):
    name = "perennia.workflows"
    label = "workflows"
    default_auto_field = "django.db.models.BigAutoField"

    @override
    def ready(self) -> None:
        from perennia.messages import kinds, pausing, words
        from perennia.workflows import notice_kinds, texts, titles

        words.drawn_from(texts.text)
        kinds.drawn_from(notice_kinds.kinds)
        pausing.named_by(titles.in_both)
