"""A card moved by hand between several stages leaves the one it came from, stays in the others, and comes again by use."""

from datetime import timedelta

from tests.world import ANNA, MONDAY, World

ADOPTION = "Product Adoption"


def places(world: World) -> set[str]:
    return set(world.profile().places.get(ADOPTION, {}))


def test_it_leaves_the_stage_it_came_from_and_no_other() -> None:
    world = World()
    for feature in ("Reports", "Export"):
        world.happens("Stage Set By Hand", kind="person", pipeline=ADOPTION, stage=feature, several=True)
    said = {"pipeline": ADOPTION, "stage": "Import", "several": True, "from": "Reports"}
    out = world.work([world.event("Stage Set By Hand", kind="person", **said)], world.now)  # type: ignore[arg-type]
    assert places(world) == {"Export", "Import"}
    assert [(row.stage, row.is_gone) for row in out.stages] == [("Reports", True), ("Import", False)]


def test_it_leaves_one_stage_and_comes_again_by_a_later_move() -> None:
    world = World()
    for name in ("Stage Set By Hand", "Stage Left By Hand"):
        world.happens(name, kind="person", pipeline=ADOPTION, stage="Reports", several=True)
    assert places(world) == set()
    world.happens("Stage Set By Hand", kind="person", pipeline=ADOPTION, stage="Reports", several=True)
    assert places(world) == {"Reports"}


def test_leaving_does_not_undo_what_came_later() -> None:
    world = World()
    world.happens("Stage Set By Hand", kind="person", pipeline=ADOPTION, stage="Reports", several=True)
    world.happens("Stage Left By Hand", MONDAY - timedelta(hours=1), kind="person", pipeline=ADOPTION, stage="Reports")
    assert places(world) == {"Reports"}
    assert world.profile().id == ANNA
