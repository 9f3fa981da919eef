"""Full-text search in question sets, in Danish: PostgreSQL's own, or SQLite's FTS5.

There is no index to keep right: the sets one may see are few, so their words are gathered when someone searches. What
is found is what is there.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from django.db import connection

from ..models import Hint, Question, QuestionSet, Topic
from ..models.question_sets import QuestionSetQuerySet
from ..texts import stem, words_of

MOST_WORDS, LONGEST_WORD = 12, 40
MOST_TEXT = 200_000  # characters of a set that are searched; PostgreSQL refuses a megabyte of words


def search(sets: QuestionSetQuerySet, text: str) -> list[QuestionSet]:
    """Those of ``sets`` where every word of ``text`` is found, or begins one that is; the best first.

    Titles count most. No ``text`` is wrong: what is no word is passed over, and without any word nothing is found.
    """
    words = [stem(word[:LONGEST_WORD]) for word in words_of(text)[:MOST_WORDS]]
    if not words:
        return []
    rows = _documents(sets)
    found = _postgres(rows, words) if connection.vendor == "postgresql" else _sqlite(rows, words)
    by_id = sets.in_bulk(found)
    return [by_id[pk] for pk in found if pk in by_id]


def _documents(sets: QuestionSetQuerySet) -> list[tuple[int, str, str]]:
    """The id, the words of the title and all other words of each set."""
    titles, others = {}, {}
    for pk, title, intro in sets.order_by().values_list("pk", "title", "intro"):
        titles[pk], others[pk] = title, [intro]
    for model, fields in ((Topic, ["title", "description"]), (Question, ["text"]), (Hint, ["text", "detail"])):
        for pk, *texts in model.objects.filter(question_set__in=titles).values_list("question_set", *fields):
            others[pk] += texts
    words = {pk: " ".join(words_of("\n".join(others[pk])))[:MOST_TEXT] for pk in titles}
    return [(pk, " ".join(words_of(titles[pk])), words[pk]) for pk in titles]


def _postgres(rows: list[tuple[int, str, str]], words: list[str]) -> list[int]:
    query = " & ".join(f"'{word}':*" for word in words)  # a word is letters and digits alone
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH sets AS MATERIALIZED (
                SELECT id, setweight(to_tsvector('simple', title), 'A') || to_tsvector('simple', words) AS found
                FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS given(id, title, words)
            )
            SELECT id FROM sets, to_tsquery('simple', %s) AS query
            WHERE found @@ query ORDER BY ts_rank(found, query) DESC, id
            """,
            [*map(list, zip(*rows, strict=True)), query] if rows else [[], [], [], query],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _sqlite(rows: list[tuple[int, str, str]], words: list[str]) -> list[int]:
    query = " ".join(f'"{word}"*' for word in words)
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute("CREATE VIRTUAL TABLE sets USING fts5(title, words, tokenize='unicode61 remove_diacritics 0')")
        index.executemany("INSERT INTO sets(rowid, title, words) VALUES (?, ?, ?)", rows)
        found = index.execute("SELECT rowid FROM sets WHERE sets MATCH ? ORDER BY bm25(sets, 1000, 1), rowid", [query])
        return [pk for (pk,) in found.fetchall()]
