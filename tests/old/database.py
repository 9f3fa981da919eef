"""The database of an earlier version: every row it held, put into the tables it had."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

HERE = Path(__file__).parent
OLD = [("workshops", "0009_two_people")]
PASSWORDS = {"ane@eksempel.dk": "kaffe og rundstykker", "bo@eksempel.dk": "te og kringle i dag"}
SITE = "http://localhost:8000"

Row = dict[str, Any]


@cache
def _tables() -> dict[str, Any]:
    return json.loads((HERE / "data.json").read_text(encoding="utf-8"))


def rows(table: str) -> list[Row]:
    """All that a table held, by the names its fields had then."""
    found = _tables()[table]
    return [dict(zip(found["fields"], row, strict=True)) for row in found["rows"]]


@contextmanager
def brought_up() -> Iterator[None]:
    """The old rows, migrated to what the code has now. Afterwards, come what may, an empty database of today's."""
    try:
        store(MigrationExecutor(connection).migrate(OLD).apps)
        call_command("migrate", verbosity=0)
        yield
    finally:
        _empty()
        call_command("migrate", verbosity=0)


def store(apps: Any) -> None:
    """Put the rows into the tables that ``apps`` has."""
    models = [apps.get_model("workshops", name) for name in _tables()]
    with transaction.atomic():  # the tables point at each other: that is checked at its end
        for model in models:
            fields = {field.attname: field for field in model._meta.concrete_fields}
            model._base_manager.bulk_create(
                model(**{name: fields[name].to_python(value) for name, value in row.items()})
                for row in rows(model._meta.model_name)
            )
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _empty() -> None:
    tables = sorted({*connection.introspection.table_names()} - {"django_migrations"})
    statements = connection.ops.sql_flush(no_style(), tables, reset_sequences=True, allow_cascade=True)
    connection.ops.execute_sql_flush(statements)
    ContentType.objects.clear_cache()
