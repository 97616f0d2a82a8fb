"""Write keys are told apart without telling how near a guess came."""

import ast
import hmac
from pathlib import Path

import pytest
from django.db import connection

from perennia.ingest import source
from tests.stations.ingest.calls import empty

pytestmark = pytest.mark.django_db(transaction=True)
SOURCES = 5


@pytest.fixture
def keys(transactional_db: None) -> list[str]:
    empty()
    return [source.create(f"Source {n}")[1] for n in range(SOURCES)]


def guesses(key: str) -> dict[str, str]:
    """A key as it is, and wrong in one place, in all, in length."""
    return {
        "right": key, "last character": key[:-1] + ("A" if key[-1] != "A" else "B"), "first": "x" + key[1:],
        "prefix only": key[:3], "empty": "", "longer": key + "x", "nothing alike": "wk_" + "z" * (len(key) - 3),
        "half surrogate": key[:-1] + "\ud800",
    }  # fmt: skip


@pytest.mark.number("S14")
@pytest.mark.parametrize("place", [0, 2, SOURCES - 1])
def test_every_guess_is_compared_with_every_key_in_constant_time(
    keys: list[str], place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Digests of one length, by the comparison made for it, none left out once a fitting one is found."""
    compared: list[tuple[int, int]] = []
    sound = hmac.compare_digest

    def compare_digest(one: bytes, other: bytes) -> bool:
        compared.append((len(one), len(other)))
        return sound(one, other)

    assert source.sender(keys[0]) is not None  # they are read by now
    monkeypatch.setattr(hmac, "compare_digest", compare_digest)
    seen: dict[str, list[tuple[int, int]]] = {}
    for name, guess in guesses(keys[place]).items():
        compared.clear()
        found = source.sender(guess)
        assert (found is not None) == (name == "right"), name
        seen[name] = list(compared)
    rounds = {name: len(one) // SOURCES for name, one in seen.items()}
    assert all(set(one) == {(32, 32)} for one in seen.values())
    assert all(len(one) == rounds[name] * SOURCES for name, one in seen.items())
    # A wrong key is looked for once more among keys read anew, however near it came.
    assert rounds == {name: 1 if name == "right" else 2 for name in seen}


@pytest.mark.number("S14")
def test_no_key_or_digest_is_compared_in_any_other_way(keys: list[str]) -> None:
    """Neither by `==` or `in` in Python, nor by a statement that names a hash."""
    path = Path(source.__file__)
    tree = ast.parse(path.read_text())
    compares = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    assert [one for one in compares if any(word in one for word in ("key", "given", "known", "_hash"))] == []
    assert "key_hash =" not in path.read_text().replace("set key_hash =", "")
    with connection.cursor() as cursor:
        cursor.execute("select count(distinct key_hash), min(length(key_hash)) from ingest_source where id > 100")
        assert cursor.fetchone() == (SOURCES, 32)
