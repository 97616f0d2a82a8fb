"""What two customers, or a contact and who they are elsewhere, become as one: field by field, by the mover's own rule."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from perennia.core import partition
from perennia.core.condition.describe import trait_in_words
from perennia.core.event import Value
from perennia.core.merge import HAPPY, merge
from perennia.core.profile import CONTACT, CUSTOMER, Profile
from perennia.customers import boards, own_fields
from perennia.customers.models import Customer
from perennia.host.select import select

PARTS = frozenset({"first_name", "last_name"})  # what a name says already
_STATES = """
select p.state from unnest(%(partitions)s::smallint[], %(ids)s::bigint[]) as w (partition, id)
join profile p on p.partition = w.partition and p.kind = %(kind)s and p.id = w.id
"""
_decode = msgspec.json.Decoder(Profile).decode


class Field(msgspec.Struct, frozen=True):
    """One thing known differently of both, and what of it stands. A value that is None is not known."""

    label: str
    gone: Value
    stays: Value
    becomes: Value


def customers(gone: Customer, stays: Customer, language: str) -> list[Field]:
    """Of two customers: who looks after them, then what is known."""
    owners = [one.owner.name if one.owner is not None else None for one in (gone, stays)]
    found = list(_fields(CUSTOMER, (gone.pk, gone.pk), (stays.pk, stays.pk), language))
    if owners[0] is not None and owners[0] != owners[1]:
        label = "Người phụ trách" if language == "vi" else "Owner"
        found.insert(0, Field(label, owners[0], owners[1], owners[1] or owners[0]))
    return found


def contacts(gone: tuple[int, int], stays: tuple[int, int], language: str) -> list[Field]:
    """Of two contacts of one person, each as (customer, contact)."""
    return list(_fields(CONTACT, gone, stays, language))


def _fields(
    kind: Literal[0, 1], gone: tuple[int, int], stays: tuple[int, int], language: str
) -> Iterator[Field]:  # fmt: skip
    known = _profiles(kind, gone, stays)
    leaving, there = known.get(gone[1]), known.get(stays[1])
    if leaving is None:
        return
    there = there or Profile(kind, stays[1], stays[0])
    both = merge(there, leaving)
    labels = {one.key: one.label for one in own_fields.fields_of("contact" if kind == CONTACT else "customer")}
    for name in sorted(leaving.traits, key=lambda one: labels.get(one, one)):
        said, is_so = leaving.trait(name), there.trait(name)
        if said is not None and said != is_so and name not in PARTS | HAPPY:
            yield Field(labels.get(name) or trait_in_words(name, language), said, is_so, both.trait(name))
    for board in boards.every():
        stages = [board.named(one.stage(board.key)) for one in (leaving, there, both)]
        if stages[0] is not None and stages[0] != stages[1]:
            yield Field(board.name, *stages)
    if leaving.score:
        yield Field("Điểm" if language == "vi" else "Score", leaving.score, there.score, both.score)


def _profiles(kind: int, *subjects: tuple[int, int]) -> dict[int, Profile]:
    """The profiles of these, each as (customer, itself)."""
    asked = {
        "kind": kind,
        "ids": [one for _, one in subjects],
        "partitions": [partition.of(home) for home, _ in subjects],
    }
    return {profile.id: profile for profile in select(_read, _STATES, asked)}


def _read(state: str | bytes) -> Profile:
    return _decode(state)
