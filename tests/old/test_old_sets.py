"""A question set that was taken out of the library of an earlier version can be brought in, and says what it said."""

from typing import Any

import pytest
import yaml

from .database import HERE
from .walk import text


@pytest.mark.once
@pytest.mark.parametrize("name", [file.name for file in sorted((HERE / "sets").glob("*.yaml"))])
def test_it_is_brought_in_as_it_was(name, ane_client):
    was = (HERE / "sets" / name).read_text(encoding="utf-8")
    brought = ane_client.post("/bibliotek/hent-ind/", {"text": was})
    assert brought.status_code == 302, brought.content.decode()
    assert said(text(ane_client, f"{brought.headers['Location']}yaml/")) == said(was)


def said(file: str) -> dict[str, object]:
    """All that a file says but its key, which is made of the title where a set is one's own."""
    return {name: each for name, each in named_now(yaml.safe_load(file)).items() if name != "key"}


def named_now(item: Any) -> Any:
    """The same with the names that a file has today: a heading was called ``group``."""
    if isinstance(item, list):
        return [named_now(each) for each in item]
    if isinstance(item, dict):
        return {"heading" if name == "group" else name: named_now(each) for name, each in item.items()}
    return item
