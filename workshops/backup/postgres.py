"""A backup of PostgreSQL: every table as ``COPY`` gives it, in one snapshot. The schema is built by its migrations."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from .manifest import Manifest, Node, NotRestored, Table

CHUNK = 1_000_000
Parts = Iterator[tuple[str, IO[bytes]]]


@contextmanager
def snapshot() -> Iterator[tuple[Manifest, Parts]]:
    """The database as it is now: what it is, and a file for each table."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        nodes = cursor.fetchall()
        tables = [Table(name, _columns(cursor, name)) for name in sorted(connection.introspection.table_names(cursor))]
        made = Manifest(timezone.now(), connection.vendor, nodes, tables, _sequences(cursor))
        yield made, _parts(cursor, tables)


def _columns(cursor: Any, table: str) -> list[str]:
    return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def _sequences(cursor: Any) -> dict[str, tuple[int, bool]]:
    """Where each stands: what was deleted leaves its number to nobody."""
    cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1")
    found = {}
    for (name,) in cursor.fetchall():
        cursor.execute(f"SELECT last_value, is_called FROM {_quoted(name)}")
        found[name] = cursor.fetchone()
    return found


def _parts(cursor: Any, tables: list[Table]) -> Parts:
    for table in tables:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
            with cursor.copy(f"COPY {_named(table)} TO STDOUT") as rows:
                for each in rows:
                    file.write(each)
            file.seek(0)
            yield table.name, file


def load(manifest: Manifest, parts: Parts, force: bool) -> None:
    """Put the database in the place of the one that is here: all of it or nothing. Raises NotRestored where that is not
    empty, or a table is missing."""
    with transaction.atomic(), connection.cursor() as cursor:
        _clear(cursor, force)
        executor = MigrationExecutor(connection)
        executor.migrate(_newest(executor, manifest.migrations))
        names = ", ".join(_quoted(table.name) for table in manifest.tables)
        cursor.execute(f"TRUNCATE {names}")  # what migrations put there is in the backup as it became
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # migrations leave some to be looked at at once
        left = {table.name: table for table in manifest.tables}
        for name, part in parts:
            if name not in left:
                raise NotRestored(f"The backup has a table that it does not tell of: {name}.")
            _fill(cursor, left.pop(name), part)
        if left:
            raise NotRestored(f"The backup is not whole: {min(left)} is missing.")
        for name, (last, is_called) in manifest.sequences.items():
            cursor.execute("SELECT setval(%s, %s, %s)", [_quoted(name), last, is_called])
    ContentType.objects.clear_cache()


def _clear(cursor: Any, force: bool) -> None:
    tables = connection.introspection.table_names(cursor)
    if tables and not force:
        raise NotRestored("There are tables in this database already. --force drops them first.")
    for name in tables:
        cursor.execute(f"DROP TABLE {_quoted(name)} CASCADE")


def _newest(executor: MigrationExecutor, nodes: list[Node]) -> list[Node]:
    """Of each app the last of ``nodes``: naming an earlier one would take the later ones back."""
    had, graph = set(nodes), executor.loader.graph.node_map
    return [node for node in nodes if not {each.key for each in graph[node].children if each.key[0] == node[0]} & had]


def _fill(cursor: Any, table: Table, part: IO[bytes]) -> None:
    """Rows may point at rows that come later: Django's foreign keys are looked at when all is there."""
    with cursor.copy(f"COPY {_named(table)} FROM STDIN") as rows:
        while chunk := part.read(CHUNK):
            rows.write(chunk)


def _named(table: Table) -> str:
    return f"{_quoted(table.name)} ({', '.join(map(_quoted, table.columns))})"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
