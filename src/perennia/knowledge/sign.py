"""Who says they are somebody: a signature a company's own server makes of the user's id, with a key only it and we know.

A user's id in a browser can be forged. Without signatures a forger learns which items somebody would be shown and what
of a checklist is ticked; items never hold anything of a person. Where signatures are asked for, not even that.
"""

import hmac
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.core.signing import BadSignature

from perennia.knowledge.models import Guidance

PREVIEW = "perennia.guidance.preview"
PREVIEW_SECONDS = 60 * 60


def key(source: int, key_round: int) -> str:
    """The key of a source; derived, so that it is nowhere stored."""
    said = f"guidance identity {source} {key_round}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, sha256).hexdigest()


def is_signed(user: str, given: str, source: int, key_round: int) -> bool:
    """Whether the signature is the one of this user's id. Compared in constant time."""
    wanted = hmac.new(key(source, key_round).encode(), user.encode(errors="replace"), sha256).hexdigest()
    return hmac.compare_digest(wanted.encode(), given.strip().lower().encode(errors="replace"))


def preview(row: Guidance) -> str:
    """A word that shows a draft for an hour to whoever has it."""
    return signing.dumps(row.pk, salt=PREVIEW)


def previewed(token: str) -> int | None:
    """The item a word shows; None once the hour is over."""
    try:
        found = signing.loads(token, salt=PREVIEW, max_age=PREVIEW_SECONDS)
    except BadSignature:
        return None
    return found if isinstance(found, int) else None
