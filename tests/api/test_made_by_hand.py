"""Lists made by hand are read whole, so each has an end that is said."""

import json
from types import ModuleType

import pytest

from perennia.customers import looks
from perennia.ingest import source
from perennia.team import invitations
from perennia.team.roles import Role
from tests.api.company import signed_in

pytestmark = pytest.mark.django_db
# Where it is decided, what makes one, where they are listed.
MADE: list[tuple[ModuleType, str, dict[str, str], str]] = [
    (source, "POST /api/sources", {"name": "Shop {}"}, "/api/sources"),
    (
        invitations,
        "POST /api/invitations",
        {"name": "Mai", "email": "mai{}@x.test", "role": "viewer"},
        "/api/invitations",
    ),
    (looks, "PUT /api/tags/look", {"tag": "Gold {}", "tone": "warn"}, "/api/tags/looks"),
]


@pytest.mark.parametrize(("module", "call", "body", "listed"), MADE, ids=[call for _, call, _, _ in MADE])
def test_one_more_than_there_may_be_is_refused_with_what_to_do(
    module: ModuleType, call: str, body: dict[str, str], listed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    there = len(client.get(listed).json()["items"])
    monkeypatch.setattr(module, "MOST", there + 1)
    method, path = call.split()
    answers = []
    for number in range(2):
        said = json.dumps({key: value.format(number) for key, value in body.items()})
        answers.append(client.generic(method, path, said.encode(), content_type="application/json"))
    assert answers[0].status_code < 300, answers[0].content
    assert answers[1].status_code == 409, answers[1].content
    assert "already" in answers[1].json()["detail"]
    assert len(client.get(listed).json()["items"]) == there + 1
