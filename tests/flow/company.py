"""A deployment in small: Segment calls in, virtual days pass, every job of the worker runs, letters come out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.db import connection as django_connection

from perennia.customers.models import Contact, Customer
from perennia.ingest import recall, source, wake
from perennia.ingest.receive import receive
from perennia.ingest.source import Sender
from perennia.messages import dispatch, notices
from perennia.messages.models import MailboxMessage, Notice
from perennia.team.models import Member
from perennia.team.roles import Role
from perennia.workflows import perform, publish, switch
from perennia.workflows.compiled import Compiled, read
from perennia.workflows.connection import connect
from perennia.workflows.models import Workflow
from perennia.workflows.sweep import sweep
from perennia.workflows.turn import turn
from tests.emptying import empty
from tests.stations.conftest import HOT

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TABLES = f"{HOT}, rejected, ingest_key, ingest_person, ingest_account, ingest_contact"
TO_DO = "select partition from inbox union select partition from timer where due_at < %s"


class Company:
    """All shipped workflows are installed and on; a Head of CS (Hanna) and one of CS staff (Mai) work there."""

    def __init__(self) -> None:
        self.engine = connect()
        self.compiled = Compiled()
        self.now = MONDAY
        self.number = count(1)
        self.performs = perform.BATCH
        self._empty()
        with django_connection.cursor() as cursor:
            cursor.execute("delete from ingest_source where id > 100")
        recall.memory.forget()
        made, _ = source.create("Product")
        self.sender = Sender(made.id)
        publish.install(MONDAY - timedelta(days=1))
        for workflow in Workflow.objects.filter(is_on=False):
            switch.switch(workflow.key, MONDAY - timedelta(days=1), on=True)
        Member.objects.create_user("hanna@house.test", name="Hanna Ek", role=Role.HEAD_OF_CS)
        Member.objects.create_user("mai@house.test", name="Mai Tran", role=Role.CS_STAFF, language="vi")

    def close(self) -> None:
        self.engine.close()
        wake.stop()
        self._empty()

    def _empty(self) -> None:
        with django_connection.cursor() as cursor:
            empty(cursor, TABLES)

    def says(
        self, kind: str, event: str = "", *, user: str = "anna", group: str | None = "acme", **said: object
    ) -> None:
        """One call of the tracking protocol, received now and worked at once."""
        self.takes((kind, event, said), user=user, group=group)
        self.works()

    def takes(
        self, *calls: tuple[str, str, Mapping[str, object]], user: str = "anna", group: str | None = "acme"
    ) -> None:
        """Calls of (kind, event, what is said) in one request, received now."""
        batch = [self._call(kind, event, said, user, group) for kind, event, said in calls]
        answer = receive(self.sender, json.dumps({"batch": batch}).encode(), now=self.now)
        assert answer.rejected == []

    def _call(
        self, kind: str, event: str, said: Mapping[str, object], user: str, group: str | None
    ) -> dict[str, object]:
        call: dict[str, object] = {
            "type": kind, "messageId": f"call-{next(self.number)}", "userId": user, "timestamp": self.now.isoformat(),
        }  # fmt: skip
        if kind == "track":
            call |= {"event": event, "properties": said}
        elif kind in ("identify", "group"):
            call["traits"] = said
        if kind == "group":
            call["groupId"] = group
        elif group is not None:
            call["context"] = {"groupId": group}
        return call

    def passes(self, span: timedelta, step: timedelta = timedelta(hours=6)) -> None:
        """Virtual time; sweeps and everything else run at every step."""
        until = self.now + span
        while self.now < until:
            self.now = min(self.now + step, until)
            sweep(self.engine, read(self.engine, ZoneInfo("UTC")), self.now)
            self.works()

    def works(self, partitions: Sequence[int] = ()) -> None:
        """What the worker's jobs do, each until it finds nothing; turns in these partitions, else in all."""
        for partition in partitions or self._to_do():
            while (done := turn(self.engine, partition, self.compiled, until=self.now)) is not None and done.is_more:
                pass
        while perform.perform(self.performs):
            pass
        notices.mail(self.now)
        while dispatch.dispatch(self.now):
            pass

    def waiting(self) -> list[int]:
        """The partitions that have something to do."""
        return [partition for (partition,) in self.engine.execute(TO_DO, [self.now]).fetchall()]

    def _to_do(self) -> Iterator[int]:
        while waiting := self.waiting():
            yield from waiting

    def letters(self, audience: str = "customer") -> list[tuple[str, str]]:
        """(to, subject) of what lies in the mailbox, oldest first."""
        found = MailboxMessage.objects.filter(audience=audience).order_by("at", "pk")
        return [(one.to_address, one.subject) for one in found]

    def notices(self) -> set[tuple[str, str]]:
        """(kind, member's first name) of what the team was told."""
        names = dict(Member.objects.values_list("pk", "name"))
        return {(one.kind, names[one.member_id].split()[0]) for one in Notice.objects.all()}

    def customer(self) -> Customer:
        return Customer.objects.get()

    def contact(self, email: str = "anna@acme.test") -> Contact:
        return Contact.objects.get(email=email)

    def tags(self, owner: Customer | Contact) -> set[str]:
        return {tag for (tag,) in self._of("select tag from tag where kind = %s and subject_id = %s", owner)}

    def stages(self, owner: Customer | Contact) -> set[tuple[str, str]]:
        return set(self._of("select pipeline, stage from stage where kind = %s and subject_id = %s", owner))

    def points(self, owner: Customer | Contact) -> list[tuple[int, str]]:
        return self._of(
            "select points, reason from points where kind = %s and subject_id = %s order by at, points", owner
        )

    def score(self, owner: Customer | Contact) -> int:
        ((score,),) = self._of("select score from profile where kind = %s and id = %s", owner)
        return int(score)

    def counted(self, workflow: str) -> Mapping[str, int]:
        rows = self.engine.execute(
            "select what, sum(count)::int from tally where workflow = %s and step = '' group by what", [workflow]
        )
        return dict(rows.fetchall())

    def _of(self, statement: str, owner: Customer | Contact) -> list[tuple]:  # type: ignore[type-arg]  # as the driver gives them
        kind = 0 if isinstance(owner, Customer) else 1
        return self.engine.execute(statement, [kind, owner.pk]).fetchall()
