"""What an agenda has between its tools: a slide, a break, a word from each. The report does not tell of them."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from tests.helpers import again
from tests.pages import text
from tests.rooms import Room
from workshops.models import Workshop
from workshops.report import paper, telling
from workshops.screens.here import PHONE

INTERLUDES = ["velkommen", "jeres-egen-tekst", "pause", "et-ord-ind", "et-ord-ud"]


def board(room: Room) -> str:
    (found,) = room.see().xpath("//*[contains(@class, 'board')]")
    return text(found)


def test_a_slide_is_a_heading_and_what_one_wrote(db):
    room = Room.about("jeres-egen-tekst")
    activity = room.activity
    (question,) = activity.asked()
    question.text = "Systemet er købt.\nVi begynder i maj."
    activity.plan([question], title="Fra lederen")
    room.go("slide")

    wall = room.see()
    assert text(wall.xpath("//h1")[0]) == "Fra lederen"
    assert [text(each) for each in wall.xpath("//*[@data-fit-item]")] == ["Systemet er købt.Vi begynder i maj."]
    assert room.see(PHONE).xpath("//form[@id='write']") == []
    assert room.read() == ["Systemet er købt.Vi begynder i maj."]


def test_the_welcome_shows_the_agenda(db):
    room = Room.about("velkommen")
    room.workshop.add_activity(Room.about("pause").content.copy())
    room.go("slide")

    assert re.sub(r"\d\d\.\d\d ", "", board(room)).endswith("Velkommen 5 min. Pause 10 min.")


def test_a_break_counts_down_from_when_the_room_comes_to_it(db, now):
    room = Room.about("pause")
    workshop = room.go("pause")

    assert workshop.timer_ends_at == now + dt.timedelta(minutes=10)
    assert "Vi begynder igen kl." in board(room)
    room.go("pause")
    assert again(workshop).timer_ends_at == now + dt.timedelta(minutes=10)
    room.next()
    assert again(workshop).timer_ends_at is None


def test_a_word_from_each_is_private_until_all_see_it(db):
    room = Room.about("et-ord-ind")
    room.go("word")
    (question,) = room.questions
    room.write(question.text, "word", "spændt", room.workshop.join(), private=True)
    assert "spændt" not in room.drawn()

    room.next()
    assert room.here()[0] == "review"
    room.next()
    assert room.here()[0] == "word-shown"
    assert "spændt" in board(room)


@pytest.mark.parametrize("name", INTERLUDES)
def test_the_report_does_not_tell_of_it(db, name):
    room = Room.about(name)
    if room.activity.dialogue_tool.kinds:
        room.write(room.questions[0].text, "word", "spændt")
    told = telling.told(again(room.workshop))

    assert (told["chapters"], told["notes"]) == ([], 0)
    assert "spændt" not in paper.html(again(room.workshop))


@pytest.mark.parametrize(("name", "status"), [("velkommen", 404), ("pause", 404)])
def test_there_is_nothing_of_it_to_print(ane, ane_client, name, status):
    room = Room.about(name, ane)

    assert ane_client.get(reverse("sheets", args=[room.workshop.pk, room.activity.pk])).status_code == status


def test_an_agenda_of_nothing_else_can_be_opened(ane, ane_client):
    room = Room.about("pause", ane)
    Workshop.objects.update(state="draft")

    assert ane_client.post(reverse("workshop-open", args=[room.workshop.pk])).status_code == 302
    assert again(room.workshop).is_open
