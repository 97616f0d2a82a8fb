"""Posts that may be taken once, though their signature is good for ever: by what they are known by, for as long as it matters."""

from datetime import datetime, timedelta
from hashlib import blake2b

from perennia.core.mail_service import Seal
from perennia.messages.mail_services import NotTheProviders
from perennia.messages.models import HeardPost

WORDS, SEALS = timedelta(days=400), timedelta(days=1)  # a seal is older than its moment may be by then


def is_first(medium: str, key: str, at: datetime) -> bool:
    """Whether nothing of this name was taken before; remembered in the caller's transaction."""
    return _kept(medium, key, b"", at + WORDS)[1]


def unbroken(medium: str, seal: Seal, at: datetime) -> None:
    """Raises NotTheProviders where the seal came before, around something else. The same again does no harm."""
    row, is_new = _kept(medium, f"seal:{seal.token}", seal.told, at + SEALS)
    if not is_new and bytes(row.told) != seal.told:
        raise NotTheProviders


def _kept(medium: str, key: str, told: bytes, until: datetime) -> tuple[HeardPost, bool]:
    digest = blake2b(f"{medium}:{key}".encode(), digest_size=16).digest()
    return HeardPost.objects.get_or_create(key=digest, defaults={"told": told, "until": until})
