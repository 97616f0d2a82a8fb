"""The doctor: says what is wrong, and what to do about it."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pytest

from perennia.host import config as configs
from perennia.host import database, doctor, examine
from perennia.host.finding import Finding

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def _settings_are_read_again() -> Iterator[None]:
    configs.current.cache_clear()
    yield
    configs.current.cache_clear()


def found(what: str) -> Finding:
    return next(finding for finding in doctor.findings() if finding.what == what)


def test_a_wrong_setting_is_the_first_and_only_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERENNIA_PORT", "many")
    only = list(doctor.findings())
    assert [(finding.grade, finding.what) for finding in only] == [("bad", "Settings")]
    assert "PERENNIA_PORT" in only[0].said


def test_a_database_out_of_reach_is_named_and_the_rest_is_still_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:hush@127.0.0.1:1/nowhere")
    seen = {finding.what: finding for finding in doctor.findings()}
    assert seen["Database"].grade == "bad"
    assert "DATABASE_URL" in seen["Database"].said
    assert "hush" not in str(seen)
    assert {"Memory", "Data folder", "Port", "Mail"} <= seen.keys()


def test_missing_migrations_come_with_the_command_that_applies_them() -> None:
    with TemporaryDirectory(prefix="perennia-doctor-") as folder:
        Path(folder).chmod(0o711)
        environment = {**os.environ, "PERENNIA_HOME": f"{folder}/home"}
        environment.pop("DATABASE_URL", None)
        said = asked(environment)
    finding = next(finding for finding in said if finding["what"] == "Tables")
    assert (finding["grade"], finding["mend"]) == ("bad", "Run: perennia migrate")


def asked(environment: dict[str, str]) -> list[dict[str, str]]:
    """What the command says, as JSON."""
    command = [sys.executable, "-m", "perennia", "doctor", "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    findings: list[dict[str, str]] = json.loads(done.stdout)
    assert done.returncode == (1 if any(finding["grade"] == "bad" for finding in findings) else 0)
    return findings


def test_durability_that_was_turned_off_is_bad() -> None:
    with database.connect(configs.current()) as connection:
        connection.execute("SET synchronous_commit = off")
        finding = examine.durability(connection)
    assert finding.grade == "bad"
    assert "synchronous_commit" in finding.said
    assert "power cut" in finding.said


@pytest.mark.number("A12")
def test_a_transaction_that_is_open_for_long_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examine, "_LONG_SECONDS", 0)
    with database.connect(configs.current()) as stranger, database.connect(configs.current()) as connection:
        stranger.execute("SET application_name = 'a report'")
        pid = stranger.info.backend_pid
        finding = examine.transactions(connection)
    assert finding.grade == "warn"
    assert "a report" in finding.said
    assert f"pg_terminate_backend({pid})" in finding.mend


def test_a_port_taken_by_a_stranger_is_bad_when_it_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        taken.settimeout(0)
        monkeypatch.setenv("PERENNIA_PORT", str(taken.getsockname()[1]))
        monkeypatch.setattr("perennia.host.up.TIMEOUT", 0.2)
        finding = found("Port")
    assert finding.grade == "bad"
    assert "PERENNIA_PORT" in finding.mend


def test_a_service_that_took_another_port_is_found_where_it_runs(tmp_path: Path) -> None:
    class Healthy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), Healthy) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        config = configs.read({"PERENNIA_HOME": str(tmp_path), "PERENNIA_HOST": "127.0.0.1"})
        (tmp_path / "serve.lock").write_text(f"http://localhost:{server.server_port}")
        assert examine.web_port(config).said == f"{server.server_port} answers: Perennia is running"
        server.shutdown()


def test_a_mail_server_out_of_reach_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERENNIA_SMTP_URL", "smtp://me:hush@127.0.0.1:1")
    finding = found("Mail")
    assert finding.grade == "bad"
    assert "hush" not in finding.line()


def test_a_key_file_others_can_read_is_bad(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PERENNIA_SECRET_KEY")
    config = configs.read({"PERENNIA_HOME": str(tmp_path)})
    examine.key(config)
    (tmp_path / "secret.key").chmod(0o644)
    assert "chmod 600" in next(iter(doctor._look("Key", lambda: examine.key(config)))).said


def test_whatever_is_not_well_comes_with_a_cure() -> None:
    findings = asked(dict(os.environ))
    assert {"grade", "what", "said", "mend"} == findings[0].keys()
    assert all(finding["mend"] for finding in findings if finding["grade"] != "ok")
