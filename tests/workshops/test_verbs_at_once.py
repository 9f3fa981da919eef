"""Verbs that two threads use at the same moment."""

import pytest

from tests.helpers import at_once
from tests.workshops.verbs import VERBS, World, built
from workshops.models import QuestionSet, Workshop

AT_ONCE = {
    "Workshop.open": [True, True],
    "Workshop.close": [False, True],
    "Workshop.advance": [True, True],
    "Workshop.offer_help": [True, True],
    "Workshop.start_timer": [True, True],
    "Workshop.add_activity": [True, True],
    "Workshop.invite": [True, True],
    "Workshop.take_off": [False, True],
    "Activity.question_set.add_topic": [True, True],
    "Activity.question_set.remove": [True, True],
    "Workshop.write": [True, True],
    "Note.edit": [True, True],
    "Note.adopt": [True, True],
    "Workshop.fill": [True, True],
    "Workshop.mark": [True, True],
    "Agreement.drop": [True, True],
    "QuestionSet.add_topic": [True, True],
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "names",
    [
        pytest.param([name for name in AT_ONCE if name in ("Workshop.close", "Note.adopt")], id="sample"),
        *(pytest.param([name], id=name, marks=pytest.mark.thorough) for name in AT_ONCE),
    ],
)
def test_two_who_do_the_same_at_the_same_moment(ane, bo, names, reports_started):
    for name in names:
        built(ane, bo)
        verb = VERBS[name]
        verb.before(World())
        mine, theirs = World(), World()

        assert sorted(at_once(lambda: verb.act(mine), lambda: verb.act(theirs))) == AT_ONCE[name]  # noqa: B023
        assert verb.end(World()) == verb.right
        assert len(reports_started) == (name == "Workshop.close")
        if len(names) > 1:
            Workshop.objects.all().delete()
            QuestionSet.objects.all().delete()
            reports_started.clear()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("late", ["Workshop.go_to", "Activity.question_set.rename", "Workshop.fill", "Workshop.write"])
def test_what_meets_the_closing_is_done_before_it_or_not_at_all(ane, bo, late):
    built(ane, bo)
    closing, pressing = World(), World()
    version = closing.workshop.version

    done = at_once(closing.workshop.close, lambda: VERBS[late].act(pressing))

    now = World().workshop
    assert (done[0], now.is_closed) == (True, True)
    # The press, where it came first; the closing; the report that is asked for.
    assert now.version == version + 1 + done[1]
