"""The page of the reference says the limits and codes there are."""

import re
from pathlib import Path

from perennia.ingest import call, check, hostile

PAGE = (Path(__file__).parents[3] / "docs/tracking.md").read_text(encoding="utf-8")
CODE = Path(check.__file__).parent


def test_every_limit_stands_on_the_page() -> None:
    limits = [call.MAX_EVENT_BYTES, call.MAX_BATCH_BYTES, call.MAX_BATCH_EVENTS, check.MAX_ID, check.MAX_MESSAGE_ID]
    for limit in [*limits, check.MAX_NAME, hostile.MAX_DEPTH]:
        assert f"{limit:,}" in PAGE, limit


def test_every_reason_to_reject_an_event_stands_on_the_page() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in CODE.glob("*.py"))
    codes = set(re.findall(r'Refused\(\s*"(\w+)"', source))
    assert len(codes) > 15
    assert {code for code in codes if f"`{code}`" not in PAGE} == set()
