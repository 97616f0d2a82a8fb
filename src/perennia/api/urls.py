"""Addresses of the API and of the screens."""

from django.urls import URLPattern, URLResolver, path, re_path

from perennia.api import app, health, live, oidc
from perennia.api.pages import answer, click, feedback, hooks, unsubscribe
from perennia.api.root import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("u/<str:token>", unsubscribe.unsubscribe),
    path("a/<str:token>", answer.answer),
    path("c/<str:token>", click.click),
    path("hooks/in/<str:address>", hooks.integration),
    path("hooks/<str:medium>", hooks.hook),
    path("f/<str:token>", feedback.happiness),
    path("n/<str:token>", feedback.nps),
    path("y/<str:token>", feedback.affiliate),
    path("sign-in/<str:provider_id>/callback", oidc.callback, name="openid_connect_callback"),
    path("api/", app.missing),
    path("api/live", live.live),
    path("api/", api.urls),
    re_path(r"^api(?:/(?P<path>.*))?$", app.missing),
    re_path(r"^(?P<path>.*)$", app.page),
]
