import pytest
from django.db import connection, transaction

from tests.helpers import until, write
from workshops import changes
from workshops.changes import Change
from workshops.live.postgres import Listener


@pytest.fixture
def heard(transactional_db):
    """What this process hears of, by whichever way the database in use carries it."""
    seen: list[Change] = []
    changes.listen(seen.append)
    listener = Listener() if connection.vendor == "postgresql" else None
    if listener:
        listener.start()
        assert listener.listening.wait(5)
    yield seen
    if listener:
        listener.stop()
    changes.unlisten(seen.append)


def publish(version: int) -> Change:
    change = Change(1, version, (changes.STAGE,))
    changes.publish(change)
    return change


@pytest.mark.parametrize(
    "change",
    [
        Change(1, 2, ()),
        Change(1, 2, (changes.STAGE, changes.ACCESS)),
        Change(12345678901, 2**40, (changes.note(7), changes.seat(3))),
    ],
)
def test_a_change_is_read_as_it_is_written(change):
    assert Change.loads(change.dumps()) == change


@pytest.mark.parametrize("text", ["", "{}", "[1]", "7", "null"])
def test_a_change_is_nothing_else(text):
    with pytest.raises(ValueError):  # noqa: PT011 - of json or of ours
        Change.loads(text)


@pytest.mark.parametrize("text", ["7", "nonsense", "[1]"])
def test_what_is_no_change_ends_no_listening(heard, text):
    if connection.vendor != "postgresql":
        pytest.skip("within one process a change is never text")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [changes.CHANNEL, text])
    change = publish(1)

    until(lambda: heard == [change])


def test_ids_are_those_of_one_name():
    what = {"note:12", "note:3", "seat:7", "stage"}

    assert changes.ids(what, "note") == [3, 12]
    assert changes.ids(what, "seat") == [7]
    assert changes.ids({"stage"}, "note") == []


def test_a_change_is_told_after_the_commit_and_not_before(heard):
    with transaction.atomic():
        change = publish(1)
        assert heard == []

    until(lambda: heard)
    assert heard == [change]


def test_what_is_rolled_back_is_told_to_nobody(heard):
    with transaction.atomic():
        publish(1)
        transaction.set_rollback(True)
    with transaction.atomic():
        change = publish(2)

    until(lambda: heard)
    assert heard == [change]


def test_a_listener_that_left_hears_nothing(heard):
    left: list[Change] = []
    changes.listen(left.append)
    changes.unlisten(left.append)
    with transaction.atomic():
        publish(1)

    until(lambda: heard)
    assert left == []


def test_the_verbs_say_what_changed(heard, open_workshop, places):
    until(lambda: heard and heard[-1].version == open_workshop.version)
    heard.clear()
    seat = open_workshop.join()
    note = write(open_workshop, places[0], participant=seat)
    note.hide("person")
    open_workshop.start_timer(5)
    open_workshop.advance(open_workshop.position)
    open_workshop.remove(seat)

    until(lambda: len(heard) == 6)
    assert [change.what for change in heard] == [
        ("seats",),
        (f"note:{note.pk}",),
        (f"note:{note.pk}", f"seat:{seat.pk}"),
        ("timer",),
        ("stage",),
        ("seats", "access"),
    ]
    assert [change.version for change in heard] == list(range(open_workshop.version - 5, open_workshop.version + 1))
    assert {change.workshop for change in heard} == {open_workshop.pk}


def test_one_too_long_to_be_told_says_that_all_is_to_be_drawn(heard):
    """A note that five hundred others answer, say. NOTIFY takes less than 8,000 bytes."""
    long = Change(1, 2, tuple(changes.note(10**9 + n) for n in range(1_000)))
    with transaction.atomic():
        changes.publish(long)
    until(lambda: heard)

    assert heard == [long if connection.vendor == "sqlite" else Change(1, 2, (changes.STAGE,))]
    assert Change.loads(long.dumps()) == Change(1, 2, (changes.STAGE,))
