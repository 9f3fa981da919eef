"""A question set that was taken out of the library of an earlier version can be brought in, and says what it said."""

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
    return {name: each for name, each in yaml.safe_load(file).items() if name != "key"}
