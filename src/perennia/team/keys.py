"""API keys: made once, shown once, then known by their hash alone."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from perennia.team.models import ApiKey, Member

PREFIX = "prn_"
NOTED_EVERY = timedelta(minutes=1)


def digest(key: str) -> bytes:
    """What is kept of a key. Keys are 256 random bits, so a plain hash can't be guessed back."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def make(name: str, scopes: Sequence[str], made_by: Member | None = None) -> tuple[ApiKey, str]:
    """A new key and its text, which nobody will see again."""
    text = PREFIX + secrets.token_urlsafe(32)
    hint = f"{text[:8]}…{text[-4:]}"
    row = ApiKey.objects.create(
        name=name, key_hash=digest(text), key_hint=hint, scopes=sorted(set(scopes)), made_by=made_by
    )
    return row, text


def find(text: str) -> ApiKey | None:
    """The key with this text. Looked up by hash, so the time it takes says nothing about a near miss."""
    if not text.startswith(PREFIX):
        return None
    return ApiKey.objects.filter(key_hash=digest(text)).first()


def mark_used(key: ApiKey) -> None:
    """Notes the use, at most once a minute so that a busy key neither asks nor writes at every call."""
    if key.last_used_at is not None and timezone.now() - key.last_used_at < NOTED_EVERY:
        return
    stale = Q(last_used_at=None) | Q(last_used_at__lt=Now() - NOTED_EVERY)
    ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=Now())
