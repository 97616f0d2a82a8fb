"""The station of imports."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Files that are read into the stream."""

    name = "perennia.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"
