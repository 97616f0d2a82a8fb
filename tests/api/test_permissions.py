"""Who may call what: every route against every kind of caller, by real requests."""

import re

import pytest
from django.test import Client

from perennia.api.matrix import Route, allows, document, routes
from perennia.api.permissions import ABOUT, ROLES, Permission
from perennia.team.roles import Role
from tests.api.company import signed_in, with_key

API = [route for route in routes() if route.method != "ANY"]
SAMPLES = {"workflow": "no_such_workflow", "pipeline": "User Login Activity", "tag": "none", "event": "1-1"}


def call(client: Client, route: Route) -> tuple[int, str]:
    path = re.sub(r"\{(?:\w+:)?(\w+)\}", lambda found: SAMPLES.get(found[1].split("_")[0], "424242"), route.path)
    answer = client.generic(route.method, path, b"{}", content_type="application/json")
    code = answer.json().get("code", "") if answer.get("Content-Type", "").endswith("json") and answer.content else ""
    return answer.status_code, code


def test_the_page_of_the_reference_has_every_route_and_every_role() -> None:
    page = document()
    assert all(f"| {route.method} `" in page and f"| `{route.needs}` |" in page for route in routes())
    assert all(role.label in page for role in Role)


def test_every_role_and_every_permission_stands_in_the_table() -> None:
    assert set(ROLES) == set(Role)
    assert set(ABOUT) == set(Permission)


@pytest.mark.number("S5")
@pytest.mark.django_db
@pytest.mark.parametrize("route", API, ids=lambda route: f"{route.method} {route.path}")
def test_a_route_lets_in_whom_the_matrix_says_and_nobody_else(route: Route) -> None:
    callers: dict[str, Client] = {
        "nobody": Client(),
        "key": with_key(*Permission),
        **{role: signed_in(role) for role in Role},
    }
    for who, client in callers.items():
        status, code = call(client, route)
        is_kept_out = code in ("sign_in_needed", "not_allowed")
        if route.path == "/api/session":
            continue  # says itself who one is; see test_session
        assert is_kept_out != allows(route.needs, who), (who, status, code)
        assert status < 500, (who, status)


@pytest.mark.number("S5")
@pytest.mark.django_db
@pytest.mark.parametrize("route", API, ids=lambda route: f"{route.method} {route.path}")
def test_a_key_without_the_scope_and_a_write_key_are_kept_out(route: Route) -> None:
    if route.needs in ("nobody", "member"):
        return
    others = [permission for permission in Permission if permission != route.needs]
    assert call(with_key(*others), route) == (403, "not_allowed")
    assert call(Client(headers={"Authorization": "Bearer wk_something"}), route) == (401, "wrong_key")
    assert call(Client(headers={"Authorization": "Basic d2s6"}), route) == (401, "wrong_key")


def test_technical_staff_may_see_nothing_of_revenue() -> None:
    hidden = {Permission.REVENUE_READ, Permission.EVENT_READ, Permission.MESSAGE_READ, Permission.WORKFLOW_READ}
    assert not hidden & ROLES[Role.TECHNICAL_STAFF]


def test_only_administrators_manage_members_and_keys() -> None:
    for role, may in ROLES.items():
        assert (Permission.KEY_MANAGE in may) == (role == Role.ADMINISTRATOR)
        assert (Permission.MEMBER_MANAGE in may) == (role == Role.ADMINISTRATOR)
