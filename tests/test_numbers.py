"""Numbers in words: one and many, in every template that says how many there are of something."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from rasmus import words as compass
from tests.helpers import write
from tests.pages import dom, text
from workshops import registry
from workshops.models import Workshop
from workshops.workshop_forms import WorkshopForm

COUNTS = [
    ("workshops/_count.html", {"place": "1-2", "count": 0, "hidden": 1}, "0 sedler (1 skjult)"),
    ("workshops/_count.html", {"place": "1-2", "count": 1, "hidden": 2}, "1 seddel (2 skjulte)"),
    ("workshops/_count.html", {"place": "1-2", "count": 2, "hidden": 0}, "2 sedler"),
    ("workshops/_voters.html", {"scene": {"voters": 1}}, "1 har svaret"),
]


@pytest.mark.parametrize(("template", "numbers", "words"), COUNTS)
def test_a_number_is_put_in_words(template, numbers, words):
    assert text(dom(render_to_string(template, numbers))) == words


@pytest.mark.parametrize(
    ("tool", "questions", "topics", "words"),
    [
        ("dialogue", 1, 1, "1 spørgsmål · 1 tema"),
        ("dialogue", 0, 2, "0 spørgsmål · 2 temaer"),
        ("cards", 1, 1, "1 kort · 1 område"),
        ("cards", 35, 4, "35 kort · 4 områder"),
        ("roles", 1, 1, "1 kolonne · 1 række"),
    ],
)
def test_a_tool_counts_its_own_things(tool, questions, topics, words):
    assert registry.get(tool).size(questions, topics) == words


@pytest.mark.parametrize(
    ("n", "up", "down"),
    [
        (0, "0 forbedringer", "0 forringelser"),
        (1, "1 forbedring", "1 forringelse"),
        (2, "2 forbedringer", "2 forringelser"),
        (21, "21 forbedringer", "21 forringelser"),
    ],
)
def test_what_became_better_and_worse(n, up, down):
    assert (compass.improvements(n), compass.deteriorations(n)) == (up, down)


@pytest.mark.parametrize(
    ("seats", "notes", "words"),
    [(0, 0, "0 deltagere · 0 sedler"), (1, 1, "1 deltager · 1 seddel"), (2, 3, "2 deltagere · 3 sedler")],
)
def test_the_list_of_workshops_says_how_many_came_and_wrote(open_workshop, places, ane_client, seats, notes, words):
    for _ in range(seats):
        open_workshop.join()
    for n in range(notes):
        write(open_workshop, places[0], key=f"k{n}")

    assert words in text(dom(ane_client.get(reverse("workshops"))))


@pytest.mark.parametrize(("days", "words"), [(1, "1 dag"), (2, "2 dage"), (45, "45 dage")])
def test_the_days_that_notes_are_kept(days, words):
    form = WorkshopForm(instance=Workshop(keep_days=days))

    assert dict(form.fields["keep_days"].widget.choices)[days] == words
