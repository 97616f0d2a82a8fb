"""Guidance and people for tests: what happens in the product goes through the real engine."""

import json
from itertools import count

from django.db import connection as django_connection

from perennia.core.guidance import Kind
from perennia.host import clock
from perennia.ingest import recall, source, wake
from perennia.ingest.receive import receive
from perennia.ingest.source import Sender
from perennia.knowledge import live, show, write
from perennia.knowledge.models import Guidance, GuidanceRules
from perennia.knowledge.show import Answer, Asked, Page
from perennia.knowledge.write import Written
from perennia.workflows.compiled import Compiled
from perennia.workflows.connection import connect
from perennia.workflows.turn import turn
from tests.emptying import empty
from tests.stations.conftest import HOT

TABLES = f"{HOT}, rejected, ingest_key, ingest_person, ingest_account, ingest_contact"


class Product:
    """A product with our script in its pages."""

    def __init__(self) -> None:
        with django_connection.cursor() as cursor:
            empty(cursor, TABLES)
            cursor.execute("delete from ingest_source where id > 100")
        Guidance.objects.all().delete()
        GuidanceRules.objects.all().delete()
        recall.memory.forget()
        live.forget()
        made, self.key = source.create("Product")
        self.sender = Sender(made.id)
        self.engine = connect()
        self.compiled = Compiled()
        self.number = count(1)

    def close(self) -> None:
        self.engine.close()
        wake.stop()

    def says(self, call_: str, event: str = "", *, user: str = "", anonymous: str = "", **said: object) -> None:
        """One call, received and worked now."""
        call: dict[str, object] = {"type": call_, "messageId": f"g{next(self.number)}"}
        call |= {"userId": user} if user else {}
        call |= {"anonymousId": anonymous} if anonymous else {}
        call |= {"event": event, "properties": said} if call_ == "track" else {"traits": said}
        assert receive(self.sender, json.dumps({"batch": [call]}).encode()).rejected == []
        self.works()

    def works(self) -> None:
        while waiting := self.engine.execute("select distinct partition from inbox").fetchall():
            for (partition,) in waiting:
                turn(self.engine, partition, self.compiled, until=clock.now())

    def asks(self, user: str = "", *, anonymous: str = "", path: str = "/", **more: str) -> Answer:
        """What a page is told to show."""
        page = Page(path=path, url=f"https://app.test{path}")
        return show.show(Asked(user_id=user, anonymous_id=anonymous, page=page, **more), self.sender.id)

    def sees(self, user: str = "", **more: str) -> list[str]:
        return [str(one["guidance"]) for one in self.asks(user, **more).items]


def item(kind: Kind = "announcement", name: str = "News", *, state: str = "live", **more: object) -> Guidance:
    """An item, live at once."""
    texts = {"en": {"title": f"{name} for you"}, "vi": {"title": f"{name} cho bạn"}}
    content: dict[str, object] = {"texts": texts}
    if kind in ("tip", "checklist"):
        content["parts"] = [{"id": "one", "texts": texts, "selector": "#here"}]
    told = {"name": name, "content": content, "state": state, **more}
    made = write.create(kind, Written(**told), None, clock.now())  # type: ignore[arg-type]  # as a test names them
    live.forget()
    return made
