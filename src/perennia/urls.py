"""The addresses the server answers; each is declared in `api`."""

from perennia.api.urls import urlpatterns

__all__ = ["urlpatterns"]
