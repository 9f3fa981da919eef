"""A database of an earlier version comes up under today's code, and every screen reads as it did.

Where the texts are meant to change, ``REMAKE_OLD=1 .venv/bin/pytest tests/old`` makes them anew.
"""

import io
import os
import re
from collections.abc import Iterator

import pikepdf
import pytest
from django.core import signing
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from config import settings as project
from tests.people import NOW
from workshops.models import Note

from .database import HERE, SITE, Row, brought_up, rows
from .seen import differences, read, seen, written
from .walk import Walk, logged_in, text

REMAKE = "REMAKE_OLD" in os.environ
SETS = HERE / "sets"
OF_REVISIONS = ("note", "outcome")


@pytest.fixture
def old_database(transactional_db, settings, monkeypatch):
    settings.PASSWORD_HASHERS = project.PASSWORD_HASHERS  # the passwords were stored with these
    settings.SITE_URL = SITE
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    with brought_up():
        yield


@pytest.fixture
def people(old_database) -> dict[int, Client]:
    """Ane's browser and Bo's, by their ids."""
    return {each["id"]: logged_in(each["email"]) for each in rows("user")[:2]}


@pytest.fixture
def made(reports_started, monkeypatch) -> list[int]:
    """The ids of the reports that were asked for. They are made without being set, which takes longer than the rest."""
    monkeypatch.setattr("weasyprint.HTML.render", lambda *_page, **_options: NotSet())
    monkeypatch.setattr(os, "nice", lambda _by: None)  # or all that is tested after this goes last
    return reports_started


class NotSet:
    pages = ()

    def write_pdf(self, **_options) -> bytes:
        out, empty = io.BytesIO(), pikepdf.new()
        empty.add_blank_page()  # pictures are drawn of it
        empty.Root.Metadata = empty.make_stream(b"<rdf:RDF></rdf:RDF>")
        empty.save(out)
        return out.getvalue()


def compare(name: str, found: dict[str, str]) -> list[str]:
    """How what is shown differs from that file."""
    file = HERE / "screens" / f"{name}.txt"
    if REMAKE:
        file.parent.mkdir(exist_ok=True)
        file.write_text(written(found), encoding="utf-8")
    return [f"{file.name}: {each}" for each in differences(read(file.read_text(encoding="utf-8")), found)]


@pytest.mark.thorough
def test_what_was_left_is_found_again(people):
    """The pages around the workshops, every workshop where it was left, also once all that was changed in it is taken
    back, and every set of the library as a file."""
    wrong, left = compare("pages", dict(pages(people[1]))), {}
    for workshop in rows("workshop"):
        if not workshop["deleted_at"]:
            walk = Walk(workshop, people[workshop["owner_id"]])
            shown = [*walk.here(), *reports(walk), *taken_back(walk, workshop)]
            left |= {f"{workshop['id']}: {name}": now for name, now in shown}
    wrong += compare("left", left)
    assert not wrong, "\n\n".join(wrong)
    exported = dict(sets(people))
    if REMAKE:
        SETS.mkdir(exist_ok=True)
        for name, shown in exported.items():
            (SETS / name).write_text(shown, encoding="utf-8")
    was = {file.name: file.read_text(encoding="utf-8") for file in SETS.glob("*.yaml")}
    assert exported == {name: re.sub(r"^( *)group:", r"\1heading:", text, flags=re.M) for name, text in was.items()}


@pytest.mark.thorough
def test_the_room_goes_on_as_before(people, made):
    """Every stop of a workshop with each tool on every screen, then its report; and those that were made, once more."""
    wrong, again, tried = [], {}, set()
    for workshop in rows("workshop"):
        tools = {each["tool"] for each in rows("activity") if each["workshop_id"] == workshop["id"]}
        if workshop["state"] == "open" and not tools <= tried:
            tried |= tools
            walk = Walk(workshop, people[workshop["owner_id"]])
            found = dict(walk.through())
            walk.end()
            call_command("make_report", made[-1])
            found |= {f"closed: {name}": shown for name, shown in [*walk.here(), *reports(walk)]}
            wrong += compare(f"through-{workshop['id']:02}", found)
        elif workshop["state"] == "closed" and workshop["erase_at"]:
            walk = Walk(workshop, people[workshop["owner_id"]])
            walk.report_again()
            call_command("make_report", made[-1])
            again |= {f"{workshop['id']}: {name}": shown for name, shown in reports(walk)}
    wrong += compare("reports", again)
    assert len(tried) == 12
    assert not wrong, "\n\n".join(wrong)


def taken_back(walk: Walk, workshop: Row) -> Iterator[tuple[str, str]]:
    """Wall and desk once every change to notes and to what the room came to is taken back, the last one first."""
    ours = {name: {each["id"] for each in rows(name) if each["workshop_id"] == workshop["id"]} for name in OF_REVISIONS}
    revisions = [each for each in rows("revision") if any(each[f"{name}_id"] in ours[name] for name in OF_REVISIONS)]
    if workshop["state"] == "open" and revisions:
        for revision in reversed(revisions):
            assert walk.client.post(f"{walk.workshop}fortryd/{revision['id']}/").status_code == 302
        text(walk.client, f"{walk.workshop}styr/")  # says of each that it was taken back
        yield from ((f"{name}, taken back", shown) for name, shown in walk.look())


def reports(walk: Walk) -> Iterator[tuple[str, str]]:
    """The page of the report, and what those see who got a link to it then."""
    yield "report", seen(text(walk.client, f"{walk.workshop}rapport/"))
    for link in rows("reportlink"):
        if walk.workshop == f"/workshops/{link['workshop_id']}/" and not link["revoked_at"]:
            token = signing.Signer(salt="workshops.report-link").sign(link["key"])  # as links were signed then
            yield "report by its link", seen(text(Client(), f"/rapport/{token}/"))


def sets(people: dict[int, Client]) -> Iterator[tuple[str, str]]:
    """The sets of the library as files, taken out by whose they are; by Ane where they are everybody's."""
    of_activities = {each["question_set_id"] for each in rows("activity")}
    for each in rows("questionset"):
        if each["id"] not in of_activities:
            client = people.get(each["owner_id"], people[1])
            yield f"{each['id']:02}-{each['key'] or each['tool']}.yaml", text(client, f"/bibliotek/{each['id']}/yaml/")


def pages(client: Client) -> Iterator[tuple[str, str]]:
    """The pages around the workshops, as Ane sees them."""
    workshops = [each["id"] for each in rows("workshop") if each["owner_id"] == 1 and not each["deleted_at"]]
    activities = [each for each in rows("activity") if each["workshop_id"] in (1, 11, 15)]
    sets = [each["id"] for each in rows("questionset") if each["owner_id"] == 1]
    notes, agreements = (
        [each for each in rows(name) if each["workshop_id"] in (1, 9, 11)] for name in ("note", "agreement")
    )
    addresses = ["/workshops/", "/workshops/ny/", "/bibliotek/", "/bibliotek/ny/", "/bibliotek/hent-ind/"]
    addresses += [f"/workshops/{pk}/{name}" for pk in workshops for name in ("", "ret/")]
    for each in activities:
        address = f"/workshops/{each['workshop_id']}/punkter/{each['id']}/"
        addresses += [address, f"{address}skema/", f"{address}spoergsmaal/"]
    addresses += [f"/bibliotek/{pk}/{name}" for pk in (sets[0], sets[-1]) for name in ("", "ret/", "tavle/", "slet/")]
    for each in notes[::9]:
        if not each["withdrawn"]:  # by the number it was given when the database was brought up to date
            number = Note.objects.get(pk=each["id"]).number
            address = f"/workshops/{each['workshop_id']}/sedler/"
            yield f"{address}{each['id']}/", seen(text(client, f"{address}{number}/"))
    addresses += [f"/workshops/{each['workshop_id']}/aftaler/{each['id']}/" for each in agreements[::3]]
    addresses += [f"/workshops/{pk}/aftaler/ny/" for pk in (1, 9)]
    yield from ((address, seen(text(client, address))) for address in addresses)
    codes = [f"/k/{each['code']}/" for each in rows("workshop")[:2]]
    yield from ((address, seen(text(Client(), address))) for address in ["/", "/log-ind/", *codes])
