"""Readies a rig's database in a process of its own: workflows, a source, a member, a key, a way to send mail.

python -m tests.chaos.prepare wanted.json; prints what it made, as JSON.
"""

import json
import sys
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from perennia import cli

SINCE = datetime(2020, 1, 1, tzinfo=UTC)


def main() -> int:
    cli.set_up()
    from perennia.ingest import source
    from perennia.messages.models import Conduct

    wanted = json.loads(Path(sys.argv[1]).read_text())
    _switch(wanted["definitions"])
    # Messages are to leave at any hour a test runs at.
    Conduct.objects.update_or_create(id=1, defaults={"quiet_from": time(0), "quiet_until": time(0)})
    if wanted["smtp"]:
        _send_by(**wanted["smtp"])
    made = {"write_key": source.create("chaos")[1]}
    if wanted["member"]:
        made["api_key"] = _member(**wanted["member"])
    print(json.dumps(made))
    return 0


def _switch(definitions: list[dict[str, Any]] | None) -> None:
    """These workflows and no others; None: all that are shipped, every one of them on."""
    import msgspec

    from perennia.core.workflow import Definition
    from perennia.workflows import publish
    from perennia.workflows.models import Workflow, WorkflowVersion

    Workflow.objects.update(is_on=definitions is None, switched_on_at=SINCE)
    for given in definitions or []:
        definition = msgspec.convert(given, Definition)
        kept, _ = Workflow.objects.update_or_create(
            key=definition.key, defaults={"is_on": True, "switched_on_at": SINCE}
        )
        WorkflowVersion.objects.create(
            workflow=kept, number=kept.versions.count() + 1, definition=msgspec.to_builtins(definition)
        )
    publish.changed()


def _send_by(port: int, user: str = "", password: str = "") -> None:
    from perennia.host import secrets
    from perennia.messages.models import ChannelSetting

    ChannelSetting.objects.update_or_create(
        channel="email",
        defaults={"transport": "smtp", "host": "127.0.0.1", "port": port, "security": "none", "user": user,
                  "password": secrets.encrypt(password), "from_address": "success@acme.example", "per_minute": 60_000},
    )  # fmt: skip


def _member(email: str, password: str) -> str:
    """An administrator who may sign in; gives the text of an API key of theirs."""
    from perennia.api.permissions import Permission
    from perennia.team import keys
    from perennia.team.models import Member

    member = Member.objects.create_user(email, password, name="Ada", role="administrator")
    return keys.make("chaos", [one.value for one in Permission], member)[1]


if __name__ == "__main__":
    sys.exit(main())
