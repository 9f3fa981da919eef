from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from .. import changes
from ..place import Place
from .written import Written


class Linked(Written):
    """Which notes a note answers: notes at another question, under the same topic."""

    class Meta:
        abstract = True

    def reword(
        self, text: str, kind: str = "", answers: Iterable[int] | None = None, began: Iterable[int] = ()
    ) -> None:
        """The one who wrote it writes it differently; with ``answers`` they say, too, which notes it answers, having
        seen it answer ``began``."""
        with self.held(withdrawn=True):  # both or nothing
            super().reword(text, kind)
            if answers is not None:
                self.link(answers, began)

    def link(self, answers: Iterable[int], began: Iterable[int] | None = None) -> None:
        """Say which notes it answers: those numbered in ``answers`` that sit where its question's answers do.

        Where it is said by someone who saw it answer ``began``, what others linked and unlinked since stays so.
        """
        with self.held():
            question = self.question
            if question.answers_id is None:
                return
            chosen = set(answers)
            if began is not None:
                was, now = set(began), set(self.answers.values_list("number", flat=True))
                chosen = (now | chosen - was) - (was - chosen)
            place = Place(self.topic_id, question.answers_id)
            linked = self.workshop.notes.at([place]).kept().filter(number__in=chosen)
            self.answers.set(linked)
            seen = linked if self.shown else []  # that a private note answers them is private, too
            self.workshop.tell_and_amend(changes.note(self.pk), *(changes.note(each.pk) for each in seen))

    def cut_links(self) -> list[list[int]]:
        """Take away the links of this note that do not go from a question to the one it answers, under one topic.

        Returns them, each as the ids of the note that answered and the one answered.
        """
        links = self._links().filter(models.Q(from_note=self.pk) | models.Q(to_note=self.pk))
        fitting = models.Q(
            from_note__topic=models.F("to_note__topic"), from_note__question__answers=models.F("to_note__question")
        )
        wrong = list(links.exclude(pk__in=links.filter(fitting)).values_list("pk", "from_note", "to_note"))
        self._links().filter(pk__in=[pk for pk, *_pair in wrong]).delete()
        return [pair for _pk, *pair in wrong]

    def link_again(self, pairs: Iterable[list[int]]) -> None:
        """Put back links that :meth:`cut_links` took away, where both notes are still there."""
        notes = type(self)._default_manager.filter(pk__in={pk for pair in pairs for pk in pair})
        there = {*notes.values_list("pk", flat=True)}
        links = self._links()
        back = [links.model(from_note_id=a, to_note_id=b) for a, b in pairs if {a, b} <= there]
        links.bulk_create(back, ignore_conflicts=True)

    def _links(self) -> models.QuerySet[Any]:
        """Every link, from a note to one it answers."""
        return self.answers.through._default_manager.all()
