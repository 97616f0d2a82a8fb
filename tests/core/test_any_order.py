"""In whatever order a customer's events come in, they end in the same place: tags, stage, points, traits, sums."""

import random
from datetime import datetime, timedelta

import pytest

from perennia.core.profile import Profile
from perennia.core.workflow import Definition
from tests.world import MONDAY, World, definition

EVENTS, WAYS = 1000, 100
BETWEEN = timedelta(hours=2)  # so that nobody enters a workflow more than twenty times a day
MOODS = ("Happy", "Neutral", "Not Happy")
STAGES = ("Trial", "Active", "Failed", "Churned")
Told = tuple[str, datetime, dict[str, object]]


def workflows() -> list[Definition]:
    """Moods exclude each other, a customer stands in one stage, an invoice counts once, a welcome once for ever."""
    moods = [
        definition(f"mood_{place}", trigger={"key": "event_seen", "names": [mood]}, re_entry="every_time",
                   steps=[{"key": "add_tag", "tag": mood, "among": list(MOODS)}])
        for place, mood in enumerate(MOODS)
    ]  # fmt: skip
    stages = [
        definition(f"stage_{place}", trigger={"key": "event_seen", "names": [stage]}, re_entry="every_time",
                   steps=[{"key": "move_stage", "pipeline": "Subscription & Billing", "stage": stage}])
        for place, stage in enumerate(STAGES)
    ]  # fmt: skip
    invoices = definition(
        "invoices", trigger={"key": "event_seen", "names": ["Paid"]}, re_entry="per properties.invoice",
        steps=[{"key": "add_score", "points": 3, "reason": "paid"}],
    )  # fmt: skip
    welcome = definition(
        "welcome", trigger={"key": "event_seen", "names": ["Paid", *MOODS]}, steps=[{"key": "add_score", "points": 7, "reason": "new"}]
    )  # fmt: skip
    return [*moods, *stages, invoices, welcome]


def story() -> list[Told]:
    """A thousand things that happened within twenty hours, some of them at the same moment."""
    rng = random.Random(11)
    told: list[Told] = []
    for number in range(EVENTS):
        name = rng.choice([*MOODS, *STAGES, "Paid", "Feature Used", "Identify"])
        said: dict[str, object] = {"id": f"m{number:04}"}
        if name == "Paid":
            said["invoice"] = f"i{rng.randrange(40)}"
        elif name == "Feature Used":
            said |= {"feature": rng.choice("AB"), "seconds": rng.randrange(600)}
        elif name == "Identify":
            said |= {"kind": "identify", "traits": {rng.choice(["title", "phone"]): str(number)}}
        told.append((name, MONDAY + timedelta(minutes=rng.randrange(20 * 60)), said))
    return told


def lived(told: list[Told]) -> tuple[dict[str, object], ...]:
    """What contact and customer come to when it is told in this order, a thing every two hours."""
    world = World(*workflows())
    arrived = [
        world.event(name, at, received_at=MONDAY + timedelta(days=1) + place * BETWEEN, **said)  # type: ignore[arg-type]  # parts of an event
        for place, (name, at, said) in enumerate(told)
    ]
    world.work(arrived, arrived[-1].event.received_at)
    return (
        _of(world.profile()),
        _of(world.profile(None)),
        {"points": sorted((row.points, row.reason) for row in world.everything.points)},
    )


def _of(profile: Profile) -> dict[str, object]:
    return {
        "tags": {tag for tag in profile.tags if profile.has_tag(tag)},
        "stages": {name: known.value for name, known in profile.stages.items()},
        "traits": {name: known.value for name, known in profile.traits.items()},
        "score": (profile.score, profile.own_score),
        "counts": profile.counts,
        "features": profile.features,
        "seen": profile.last_seen_at,
    }


@pytest.mark.number("R2")
def test_a_thousand_events_in_a_hundred_orders_end_in_the_same_tags_stage_and_points() -> None:
    told = story()
    in_order = lived(sorted(told, key=lambda one: (one[1], one[2]["id"])))
    score = 7 + 3 * len({said["invoice"] for _, _, said in told if "invoice" in said})
    assert in_order[0]["score"] == (score, score)
    assert len(in_order[0]["tags"]) == 1  # type: ignore[arg-type]  # a set
    for seed in range(WAYS):
        random.Random(seed).shuffle(told)
        assert lived(told) == in_order, f"shuffled by {seed}"
