import io
import json

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from tests.helpers import again
from tests.pages import dom, errors, text
from tests.people import logged_in, seated
from tests.rooms import Room, a_set
from workshops import mishaps, registry
from workshops.models import Note
from workshops.report import making, paper, prints, telling

ASKED = ["Hvornår taler vi hellere sammen?", "Hvor hurtigt svarer vi?"]
KINDS = ["proposal", "taken"]


@pytest.fixture
def room(ane, bo) -> Room:
    return Room.about(
        a_set("rules", {"Spilleregler": [{"text": each, "key": "rule", "kinds": KINDS} for each in ASKED]}), ane, bo
    )


@pytest.fixture
def poster_here(monkeypatch):
    """The poster is made in this process: another one would look into another database."""
    here = {name: lambda pk, name=name: prints.PRINTS[name](prints.find(name, pk)) for name in prints.PRINTS}
    monkeypatch.setattr(making, "print_apart", lambda what, pk, _workshop: here[what](pk))


def propose(room: Room, question: str, said: str) -> Note:
    return room.propose(question, said, room.go("propose").join())


def test_rules_are_read_about_then_proposed_then_agreed(room):
    assert [step for step, _about in room.way()] == ["read", "propose", "agree"]


def test_a_phone_picks_a_question_by_its_words(room):
    workshop = room.go("propose")
    page = dom(seated(workshop.join()).get(reverse("phone", args=[workshop.pk])))

    assert [text(each) for each in page.xpath("//nav[@class='picker']/a")] == ASKED


@pytest.mark.parametrize("step", ["propose", "agree"])
def test_proposals_are_on_the_wall_until_one_that_is_taken_in_becomes_the_rule(room, step):
    note = propose(room, ASKED[1], "Inden to hverdage")
    room.go(step)
    page = room.see()
    assert [text(each) for each in page.xpath("//*[@class='note__text']")] == ["Inden to hverdage"]

    note.adopt()
    page = room.see()
    assert [text(each) for each in page.xpath("//*[@class='note__text']")] == []
    assert [text(each) for each in page.xpath("//p[@class='cell__text']")] == ["Inden to hverdage"]


def test_the_poster_is_one_page_with_what_was_agreed(room, poster_here):
    room.fill(ASKED[1], "Inden to hverdage\nAldrig i weekenden")
    propose(room, ASKED[0], "Kom og bank på")
    answer = logged_in(room.workshop.facilitators.first()).get(
        reverse("poster", args=[room.workshop.pk, room.activity.pk])
    )
    pages = PdfReader(io.BytesIO(answer.content)).pages
    words = " ".join(pages[0].extract_text().split())

    assert (answer.status_code, answer["Content-Type"], len(pages)) == (200, "application/pdf", 1)
    assert "Inden to hverdage" in words
    assert "Aldrig i weekenden" in words
    assert "Kom og bank på" not in words
    assert ASKED[0] not in words


def test_a_long_poster_is_set_smaller_to_stay_on_one_page(room, poster_here):
    lines = "\n".join(f"Regel nummer {n}: Vi skriver kort og venligt til hinanden." for n in range(15))
    room.fill(ASKED[1], lines)

    assert len(PdfReader(io.BytesIO(prints.poster(room.activity))).pages) == 1


def test_a_tool_without_a_poster_has_none(open_workshop, ane_client):
    activity = open_workshop.activities.get()

    assert ane_client.get(reverse("poster", args=[open_workshop.pk, activity.pk])).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("participant", 403), ("stranger", 404), ("anonymous", 302)])
def test_nobody_else_gets_the_poster(room, stranger, who, status):
    clients = {"participant": seated(room.workshop.join()), "stranger": logged_in(stranger), "anonymous": Client()}
    address = reverse("poster", args=[room.workshop.pk, room.activity.pk])

    assert clients[who].get(address).status_code == status


def test_a_poster_is_only_read(room, ane_client):
    assert ane_client.post(reverse("poster", args=[room.workshop.pk, room.activity.pk])).status_code == 405


def test_the_poster_of_another_workshop_is_404(room, open_workshop, ane_client):
    assert ane_client.get(reverse("poster", args=[open_workshop.pk, room.activity.pk])).status_code == 404


@pytest.mark.parametrize("mishap", mishaps.EVERY, ids=lambda each: each.name)
def test_a_poster_that_cannot_be_made_is_told_why(room, ane_client, tmp_path, settings, mishap):
    ends = "os.kill(os.getpid(), 9)" if mishap is mishaps.STOPPED else f"sys.exit({mishap.status})"
    (tmp_path / "manage.py").write_text(f"import os, sys; {ends}")
    settings.BASE_DIR = tmp_path
    answer = ane_client.get(reverse("poster", args=[room.workshop.pk, room.activity.pk]), follow=True)

    assert errors(answer) == [mishap.told("Plakaten")]


def test_at_the_end_the_rules_stand_beside_the_agreements(room):
    """On the wall and as text on a phone; not before the end, and nothing where nothing was put into words."""
    room.workshop.go_to("0.wrap-up.0.0")
    empty = room.see()
    room.fill(ASKED[1], "Inden to hverdage\nSvar kort")
    room.go("agree")
    early = room.see()
    room.workshop.go_to("0.wrap-up.0.0")
    phone = seated(room.workshop.join()).get(reverse("phone-read", args=[room.workshop.pk]))

    assert [page.xpath("//*[@id='worded']") for page in (empty, early)] == [[], []]
    (worded,) = room.see().xpath("//*[@id='worded']//li")
    assert [text(each) for each in worded] == [ASKED[1], "Inden to hverdage", "Svar kort"]
    assert [text(each) for each in dom(phone).xpath("//section")[-1]] == [ASKED[1], "Inden to hverdage", "Svar kort"]


def test_the_report_tells_of_the_rules_and_of_what_was_proposed_beside_them(room):
    propose(room, ASKED[1], "Straks")
    room.fill(ASKED[1], "Inden to hverdage")
    page = dom(paper.html(again(room.workshop)))

    assert [text(each) for each in page.xpath("//p[@class='report-summary']")] == ["Inden to hverdage"]
    assert [text(each) for each in page.xpath("//p[@class='report-answers']")] == ["Straks"]
    assert [text(each) for each in page.xpath("//p[@class='none']")] == ["Ikke aftalt."]


def test_the_chapter_is_plain_data(room):
    propose(room, ASKED[1], "Straks")
    propose(room, ASKED[1], "Inden to hverdage").adopt()
    (chapter,) = telling.chapters(again(room.workshop))
    data = registry.get(chapter["tool"]).chapter(chapter)

    assert data["rules"][1] == {
        "question": ASKED[1],
        "text": "Inden to hverdage",
        "proposals": [{"text": "Straks", "taken": False}, {"text": "Inden to hverdage", "taken": True}],
        "more": 0,
    }
    assert json.loads(json.dumps(data)) == data
