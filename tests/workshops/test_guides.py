"""*Til dig*: every step has its guide, a set can say it in its own words, and nobody but the facilitator sees it."""

import pytest
from django.urls import reverse

from tests.pages import dom, text
from tests.rooms import FIXTURES, Room, parsed, stored
from tests.workshops.sets import address, fields
from workshops import guides, registry
from workshops.library.faults import Fault
from workshops.library.reading import read
from workshops.library.writing import write
from workshops.models import OwnGuide, QuestionSet, Workshop, agendas
from workshops.screens import patches
from workshops.screens.here import DESK, PHONE, WALL

LONGEST = 420  # characters that someone says or does at a step; more is not read standing
OWN = "Sig velkommen på jeres egen måde."


def everything(room: Room) -> list[tuple[str, str]]:
    """Every step of the way, with all that its rhythm can have: the tool's key where it is not the engine's own."""
    room.activity.plan([], **{name: name in room.activity.dialogue_tool.offers for name in registry.RHYTHM})
    Workshop.objects.update(mandate_fixed="Systemet er købt.")
    route = Workshop.objects.with_route().get(pk=room.workshop.pk).route()
    return list(dict.fromkeys((stop.activity.tool if stop.activity else "", stop.step.key) for stop in route))


@pytest.mark.parametrize("name", FIXTURES)
def test_every_step_of_every_tool_has_its_guide(db, name):
    told = {key: guides.of(*key) for key in [*everything(Room.about(name)), ("", "look-back")]}

    assert [key for key, guide in told.items() if not (guide.say and guide.do)] == []
    assert [
        key for key, guide in told.items() for each in (guide.say, guide.do, guide.hard) if len(each) > LONGEST
    ] == []


def test_no_guide_is_of_a_step_that_there_is_not(db):
    steps = {key for name in FIXTURES for key in everything(Room.about(name))} | {("", "look-back")}
    own = {(tool.key, step) for tool in registry.every() for step in guides._steps(tool.key)}
    ours = {("", step) for step in guides._steps(guides.ENGINE)}

    assert own | ours <= steps | {("", step) for _tool, step in steps}


@pytest.mark.parametrize("name", FIXTURES)
def test_every_set_says_when_one_uses_it(name):
    assert 40 < len(parsed(name)["use_when"]) < 300
    assert parsed(name)["use_when"][-1] == "."


def test_what_can_get_hard_in_any_meeting():
    keys = ["silence", "one-voice", "complaints", "decided", "named", "boss", "disagreement", "distress"]

    assert [each.key for each in guides.situations()] == keys
    assert [each.key for each in guides.situations() if each.has_contact] == ["distress"]


# --- In a set's own words ---


@pytest.fixture
def own(db) -> QuestionSet:
    made = stored("psykisk-arbejdsmiljoe")
    OwnGuide.objects.create(question_set=made, step="write", say=OWN)
    return made


def test_what_it_leaves_empty_is_what_its_tool_says(own):
    guide, ours = own.guide("write"), guides.of("dialogue", "write")

    assert (guide.say, guide.do, guide.hard) == (OWN, ours.do, ours.hard)
    assert own.guide("show") == guides.of("dialogue", "show")


def test_an_activity_and_a_file_have_them_too(own):
    assert own.copy().guide("write").say == OWN
    assert [dict(each) for each in read(write(own).encode())["guide"]] == [
        {"step": "write", "say": OWN, "do": "", "hard": ""}
    ]


SMALL = """tool: dialogue
title: Lille
source: Os
topics: []
guide:
  - {step: write, say: Hej}
"""


@pytest.mark.parametrize(
    ("more", "line", "told"),
    [
        ("  - {step: skriv, say: Hej}\n", 7, "»step« siger »skriv«, som ikke findes."),
        ("  - {step: write, do: Vent}\n", 7, "Trinet write står der to gange. Slet det ene."),
        ("  - {say: Hej}\n", 7, "Et trin mangler »step«."),
    ],
)
def test_a_step_that_is_wrong_is_told_by_its_line(more, line, told):
    with pytest.raises(Fault) as raised:
        read((SMALL + more).encode())

    assert (raised.value.line, str(raised.value).startswith(f"Linje {line}: {told}")) == (line, True)


@pytest.fixture
def mine(ane, db) -> QuestionSet:
    return stored("psykisk-arbejdsmiljoe").copy_for(ane)


def test_they_are_written_in_the_editor_beside_what_the_tool_says(mine, ane_client):
    page = ane_client.get(address(mine))
    (field,) = dom(page).xpath("//textarea[@name='guide-write-say']")
    assert field.get("placeholder") == guides.of("dialogue", "write").say

    ane_client.post(address(mine), fields(page) | {"guide-write-say": OWN})
    assert [(each.step, each.say) for each in mine.guides.all()] == [("write", OWN)]

    page = ane_client.get(address(mine))
    ane_client.post(address(mine), fields(page) | {"guide-write-say": ""})
    assert mine.guides.count() == 0


def test_two_who_begin_on_one_step_lose_nothing(mine, ane_client):
    """Someone who typed nothing there does not clear what the other wrote; who typed sees the other's text first."""
    stale = fields(ane_client.get(address(mine)))
    ane_client.post(address(mine), stale | {"guide-write-say": OWN})
    ane_client.post(address(mine), stale | {"set-title": "Et andet navn"})
    assert [each.say for each in mine.guides.all()] == [OWN]

    refused = ane_client.post(address(mine), stale | {"guide-write-say": "Noget andet"})
    assert (refused.status_code, [each.say for each in mine.guides.all()]) == (422, [OWN])
    assert OWN in refused.content.decode()


def test_the_library_shows_it_with_the_step(own, ane_client):
    page = dom(ane_client.get(reverse("set", args=[own.pk])))

    assert text(page.xpath("//*[@class='guide__say']")[0]) == f"»{OWN}«"
    assert f"Brug det, når {own.use_when}" in text(page)


# --- Beside the step ---


def guide(workshop: Workshop) -> str:
    agendas.forget()  # the words are put there with nothing told
    (found,) = dom(patches.whole(workshop.pk, DESK).common).xpath("//details[@id='guide']")
    return text(found)


def test_the_desk_has_a_line_of_it_and_the_rest_unfolded(open_workshop):
    open_workshop.go_to(Workshop.objects.with_route().get(pk=open_workshop.pk).route()[1].key)
    said = guides.of("", "explain")

    assert guide(open_workshop).startswith(f"Til dig »{said.say}« Sig »{said.say}« Gør {said.do}")
    assert all(each.title in guide(open_workshop) for each in guides.situations())


@pytest.mark.parametrize("screen", [WALL, PHONE])
def test_nobody_else_sees_it(open_workshop, screen):
    for stop in Workshop.objects.with_route().get(pk=open_workshop.pk).route():
        open_workshop.go_to(stop.key)
        tool = stop.activity.tool if stop.activity else ""
        assert guides.of(tool, stop.step.key).do not in patches.whole(open_workshop.pk, screen).common


def test_first_and_last_it_has_the_facilitators_own_words(open_workshop):
    Workshop.objects.update(technology="Omsorgssystemet")
    assert "I dag taler vi om Omsorgssystemet" in guide(open_workshop)

    Workshop.objects.update(opening_words="Hej med jer.", closing_words="Tak for nu.", contact="Kim, lokal 1234")
    assert "Sig »Hej med jer.«" in guide(open_workshop)
    assert "Hvem kan man gå til? Kim, lokal 1234" in guide(open_workshop)
    open_workshop.go_to("0.wrap-up.0.0")
    assert "Sig »Tak for nu.«" in guide(open_workshop)


def test_they_are_written_beforehand(workshop, ane_client):
    where = reverse("workshop-words", args=[workshop.pk])
    page = dom(ane_client.get(where))
    assert page.xpath("//textarea[@name='opening_words']")[0].text.strip().startswith("Velkommen.")

    (filled,) = page.xpath("//form[@class='stack']")
    sent = dict(filled.form_values()) | {"opening_words": "Hej.", "closing_words": "Tak.", "contact": "Kim"}
    assert ane_client.post(where, sent).status_code == 302
    workshop.refresh_from_db()
    assert (workshop.opening_words, workshop.closing_words, workshop.contact) == ("Hej.", "Tak.", "Kim")

    long = ane_client.post(where, sent | {"contact": "x" * 201})
    assert (long.status_code, dom(long).xpath("//input[@name='contact']/@value")) == (422, ["x" * 201])


def test_a_copy_has_them_and_a_new_workshop_of_the_same_person_has_the_contact(workshop, library, ane, ane_client):
    Workshop.objects.update(opening_words="Hej.", contact="Kim, lokal 1234")
    twin = Workshop.objects.get(pk=workshop.pk).duplicate(ane)
    sent = {"title": "Næste", "workplace": "Solgården", "minutes": "60", "keep_days": "90", "programme": ""}
    ane_client.post(reverse("workshop-create"), sent)

    assert (twin.opening_words, twin.contact) == ("Hej.", "Kim, lokal 1234")
    new = Workshop.objects.get(title="Næste")
    assert (new.opening_words, new.contact) == ("", "Kim, lokal 1234")
