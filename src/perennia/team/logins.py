"""Keeps logins by a hash of their cookie, so that who reads the database can sign in as nobody."""

import hashlib

from django.contrib.sessions.backends.db import SessionStore as Kept
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from typing_extensions import override

_LONGEST = 40  # characters of the column; 160 bits


def digest(key: str | None) -> str:
    """What is kept of a cookie. Cookies are random, so a plain hash can't be guessed back."""
    return hashlib.sha256((key or "").encode()).hexdigest()[:_LONGEST]


class SessionStore(Kept):
    """Django's own store, but for the key."""

    @override
    def exists(self, session_key: str) -> bool:
        return super().exists(digest(session_key))

    @override
    async def aexists(self, session_key: str) -> bool:
        return await super().aexists(digest(session_key))

    @override
    def create_model_instance(self, data: dict[str, object]) -> AbstractBaseSession:
        row = super().create_model_instance(data)
        row.session_key = digest(row.session_key)
        return row

    @override
    async def acreate_model_instance(self, data: dict[str, object]) -> AbstractBaseSession:
        row = await super().acreate_model_instance(data)
        row.session_key = digest(row.session_key)
        return row

    @override
    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(digest(key))

    @override
    async def adelete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            await super().adelete(digest(key))

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        row = self._rows().first()
        if row is None:
            self._session_key = None
        return row

    async def _aget_session_from_db(self) -> AbstractBaseSession | None:
        row = await self._rows().afirst()
        if row is None:
            self._session_key = None
        return row

    def _rows(self) -> QuerySet[Session]:
        return Session.objects.filter(session_key=digest(self.session_key), expire_date__gt=timezone.now())
