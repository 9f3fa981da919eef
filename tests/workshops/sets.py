"""A set with a bit of everything, and sets as another request loads them."""

from django.http import HttpResponse
from django.urls import reverse

from tests.pages import dom
from workshops.models import QuestionSet

PAUSES = """\
tool: dialogue
title: Pauser i en digital dag
intro: |-
  Først en runde.
  Så en aftale.
source: Vores egen
questions:
  - {key: both, text: "Hvad gør vi?", minutes: 5, source: s. 1}
  - {text: "Hvem siger det?", source: s. 2, answers: both}
hints:
  - {text: Tag en runde, kind: example, source: s. 3}
  - {text: Gå en tur, source: s. 4}
topics:
  - title: Skærmen
    heading: Kroppen
    description: "Øjne: og nakke"
    source: s. 5
    questions:
      - text: "Hvornår holder vi pause?"
        minutes: 20
        source: s. 6
        hints:
          - {text: Efter frokost, kind: benefit, heading: Tid, detail: "Klokken 13", source: s. 7}
          - {text: Før frokost, kind: drawback, source: s. 8}
      - {text: "Hvor?", kinds: [note], source: s. 9}
    hints:
      - {text: Luk skærmen, at: both, source: s. 10}
      - {text: Rejs dig, source: s. 11}
  - title: Telefonen
    source: s. 12
  - title: Til sidst
    apart: true
    source: s. 13
    questions:
      - {text: "Holder vi det?", source: s. 14}
"""


def again(question_set: QuestionSet) -> QuestionSet:
    return QuestionSet.objects.get(pk=question_set.pk)


def address(question_set: QuestionSet) -> str:
    """Where it is edited."""
    return reverse("set-edit", args=[question_set.pk])


def fields(page: HttpResponse) -> dict[str, str]:
    """What a browser would send of the editor's page untouched."""
    (form,) = dom(page).xpath("//form[@class='plan']")
    empty = dict.fromkeys(form.xpath(".//input/@name"), "")
    return empty | {name: value.removeprefix("\n") for name, value in form.form_values()}
