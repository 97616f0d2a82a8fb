"""Runs web, worker and database in the foreground until it is told to stop."""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from perennia.host import config as configs
from perennia.host import database, parent, port, up
from perennia.host.child import Child
from perennia.host.claim import Claim
from perennia.host.config import Config
from perennia.host.postgres.leash import Leash
from perennia.host.refusal import Refusal

_WEB_THREADS = 8
_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

Step = Callable[[Config], None] | None


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said on the command line."""
    parser.add_argument("--no-worker", action="store_true", help="run the web server only; workers run elsewhere")


def main(options: argparse.Namespace) -> int:
    """Serves until SIGTERM or Ctrl-C."""
    config = configs.current()
    return serve(replace(config, worker_processes=0) if options.no_worker else config)


def serve(config: Config, prepare: Step = None, ready: Step = None) -> int:
    """Database, migrations, `prepare`, then web and worker; `ready` once the web server answers."""
    _end_on_signal()
    database.make_home(config.home)
    claim = Claim(config.home)
    try:
        config = _with_port(config, claim)
        held = database.hold(config)
        try:
            _run(config, held, prepare, ready)
        finally:
            if held is not None:
                held.release()
    finally:
        claim.release()
    return 0


def _run(config: Config, held: Leash | None, prepare: Step, ready: Step) -> None:
    _say(f"Data in {config.home}" if config.is_embedded else "Database named by DATABASE_URL")
    _bring_up_to_date(config, greets=prepare is None)
    if prepare is not None:
        prepare(config)
    stop = _stop_on_signal()
    with _running(_children(config)) as children:
        threading.Thread(target=_announce, args=(config, stop, ready), daemon=True).start()
        _look_after(children, held, stop)
        _say("Stopping: work at hand is finished first.")


def child_environment(config: Config) -> dict[str, str]:
    """The environment of the processes that belong to this one."""
    chosen = {"PERENNIA_HOME": str(config.home), "PERENNIA_PORT": str(config.port)}
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "perennia.settings", **chosen}


def _with_port(config: Config, claim: Claim) -> Config:
    chosen = claim.choose_port(config.host, config.port)
    if config.port is None and chosen != port.FIRST:
        _say(f"Port {port.FIRST} is busy, so Perennia takes {chosen}. Set PERENNIA_PORT to choose another.")
    config = replace(config, port=chosen)
    claim.note(f"http://localhost:{chosen}")
    return config


def _bring_up_to_date(config: Config, *, greets: bool) -> None:
    """Our own database is migrated by itself; another one is the operator's, who picks the moment.

    `greets`: a server that nobody administers says how to set it up.

    In a process of its own: this one stays small, for it lives as long as the service.
    """
    how = "--quiet" if config.is_embedded else "--check"
    done = subprocess.run(
        [sys.executable, "-m", "perennia", "migrate", how, *(["--greet"] if greets else [])],
        env=child_environment(config),
        check=False,
        preexec_fn=parent.tie(signal.SIGKILL),  # the next start migrates too, and they must not meet
    )
    if done.returncode != 0:
        raise Refusal("The database could not be brought to this version; the reason stands above.")


def _children(config: Config) -> list[Child]:
    environment = child_environment(config)
    web = [sys.executable, "-m", "granian", "--interface", "asginl", "--no-ws", "--respawn-failed-workers"]
    web += ["--host", config.host, "--port", str(config.port), "--workers", str(config.web_processes)]
    web += ["--workers-kill-timeout", "10", "--log-level", "warning", "perennia.asgi:application"]
    children = [Child("web", web, {**environment, "PERENNIA_POOL_SIZE": str(_WEB_THREADS)})]
    worker = [sys.executable, "-m", "perennia", "worker"]
    return children + [Child("worker", worker, environment) for _ in range(config.worker_processes)]


@contextmanager
def _running(children: list[Child]) -> Iterator[list[Child]]:
    for child in children:
        child.start()
    try:
        yield children
    finally:
        for child in children:
            child.ask_to_stop()
        until = time.monotonic() + 30
        for child in children:
            child.wait_stopped(until - time.monotonic())


def _look_after(children: list[Child], held: Leash | None, stop: threading.Event) -> None:
    while not stop.wait(0.5):
        if held is not None:
            held.renew()
        for child in children:
            if sentence := child.look():
                _say(sentence)


def _announce(config: Config, stop: threading.Event, ready: Step) -> None:
    while not stop.is_set():
        if up.answers(config.host, config.port or port.FIRST):
            _say(f"Perennia runs at {config.public_url} (Ctrl-C stops it)")
            if ready is not None:
                ready(config)
            return
        stop.wait(0.2)


def _end_on_signal() -> None:
    """While nothing is served yet, SIGTERM ends it as Ctrl-C does: at once, the database in good order."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    for sign in _STOP_SIGNALS:
        signal.signal(sign, end)


def _stop_on_signal() -> threading.Event:
    """While it serves, a signal lets the work at hand be finished."""
    stop = threading.Event()
    for sign in _STOP_SIGNALS:
        signal.signal(sign, lambda *_: stop.set())
    return stop


def _say(sentence: str) -> None:
    print(sentence, flush=True)
