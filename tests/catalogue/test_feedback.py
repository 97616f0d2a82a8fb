"""b2: what they say of their happiness brings tag, stage, points, thanks or help; and they are asked every 30 days."""

from datetime import timedelta

import pytest

from perennia.core.effect import Notify
from tests.world import BOB, DAY, World, messages, notices, points, stages

B2 = ("feedback_team", "feedback_answer", "happiness_shift_team")
PIPELINE = "User Happiness Level"
LEVELS = (("Very Happy", 50, 9), ("Happy", 25, 7), ("Neutral", -25, 5), ("Not Happy", -50, 0))


@pytest.mark.parametrize(("level", "score", "nps"), LEVELS)
def test_each_level_brings_its_tag_its_stage_its_points_and_its_letter(level: str, score: int, nps: int) -> None:
    for said in ({"level": level}, {"nps": nps}, {"level": level.lower().replace(" ", "_")}):
        world = World(*B2)
        out = world.happens("Feedback Given", text="So it is.", **said)
        assert world.tags() == {level}
        assert stages(out) == [(PIPELINE, level)]
        assert [many for many, _ in points(out)] == [score]
        assert messages(out) == [("feedback_answer", level.lower().replace(" ", "_"))]


def test_an_nps_answer_is_read_as_the_level_it_stands_for() -> None:
    for nps, level in enumerate(["Not Happy"] * 5 + ["Neutral"] * 2 + ["Happy"] * 2 + ["Very Happy"] * 2):
        world = World(*B2)
        world.happens("Feedback Given", nps=nps)
        assert world.tags() == {level}, nps
        assert world.profile().trait("nps") == nps


def test_a_complaint_is_told_at_once_to_the_owner_and_to_the_head_of_cs_and_praise_to_whom_it_names() -> None:
    assert notices(World(*B2).happens("Feedback Given", level="Not Happy")) == [
        ("feedback_negative", "owner", True), ("feedback_negative", "role:head_of_cs", True),
    ]  # fmt: skip
    assert notices(World(*B2).happens("Feedback Given", level="Very Happy", member="mai@house.test")) == [
        ("praise", "named", False)
    ]


def test_a_shift_of_level_changes_tag_and_stage_and_is_told_from_where_to_where() -> None:
    world = World(*B2)
    world.happens("Feedback Given", level="Very Happy")
    out = world.happens("Feedback Given", world.now + DAY, level="Neutral")
    assert world.tags() == {"Neutral"}
    assert ("happiness_shift", "owner", False) in notices(out)
    shifted = next(
        row for row in out.effects if isinstance(row.effect, Notify) and row.effect.notice == "happiness_shift"
    )
    event = shifted.facts["event"]
    assert isinstance(event, dict)
    assert isinstance(event["properties"], dict)
    assert (event["properties"]["from"], event["properties"]["to"]) == ("Very Happy", "Neutral")


def test_a_level_set_by_hand_brings_its_tag_too() -> None:
    world = World(*B2)
    world.happens("Feedback Given", level="Happy")
    said = {"pipeline": PIPELINE, "stage": "Not Happy"}
    world.happens("Stage Set By Hand", world.now + DAY, kind="person", source=3, **said)
    assert world.tags() == {"Not Happy"}


def test_what_says_no_level_is_no_feedback() -> None:
    for said in ({"nps": 11}, {"nps": True}, {"nps": 7.5}, {"level": "so so"}, {"text": "hm"}, {"nps": "many"}):
        world = World(*B2)
        assert not world.happens("Feedback Given", **said).tags, said
        assert world.profile().trait("happiness") is None


def test_an_older_word_told_late_changes_nothing() -> None:
    world = World(*B2)
    world.happens("Feedback Given", level="Happy")
    out = world.happens("Feedback Given", world.now - timedelta(hours=2), level="Not Happy", received_at=world.now)
    assert world.tags() == {"Happy"}
    assert not out.points
    assert not notices(out)


def test_at_the_customer_the_mean_of_what_each_contact_said_last_counts() -> None:
    world = World(*B2)
    world.happens("Feedback Given", level="Very Happy")
    world.happens("Feedback Given", level="Not Happy", contact=BOB)
    assert (world.profile(None).trait("happiness"), world.profile(None).trait("happiness_mean")) == ("Happy", 62)
    world.happens("Feedback Given", world.now + DAY, level="Very Happy", contact=BOB)
    assert (world.profile(None).trait("happiness"), world.profile(None).trait("happiness_mean")) == ("Very Happy", 100)
    assert world.profile(None).felt == (200, 2)


def test_feedback_from_an_import_teaches_and_starts_nothing() -> None:
    world = World(*B2)
    out = world.happens("Feedback Given", level="Not Happy", historical=True)
    assert world.profile().trait("happiness") == "Not Happy"
    assert not any((out.tags, out.points, out.messages, notices(out)))


def test_who_is_active_is_asked_every_30_days_and_who_said_it_lately_is_not() -> None:
    world = World("happiness_prompt")
    asked = []
    for day in range(100):
        if day == 40:
            world.happens("Feedback Given", level="Happy")
        out = world.happens("Signed In")
        asked += [day for _ in out.messages]
        asked += [day for _ in world.passes(DAY).messages]
    assert asked == [30, 90]  # at 60 days they had said it 20 days before
    assert len(world.enrolments("happiness_prompt")) == 1


def test_who_stays_away_or_has_left_is_not_asked() -> None:
    world = World("happiness_prompt", "nps_question")
    world.happens("Signed In")
    assert not world.passes(200 * DAY).messages
    world.happens("Signed In")
    world.happens("Subscription Cancelled", contact=None)
    assert not world.passes(200 * DAY).messages
    assert not world.loaded.timers


def test_the_nps_question_comes_every_90_days() -> None:
    world = World("nps_question")
    for _ in range(200):
        world.happens("Signed In")
        world.passes(DAY)
    assert messages(world.everything) == [("nps_question", "ask")] * 2
    assert {row.topic for row in world.everything.messages} == {"surveys"}
