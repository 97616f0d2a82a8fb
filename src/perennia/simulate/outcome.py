"""What lies in the database before and after: it must be empty, and then it is counted."""

from django.db import connection

from perennia.host.refusal import Refusal


def summary() -> dict[str, object]:
    """What is in the database now. `digest` is over all profiles: the same seed and end, the same digest."""
    counts = {
        "customers": "select count(*) from customers_customer where kind <> 'visitor'",
        "contacts": "select count(*) from customers_contact",
        "events": "select count(*) from history where place = 0",
        "derived": "select count(*) from history where place > 0",
        "rejected": "select count(*) from rejected",
        "enrolments": "select count(*) from enrolment",
        "parked": "select count(*) from parked",
        "digest": "select md5(string_agg(state::text, '' order by kind, id)) from profile",
    }
    said: dict[str, object] = {}
    with connection.cursor() as cursor:
        for name, statement in counts.items():
            cursor.execute(statement)
            said[name] = cursor.fetchone()[0]
        cursor.execute("select state, count(*) from message group by state order by state")
        said["messages"] = dict(cursor.fetchall())
    return said


def refuse_unless_empty() -> None:
    """A made-up company must not be mixed with a real one. Raises Refusal."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from history) or exists (select from ingest_account) or exists (select from team_member)"
        )
        if cursor.fetchone()[0]:
            raise Refusal(
                "This database is not empty, and a made-up company would be mixed with what is there."
                " Set PERENNIA_HOME to a new folder, or DATABASE_URL to an empty database."
            )
