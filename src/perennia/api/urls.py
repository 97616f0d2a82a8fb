"""Addresses of the API and of the screens."""

from django.urls import URLPattern, URLResolver, path, re_path

from perennia.api import app, connect, health, live, oidc
from perennia.api.pages import answer, book, booking, click, feedback, hooks, request, unsubscribe
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
    path("r/<str:token>", request.personal),
    path("request", request.index),
    path("request/<str:slug>", request.form),
    path("b/<str:token>", book.personal),
    path("book", book.index),
    path("book/zone.js", book.script),
    path("book/m/<str:token>", booking.booking),
    path("book/m/<str:token>/session.ics", booking.file),
    path("book/<slug:slug>", book.book),
    path("sign-in/<str:provider_id>/callback", oidc.callback, name="openid_connect_callback"),
    path("connected", connect.back),
    path("api/", app.missing),
    path("api/live", live.live),
    path("api/", api.urls),
    re_path(r"^api(?:/(?P<path>.*))?$", app.missing),
    re_path(r"^(?P<path>.*)$", app.page),
]
