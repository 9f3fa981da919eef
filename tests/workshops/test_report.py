import builtins
import datetime as dt
import errno
import io
import json
import re
import signal
import sys

import pypdf
import pytest
from django.db import OperationalError
from django.utils import timezone

from tests.helpers import again, write
from tests.pages import dom, text
from tests.rooms import Room
from tests.valid import faults
from workshops import mishaps
from workshops.models import Agreement, Note, Question, Report, Topic, Workshop
from workshops.models.reports import STUCK_AFTER, Overtaken
from workshops.report import making, paper, printing, telling


@pytest.fixture
def closed(open_workshop, places) -> Workshop:
    """A closed workshop with five notes, one of them hidden and one withdrawn, and two agreements."""
    for n, place in enumerate([places[0], places[0], places[2]]):
        write(open_workshop, place, f"Seddel nummer {n} om arbejdet", key=f"k{n}")
    write(open_workshop, places[0], "Skjult seddel", key="hidden").hide("person")
    write(open_workshop, places[0], "Fortrudt seddel", key="withdrawn").withdraw()
    for period, what in [("after", "Vi gør status."), ("before", "Alle får oplæring.")]:
        Agreement(
            workshop=open_workshop,
            what=what,
            who="Ledelsen",
            due=dt.date(2026, 10, 1),
            period=period,
            topic_id=places[0].topic,
        ).write_down()
    open_workshop.close()
    return again(open_workshop)


def read(pdf: bytes) -> str:
    """The text of a PDF, words that were hyphenated at a line's end put together again."""
    pages = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(re.sub(r"[\xad\u2010-]\n", "", pages).replace("\xad", "").split())


def outline(reader: pypdf.PdfReader) -> list:
    def titles(items: list) -> list:
        return [titles(each) if isinstance(each, list) else each.title for each in items]

    return titles(reader.outline)


# --- What is in it ---


def test_the_chapters_are_the_agenda_with_its_notes(closed, places):
    (chapter,) = telling.chapters(closed)

    activity = closed.activities.get()
    assert (chapter["activity"], chapter["tool"]) == (activity.pk, "dialogue")
    assert [section["topic"] for section in chapter["sections"]] == [places[0].topic, places[2].topic]
    assert [
        [
            (answers["place"], [note["text"][:15] for note in answers["notes"]], answers["written"])
            for answers in section["answers"]
        ]
        for section in chapter["sections"]
    ] == [
        [(str(places[0]), ["Seddel nummer 0", "Seddel nummer 1"], {"note": 2}), (str(places[1]), [], {})],
        [(str(places[2]), ["Seddel nummer 2"], {"note": 1}), (str(places[3]), [], {})],
    ]
    assert [len(section["agreements"]) for section in chapter["sections"]] == [2, 0]
    assert all(section["hints"] for section in chapter["sections"])
    assert chapter["sources"] == [activity.question_set.source]
    assert json.loads(json.dumps(chapter)) == chapter


def test_what_is_left_out_is_in_no_chapter(closed, places):
    Question.objects.filter(pk=places[1].question).update(skipped=True)
    closed.remake_report()

    (chapter,) = telling.chapters(again(closed))
    assert [len(section["answers"]) for section in chapter["sections"]] == [1, 2]


@pytest.mark.parametrize("activities", [1, 3])
def test_the_chapters_cost_the_same_however_many(closed, library, activities, django_assert_num_queries):
    closed.open()
    for _ in range(activities - 1):
        closed.add_activity(library)
    workshop = Workshop.objects.get(pk=closed.pk)

    with django_assert_num_queries(19):
        assert len(telling.tell(workshop)["chapters"]) == activities
    closed.close()
    with django_assert_num_queries(1):
        assert len(telling.chapters(workshop)) == activities


def test_it_says_how_many_there_were_and_never_of_which_groups(open_workshop):
    open_workshop.groups = ["TR", "Leder"]
    open_workshop.describe()
    for group in ["TR"] * 6 + ["Leder"]:
        open_workshop.join(group=group)
    open_workshop.close()
    page = text(dom(paper.html(again(open_workshop))))

    assert "7 var med fra egne telefoner." in page
    assert "TR" not in page


def test_the_page(closed, now):
    closed.technology = "Omsorgssystem <b>på</b> mobilen"
    Note.objects.filter(key="k0").update(text="<script>alert(1)</script>")
    closed.describe()
    closed.remake_report()
    page = dom(paper.html(closed))
    facts = {text(row[0]): text(row[1]) for row in page.xpath("//table[@class='facts']//tr")}

    assert [text(each) for each in page.xpath("//h1")] == ["Nyt omsorgssystem"]
    assert facts | {"Dato": ""} == {
        "Udvalg": "Plejecenter Solgården",
        "Emne": "Omsorgssystem <b>på</b> mobilen",
        "Dato": "",
    }
    assert [[text(cell) for cell in row] for row in page.xpath("//table[@class='agreements-table']/tbody/tr")] == [
        ["Alle får oplæring.", "Ledelsen", "1. oktober 2026", "Før"],
        ["Vi gør status.", "Ledelsen", "1. oktober 2026", "Efter"],
    ]
    notes = [text(each) for each in page.xpath("//ul[@class='report-notes']/li")]
    assert (len(notes), notes[0]) == (3, "<script>alert(1)</script>")
    assert closed.activities.get().question_set.source in text(page)


def told(workshop: Workshop) -> list[list[str]]:
    """The lists under what the content is from: what it is told after, and what is written for the purpose."""
    page = dom(paper.html(again(workshop)))
    return [[text(each) for each in found.xpath("./li")] for found in page.xpath("//*[@class='sources']/ul")]


def test_a_question_written_here_is_not_said_to_be_from_a_source(db):
    story = Room.about("historie-haderslev").workshop
    (question,) = story.activities.get().asked()

    assert told(story) == [["Digitalisering og det gode arbejde (BFA), side 26-27"], [str(question)]]


def test_a_question_of_the_workplace_s_own_is_told_apart(closed):
    activity = closed.activities.get()
    source = activity.question_set.source
    Question.objects.filter(pk=activity.asked()[0].pk).update(source="Jeres eget spørgsmål")
    closed.remake_report()
    own = str(activity.asked()[0])

    assert told(closed) == [[source], [own]]


def test_a_set_that_is_somebody_s_own_has_no_source(closed):
    content = closed.activities.get().question_set
    content.source = "Vores egen"
    content.save()
    closed.remake_report()

    assert told(closed) == []


def test_a_page_without_notes_and_agreements_says_so(open_workshop):
    page = text(dom(paper.html(again(open_workshop))))

    assert "Der blev ikke skrevet aftaler ned." in page
    assert page.count("Ingen sedler.") == 4


def results(workshop: Workshop) -> list[list[str]]:
    """What the room came to as the report tells it, a list of lines for each section."""
    page = dom(paper.html(again(workshop)))
    lines = "*[self::h2 or self::p or self::th or self::td or self::li]"
    headings = ("Aftalt", "Anbefales", "Det er vi uenige om", "Det vender vi tilbage til")
    found = [each for each in page.xpath("//section[h2]") if text(each.xpath("./h2")[0]) in headings]
    return [[text(each) for each in section.xpath(f".//{lines}")] for section in found]


def test_the_four_results_are_told_apart_and_in_order(closed):
    for result in ("later", "disagreed"):
        Agreement(workshop=closed, what=f"<b>{result}</b>", result=result).write_down()
    due = dt.date(2026, 11, 2)
    Agreement(workshop=closed, what="Flere timer", who="MED-udvalget", due=due, result="recommended").write_down()

    agreed, *rest = results(closed)
    assert agreed[0] == "Aftalt"
    assert rest == [
        [
            *("Anbefales", "Det indstilles, at MED-udvalget drøfter dette og giver svar:"),
            *("Hvad", "Til hvem", "Svar senest"),
            *("Flere timer", "MED-udvalget", "2. november 2026"),
        ],
        ["Det er vi uenige om", "<b>disagreed</b>"],
        ["Det vender vi tilbage til", "<b>later</b>"],
    ]


def test_without_agreements_it_says_so_beside_what_one_disagrees_on(open_workshop):
    Agreement(workshop=open_workshop, what="Om mobilen er privat", result="disagreed").write_down()

    assert results(open_workshop) == [
        ["Aftalt", "Der blev ikke skrevet aftaler ned."],
        ["Det er vi uenige om", "Om mobilen er privat"],
    ]


# --- The PDF ---


def test_the_pdf(closed):
    made = printing.pdf(closed.title, paper.html(closed))
    reader = pypdf.PdfReader(io.BytesIO(made))
    words = read(made)

    for expected in ["Nyt omsorgssystem", "Seddel nummer 2 om arbejdet", "Alle får oplæring.", "1. oktober 2026"]:
        assert expected in words
    assert "Skjult" not in words
    assert "Fortrudt" not in words
    assert (reader.root_object["/Lang"], reader.metadata.title) == ("da", "Nyt omsorgssystem")
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in reader.root_object
    (title, inside) = outline(reader)
    assert title == "Nyt omsorgssystem"
    assert [each for each in inside if isinstance(each, str)] == [
        "Aftalt",
        "Sådan gjorde vi",
        f"1. {closed.activities.get().title}",
        "Kilder",
    ]
    assert f"Side 1 af {len(reader.pages)}" in words


def test_the_pdf_can_be_read_aloud(closed, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(printing.pdf(closed.title, paper.html(closed)))

    assert faults(path.read_bytes()) == []


def test_the_pdf_tells_every_result_and_can_be_read_aloud(closed, tmp_path):
    for result in ("recommended", "disagreed", "later"):
        Agreement(workshop=closed, what=f"Det med {result}", result=result).write_down()
    path = tmp_path / "report.pdf"
    path.write_bytes(printing.pdf(closed.title, paper.html(again(closed))))
    (_title, inside) = outline(pypdf.PdfReader(path))

    assert [each for each in inside if isinstance(each, str)][:4] == [
        "Aftalt",
        "Anbefales",
        "Det er vi uenige om",
        "Det vender vi tilbage til",
    ]
    assert faults(path.read_bytes()) == []


def test_every_header_cell_says_what_it_heads(closed):
    reader = pypdf.PdfReader(io.BytesIO(printing.pdf(closed.title, paper.html(closed))))
    scopes = []

    def walk(element) -> None:
        element = element.get_object()
        if isinstance(element, list):
            for each in element:
                walk(each)
        elif isinstance(element, dict):
            if element.get("/S") == "/TH":
                scopes.append(element["/A"]["/Scope"])
            if "/K" in element:
                walk(element["/K"])

    walk(reader.root_object["/StructTreeRoot"])
    assert sorted(scopes) == ["/Column"] * 4 + ["/Row"] * 2


def test_300_notes(open_workshop, places, tmp_path):
    Note.objects.bulk_create(
        Note(
            workshop=open_workshop,
            topic_id=place.topic,
            question_id=place.question,
            kind="note",
            text=f"Seddel {n:03} fylder to linjer, når den bliver sat i spalten på siden",
            shown=True,
        )
        for n, place in enumerate(place for place in places for _ in range(75))
    )
    open_workshop.close()
    made = printing.pdf(open_workshop.title, paper.html(again(open_workshop)))

    assert re.findall(r"Seddel (\d{3}) fylder", read(made)) == [f"{n:03}" for n in range(300)]
    path = tmp_path / "report.pdf"
    path.write_bytes(made)
    assert faults(path.read_bytes()) == []


LONG = "Arbejdsmiljørepræsentantuddannelsesdag"
ADDRESS = "arbejdsmiljoerepraesentanten.for.hovedudvalget@example.dk"


def boxes(box, kind: str) -> list:
    """The boxes of a kind inside ``box``, as they were laid out."""
    return [each for each in box.descendants() if type(each).__name__ == kind]


def right(box) -> float:
    return box.position_x + box.width


@pytest.mark.parametrize("title", [LONG, f"{LONG} " * 3, "x" * 120, "Nyt omsorgssystem"])
def test_no_word_is_wider_than_its_page_its_cell_or_its_line(closed, places, title):
    closed.title, closed.workplace, closed.technology = title, f"{LONG}ne", ADDRESS
    for who in [ADDRESS, "Arbejdsmiljørepræsentanterne", "x" * 120]:
        Agreement(workshop=closed, what=f"{LONG} {ADDRESS}{ADDRESS}", who=who, due=dt.date(2026, 10, 1)).write_down()
    closed.activities.update(title=f"{LONG}sværktøjet")
    Topic.objects.filter(pk=places[0].topic).update(title=LONG.lower() * 3)
    Question.objects.filter(pk=places[0].question).update(text=f"Hvad betyder {'https://example.dk/' + 'a' * 90}?")
    Note.objects.filter(key="k0").update(text="ø" * 500)
    document = printing.laid_out(title, paper.html(closed), printing.stylesheets())

    assert len(document.pages) > 1
    for number, page in enumerate(document.pages, 1):
        box = page._page_box
        edge = box.margin_left + box.width
        assert [words.text for words in boxes(box, "TextBox") if right(words) > edge + 1] == []
        for cell in boxes(box, "TableCellBox"):
            inside = cell.content_box_x() + cell.width
            assert [words.text for words in boxes(cell, "TextBox") if right(words) > inside + 1] == []
        margins = {each.at_keyword: each for each in box.children if type(each).__name__ == "MarginBox"}
        if number > 1:
            left, count = margins["@bottom-left"], margins["@bottom-right"]
            (line,) = boxes(count, "LineBox")
            assert "".join(words.text for words in boxes(line, "TextBox")).split() == (
                f"Side {number} af {len(document.pages)}".split()
            )
            ends = max(right(words) for words in boxes(left, "TextBox"))
            assert ends < min(words.position_x for words in boxes(count, "TextBox"))
            assert max(each.position_y + each.height for each in boxes(left, "LineBox")) < box.margin_height()


@pytest.mark.parametrize("title", ["<script>", 'Nyt "system" & mere', "æøå 👩‍⚕️", "x" * 120])
def test_an_odd_title_is_set_as_it_is(title):
    reader = pypdf.PdfReader(io.BytesIO(printing.pdf(title, "<h1>x</h1>")))

    assert reader.metadata.title == title


# --- Making it ---


def test_making_keeps_the_page_and_the_pdf_and_how_far_it_was(closed, monkeypatch):
    seen = []
    step = Report._step

    def watched(self: Report, **changed) -> None:
        step(self, **changed)
        seen.append((self.state, self.progress, bool(self.html), self.pdf is not None))

    monkeypatch.setattr(Report, "_step", watched)
    making.make(closed.report)

    stored = Report.objects.get()
    assert (stored.state, stored.progress, stored.error) == ("done", 100, "")
    assert stored.html.count("<h1>") == 1
    assert bytes(stored.pdf).startswith(b"%PDF-")
    assert seen[:2] == [("working", 5, False, False), ("working", 20, True, False)]
    assert seen[-1] == ("done", 100, True, True)
    percent = [progress for _state, progress, _html, _pdf in seen]
    assert percent == sorted(percent)
    assert len(percent) >= 6


def test_without_pango_the_page_is_kept_and_the_facilitator_told(closed, monkeypatch, caplog):
    real = builtins.__import__

    def without_pango(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    making.make(closed.report)

    stored = Report.objects.get()
    assert (stored.state, stored.error) == (
        "failed",
        "PDF'en kunne ikke laves, fordi programmet Pango mangler på serveren. "
        "Bed jeres it-afdeling installere Pango, og prøv så igen. Opsamlingen som side er klar.",
    )
    assert "Seddel nummer 0" in stored.html
    assert stored.pdf is None
    assert caplog.messages == [f"Could not make report {stored.pk}: no Pango"]


@pytest.mark.parametrize(
    ("error", "mishap"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), mishaps.FULL),
        (PermissionError(errno.EACCES, "Permission denied", "/srv/fonts/x.otf"), mishaps.FORBIDDEN),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "/srv/print.css"), mishaps.INCOMPLETE),
        (ModuleNotFoundError("No module named 'pikepdf'"), mishaps.INCOMPLETE),
        (MemoryError(), mishaps.MEMORY),
        (OperationalError("server closed the connection unexpectedly"), mishaps.DATABASE),
    ],
    ids=lambda each: getattr(each, "name", None),
)
@pytest.mark.parametrize("where", ["html", "pdf"])
def test_what_hinders_it_is_told_as_what_it_is(closed, monkeypatch, caplog, error, mishap, where):
    def hindered(*_args):
        raise error

    monkeypatch.setattr({"html": paper, "pdf": printing}[where], where, hindered)
    making.make(closed.report)

    stored = Report.objects.get()
    told = {"html": mishap.told("Opsamlingen"), "pdf": mishap.told("PDF'en") + " Opsamlingen som side er klar."}
    assert (stored.state, stored.error) == ("failed", told[where])
    assert ("Seddel nummer 0" in stored.html) == (where == "pdf")
    assert caplog.records[0].exc_info[1] is error


def test_what_breaks_is_told_in_danish_and_raised_for_the_log(closed, monkeypatch):
    monkeypatch.setattr(paper, "html", lambda workshop: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        making.make(closed.report)
    assert (Report.objects.get().state, Report.objects.get().error) == (
        "failed",
        "Opsamlingen kunne ikke laves. Prøv igen, og kontakt jeres it-afdeling, hvis det sker én gang til.",
    )


def test_made_again_it_has_the_agreements_as_they_are_now(closed):
    making.make(closed.report)
    Agreement(workshop=closed, what="Flere på kursus").write_down()
    making.make(Report.objects.get())

    assert "Flere på kursus" in Report.objects.get().html


# --- In a process of its own ---


@pytest.fixture
def process(tmp_path, settings):
    """Gives the process that makes a report something else to do."""
    settings.BASE_DIR = tmp_path

    def does(code: str) -> None:
        (tmp_path / "manage.py").write_text(f"import os, signal, sys, time\n{code}")

    return does


KILLED = (
    "Opsamlingen blev ikke færdig, fordi arbejdet blev afbrudt på serveren, måske af mangel på hukommelse. "
    "Prøv igen, og kontakt jeres it-afdeling, hvis det sker én gang til."
)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_a_process_that_is_ended_is_told_of_at_once(closed, process, caplog, number):
    process(f"os.kill(os.getpid(), {int(number)})")
    making.see_through(closed.report.pk, closed.report.run)

    stored = Report.objects.get()
    assert (stored.state, stored.error, stored.is_being_made) == ("failed", KILLED, False)
    pk = stored.pk
    assert caplog.messages == [f"make_report {pk} did not come to an end: it was ended by a signal"]


def test_one_that_ended_after_the_page_was_there_leaves_the_page(closed, process):
    closed.report.show("<h1>Nyt omsorgssystem</h1>")
    process("os.kill(os.getpid(), signal.SIGKILL)")
    making.see_through(closed.report.pk, closed.report.run)

    stored = Report.objects.get()
    assert stored.error == KILLED.replace("Opsamlingen", "PDF'en") + " Opsamlingen som side er klar."
    assert stored.html == "<h1>Nyt omsorgssystem</h1>"


def test_one_that_never_ends_is_ended(closed, process, monkeypatch):
    monkeypatch.setattr(making, "LONGEST", 0.5)
    process("time.sleep(60)")
    making.see_through(closed.report.pk, closed.report.run)

    assert Report.objects.get().error == mishaps.TOO_LONG.told("Opsamlingen")


def test_one_that_cannot_be_started_is_told(closed, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/findes/ikke")
    making.see_through(closed.report.pk, closed.report.run)

    assert Report.objects.get().error == mishaps.INCOMPLETE.told("Opsamlingen")


def test_what_it_told_itself_is_not_told_over(closed, process):
    closed.report.fail("Disken er fuld.")
    process("sys.exit(1)")
    making.see_through(closed.report.pk, closed.report.run)

    assert Report.objects.get().error == "Disken er fuld."


def test_one_that_ends_well_has_nothing_to_tell(closed, process):
    process("print('ok')")
    making.see_through(closed.report.pk, closed.report.run)

    assert Report.objects.get().state == "waiting"


def test_one_that_is_no_longer_wanted_tells_nothing(closed, process):
    before = closed.report.run
    Report.objects.get().ask_for()
    process("os.kill(os.getpid(), signal.SIGKILL)")
    making.see_through(closed.report.pk, before)

    assert Report.objects.get().state == "waiting"


def ask(workshop: Workshop, capture) -> None:
    with capture(execute=True):
        Report.objects.get(workshop=workshop).ask_for()


def test_asked_for_while_it_is_made_no_other_process_is_started(
    closed, reports_started, django_capture_on_commit_callbacks
):
    at_work = closed.report
    assert at_work.begin()
    for _ in range(3):
        ask(closed, django_capture_on_commit_callbacks)
    assert reports_started == []

    with pytest.raises(Overtaken):
        at_work.show("<h1>Som det var</h1>")
    assert at_work.begin()
    at_work.show("<h1>Som det er</h1>")
    assert Report.objects.get().html == "<h1>Som det er</h1>"


def test_asked_for_while_it_is_made_it_is_made_of_what_is_there_now(closed, monkeypatch, caplog):
    """What was written after the first asked is in the report, and it is done once."""
    drawn = []

    def html(workshop: Workshop) -> str:
        drawn.append(len(drawn))
        if len(drawn) == 1:
            Report.objects.get().ask_for()
        return f"<p>{len(drawn)}</p>"

    monkeypatch.setattr(paper, "html", html)
    monkeypatch.setattr(printing, "pdf", lambda title, content, *_: content.encode())
    making.make(closed.report)

    stored = Report.objects.get()
    assert (stored.state, stored.html, bytes(stored.pdf), len(drawn)) == ("done", "<p>2</p>", b"<p>2</p>", 2)
    assert caplog.messages == []


def test_a_second_process_leaves_it_to_the_first(closed):
    first, second = Report.objects.get(), Report.objects.get()

    assert (first.begin(), second.begin()) == (True, False)
    making.make(second)
    assert Report.objects.get().html == ""


def test_one_that_gives_no_sign_of_life_is_overtaken(closed, reports_started, django_capture_on_commit_callbacks):
    lost = closed.report
    lost.begin()
    Report.objects.update(touched_at=timezone.now() - STUCK_AFTER - dt.timedelta(seconds=1))
    ask(closed, django_capture_on_commit_callbacks)
    assert reports_started == [lost.pk]

    found = Report.objects.get()
    assert found.begin()
    with pytest.raises(Overtaken):
        lost.finish(b"%PDF- of long ago")
    assert lost.begin() is False
    found.finish(b"%PDF-")
    assert lost.begin() is False
    assert bytes(Report.objects.get().pdf) == b"%PDF-"


def test_a_sign_of_life_is_one_of_whoever_is_at_work(closed, now, monkeypatch):
    at_work = closed.report
    at_work.begin()
    later = now + dt.timedelta(seconds=15)
    monkeypatch.setattr(timezone, "now", lambda: later)
    at_work.beat()
    assert Report.objects.get().touched_at == later

    at_work.finish(b"%PDF-")
    monkeypatch.setattr(timezone, "now", lambda: later + STUCK_AFTER)
    at_work.beat()
    assert Report.objects.get().touched_at == later


def test_a_report_whose_workshop_is_gone_is_no_longer_made(closed):
    found = closed.report
    Report.objects.all().delete()

    assert found.begin() is False
    making.make(found)
