"""The addresses the server answers; each is declared in `api`."""

from django.urls import URLPattern, URLResolver

from perennia.api import tracking

urlpatterns: list[URLPattern | URLResolver] = [*tracking.urlpatterns]
