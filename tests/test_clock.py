"""A suite that runs over midnight is green: what day it is is asked in a test, not when tests are collected."""

import ast
from collections.abc import Iterator

import pytest
from django.conf import settings

CLOCKS = {"localdate", "localtime", "now", "today", "time"}


def run_on_import(node: ast.AST) -> Iterator[ast.AST]:
    """All that runs when a module is imported: everything but what is inside its functions."""
    yield node
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        inside: list[ast.AST] = [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
    elif isinstance(node, ast.Lambda):
        inside = []
    else:
        inside = list(ast.iter_child_nodes(node))
    for each in inside:
        yield from run_on_import(each)


def asks_the_time(source: str) -> list[int]:
    """The lines where the clock is asked on import."""
    calls = [node for node in run_on_import(ast.parse(source)) if isinstance(node, ast.Call)]
    return [each.lineno for each in calls if isinstance(each.func, ast.Attribute) and each.func.attr in CLOCKS]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("TODAY = timezone.localdate()", [1]),
        ("@parametrize('due', [date.today()])\ndef test_it(due): ...", [1]),
        ("class Room:\n    began = now()\n    ends = timezone.now()", [3]),
        ("def test_it(due=timezone.now()): ...", [1]),
        ("def test_it():\n    assert timezone.now()", []),
        ("later = lambda: timezone.now()", []),
    ],
)
def test_asking_on_import_is_told_from_asking_in_a_test(source, lines):
    assert asks_the_time(source) == lines


def test_no_test_asks_the_time_when_it_is_collected():
    paths = [path for path in (settings.BASE_DIR / "tests").rglob("*.py") if "__pycache__" not in path.parts]

    assert {str(path): lines for path in paths if (lines := asks_the_time(path.read_text()))} == {}
