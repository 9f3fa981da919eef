from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.db import models


class Place(NamedTuple):
    """Where a note sits: the ids of a topic and a question."""

    topic: int
    question: int

    def __str__(self) -> str:
        return f"{self.topic}-{self.question}"

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read what ``str`` wrote, ``"3-7"``. Raises ValueError when ``text`` is anything else."""
        ids = re.fullmatch(r"([0-9]{1,18})-([0-9]{1,18})", text)
        if ids is None:
            raise ValueError(f"Not a place: {text[:50]!r}")
        return cls(int(ids[1]), int(ids[2]))


def at_places(places: Iterable[Place]) -> models.Q:
    """What sits at any of ``places``, of what has a topic and a question."""
    topics: dict[int, set[int]] = {}
    for place in places:
        topics.setdefault(place.question, set()).add(place.topic)
    asked: dict[frozenset[int], list[int]] = {}  # by the topics they are asked of: there are never many of those
    for question, asked_of in topics.items():
        asked.setdefault(frozenset(asked_of), []).append(question)
    query = models.Q(pk__in=[])
    for asked_topics, questions in asked.items():
        query |= models.Q(question__in=questions, topic__in=asked_topics)
    return query
