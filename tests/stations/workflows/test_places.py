"""The rows of several stages: one is left and the others stay, also within one turn."""

from typing import Any

from tests.driving import Stream

ADOPTION = "Product Adoption"
ROWS = "select stage from stage where pipeline = %s order by stage"


def test_one_of_several_stages_is_left_and_the_others_stay(stream: Stream) -> None:
    said: dict[str, Any] = {"kind": "person", "pipeline": ADOPTION, "several": True}
    for feature in ("Export", "Import", "Reports"):
        stream.put(stream.event("Stage Set By Hand", stage=feature, **said))
    stream.put(stream.event("Stage Left By Hand", stage="Import", **said))
    stream.run()
    assert stream.rows(ROWS, ADOPTION) == [("Export",), ("Reports",)]
    stream.put(stream.event("Stage Set By Hand", stage="Import", **{**said, "from": "Export"}))
    stream.put(stream.event("Stage Set By Hand", stage="Pro User", kind="person", pipeline="User Milestone"))
    stream.put(stream.event("Stage Set By Hand", stage="Starter User", kind="person", pipeline="User Milestone"))
    stream.run()
    assert stream.rows(ROWS, ADOPTION) == [("Import",), ("Reports",)]
    assert stream.rows(ROWS, "User Milestone") == [("Starter User",)]
