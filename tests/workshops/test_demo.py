import re
import shutil

import pytest
from django.conf import settings as project
from django.test import override_settings

from tests.once import made_once
from tests.people import QUICK_HASHERS
from workshops import demo
from workshops.library.loading import load
from workshops.management.commands import serve
from workshops.models import Agreement, Link, Note, Report, User, Workshop
from workshops.models.joining import CODE_HOLDS
from workshops.report import making, printing

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def quick_reports():
    """Pages as ever, but no time spent on setting them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(printing, "pdf", lambda *_: b"%PDF-")
        patched.setattr(making, "start", lambda report: None)
        yield


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory, quick_reports):
    """The demo as it was first built; the folder where its password is."""
    with made_once(django_db_blocker):
        for name in ("psykisk-arbejdsmiljoe", "fire-faser", "roller"):
            load(project.BASE_DIR / "fixtures" / f"{name}.yaml")
        with override_settings(DATA_DIR=tmp_path_factory.mktemp("demo"), PASSWORD_HASHERS=QUICK_HASHERS):
            demo.build()
            yield project.DATA_DIR


@pytest.fixture
def workplace(built, db, settings, tmp_path):
    """A folder of the test's own, with the demo built already."""
    settings.DATA_DIR = shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path


def counts() -> list[int]:
    return [model.objects.count() for model in (User, Workshop, Note, Agreement, Report, Link)]


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
    assert states["closed"].agreements.count() == 8


def test_the_demo_has_the_four_phases_and_the_matrix_as_a_room_filled_them(workplace):
    demo.build()
    workshop = Workshop.objects.with_route().get(title=demo.PHASES["title"])

    assert [activity.tool for activity in workshop.activities.all()] == ["phases", "roles"]
    assert workshop.stop().step.key == "agree"
    assert (workshop.participants.count(), workshop.marks.count()) == (14, 14 * (1 + 12 + 10))
    assert workshop.outcomes.exclude(text="").count() == 23
    assert workshop.outcomes.filter(choice="here").count() == 1


def test_the_demo_s_password_is_kept_from_others(built, db):
    assert (built / "demo.json").stat().st_mode & 0o777 == 0o600


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
