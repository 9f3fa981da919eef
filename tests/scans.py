"""No statement looks through what was written in every workshop: with the years there are thousands of them."""

import re
import sqlite3
import traceback
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection

GROWS = {"note", "note_answers", "dot", "mark", "participant", "revision", "outcome", "figure", "agreement", "cluster"}
HERE = str(settings.BASE_DIR)


def refuse_scans(execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Execute a statement, unless it is ours and SQLite would look through such a table from end to end for it.

    For :meth:`~django.db.backends.base.base.BaseDatabaseWrapper.execute_wrapper`. Raises AssertionError.
    """
    if sql.startswith(("SELECT", "UPDATE", "DELETE")) and (tables := _looked_through(sql)) and not _may_look_through():
        raise AssertionError(f"looks through all rows of {', '.join(tables)}: {sql}")
    return execute(sql, params, many, context)


@cache
def _looked_through(sql: str) -> list[str]:
    """The tables, without the app's name, that the plan of a statement begins to look through at their first row."""
    asked = sql.replace("%s", "?").replace("%%", "%")
    try:
        plan = connection.connection.execute(f"EXPLAIN QUERY PLAN {asked}", [None] * sql.count("%s"))
    except sqlite3.Error:  # the statement itself is refused, too
        return []
    aliases = {alias: table for table, alias in re.findall(r'"(\w+)" ([A-Z]\d+)\b', sql)}
    names = [found[1] for *_numbers, step in plan if (found := re.match(r"SCAN (\w+)", step))]
    return sorted({aliases.get(name, name).removeprefix("workshops_") for name in names} & GROWS)


def _may_look_through() -> bool:
    """Whether a test asks, or Django for it, or a migration."""
    files = (frame.f_code.co_filename for frame, _line in traceback.walk_stack(None))
    ours = (each for each in files if each.startswith(HERE) and "/.venv" not in each and each != __file__)
    asks = next(ours, f"{HERE}/tests")
    return asks.startswith((f"{HERE}/tests", f"{HERE}/workshops/migrations"))
