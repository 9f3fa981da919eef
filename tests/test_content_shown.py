"""All that the library's sets say is shown in a session: on the wall, at the desk or on a phone."""

import re

import pytest
from django.utils.html import escape

from tests.helpers import again
from tests.pages import dom, text
from tests.people import seated
from tests.rooms import FIXTURES, Room, parsed
from workshops.models import Workshop
from workshops.screens import patches
from workshops.screens.here import DESK, WALL
from workshops.screens.scene import Scene

pytestmark = pytest.mark.once

QUICK = {"spilleregler", "implementeringsplan"}


def said(found: object) -> set[str]:
    """Each text of a set as it was read: what it is called, how it begins, and all that it asks and advises."""
    if isinstance(found, list):
        return set().union(*map(said, found))
    if not isinstance(found, dict):
        return set()
    own = {found.get(name) or "" for name in ("intro", "title", "description", "text", "detail", "heading")}
    return {plain(each) for each in own if each}.union(*map(said, found.values()))


def plain(words: str) -> str:
    return " ".join(words.split())


class Seen:
    """What stood on the screens of a workshop."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.phone = seated(workshop.join())
        self.words: list[str] = []

    def look(self) -> None:
        """Look at the wall with and without inspiration, at the desk, and at the phone, everywhere it can write."""
        for shown in (True, False):
            self.workshop.show_hints(shown)
            self.keep(patches.whole(self.workshop.pk, WALL).common)
        self.keep(patches.whole(self.workshop.pk, DESK).common)
        page = f"/deltag/{self.workshop.pk}/"
        found = self.keep(self.phone.get(page).content.decode())
        for place in sorted(set(re.findall(r'data-pick="([0-9-]+)"', found))):
            self.keep(self.phone.get(page, {"place": place}).content.decode())

    def keep(self, page: str) -> str:
        self.words.append(text(dom(page)))
        return page

    def lacks(self, wanted: set[str]) -> list[str]:
        everything = " ".join(self.words)
        return sorted(each for each in wanted if each not in everything and escape(each) not in everything)


@pytest.mark.parametrize(
    "name", [each if each in QUICK else pytest.param(each, marks=pytest.mark.thorough) for each in FIXTURES]
)
def test_every_text_of_a_set_stands_on_a_screen_of_a_session(db, name):
    workshop = Room.about(name).workshop
    seen = Seen(workshop)

    for stop in again(workshop).route():
        workshop.go_to(stop.key)
        seen.look()
        for _topic, key in Scene.of(workshop.pk, WALL).focuses if stop.focusable else ():
            workshop.go_to(key)
            seen.look()

    assert seen.lacks(said(parsed(name))) == []


@pytest.mark.parametrize(
    ("name", "step", "heading"),
    [
        ("spilleregler", "propose", "En regel om svartid kan lyde sådan"),
        ("fire-faser", "degree", "De tre niveauer"),
        ("rasmus-foer", "today", "Realistisk: I korte træk"),
        ("rasmus-efter", "experienced", "Sundt & sikkert: Sådan kan digitalisering belaste det"),
        ("implementeringsplan", "check", "Der er tid og ressourcer nok"),
        ("dialogkort", "table", "Sådan gør I"),
    ],
)
def test_inspiration_is_near_what_the_room_looks_at(db, name, step, heading):
    workshop = Room.about(name).go(step)
    workshop.show_hints(True)
    wall = dom(patches.whole(workshop.pk, WALL).common)

    assert heading in [text(each) for each in wall.xpath("//*[@class='wall-hints__group']/h3")]
    assert wall.xpath("//*[@id='wall-hints']")


def test_a_phone_shows_what_a_circle_can_win_and_lose(db):
    before = Room.about("rasmus-foer")
    before.go("expected")
    page = seated(before.workshop.join()).get(
        f"/deltag/{before.workshop.pk}/", {"place": str(before.place("expected"))}
    )
    hints = [text(each) for each in dom(page).xpath("//*[@id='phone-hints']//li")]

    assert [hint[0] for hint in hints] == ["▲", "▼", *"▲▲▲", *"▼▼▼▼"]


def test_a_set_begins_with_its_intro_and_a_theme_with_its_description(db):
    workshop = Room.about("sammen-om-ny-teknologi").workshop
    about = []
    for stop in again(workshop).route():
        if stop.step.key == "write":
            workshop.go_to(stop.key)
            wall = dom(patches.whole(workshop.pk, WALL).common)
            about.append([text(each) for each in wall.xpath("//*[@class='head__about']")])
    content = parsed("sammen-om-ny-teknologi")
    themes = [plain(each["description"]) for each in content["topics"]]

    assert about[0] == [plain(content["intro"]), themes[0]]
    assert about[5::5] == [[each] for each in themes[1:]]
    assert [each for n, each in enumerate(about) if n % 5] == [[]] * 16


def test_each_tool_counts_its_own_things(db):
    sizes = {name: again(Room.about(name).workshop).activities.get().size() for name in FIXTURES}

    assert sizes == {
        "beskriv-del-vend": "2 spørgsmål · 3 emner",
        "businesscasen": "14 punkter · 3 afsnit",
        "dataetik": "10 punkter · 1 afsnit",
        "dialogkort": "35 kort · 4 områder",
        "et-ord-ind": "1 spørgsmål",
        "et-ord-ud": "1 spørgsmål",
        "fire-faser": "4 faser",
        "godt-for-hvem": "6 spørgsmål · 1 tema",
        "historie-haderslev": "1 spørgsmål",
        "historie-hvidovre": "1 spørgsmål",
        "historie-naestved": "1 spørgsmål",
        "hvad-registrerer-systemet": "3 spørgsmål · 1 tema",
        "hvor-enig-er-du": "7 spørgsmål",
        "implementeringsplan": "9 punkter · 2 afsnit",
        "jeres-egen-tekst": "",
        "jeres-eget-spoergsmaal": "1 spørgsmål · 1 tema",
        "kan-jeg-leve-med-det": "1 spørgsmål",
        "kompetencehjulet": "12 kompetencer",
        "laering-i-smaa-bidder": "6 spørgsmål · 2 temaer",
        "med-og-ret": "7 spørgsmål · 4 temaer",
        "paa-tvaers": "6 spørgsmål · 4 temaer",
        "pause": "",
        "projektets-profil": "9 spørgsmål",
        "psykisk-arbejdsmiljoe": "12 spørgsmål · 4 temaer",
        "raaderum": "2 spørgsmål",
        "rasmus-efter": "2 spørgsmål · 6 cirkler",
        "rasmus-foer": "3 spørgsmål · 6 cirkler",
        "relationskort": "5 relationer",
        "roller": "5 kolonner · 6 rækker",
        "saet-holdet": "8 spørgsmål · 3 temaer",
        "sammen-om-ny-teknologi": "20 spørgsmål · 4 temaer",
        "spilleregler": "3 spørgsmål",
        "tavle-under-udrulning": "1 spørgsmål · 1 tema",
        "tjek-ind-og-ud": "4 spørgsmål",
        "udsagn": "58 spørgsmål",
        "usynligt-arbejde": "2 spørgsmål · 1 tema",
        "velkommen": "",
    }


@pytest.mark.parametrize(
    ("name", "step", "said"),
    [
        ("dialogkort", "card", "Kort 1 af 35"),
        ("psykisk-arbejdsmiljoe", "write", "Spørgsmål 1 af 12"),
    ],
)
def test_the_wall_says_which_one_of_how_many(db, name, step, said):
    workshop = Room.about(name).go(step)
    wall = dom(patches.whole(workshop.pk, WALL).common)

    assert [text(each) for each in wall.xpath("//*[@class='eyebrow__count']")] == [said]
