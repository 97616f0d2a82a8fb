"""Readies a rig's database in a process of its own: publishes the test's workflows, makes a source, prints its key.

python -m tests.chaos.prepare definitions.json
"""

import json
import sys
from datetime import UTC, datetime, time
from pathlib import Path

from perennia import cli


def main() -> int:
    cli.set_up()
    import msgspec

    from perennia.core.workflow import Definition
    from perennia.ingest import source
    from perennia.messages.models import Conduct
    from perennia.workflows import publish
    from perennia.workflows.models import Workflow, WorkflowVersion

    since = datetime(2020, 1, 1, tzinfo=UTC)
    Workflow.objects.update(is_on=False)
    for given in json.loads(Path(sys.argv[1]).read_text()):
        definition = msgspec.convert(given, Definition)
        kept, _ = Workflow.objects.update_or_create(
            key=definition.key, defaults={"is_on": True, "switched_on_at": since}
        )
        WorkflowVersion.objects.create(
            workflow=kept, number=kept.versions.count() + 1, definition=msgspec.to_builtins(definition)
        )
    publish.changed()
    # Messages are to leave at any hour a test runs at.
    Conduct.objects.update_or_create(id=1, defaults={"quiet_from": time(0), "quiet_until": time(0)})
    _, key = source.create("chaos")
    print(key)
    return 0


if __name__ == "__main__":
    sys.exit(main())
