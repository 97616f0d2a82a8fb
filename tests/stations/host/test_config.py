"""Settings: typed, from the environment or a file, refused with one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from perennia.host import config
from perennia.host.config import Config
from perennia.host.refusal import Refusal
from perennia.host.setting import declared
from tests.stations.host.starting import without_the_capability

PRODUCTION = {"PERENNIA_PRODUCTION": "yes", "PERENNIA_URL": "https://success.example.com"}


def test_nothing_set_gives_a_safe_start_on_this_machine() -> None:
    found = config.read({})
    assert (found.host, found.port, found.is_production, found.is_embedded) == ("127.0.0.1", None, False, True)


def test_two_clones_have_data_folders_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    here = config.default_home({})
    monkeypatch.setattr(config, "__file__", "/somewhere/else/src/perennia/host/config.py")
    assert config.default_home({}) != here


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's server needs another account")
def test_in_a_container_that_may_not_pass_roots_home_the_data_go_elsewhere(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    ask = "from perennia.host.config import default_home; print(default_home())"
    said = subprocess.run(
        [sys.executable, "-c", ask],
        env={**os.environ, "XDG_DATA_HOME": str(closed)},
        preexec_fn=without_the_capability,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.startswith("/var/lib/perennia/")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PERENNIA_PORT", "eighty", "whole number from 1 to 65535"),
        ("PERENNIA_PORT", "0", "whole number from 1 to 65535"),
        ("PERENNIA_PORT", "65536", "whole number from 1 to 65535"),
        ("PERENNIA_PORT", "\u0668", "whole number"),
        ("PERENNIA_URL", "success.example.com", "like https://"),
        ("PERENNIA_URL", "https://success.example.com/perennia", "root of its own host"),
        ("PERENNIA_URL", "https://success.example.com:99999", "port from 0 to 65535"),
        ("PERENNIA_PRODUCTION", "maybe", "yes or no"),
        ("DATABASE_URL", "mysql://localhost/x", "postgresql://"),
        ("DATABASE_URL", "postgresql://localhost", "name of the database"),
        ("PERENNIA_SECRET_KEY", "short", "32 characters"),
        ("PERENNIA_SMTP_URL", "mail.example.com", "like smtp://"),
        ("PERENNIA_MAIL_FROM", "Success <a@b.example>", "e-mail address"),
        ("PERENNIA_TRUSTED_PROXIES", "10.0.0.1/8", "networks like"),
        ("PERENNIA_LOG_LEVEL", "loud", "one of debug, info"),
        ("PERENNIA_WORKER_PROCESSES", "-1", "whole number from 0"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        config.read({name: value})
    sentence = str(refused.value)
    assert name in sentence
    assert says in sentence
    assert "\n" not in sentence


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("postgresql://me:hush@db.example.com/perennia\n")
    assert config.read({"DATABASE_URL_FILE": str(file)}).database_url == "postgresql://me:hush@db.example.com/perennia"


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="both set"):
        config.read({"PERENNIA_SECRET_KEY": "x" * 40, "PERENNIA_SECRET_KEY_FILE": str(tmp_path)})


def test_a_secret_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="which cannot be read: No such file"):
        config.read({"PERENNIA_SECRET_KEY_FILE": str(tmp_path / "missing")})


@pytest.mark.number("S13")
def test_a_wrong_secret_is_not_repeated() -> None:
    with pytest.raises(Refusal) as refused:
        config.read({"DATABASE_URL": "mysql://me:hush@localhost/x"})
    assert "hush" not in str(refused.value)


@pytest.mark.number("S13")
def test_secrets_stay_out_of_the_printed_settings() -> None:
    assert "hush" not in repr(
        Config(database_url="postgresql://me:hush@h/x", secret_key="hush", smtp_url="smtp://u:hush@h")
    )


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"PERENNIA_URL": ""}, "PERENNIA_URL is not set"),
        ({"PERENNIA_URL": "http://success.example.com"}, "must start with https://"),
        ({"PERENNIA_LOG_LEVEL": "debug"}, "PERENNIA_LOG_LEVEL must not be debug"),
        ({"PERENNIA_TRUSTED_PROXIES": "0.0.0.0/0"}, "must not trust the whole internet"),
    ],
)
def test_production_refuses_what_is_unsafe_there(changed: dict[str, str], says: str) -> None:
    with pytest.raises(Refusal, match=says):
        config.read(PRODUCTION | changed)


def test_production_answers_to_its_own_name_only() -> None:
    assert config.read(PRODUCTION).hostnames == ["success.example.com"]


def test_every_setting_is_explained() -> None:
    for _, spec, _ in declared(Config):
        assert len(spec.about) > 10
        assert spec.about.rstrip().endswith((".", ")"))
