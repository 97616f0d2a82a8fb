"""One customer, one workflow or one event that fails every time, among many that are sound."""

import pytest

from tests.chaos.judge import judge, nothing
from tests.chaos.rig import Event, Rig, rig
from tests.chaos.stories import MESSAGES, WELCOME, sign_ups

SOUND = 100
POISONED: dict[str, object] = {
    "key": "poisoned", "label": "Poisoned", "group": "chaos", "subject": "contact", "audience": "internal_notification",
    "trigger": {"key": "event_seen", "names": ["Poisoned"]}, "steps": [{"key": "add_tag", "tag": "Never"}],
}  # fmt: skip
ENDED = """
select m from unnest(%s::text[]) as t (m)
where not exists (select 1 from history h where h.message_id = t.m and h.outcome in ('matched', 'no_match'))
  and not exists (select 1 from parked p join trouble u on u.partition = p.partition and u.customer_id = p.customer_id
                  where p.message_id = t.m and u.is_parked and u.reason <> '')
"""
IN_TWO_PLACES = """
select message_id, count(*) from (select message_id from history where place = 0 and kind = 'track'
    union all select message_id from parked union all select message_id from inbox) e group by 1 having count(*) > 1
"""


@pytest.mark.brief
@pytest.mark.number("R6", "R19", "A9")
def test_the_sound_ones_finish_and_every_event_ends_in_a_visible_state() -> None:
    with rig([WELCOME, POISONED]) as product:
        with product.database() as connection:
            connection.execute("alter table enrolment add constraint poisoned_workflow check (workflow <> 'poisoned')")
            for number, state in ((1, "22000"), (2, "40P01")):
                connection.execute(trap(number, state))
        product.worker()
        product.worker()
        poisoned: Event = {**sign_ups(SOUND + 2, 1)[0], "event": "Poisoned"}
        events = [*sign_ups(0, 2), *sign_ups(2, SOUND, copies=2), poisoned]
        events += [
            {"type": "track", "event": "Nobody Listens", "userId": f"u{n}", "messageId": f"later-{n}"}
            for n in range(SOUND + 3)
        ]
        assert product.post(events) == 200
        product.wait(lambda: sound(product) == SOUND, 30, "the sound ones to be done")
        product.wait(
            lambda: product.rows("select count(*) from trouble where is_parked") == [(3,)], 60, "three to be set aside"
        )
        product.settle(60)
        nothing("events without an end", product.rows(ENDED, list(product.accepted)))
        nothing("events in two places", product.rows(IN_TWO_PLACES))
        nothing("messages not ended once", product.rows(MESSAGES))
        reasons = " ".join(str(reason) for (reason,) in product.rows("select reason from trouble"))
        assert reasons.count("a trap") == 2
        assert "poisoned_workflow" in reasons
        # Of those set aside, later events wait behind the one that failed, in order.
        assert product.rows("select count(*) from parked where name = 'Nobody Listens'") == [(3,)]
        resume(product)
        product.settle(60)
        judge(product)
        assert sound(product) == SOUND + 2
        assert product.rows("select count(*) from parked") == product.rows("select count(*) from trouble") == [(0,)]
        assert product.rows("select count(*) from tag where tag = 'Never'") == [(1,)]


def trap(number: int, state: str) -> str:
    """A trap for one person, by the error a database may answer with."""
    return f"""
        create function trap_{number}() returns trigger language plpgsql as $$ begin
            raise exception 'a trap' using errcode = '{state}'; end $$;
        create trigger trap_{number} before insert on points for each row
        when (new.subject_id = {number} and new.kind = 1) execute function trap_{number}();
    """


def sound(product: Rig) -> int:
    [(count,)] = product.rows("select count(*) from enrolment where workflow = 'chaos_welcome' and state = 'done'")
    return int(count)


def resume(product: Rig) -> None:
    """What the button does, once the cause is mended."""
    with product.database() as connection:
        connection.execute("alter table enrolment drop constraint poisoned_workflow")
        for number in (1, 2):
            connection.execute(f"drop trigger trap_{number} on points; drop function trap_{number}")
        connection.execute(
            "insert into inbox (partition, lane, customer_id, source, kind, name, message_id, message_hash, at, received_at, body)"
            " select partition, 0, customer_id, 3, 'resume', 'Resume', 'resume-' || customer_id, gen_random_uuid(),"
            " clock_timestamp(), clock_timestamp(), '{}' from trouble"
        )
