"""Refusals in the reader's language: every sentence a screen can show has its Vietnamese, and keeps what differs."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

import perennia
from perennia.api import refusals
from perennia.api.refusals_vi import SENTENCES
from perennia.messages import channel_setup
from perennia.team.roles import Role
from perennia.webhooks import subscribe
from tests.api.company import a_customer, signed_in

ROOT = Path(perennia.__path__[0])
KINDS = {"NotFound", "Conflict", "Invalid", "Denied", "TooMany"}
# Said to programs and authors of workflow files, or already in words of their own (the faults of a draft, Liquid's).
FOR_PROGRAMS = ("core", "catalogue", "ingest/receive.py", "workflows/publish_draft.py", "host", "simulate")
SAID_TO_PROGRAMS = {
    "{}.",  # words of a provider, as they came
    "Name 1 to {} topics, parted by commas.", "{} no permission to {} ({}). {}", "Send JSON: `Content-Type: application/json`.",
}  # fmt: skip


def trees() -> dict[Path, ast.Module]:
    found = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOT.rglob("*.py"))}
    return {path: tree for path, tree in found.items() if not str(path.relative_to(ROOT)).startswith(FOR_PROGRAMS)}


def text_of(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    parts = node.values if isinstance(node, ast.JoinedStr) else []
    return "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in parts)


def sentences() -> Iterator[str]:
    """What failures say: the docstrings of their classes, and the words they are raised with."""
    known, classes = trees(), set(KINDS)
    while more := {
        node.name: " ".join((ast.get_docstring(node) or "").split())
        for tree in known.values() for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name not in classes
        and any(getattr(base, "id", "") in classes for base in node.bases)
    }:  # fmt: skip
        classes |= more.keys()
        yield from more.values()
    for tree in known.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in classes and node.args:
                yield " ".join(text_of(node.args[0]).split())


def test_every_refusal_a_screen_can_show_has_its_vietnamese() -> None:
    missing = {one for one in sentences() if one and one not in SENTENCES and one not in SAID_TO_PROGRAMS}
    assert missing == set()


def test_what_differs_stands_in_both_languages() -> None:
    for english, vietnamese in SENTENCES.items():
        many = english.count("{}")
        filled = vietnamese.format(*(f"«{place}»" for place in range(many)))
        assert "{" not in filled.replace("{{", ""), english
        values = [f"«{place}»" for place in range(many)]
        assert refusals.said(english.format(*values) if many else english, "vi") == filled, english
        assert refusals.said(english, "en") == english


@pytest.mark.django_db
def test_a_refusal_speaks_the_readers_language_and_names_the_field() -> None:
    a_customer(1)
    ops = signed_in(Role.CS_OPS, language="vi")

    def refused(path: str, **said: object) -> dict[str, object]:
        return dict(ops.post(path, json.dumps(said), content_type="application/json").json())

    assert refused("/api/tasks", title="")["detail"] == "Tiêu đề có ít nhất 1 ký tự."
    assert (
        refused("/api/tasks", title="x", priority="huge")["detail"]
        == "Độ ưu tiên là một trong 'urgent', 'high', 'normal' or 'low'."
    )
    asked = refused("/api/tasks", title="x", customer_id=99)
    assert (asked["detail"], asked["errors"][0]["field"]) == ("Không có khách hàng với số này.", "body.customer_id")  # type: ignore[index]
    assert ops.get("/api/customers/99").json()["detail"].startswith("Không có khách hàng với số này.")
    nobody = Client(headers={"Accept-Language": "vi"}).get("/api/customers")
    assert nobody.json()["detail"].startswith("Hãy đăng nhập trước")
    english = signed_in(Role.VIEWER).get("/api/customers/99").json()["detail"]
    assert english.startswith("There is no customer with this number.")


def test_an_address_that_may_not_be_called_is_refused_in_vietnamese_too() -> None:
    for sentence in (subscribe.REFUSED, channel_setup.REFUSED):
        assert "PERENNIA_ALLOWED_PRIVATE_HOSTS" in refusals.said(sentence, "vi")
        assert refusals.said(sentence, "vi").startswith("Địa chỉ")
