"""What one note costs: statements, templates and wake-ups, counted, since they are the same on every machine."""

import asyncio
from collections import Counter
from contextlib import contextmanager

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.helpers import write
from tests.pages import HTMX, go_to
from tests.workshops.hubs import running, until
from workshops import changes
from workshops.changes import Change
from workshops.live.access import Grant
from workshops.live.channels import Watcher
from workshops.live.hub import Hub
from workshops.screens import patches
from workshops.screens.here import DESK, PHONE, WALL
from workshops.screens.patches import Patch

LOCKS = ("SAVEPOINT", "RELEASE")  # of the test around it


class Cost:
    """What was counted: the statements, and the templates that were drawn, by how often."""

    def __init__(self) -> None:
        self.statements = 0
        self.templates: Counter[str] = Counter()


@contextmanager
def counted():
    cost, draw = Cost(), Template._render

    def drawn(template: Template, context: Context) -> str:
        cost.templates[template.name] += 1
        return draw(template, context)

    with pytest.MonkeyPatch.context() as patch, CaptureQueriesContext(connection) as captured:
        patch.setattr(Template, "_render", drawn)
        yield cost
    cost.statements = len([each for each in captured if not each["sql"].startswith(LOCKS)])


@pytest.fixture
def room(open_workshop, places):
    """A room that writes, with its agenda at hand and thirty notes."""
    go_to(open_workshop, places[0], "write")
    for n in range(30):
        write(open_workshop, places[0], key=f"before-{n}", participant=open_workshop.join())
    return open_workshop


def test_a_post_is_three_statements_and_draws_its_answer_alone(room, places, participant_client):
    address = reverse("phone-write", args=[room.pk])
    note = {"place": str(places[0]), "kind": "note", "text": "Mere tid"}
    participant_client.post(address, note | {"key": "warm"}, headers=HTMX)
    with counted() as cost:
        assert participant_client.post(address, note | {"key": "one"}, headers=HTMX).status_code == 200

    assert cost.statements == (3 if connection.vendor == "sqlite" else 4)  # seat, count, note; NOTIFY is one
    assert cost.templates == dict.fromkeys(
        [
            "phone/_my_note.html",
            *["phone/_reword.html", "workshops/_limit.html"],
            "phone/_answer.html",
            *["phone/_said.html", "phone/_key.html", "phone/_named.html"],
        ],
        1,
    )


@pytest.mark.parametrize(
    ("screen", "step", "statements", "templates"),
    [
        (WALL, "write", 3, {"workshops/_count.html": 1}),
        (DESK, "write", 3, {"workshops/_count.html": 1}),
        (PHONE, "write", 1, {}),
        (WALL, "show", 2, {"workshops/_note.html": 1, "wall/_note_text.html": 1}),
    ],
)
def test_a_screen_draws_the_note_and_how_many_there_are_whatever_is_there(
    room, places, screen, step, statements, templates
):
    go_to(room, places[0], step)
    note = write(room, places[0], key="one", participant=room.join(), private=step == "write")
    what = {changes.note(note.pk)}
    patches.changed(room.pk, screen, what)
    with counted() as cost:
        patches.changed(room.pk, screen, what)

    assert (cost.statements, dict(cost.templates)) == (statements, templates)


def test_a_phone_with_the_board_on_it_draws_the_note_alone(room, places):
    room.set_wall_on_phones(True)
    go_to(room, places[0], "show")
    what = {changes.note(write(room, places[0], key="one", participant=room.join()).pk)}
    patches.changed(room.pk, PHONE, what)
    with counted() as cost:
        patches.changed(room.pk, PHONE, what)

    assert (cost.statements, dict(cost.templates)) == (2, {"workshops/_note.html": 1})


def test_a_dot_asks_nothing_for_the_other_phones(room):
    with counted() as cost:
        patches.changed(room.pk, PHONE, {changes.DOTS}, [1, 2, 3])

    assert (cost.statements, dict(cost.templates)) == (0, {})


@pytest.mark.parametrize("phones", [1, 30])
def test_a_note_wakes_each_kind_of_screen_once_and_each_of_its_streams_once(monkeypatch, phones):
    monkeypatch.setattr(patches, "whole", lambda *_args: Patch(0, "whole"))
    monkeypatch.setattr(patches, "changed", lambda *_args: Patch(1, "new"))
    tasks, woken = [], Counter[int]()

    async def test(live: Hub) -> None:
        streams = [await live.watch(Grant(1, screen, user=1)) for screen in (WALL, DESK)]
        streams += [await live.watch(Grant(1, PHONE, seat=seat)) for seat in range(1, phones + 1)]
        begin, send = live._begin, Watcher.send
        monkeypatch.setattr(live, "_begin", lambda coroutine: (tasks.append(coroutine.__name__), begin(coroutine)))
        monkeypatch.setattr(Watcher, "send", lambda self, m: (woken.update([id(self)]), send(self, m)))
        live.hear(Change(1, 1, ("note:7",)))
        await until(lambda: all(len(stream.queue) == 2 for stream in streams))
        await asyncio.sleep(0.1)

    async def main() -> None:
        async with running() as live:
            await test(live)

    asyncio.run(main())

    assert tasks == ["_draw"] * 3
    assert list(woken.values()) == [1] * (2 + phones)
