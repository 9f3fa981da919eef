import os
import socket

import pytest
from django.core.management import CommandError, call_command

from workshops.management.commands import serve
from workshops.models import Report
from workshops.report import printing

pytestmark = pytest.mark.once


@pytest.fixture
def quick_reports(monkeypatch):
    """Pages as ever, but no time spent on setting them."""
    monkeypatch.setattr(printing, "pdf", lambda *_: b"%PDF-")


# --- Serve ---


def test_a_port_in_use_is_told(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CommandError) as error:
            call_command("serve", port=port)
    assert str(error.value) == (
        f"Cannot listen on 127.0.0.1:{port} (Address already in use). Try another: make run PORT=8001."
    )


def test_an_address_that_is_not_ours_is_told():
    with pytest.raises(CommandError, match=r"Cannot listen on 192\.0\.2\.1:8000"):
        call_command("serve", host="192.0.2.1")


@pytest.mark.parametrize(("host", "address"), [("127.0.0.1", "localhost"), ("10.1.2.3", "10.1.2.3")])
def test_the_address_others_reach(host, address):
    assert serve.reachable(host) == address


def test_the_address_on_the_network_is_none_of_the_listening_ones():
    assert serve.reachable("0.0.0.0") not in {"0.0.0.0", "127.0.0.1", ""}


# --- Reports ---


@pytest.fixture
def niceness(monkeypatch):
    asked = []
    monkeypatch.setattr(os, "nice", asked.append)
    return asked


def test_a_report_is_made_behind_everything_else(open_workshop, quick_reports, niceness):
    open_workshop.close()
    call_command("make_report", str(open_workshop.report.pk))

    assert (Report.objects.get().state, niceness) == ("done", [10])


def test_a_report_that_is_not_there_is_told(db, niceness):
    with pytest.raises(CommandError, match=r"There is no report 999\."):
        call_command("make_report", "999")
