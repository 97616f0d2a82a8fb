"""Registers sessions with Django, and says whether letters may offer one."""

from django.apps import AppConfig
from typing_extensions import override


class SessionsConfig(AppConfig):
    name = "perennia.sessions"
    label = "bookings"  # "sessions" are those of who is signed in, to Django
    default_auto_field = "django.db.models.BigAutoField"

    @override
    def ready(self) -> None:
        from perennia.messages import rules
        from perennia.sessions import queries

        rules.booked_by(queries.any_open)
