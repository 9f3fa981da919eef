"""What a facilitator prints: the running order, the sheets of an activity for a room without phones, a join sheet for
each table, and a poster of what was agreed. Each is one tagged PDF."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Activity, Question, Topic, Workshop
from . import printing, running_order, telling

TABLES = 8  # join sheets that are printed at a time: one for each table


def running_order_pdf(workshop: Workshop) -> bytes:
    """The whole agenda by the clock, with what to say and do, and room for notes."""
    content = render_to_string("printed/running_order.html", running_order.context(workshop))
    return printing.printed(_("Drejebog: %s") % workshop, content, ["css/print.css", "css/printed/running-order.css"])


def table_sheets(workshop: Workshop) -> bytes:
    """A page for each table: how one comes in, large enough for all around it."""
    context = {
        "workshop": workshop,
        "tables": range(1, TABLES + 1),
        "site": settings.SITE_URL.partition("://")[2],
        "join_url": f"{settings.SITE_URL}/k/{workshop.link_key}/",
    }
    content = render_to_string("printed/table_sheets.html", context)
    return printing.printed(_("Bordark: %s") % workshop, content, ["css/printed/sheets.css"])


def sheets(activity: Activity) -> bytes:
    """What an activity is talked about on without phones: cards, a compass, a matrix, or a sheet for each question."""
    tool = activity.dialogue_tool
    places = activity.question_set.places()
    listed = [(topic, question) for topic, question in places if question.choices() and not question.line]
    context: dict[str, Any] = {
        "activity": activity,
        "tool": tool,
        "places": [each for each in places if each not in listed],
        "lists": _lists(listed),
    }
    content = render_to_string(tool.sheet_template, {**context, **tool.sheet(activity)})
    return printing.printed(activity.title, content, ["css/printed/sheets.css", *tool.sheet_styles])


def _lists(listed: list[tuple[Topic, Question]]) -> list[dict[str, Any]]:
    """What is ticked, as tables: of a question that is asked of every topic the topics, of others the questions that
    take the same choices."""
    found: dict[Any, dict[str, Any]] = {}
    for topic, question in listed:
        choices = question.choices()
        of_all = question.topic_id is None
        key = question.pk if of_all else tuple(choice.key for choice in choices)
        table = found.setdefault(key, {"heading": question.text if of_all else "", "choices": choices, "rows": []})
        table["rows"].append((topic.title if not of_all else "", topic.title if of_all else question.text))
    return list(found.values())


def poster(activity: Activity) -> bytes:
    """What the room agreed in ``activity``, as one page to hang up. A text too long for one page is set smaller."""
    tool, workshop = activity.dialogue_tool, activity.workshop
    chapter = next(each for each in telling.chapters(workshop) if each["activity"] == activity.pk)
    context = {"title": activity.title, "workplace": workshop.workplace, "made_at": timezone.now()}
    content = render_to_string(tool.poster_template, {**context, **tool.chapter(chapter)})
    made = printing.printed(activity.title, content, ["css/poster.css"])
    return made if printing.pages(made) == 1 else printing.printed(activity.title, content, ["css/poster.css"], "small")


PRINTS: dict[str, Callable[[Any], bytes]] = {
    "poster": poster,
    "sheets": sheets,
    "running-order": running_order_pdf,
    "table-sheets": table_sheets,
}


def find(what: str, pk: int) -> Activity | Workshop | None:
    """What such a print is of; None where there is none, or it has no such print."""
    if what in ("running-order", "table-sheets"):
        return Workshop.objects.present().with_route().filter(pk=pk).first()
    activity = Activity.objects.with_content().select_related("workshop").filter(pk=pk).first()
    drawn_by = "sheet_template" if what == "sheets" else "poster_template"
    return activity if activity and getattr(activity.dialogue_tool, drawn_by) else None
