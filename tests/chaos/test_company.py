"""A whole company with every shipped workflow on: years of its past arriving late, then a living day and its secrets."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from psycopg import sql

from tests.chaos.judge import judge, nothing
from tests.chaos.rig import Event, Rig, rig
from tests.chaos.sink import Post, sink

MEMBER = {"email": "ada@perennia.example", "password": "a long pass phrase of Ada's"}
MAIL = {"user": "perennia", "password": "the mail server's own word"}
PEOPLE, VISITS = 24, 104  # a week apart: two years
NAMES = (
    "Signed In",
    "Feature Used",
    "Payment Failed",
    "Payment Succeeded",
    "Feature Used",
    "Subscription Cancelled",
    "Trial Started",
)
CAUSED = {
    "messages": "select id, workflow from message",
    "letters": "select id from messages_mailboxmessage",
    "notices": "select id from messages_notice",
    "notices to come": "select key from effect where kind in ('Notify', 'Assign')",
    "enrolments": "select id, workflow from enrolment",
    "points": "select key, reason from points",
}


class Company(NamedTuple):
    product: Rig
    post: Post


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """Web, one worker, a mail server that asks for a password, a member."""
    with (
        sink(tmp_path) as post,
        rig(None, smtp={"port": post.port, **MAIL}, member=MEMBER) as product,
    ):
        product.worker()
        yield Company(product, post)


def past() -> Iterator[Event]:
    """Two years of visits of people of several accounts, the last of them a little over a day ago."""
    end = datetime.now(UTC) - timedelta(hours=25)
    for visit in range(VISITS):
        at = (end - timedelta(weeks=VISITS - 1 - visit)).isoformat()
        for person in range(PEOPLE):
            name = "Signed Up" if visit == 0 else NAMES[(visit + person) % len(NAMES)]
            yield {
                "type": "track", "event": name, "userId": f"past-{person}", "messageId": f"past-{person}-{visit}",
                "timestamp": at, "context": {"groupId": f"account-{person % 5}"},
                "properties": {"email": f"past{person}@example.com", "feature": "Reports", "seconds": 4000,
                               "renewsAt": (end + timedelta(days=30)).date().isoformat()},
            }  # fmt: skip


@pytest.mark.brief
@pytest.mark.number("two years late", "S13")
def test_the_past_writes_to_nobody_and_a_living_day_leaves_no_secret_behind(company: Company) -> None:
    two_years_of_the_past_arrive_and_nobody_is_written_to(company)
    no_secret_is_found_in_the_database_the_logs_or_an_answer(company)


def two_years_of_the_past_arrive_and_nobody_is_written_to(company: Company) -> None:
    product = company.product
    events = list(past())
    for start in range(0, len(events), 500):
        assert product.post(events[start : start + 500]) == 200
    product.settle(120)
    [(now,)] = product.rows("select clock_timestamp()")
    swept = "select count(*) > 0 and min(swept_to) > %s from engine_sweep"
    product.wait(lambda: product.rows(swept, now) == [(True,)], 60, "a round of sweeps after it")
    product.settle()
    judge(product)
    [(known,)] = product.rows("select count(*) from profile where kind = 1 and (state->'counts') is not null")
    assert known == PEOPLE
    assert product.rows("select count(*) from history where place = 0 and historical") == [(len(events),)]
    for what, statement in CAUSED.items():
        nothing(f"{what} out of the past", product.rows(statement))


def no_secret_is_found_in_the_database_the_logs_or_an_answer(company: Company) -> None:
    product = company.product
    address = f"http://127.0.0.1:{product.port}"
    with httpx.Client(base_url=address, timeout=30) as browser:
        csrf = browser.get("/api/session").cookies["csrftoken"]
        signed_in = browser.post("/api/session", json=MEMBER, headers={"X-CSRFToken": csrf})
        assert signed_in.status_code == 200, signed_in.text
        session = browser.cookies["sessionid"]
        listed = [
            browser.get(f"/api/{path}").text
            for path in ("keys", "sources", "engine", "sending", "workflows", "messages")
        ]
    assert product.post(living()) == 200
    product.settle()
    product.wait(lambda: bool(company.post.received()), 60, "a letter to leave")
    secrets = [product.write_key, product.api_key, MEMBER["password"], MAIL["password"], session]
    assert all(len(secret) > 20 for secret in secrets)
    where = {"the logs": product.log_text(), "the answers": "\n".join(listed), **tables(product)}
    assert "customers_customer" in where
    for secret in secrets:
        for form in (secret, secret.encode().hex(), json.dumps(secret)[1:-1]):
            found = [place for place, text in where.items() if form in text]
            assert not found, f"a secret stands in {found}"
    assert not (product.home / "wanted.json").exists()


def living() -> list[Event]:
    at = datetime.now(UTC).isoformat()
    return [
        {"type": kind, "event": "Signed Up", "userId": f"new-{n}", "messageId": f"new-{kind}-{n}", "timestamp": at,
         "groupId": f"fresh-{n}", "traits": {"email": f"new{n}@example.com", "name": f"New {n}"},
         "context": {"groupId": f"fresh-{n}"}, "properties": {"email": f"new{n}@example.com"}}
        for n in range(3) for kind in ("identify", "group", "track")
    ]  # fmt: skip


def tables(product: Rig) -> dict[str, str]:
    """Every table of the database as text, as a dump would write it."""
    text = {}
    with product.database() as connection:
        names = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        for (name,) in names:
            with connection.cursor().copy(
                sql.SQL("copy (select * from {}) to stdout").format(sql.Identifier(name))
            ) as rows:
                text[str(name)] = b"".join(bytes(row) for row in rows).decode(errors="replace")
    return text
