"""The report: one page of HTML, and the same page as a tagged PDF, made in a process of its own."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connections
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from . import mishaps, tools
from .models import Activity, Agreement, Hint, Note, Outcome, Question, Report, Topic, Workshop
from .models.library import OWN
from .models.outcomes import Choice, choices
from .models.reports import Overtaken
from .tools import Place

logger = logging.getLogger(__name__)

SMALLEST_GROUP = 5  # a group of fewer people is not told apart (design: privacy)
SHOWN = 20  # per cent, when the page is there and the PDF is to come
VARIANT = {"pdf_variant": "pdf/ua-1"}
PAPER = ("css/report.css", "css/print.css")
LONGEST = 600  # seconds that making a report may take; a thousand notes take three
LONGEST_POSTER = 60


@dataclass
class Answers:
    """A question with the notes that answer it, how many marked each choice, and what the room came to.

    ``answered`` is how many people marked something at the question, under whatever topic, where its tool says how
    many it takes.
    """

    question: Question
    notes: list[Note]
    hidden: int
    marks: dict[str, int] = field(default_factory=dict)
    outcome: Outcome | None = None
    answered: int = 0

    @property
    def choices(self) -> list[Choice]:
        """What could be marked, how many did, and which one the room settled on."""
        return choices(self.question, self.marks, self.outcome)

    @property
    def settled(self) -> Choice | None:
        """The choice that the room settled on."""
        return next((choice for choice in self.choices if choice.settled), None)


@dataclass
class Section:
    """A topic with its answered questions, what was agreed on it, and what the source recommends next."""

    topic: Topic
    answers: list[Answers]
    agreements: list[Agreement]
    hints: list[Hint]


@dataclass
class Chapter:
    """An activity as the report shows it."""

    activity: Activity
    tool: tools.Tool
    sections: list[Section]

    @property
    def own(self) -> list[str]:
        """The questions asked here that are written for Dialogværksted or by the workplace, after no publication."""
        asked = dict.fromkeys(answers.question for section in self.sections for answers in section.answers)
        return [str(question) for question in asked if question.source.startswith(OWN)]

    @property
    def sources(self) -> list[str]:
        """The sources of the chapter's content, each once; none of a set that is somebody's own."""
        found = [self.activity.question_set.source]
        return [source for source in dict.fromkeys(found) if source and not source.startswith(OWN)]


def chapters(workshop: Workshop) -> list[Chapter]:
    """Every activity of ``workshop`` with its notes: those that are hidden or withdrawn are not even loaded."""
    notes: dict[Place, list[Note]] = {}
    for note in workshop.notes.visible().with_links().prefetch_related("agreements"):
        notes.setdefault(note.place, []).append(note)
    hidden = workshop.notes.kept().filter(hidden=True).counts()
    marks = workshop.marks.counted().counts()
    outcomes = {place: each for place, each in workshop.settled.items() if not each.is_empty}
    told = {*notes, *marks, *outcomes}
    agreements = list(workshop.agreements.by_phase())
    found = []
    activities = workshop.activities.select_related("question_set").prefetch_related(
        "question_set__topics__hints", "question_set__questions"
    )
    withheld = any(tools.get(activity.tool).fewest for activity in activities)
    answered = workshop.marks.counted().answered() if withheld else {}
    for activity in activities:
        sections: dict[int, Section] = {}
        fewest = tools.get(activity.tool).fewest
        for topic, question in activity.question_set.every_place():
            place = Place(topic.pk, question.pk)
            if (topic.skipped or question.skipped) and place not in told:
                continue  # one that was skipped after something was written is still told of
            if topic.pk not in sections:
                agreed = [agreement for agreement in agreements if agreement.topic_id == topic.pk]
                hints = [hint for hint in topic.hints.all() if not hint.question_id]
                sections[topic.pk] = Section(topic, [], agreed, hints)
            written = notes.get(place, [])
            for note in written:
                note.look = tools.get(activity.tool).kind(note.kind)
            marked = marks.get(place, {})
            answers = Answers(
                question,
                written,
                hidden.get(place, 0),
                marked if sum(marked.values()) >= fewest else {},
                outcomes.get(place),
                answered.get(question.pk, 0),
            )
            sections[topic.pk].answers.append(answers)
        found.append(Chapter(activity, tools.get(activity.tool), list(sections.values())))
    return found


def groups(workshop: Workshop) -> list[tuple[str, str]]:
    """How many there were of each group, as text; those below five people are not told apart."""
    seated = workshop.participants.filter(removed_at=None)
    rows = []
    for group in workshop.groups:
        size = seated.filter(group=group).count()
        if size:
            rows.append((group, str(size) if size >= SMALLEST_GROUP else _("færre end %d") % SMALLEST_GROUP))
    return rows


def html(workshop: Workshop) -> str:
    """The report's content as HTML, without the page around it."""
    told = chapters(workshop)
    context: dict[str, Any] = {
        "workshop": workshop,
        "chapters": told,
        "sources": list(dict.fromkeys(source for chapter in told for source in chapter.sources)),
        "own": [question for chapter in told for question in chapter.own],
        "agreements": list(workshop.agreements.by_phase()),
        "earlier": list(Agreement.objects.looked_back_on(workshop).by_phase()),
        "participants": workshop.participants.filter(removed_at=None).count(),
        "notes": workshop.notes.visible().count(),
        "groups": groups(workshop),
        "made_at": timezone.now(),
    }
    return render_to_string("report/_content.html", context)


def pdf(title: str, content: str, progress: Callable[[int], None] = lambda percent: None) -> bytes:
    """``content`` as a tagged PDF (PDF/UA-1, ISO 14289-1). Raises NoPango where Pango is missing."""
    with _progress(progress):
        return _set(title, content, stylesheets())


def stylesheets() -> list[str]:
    """The stylesheets of a report on paper, the tools' among them."""
    return [*PAPER, *tools.styles("report_styles")]


def _set(title: str, content: str, sheets: list[str], size: str = "paper") -> bytes:
    return scoped(laid_out(title, content, sheets, size).write_pdf(**VARIANT))


def laid_out(title: str, content: str, sheets: list[str], size: str = "paper") -> Any:
    """``content`` on pages, as WeasyPrint's document; ``sheets`` are static paths. Raises NoPango without Pango."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:  # it loads Pango when it is imported
        raise mishaps.NoPango from error

    page = render_to_string("report/pdf.html", {"title": title, "content": content, "size": size})
    fonts = FontConfiguration()
    styles = [CSS(string=_font_faces(), font_config=fonts)]
    styles += [CSS(filename=finders.find(path) or path, font_config=fonts) for path in sheets]
    return HTML(string=page, base_url=str(settings.BASE_DIR)).render(font_config=fonts, stylesheets=styles, **VARIANT)


def poster(activity: Activity) -> bytes:
    """What the room agreed in ``activity``, as one tagged page to hang up. Raises NoPango where Pango is missing.

    A text too long for one page is set smaller.
    """
    chapter = next(each for each in chapters(activity.workshop) if each.activity == activity)
    context = {"chapter": chapter, "activity": activity, "workshop": activity.workshop, "made_at": timezone.now()}
    content = render_to_string(chapter.tool.poster, context)
    made = _set(activity.title, content, ["css/poster.css"])
    return made if _pages(made) == 1 else _set(activity.title, content, ["css/poster.css"], "small")


def _pages(pdf: bytes) -> int:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def scoped(pdf: bytes) -> bytes:
    """``pdf`` with a ``/Scope`` on every header cell, which WeasyPrint leaves out (ISO 14289-1, 7.5).

    A row of header cells alone heads columns; a header cell before data cells heads its row.
    """
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for element in document.objects:
            if not isinstance(element, pikepdf.Dictionary) or element.get("/S") != pikepdf.Name.TR:
                continue
            cells = [cell for cell in element.get("/K", []) if isinstance(cell, pikepdf.Dictionary)]
            only_headers = all(cell.get("/S") == pikepdf.Name.TH for cell in cells)
            scope = pikepdf.Name.Column if only_headers else pikepdf.Name.Row
            for cell in cells:
                if cell.get("/S") == pikepdf.Name.TH:
                    cell.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=scope)
        document.save(out)
    return out.getvalue()


def make(report: Report) -> None:
    """Make ``report``. Asked for again meanwhile it begins again, so that what was written since is in it.

    What hinders it is told to the facilitator. Raises what nobody foresaw.
    """
    while report.begin():
        with suppress(Overtaken):
            _make(report)
            return


def _make(report: Report) -> None:
    try:
        _page_and_pdf(report)
    except Overtaken:
        raise
    except Exception as error:
        mishap = mishaps.of(error)
        logger.exception("Could not make report %s: %s", report.pk, mishap.name)
        report.fail(mishaps.told_of_report(mishap, page=report.progress >= SHOWN))
        if mishap is mishaps.BROKEN:
            raise


def _page_and_pdf(report: Report) -> None:
    """The page first, so that it can be read while the PDF is set."""
    content = html(report.workshop)
    report.show(content)
    done = SHOWN

    def step(percent: int) -> None:
        nonlocal done
        if percent >= done + 10:
            done = percent
            report.at_work(percent)

    report.finish(pdf(report.workshop.title, content, step))


def poster_apart(activity: Activity) -> bytes:
    """The poster of ``activity``, made in a process of its own, so that live updates never wait for it.

    Raises NotMade with what hindered it.
    """
    return _apart("make_poster", activity.pk, LONGEST_POSTER)


def start(report_id: int) -> None:
    """Make a report in a process of its own, so that live updates never wait for it."""
    run = Report.objects.values_list("run", flat=True).get(pk=report_id)
    threading.Thread(target=_in_thread, args=(report_id, run), name="report", daemon=True).start()


def _in_thread(report_id: int, run: int) -> None:
    try:
        see_through(report_id, run)
    finally:
        connections.close_all()


def see_through(report_id: int, run: int) -> None:
    """Have a process make the report; where it ends without telling how that went, tell it."""
    try:
        _apart("make_report", report_id, LONGEST)
    except mishaps.NotMade as error:
        report = Report.objects.defer("html", "pdf").filter(pk=report_id, run=run, state__in=Report.MAKING).first()
        if report:
            report.fail(mishaps.told_of_report(error.mishap, page=report.progress >= SHOWN))


def _apart(command: str, pk: int, longest: int) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, str(settings.BASE_DIR / "manage.py"), command, str(pk)],
            stdout=subprocess.PIPE,
            timeout=longest,
        )
    except subprocess.TimeoutExpired:
        mishap: mishaps.Mishap | None = mishaps.TOO_LONG
    except OSError as error:
        mishap = mishaps.of(error)
    else:
        mishap = mishaps.of_status(done.returncode)
    if mishap is None:
        return done.stdout
    logger.error("%s %s did not come to an end: %s", command, pk, mishap.name)
    raise mishaps.NotMade(mishap)


def _font_faces() -> str:
    weights = {400: "Regular", 600: "SemiBold", 700: "Bold"}
    return "".join(
        f"@font-face {{ font-family: 'Hanken Grotesk'; font-weight: {weight};"
        f" src: url('{(settings.FONT_DIR / f'HankenGrotesk-{name}.otf').as_uri()}') }}"
        for weight, name in weights.items()
    )


class _progress(logging.Handler):
    """Turns WeasyPrint's seven announced steps into per cent while the block lasts."""

    def __init__(self, report: Callable[[int], None]) -> None:
        super().__init__(logging.INFO)
        self.report = report
        self.logger = logging.getLogger("weasyprint.progress")

    def emit(self, record: logging.LogRecord) -> None:
        """Read ``Step 5 - Creating layout`` and report it."""
        words = record.getMessage().split()
        if words[0] == "Step" and words[1].isdigit():
            self.report(SHOWN + 11 * int(words[1]))

    def __enter__(self) -> None:
        self.level_before = self.logger.level
        self.logger.setLevel(logging.INFO)
        self.logger.propagate = False
        self.logger.addHandler(self)

    def __exit__(self, *error: object) -> None:
        self.logger.removeHandler(self)
        self.logger.setLevel(self.level_before)
        self.logger.propagate = True
