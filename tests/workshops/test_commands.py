import os
import re
import socket

import pytest
from django.core.management import CommandError, call_command

from workshops import demo
from workshops.library.loading import load
from workshops.management.commands import serve
from workshops.models import Agreement, Note, Report, ReportLink, User, Workshop
from workshops.models.joining import CODE_HOLDS
from workshops.report import printing

pytestmark = pytest.mark.once


@pytest.fixture
def quick_reports(monkeypatch):
    """Pages as ever, but no time spent on setting them."""
    monkeypatch.setattr(printing, "pdf", lambda title, content, progress: b"%PDF-")


@pytest.fixture
def workplace(library, settings, tmp_path, quick_reports):
    for name in ("fire-faser", "roller"):
        load(settings.BASE_DIR / "fixtures" / f"{name}.yaml")
    settings.DATA_DIR = tmp_path
    return tmp_path


# --- The demo ---


def counts() -> list[int]:
    return [model.objects.count() for model in (User, Workshop, Note, Agreement, Report, ReportLink)]


def test_the_demo_is_two_under_way_one_closed_and_one_draft(workplace):
    made = demo.build()
    user = User.objects.get()
    states = {workshop.state: workshop for workshop in user.workshops.order_by("-pk")}  # of two open, the first

    assert (made.email, user.check_password(made.password)) == (user.email, True)
    assert sorted(user.workshops.values_list("state", flat=True)) == ["closed", "draft", "open", "open"]
    assert (made.running, made.link.workshop) == (states["open"], states["closed"])
    assert made.running.notes.count() > 20
    assert Workshop.objects.with_route().get(pk=made.running.pk).stop().step.shows
    assert (states["closed"].report.state, states["closed"].notes_erased) == ("done", False)
    assert states["closed"].agreements.count() == 5


def test_the_demo_has_the_four_phases_and_the_matrix_as_a_room_filled_them(workplace):
    demo.build()
    workshop = Workshop.objects.with_route().get(title=demo.PHASES["title"])

    assert [activity.tool for activity in workshop.activities.all()] == ["phases", "roles"]
    assert workshop.stop().step.key == "fill"
    assert (workshop.participants.count(), workshop.marks.count()) == (14, 14 * (1 + 12 + 10))
    assert workshop.outcomes.exclude(text="").count() == 23
    assert workshop.outcomes.filter(choice="here").count() == 1


def test_the_demo_s_password_is_kept_from_others(workplace):
    demo.build()

    assert (workplace / "demo.json").stat().st_mode & 0o777 == 0o600


def test_built_again_it_is_the_same(workplace):
    first = demo.build()
    before = counts()
    again = demo.build()

    assert counts() == before
    assert (again.password, again.running, again.running.code, again.link) == (
        first.password,
        first.running,
        first.running.code,
        first.link,
    )


def test_a_demo_that_was_closed_or_whose_code_expired_is_opened_again(workplace, now):
    made = demo.build()
    for change in [made.running.close, lambda: Workshop.objects.update(code_expires_at=now - CODE_HOLDS)]:
        change()
        running = demo.build().running
        assert (running, running.is_open, running.code_expired) == (made.running, True, False)


def test_what_was_deleted_erased_or_revoked_is_built_anew(workplace):
    made = demo.build()
    made.link.revoke()
    made.running.close()
    Report.objects.update(state="done")
    made.running.erase_notes()
    again = demo.build()
    assert again.link != made.link
    assert again.running != made.running
    assert again.running.is_open

    again.running.discard()
    assert demo.build().running != again.running


def test_with_its_password_lost_the_demo_gets_a_new_one(workplace):
    demo.build()
    (workplace / "demo.json").unlink()
    made = demo.build()

    assert User.objects.get().check_password(made.password)


def test_the_demos_notes_are_the_questions_own(library):
    places = library.places()

    for workplace in (demo.HOME_CARE, demo.SCHOOL):
        assert {question.source for _topic, question in places} <= set(demo.sample_notes(workplace))


WORDS = {  # that only the one workplace would use
    demo.HOME_CARE: r"borger\w*|køreliste\w*|besøg\w*|pårørende|sygeplejerske\w*|medicin\w*|vagt\w*|natholdet|sår",
    demo.SCHOOL: r"elev\w*|læreren|lærerne|lærerværelse\w*|skole\w*|klasse\w*|forældre\w*|undervis\w*|børn\w*",
}


@pytest.mark.parametrize(("here", "elsewhere"), [tuple(WORDS), tuple(WORDS)[::-1]])
def test_each_demo_workshop_is_of_one_workplace(workplace, here, elsewhere):
    """No note, agreement or title speaks of what only the other workplace has."""
    made = demo.build()
    workshop = made.running if here == demo.HOME_CARE else made.link.workshop
    told = [*workshop.notes.values_list("text", flat=True), *workshop.agreements.values_list("what", flat=True)]
    told += [workshop.title, workshop.workplace, workshop.technology]
    told += [text for texts in demo.sample_notes(here).values() for text in texts]

    assert [each for each in told if re.search(rf"\b({WORDS[elsewhere]})\b", each, re.I)] == []
    assert len([each for each in told if re.search(rf"\b({WORDS[here]})\b", each, re.I)]) > 20


@pytest.mark.parametrize("workplace", [demo.HOME_CARE, demo.SCHOOL])
def test_the_notes_of_a_demo_are_of_natural_and_varied_length(workplace):
    said = demo.sample_notes(workplace)
    lengths = [len(text) for texts in said.values() for text in texts]

    assert (min(lengths) >= 5, max(lengths) <= 500) == (True, True)
    assert max(lengths) > 4 * min(lengths)
    assert [source for source, texts in said.items() if not 8 <= len(texts) <= 25] == []
    assert [source for source, texts in said.items() if len(set(texts)) != len(texts)] == []


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


def test_the_table_says_where_everything_is(workplace):
    made = demo.build()
    lines = serve.table("http://10.1.2.3:8000", made).splitlines()

    assert lines[1:5] == [
        f"Projector    http://10.1.2.3:8000/workshops/{made.running.pk}/tavle/",
        f"Facilitator  http://10.1.2.3:8000/workshops/{made.running.pk}/styr/",
        f"  log in as  ane@eksempel.dk   password {made.password}",
        f"Phone        http://10.1.2.3:8000/   code {made.running.code}   or scan:",
    ]
    assert f"Report       http://10.1.2.3:8000{made.link.get_absolute_url()}" in lines
    assert lines[-1] == f"Try: .venv/bin/python manage.py simulate {made.running.code} --phones 25"


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
