"""What a backup says of itself, before anything in it is used."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from dataclasses import dataclass, field

from django.db import connection
from django.db.migrations.loader import MigrationLoader

FORMAT = 1
Node = tuple[str, str]  # a migration: its app and its name


class NotRestored(Exception):
    """A backup cannot be put back here; the text says why, to IT."""


@dataclass
class Table:
    """A table of PostgreSQL: its columns in the order they were copied in."""

    name: str
    columns: list[str]


@dataclass
class Manifest:
    """``sequences`` are PostgreSQL's, with the last number each gave and whether it did."""

    made: dt.datetime
    database: str
    migrations: list[Node]
    tables: list[Table] = field(default_factory=list)
    sequences: dict[str, tuple[int, bool]] = field(default_factory=dict)
    format: int = FORMAT

    def as_json(self) -> bytes:
        """As it is stored."""
        return json.dumps(dataclasses.asdict(self), indent=1, default=dt.datetime.isoformat).encode()


def read(text: bytes) -> Manifest:
    """The manifest of a backup that can be put back here. Raises NotRestored."""
    try:
        found = json.loads(text)
        if found["format"] != FORMAT:
            raise NotRestored(f"The backup has format {found['format']}, and this version reads {FORMAT}.")
        tables = [Table(**each) for each in found.pop("tables")]
        nodes = [(app, name) for app, name in found.pop("migrations")]
        made = dt.datetime.fromisoformat(found.pop("made"))
        manifest = Manifest(made, migrations=nodes, tables=tables, **found)
    except (ValueError, KeyError, TypeError) as error:
        raise NotRestored("The file is no backup of Dialogværksted.") from error
    _check(manifest)
    return manifest


def _check(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        raise NotRestored(f"The backup is of {manifest.database}, and DATABASE_URL names {connection.vendor}.")
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    if newer := [node for node in manifest.migrations if node not in known]:
        raise NotRestored(
            f"The backup is of a newer version: it has {'.'.join(newer[-1])}. Restore it with that version's code."
        )
