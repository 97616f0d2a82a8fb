"""Registers the integrations station with Django, and says whether letters may offer a request form."""

from django.apps import AppConfig
from typing_extensions import override


class IntegrationsConfig(AppConfig):
    name = "perennia.integrations"
    label = "integrations"
    default_auto_field = "django.db.models.BigAutoField"

    @override
    def ready(self) -> None:
        from perennia.integrations import request_forms
        from perennia.messages import rules

        rules.asked_by(request_forms.any_open)
