"""d2: 30 points for each month with a login."""

from datetime import timedelta, timezone

from tests.world import BOB, DAY, MONDAY, World, points


def test_each_month_with_a_login_brings_30_points_once_for_each_contact() -> None:
    world = World("login_month")
    for _ in range(8):
        world.happens("Signed In")
        world.passes(9 * DAY)
    world.happens("Signed In", contact=BOB)
    assert points(world.everything) == [
        (30, "A login in 2026-03"), (30, "A login in 2026-04"), (30, "A login in 2026-05"), (30, "A login in 2026-05"),
    ]  # fmt: skip
    assert [row.reason_vi for row in world.everything.points][:1] == ["Có đăng nhập trong 2026-03"]


def test_a_month_is_one_of_the_organisations_zone() -> None:
    world = World("login_month")
    world.index.zone = timezone(timedelta(hours=7))
    world.happens("Signed In", MONDAY + timedelta(days=29, hours=9))  # 31 March, 18:00 in UTC
    assert [reason for _, reason in points(world.everything)] == ["A login in 2026-04"]


def test_a_month_of_an_import_brings_nothing() -> None:
    assert not World("login_month").happens("Signed In", historical=True).points
