"""Addresses that stand in letters: signed, for one purpose and one message, not to be guessed."""

from typing import Literal
from uuid import UUID

from django.core.signing import BadSignature, Signer

Purpose = Literal["unsubscribe", "answer", "click", "happiness", "nps", "affiliate", "booking", "request"]
PATHS: dict[Purpose, str] = {
    "unsubscribe": "u",
    "answer": "a",
    "click": "c",
    "happiness": "f",
    "nps": "n",
    "affiliate": "y",
    "booking": "b",
    "request": "r",
}
_SIGNERS = {purpose: Signer(salt=f"perennia.messages.{purpose}", sep=".") for purpose in PATHS}


def make(purpose: Purpose, url: str, partition: int, id: UUID, place: int = 0) -> str:
    """The address below `url`. `place` tells the links of one message apart."""
    return f"{url}/{PATHS[purpose]}/{_SIGNERS[purpose].sign(f'{partition}-{id.hex}-{place}')}"


def read(purpose: Purpose, token: str) -> tuple[int, UUID, int] | None:
    """The message and place a token was made for; None for any other text."""
    try:
        partition, id, place = _SIGNERS[purpose].unsign(token).split("-")
    except (BadSignature, ValueError):
        return None
    return int(partition), UUID(id), int(place)
