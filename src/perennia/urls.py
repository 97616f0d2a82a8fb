"""The addresses the server answers; each is declared in `api`."""

from django.urls import URLPattern, URLResolver

from perennia.api.urls import urlpatterns as screens

# The app answers every address nobody else has, so it stands last.
urlpatterns: list[URLPattern | URLResolver] = [*screens]
