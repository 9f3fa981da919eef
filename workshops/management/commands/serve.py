from __future__ import annotations

import io
import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any

import segno
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from workshops import demo
from workshops.backup import upgrades
from workshops.management import starting

MOST_PROCESSES = 64


class Command(BaseCommand):
    """Bring the database and the static files up to date, then serve everything from one port."""

    help = "Migrates, loads the question sets, collects static files and serves. With --demo: a demo workplace too."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 for phones on the network"
        )
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=1, help="so many on one port; more than one on PostgreSQL")
        parser.add_argument("--demo", action="store_true", help="add a demo workplace and print where it is")

    def handle(self, *args: Any, host: str, port: int, processes: int, **options: Any) -> None:
        check_processes(processes)
        check_free(host, port)
        # What phones are told to open, unless the environment says it: the address on the local network.
        url = os.environ.setdefault("DIALOG_SITE_URL", f"http://{reachable(host)}:{port}")
        with starting.told("Cannot start"), starting.alone():
            self.bring_up_to_date()
            if options["demo"]:
                self.stdout.write(table(url, demo.build()))
        self.stdout.write(f"Serving on {url} (Ctrl-C stops)\n")
        self.stdout.flush()
        os.chdir(settings.BASE_DIR)
        command = [sys.executable, "-m", "config.server", host, str(port), "--processes", str(processes)]
        os.execv(sys.executable, command)

    def bring_up_to_date(self) -> None:
        """What a new version, or a first start, needs."""
        starting.check_room()
        starting.make_private()
        if kept := upgrades.back_up_first():
            self.stdout.write(f"A new version: what was there is backed up to {kept}.\n")
        call_command("migrate", verbosity=0)
        call_command("load_sets", stdout=open(os.devnull, "w"))  # noqa: SIM115
        call_command("collectstatic", interactive=False, verbosity=0)


def table(url: str, found: demo.Demo) -> str:
    """The demo's addresses, and a QR code for a phone, as text for a terminal."""
    join = f"{url}/k/{found.running.link_key}/"
    rows = [
        ("Projector", f"{url}/workshops/{found.running.pk}/tavle/"),
        ("Facilitator", f"{url}/workshops/{found.running.pk}/styr/"),
        ("  log in as", f"{found.email}   password {found.password}"),
        ("Phone", f"{url}/   code {found.running.code}   or scan:"),
    ]
    text = "\n".join(f"{name:<13}{value}" for name, value in rows)
    out = io.StringIO()
    segno.make(join, error="l").terminal(out, compact=True, border=1)
    report = f"{'Report':<13}{url}{found.link.get_absolute_url()}"
    simulate = f"Try: .venv/bin/python manage.py simulate {found.running.code} --phones 25"
    return f"\n{text}\n{out.getvalue()}\n{report}\n\n{simulate}\n"


def check_processes(processes: int) -> None:
    """Raise CommandError unless so many can serve: they hear of each other's changes through PostgreSQL."""
    if not 1 <= processes <= MOST_PROCESSES:
        raise CommandError(f"--processes goes from 1 to {MOST_PROCESSES}.")
    if processes > 1 and connection.vendor != "postgresql":
        raise CommandError("More than one process takes PostgreSQL: set DATABASE_URL, or leave out --processes.")


def check_free(host: str, port: int) -> None:
    """Raise CommandError when nothing can listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {host}:{port} ({error.strerror}). Try another: make run PORT=8001."
            ) from None


def reachable(host: str) -> str:
    """The address under which others reach a server that listens on ``host``."""
    if host not in ("0.0.0.0", "::"):
        return "localhost" if host == "127.0.0.1" else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address (RFC 5737); connecting a UDP socket sends nothing
        except OSError:
            return "localhost"
        return probe.getsockname()[0]
