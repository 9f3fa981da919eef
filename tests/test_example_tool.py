"""A tool made from ``docs/extend.md``, in an app of its own that is installed for these tests alone."""

import ast
import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.http import HttpResponse
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.test import Client, override_settings
from django.urls import reverse

from tests.helpers import again
from tests.pages import dom, form, heading, text, typed
from tests.people import logged_in
from tests.rooms import Room, content
from workshops import changes, registry
from workshops.library.loading import load
from workshops.models import Agreement, Note, QuestionSet, Workshop
from workshops.report import making, paper
from workshops.screens import patches
from workshops.screens.here import WALL
from workshops.screens.preview import previewed

FOLDER = settings.BASE_DIR / "tests" / "example_tool"
FIXTURE = FOLDER / "fixtures" / "start-stop-fortsaet.yaml"
OURS = [".ci", "bench", "config", "deploy", "dialogue", "fixtures", "phases", "rasmus", "roles", "static", "templates"]


@contextmanager
def the_app(name: str = "tests.example_tool") -> Iterator[None]:
    """An app as if it were named in ``INSTALLED_APPS``."""
    before = dict(registry._tools)
    try:
        with override_settings(INSTALLED_APPS=[*settings.INSTALLED_APPS, name]):
            yield
    finally:
        registry._tools.clear()
        registry._tools.update(before)


@pytest.fixture
def installed() -> Iterator[None]:
    with the_app():
        yield


@pytest.fixture
def question_set(installed, db) -> QuestionSet:
    load(FIXTURE)
    return QuestionSet.objects.get(key="start-stop-fortsaet")


class Meeting:
    """A workshop with the tool on its agenda, as its facilitator and one phone go about it."""

    def __init__(self, workshop: Workshop, facilitator: Client) -> None:
        self.workshop, self.room = workshop, Room(workshop)
        self.facilitator, self.phone = facilitator, self.come_in()

    def address(self, name: str, *args: int) -> str:
        return reverse(name, args=[self.workshop.pk, *args])

    def come_in(self) -> Client:
        """A phone that typed the code."""
        phone = Client()
        assert phone.post("/", {"code": self.workshop.code})["Location"] == self.address("phone")
        return phone

    def see(self, name: str) -> HttpResponse:
        """The wall, the desk or the phone as it is now."""
        return (self.phone if name == "phone" else self.facilitator).get(self.address(name))

    def press(self, name: str, *args: int, **data: str) -> None:
        assert self.facilitator.post(self.address(name, *args), data).status_code == 302

    def next(self) -> None:
        self.press("workshop-go", at=again(self.workshop).position, to="next")

    def write(self, row: int, words: str) -> None:
        """Pick a column on the phone, and send a note in the form that comes."""
        pick = dom(self.see("phone")).xpath("//nav[@class='picker']/a/@href")[row]
        page = self.phone.get(pick)
        sent = form(page, self.address("phone-write")) | {"text": words, "key": typed(page, "key")}
        assert (sent["place"], sent["kind"]) == (str(self.room.place("write", row)), "note")
        assert self.phone.post(self.address("phone-write"), sent).status_code == 302

    def tick(self, *rows: int, phone: Client) -> None:
        """Mark columns in a phone's form."""
        boxes = dom(phone.get(self.address("phone"))).xpath("//form[@id='marks-form']//input[@type='checkbox']")
        data: dict = {boxes[row].get("name"): boxes[row].get("value") for row in rows}
        data["place"] = [each.get("name").removeprefix("mark-") for each in boxes]
        assert data["place"] == [str(self.room.place("first", row)) for row in range(3)]
        assert phone.post(self.address("phone-mark"), data).status_code == 302


@pytest.fixture
def meeting(question_set, ane) -> Meeting:
    """Put on the agenda and opened by Ane."""
    workshop = Workshop.objects.create(
        title="Nyt omsorgssystem", workplace="Hjemmeplejen Syd", owner=ane, keeps_words=True
    )
    workshop.facilitators.add(ane)
    facilitator = logged_in(ane)
    for name, data in [("activity-add", {"set": question_set.pk}), ("workshop-open", {})]:
        assert facilitator.post(reverse(name, args=[workshop.pk]), data).status_code == 302
    return Meeting(again(workshop), facilitator)


def columns(page: HttpResponse | str) -> dict[str, list[str]]:
    """The notes in each column of the board."""
    found = dom(page).xpath("//section[contains(@class, 'start-stop__column ')]")
    return {text(each.find("h2")): [text(note) for note in each.xpath(".//*[@class='note__text']")] for each in found}


def counted(page: HttpResponse) -> list[str]:
    """How many notes each column says it has, while they are not shown."""
    return [text(each) for each in dom(page).xpath("//section//span[starts-with(@id, 'count-')]")]


def marked(page: HttpResponse) -> list[str]:
    """The columns by how many would take them first, each with its choice and its count."""
    return [text(each) for each in dom(page).xpath("//div[@id='overview']/ol/li")]


# --- The way through a workshop ---


def test_from_lobby_to_report(meeting):
    assert heading(meeting.see("wall")) == "Nyt omsorgssystem"

    meeting.next()
    assert heading(meeting.see("wall")) == "Hvad skal vi starte på, stoppe med og fortsætte med?"
    meeting.write(0, "Ti minutters makkerhjælp\nom mandagen")
    meeting.write(1, "Dobbelt registrering")
    meeting.write(1, "Beskeder i tre kanaler")
    meeting.write(2, "Superbrugere på hvert hold")
    wall = meeting.see("wall")
    assert columns(wall) == {"Start": [], "Stop": [], "Fortsæt": []}  # nobody's are shown while all write
    assert counted(wall) == ["1 seddel", "2 sedler", "1 seddel"]
    assert dom(wall).xpath("//button[@id='wall-hints']")

    meeting.next()
    assert text(dom(meeting.see("wall")).get_element_by_id("reviewed")) == "4 sedler venter"
    meeting.next()
    meeting.tick(1, phone=meeting.phone)
    meeting.tick(0, 1, phone=meeting.come_in())
    wall = meeting.see("wall")
    assert heading(wall) == "Hvad tager vi fat på først?"
    assert [text(each) for each in dom(wall).xpath("//p[@class='voters']")] == ["2 har svaret"]
    assert (columns(wall), marked(wall)) == ({}, [])

    meeting.next()
    wall = meeting.see("wall")
    assert columns(wall) == {
        "Start": ["Ti minutters makkerhjælpom mandagen"],
        "Stop": ["Dobbelt registrering", "Beskeder i tre kanaler"],
        "Fortsæt": ["Superbrugere på hvert hold"],
    }
    first = "★ Det tager vi først"
    assert marked(wall) == [f"Stop {first} 2", f"Start {first} 1", f"Fortsæt {first} 0"]

    meeting.press("outcome-settle", choice=f"{meeting.room.place('first', 1)}:first", screen="wall")
    assert marked(meeting.see("wall"))[0] == f"Stop {first} 2 (afgjort)"
    add = meeting.facilitator.get(meeting.address("agreement-add"))
    agreed = form(add, meeting.address("agreement-add")) | {"what": "Vi fører kun i systemet", "who": "Teamlederen"}
    meeting.press("agreement-add", **agreed)
    assert Agreement.objects.get().what == "Vi fører kun i systemet"
    assert "Vi fører kun i systemet" in text(dom(meeting.see("wall")).xpath("//section[@id='agreements']")[0])

    meeting.next()
    meeting.press("workshop-close")
    making.make(again(meeting.workshop).report)
    page = meeting.facilitator.get(meeting.address("workshop-report"))
    sections = dom(page).xpath("//section[@class='theme']")
    assert [
        (text(each.find("h3")), [text(note) for note in each.xpath("./ul/li")], [text(p) for p in each.xpath("./p")])
        for each in sections
    ] == [
        ("Start", ["Ti minutters makkerhjælpom mandagen"], ["Det tager vi først: 1 kryds."]),
        (
            "Stop",
            ["Dobbelt registrering", "Beskeder i tre kanaler"],
            ["Det tager vi først: 2 kryds. Det blev vi enige om."],
        ),
        ("Fortsæt", ["Superbrugere på hvert hold"], ["Det tager vi først: 0 kryds."]),
    ]
    pdf = meeting.facilitator.get(meeting.address("workshop-report-pdf")).content
    assert "Superbrugere på hvert hold" in "".join(
        each.extract_text() for each in pypdf.PdfReader(io.BytesIO(pdf)).pages
    )


def test_what_the_facilitator_hid_is_on_the_desk_alone(meeting):
    meeting.next()
    meeting.write(1, "Noget om en kollega")
    meeting.write(1, "Dobbelt registrering")
    note = Note.objects.get(text="Noget om en kollega")
    meeting.press("workshop-switch", what="notes", activity=note.question.question_set.activity.pk, on="1")
    meeting.press("note-hide", note.number, reason="person")

    assert columns(meeting.see("wall"))["Stop"] == ["Dobbelt registrering"]
    on_the_desk = dom(meeting.see("desk")).xpath("//*[@class='note__text']")
    assert [text(each) for each in on_the_desk] == ["Noget om en kollega", "Dobbelt registrering"]
    assert dom(meeting.see("phone")).xpath("//section[@id='others']//*[@class='note__text']") == []


def test_a_column_in_close_up_is_alone(meeting):
    meeting.next()
    stop = meeting.room.content.topics.get(title="Stop")
    meeting.press("workshop-go", to=again(meeting.workshop).stop().focused_key(stop.pk))

    assert list(columns(meeting.see("wall"))) == ["Stop"]


def test_who_marks_is_told_to_the_wall_at_once(meeting):
    meeting.next()
    meeting.next()
    meeting.tick(1, phone=meeting.phone)

    sent = dom(patches.changed(meeting.workshop.pk, WALL, {changes.MARKS}).common)
    assert [text(each) for each in sent.xpath("//*[@id='overview'][@data-live]")] == ["1 har svaret"]


def test_a_question_that_is_left_out_is_not_on_the_way(meeting):
    def steps() -> list[str]:
        activity = meeting.room.activity
        return [stop.step.key for stop in activity.dialogue_tool.stops(activity)]

    questions = meeting.room.content.questions
    questions.filter(key="first").update(skipped=True)
    assert steps() == ["write", "talk"]

    questions.filter(key="write").update(skipped=True)
    assert steps() == []


# --- What it looks like ---


@pytest.mark.parametrize("name", ["wall", "desk", "phone", "set-preview"])
def test_its_stylesheet_is_linked_where_it_can_be_seen(meeting, question_set, name):
    meeting.next()
    preview = name == "set-preview"
    page = meeting.facilitator.get(reverse(name, args=[question_set.pk])) if preview else meeting.see(name)

    assert "/static/start_stop/tool.css" in dom(page).xpath("//link[@rel='stylesheet']/@href")


# --- In the library ---


def test_load_sets_brings_its_questions(installed, db, capsys):
    call_command("load_sets")
    call_command("load_sets")

    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith(FIXTURE.name)]
    assert told == [f"{FIXTURE.name}: new", f"{FIXTURE.name}: unchanged"]
    found = QuestionSet.objects.get(key="start-stop-fortsaet")
    assert (found.dialogue_tool.title, found.is_published) == ("Start – stop – fortsæt", True)


def test_the_library_shows_the_wall_at_each_stop(question_set, ane_client):
    page = ane_client.get(reverse("set", args=[question_set.pk]))
    assert (heading(page), text(dom(page).xpath("//section[@id='tavle']//span")[0])) == (
        "Start, stop og fortsæt med det nye system",
        "Trin 1 af 3: Skriv",
    )
    walls = [ane_client.get(reverse("set-preview", args=[question_set.pk]), {"trin": n}) for n in (1, 2, 3)]
    assert [(heading(each), list(columns(each))) for each in walls] == [
        ("Hvad skal vi starte på, stoppe med og fortsætte med?", ["Start", "Stop", "Fortsæt"]),
        ("Hvad tager vi fat på først?", []),
        ("Hvad skal vi starte på, stoppe med og fortsætte med?", ["Start", "Stop", "Fortsæt"]),
    ]


def test_its_set_is_the_same_when_it_was_taken_out_and_brought_in(question_set, ane, ane_client):
    file = ane_client.get(reverse("set-export", args=[question_set.pk])).content.decode()
    page = ane_client.post(reverse("set-import"), {"text": file}, follow=True)

    brought = QuestionSet.objects.get(owner=ane)
    assert (heading(page), content(brought)) == (question_set.title, content(question_set))


# --- The page ---


def test_the_tool_on_the_page_is_drawn_at_every_stop(ane, ane_client, tmp_path, monkeypatch):
    page = (settings.BASE_DIR / "docs" / "extend.md").read_text()
    blocks: dict[str, list[str]] = {}
    for language, block in re.findall(r"^```(\w+)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE):
        blocks.setdefault(language, []).append(block)
    names = {
        "python": ["apps.py", "tool.py"],
        "django": [f"templates/best_and_worst/{name}.html" for name in ("board", "overview", "chapter")],
        "yaml": ["fixtures/best-and-worst.yaml"],
        "css": ["static/best_and_worst/tool.css"],
    }
    folder = tmp_path / "best_and_worst"
    for language, paths in names.items():
        for path, block in zip(paths, blocks[language], strict=True):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(block)
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)

    with the_app("best_and_worst"):
        load(folder / "fixtures" / "best-and-worst.yaml")
        question_set = QuestionSet.objects.get(key="best-and-worst")
        scenes = [previewed(question_set, at) for at in (1, 2, 3)]
        drawn = [dom(each.draw("wall/_stage.html")) for each in scenes]
        assert [text(each.xpath("//h1")[0]) for each in drawn] == [
            "Hvad er bedst, og hvad er værst?",
            "Hvad begynder vi med?",
            "Hvad er bedst, og hvad er værst?",
        ]
        columns = [[text(h2) for h2 in each.xpath("//section[@class='best-and-worst__column']/h2")] for each in drawn]
        assert columns == [["Arbejdet", "Samarbejdet"], [], ["Arbejdet", "Samarbejdet"]]
        assert [len(each.xpath("//*[@class='choice-list']/li")) for each in drawn] == [0, 0, 2]

        workshop = Workshop.objects.create(title="Nyt omsorgssystem")
        workshop.facilitators.add(ane)
        workshop.add_activity(question_set)
        plan = ane_client.get(reverse("activity", args=[workshop.pk, workshop.activities.get().pk]))
        assert text(dom(plan).xpath("//legend")[1]) == "Til alle temaer"  # it has no shape that says what they are

        sections = dom(paper.html(again(workshop))).xpath("//section[@class='theme']")
        assert [[text(h4) for h4 in each.xpath("./h4")] for each in sections] == [
            ["Hvad er bedst, og hvad er værst?", "Hvad begynder vi med?"]
        ] * 2

    for name in [name for name in sys.modules if name.partition(".")[0] == "best_and_worst"]:
        del sys.modules[name]


# --- The folder ---


def files(*endings: str) -> list[Path]:
    return [path for path in FOLDER.rglob("*.*") if path.suffix in endings]


def test_it_is_small():
    lines = [line for path in files(".py", ".html", ".css", ".yaml") for line in path.read_text().splitlines()]

    assert len(lines) < 300


def test_it_imports_one_module_of_the_engine():
    found = [node for path in files(".py") for node in ast.walk(ast.parse(path.read_text()))]
    named = {node.module for node in found if isinstance(node, ast.ImportFrom) and not node.level}
    named |= {alias.name for node in found if isinstance(node, ast.Import) for alias in node.names}

    assert {name for name in named if name.split(".")[0] != "django"} == {"workshops.tool"}


def test_no_file_of_the_product_names_it():
    """But for the pages in docs/, which say where it is."""
    folders = [settings.BASE_DIR / name for name in [*OURS, "workshops"]]
    paths = [Path(at, name) for folder in folders for at, _folders, names in os.walk(folder) for name in names]
    paths += [path for path in settings.BASE_DIR.iterdir() if path.suffix in (".py", ".toml", ".txt")]
    words = (b"example_tool", b"start_stop", b"start-stop", "Start – stop".encode())

    assert [
        path for path in paths if "__pycache__" not in path.parts and any(w in path.read_bytes() for w in words)
    ] == []


def test_afterwards_everything_is_as_before():
    before = dict(registry._tools)
    assert "start-stop" not in before  # nor after the tests above
    with the_app():
        assert registry.get("start-stop") in registry.every()
        assert get_template("start_stop/board.html")
        assert finders.find("start_stop/tool.css") == str(FOLDER / "static" / "start_stop" / "tool.css")

    assert registry._tools == before
    assert finders.find("start_stop/tool.css") is None
    with pytest.raises(TemplateDoesNotExist):
        get_template("start_stop/board.html")
