"""Secrets: made once, readable by their owner, encrypted at rest."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from perennia.host import secrets
from perennia.host.config import Config
from perennia.host.refusal import Refusal


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    config = Config(home=tmp_path / "home")
    first = secrets.signing_key(config)
    assert secrets.signing_key(config) == first
    assert stat.S_IMODE(secrets.key_file(config).stat().st_mode) == 0o600


def test_many_first_starts_at_once_agree_on_one_key(tmp_path: Path) -> None:
    config = Config(home=tmp_path / "home")
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secrets.signing_key(config), range(32)))
    assert len(keys) == 1
    assert [path.name for path in config.home.iterdir()] == ["secret.key"]


def test_two_deployments_have_two_keys(tmp_path: Path) -> None:
    assert secrets.signing_key(Config(home=tmp_path / "one")) != secrets.signing_key(Config(home=tmp_path / "two"))


def test_a_key_file_others_can_read_is_refused_with_the_cure(tmp_path: Path) -> None:
    config = Config(home=tmp_path / "home")
    secrets.signing_key(config)
    secrets.key_file(config).chmod(0o644)
    with pytest.raises(Refusal, match="chmod 600"):
        secrets.signing_key(config)


def test_a_cut_off_key_file_is_refused(tmp_path: Path) -> None:
    config = Config(home=tmp_path)
    secrets.key_file(config).touch(mode=0o600)
    with pytest.raises(Refusal, match="damaged"):
        secrets.signing_key(config)


@pytest.mark.number("S13")
def test_an_encrypted_text_comes_back_and_never_looks_the_same_twice() -> None:
    first, second = secrets.encrypt("hush"), secrets.encrypt("hush")
    assert first != second
    assert b"hush" not in first
    assert secrets.decrypt(first) == secrets.decrypt(second) == "hush"


def test_a_changed_text_is_refused() -> None:
    stored = bytearray(secrets.encrypt("hush"))
    stored[20] ^= 1
    with pytest.raises(secrets.Unreadable, match="enter the secret again"):
        secrets.decrypt(bytes(stored))
