"""Every verb on two objects that were loaded before either was used: what is right at the end, once, twice, on a
workshop that was closed meanwhile and on one that was deleted."""

import inspect

import pytest
from django.db import models

from tests.once import made_once
from tests.workshops.verbs import KINDS, LATE, REFUSED, VERBS, World, answer, built, everything
from workshops.models import User, Workshop

# What only looks, and what verbs are made of.
LOOKS = {
    "Workshop": "held reshaping see tell changed put check_open check_joining may_take_off tools "
    "planned_minutes slots expected "
    "route stop_in focused find stop "
    "question_at question_for takes answerable is_writable outcome_at ask_for_report pass_on "
    "remember keep amend tell_and_amend make_draft let_be show_written must_be_real "
    "is_helped_by is_on_desk notes_on_desk",
    "Activity": "held reshaping asked planned_minutes size has_notes is_used can_insert",
    "Note": "held dressed fitting store revise put_back cut_links link_again",
    "NoteQuerySet": "kept visible counted waiting with_links at counts",
    "Revision": "concerns chain",
    "Outcome": "revise put_back",
    "OutcomeQuerySet": "by_place",
    "Mark": "",
    "MarkQuerySet": "seated at counts answered voters",
    "Figure": "",
    "FigureQuerySet": "at counts",
    "Cluster": "stands put_back",
    "Dot": "",
    "DotQuerySet": "at_questions counted counts weights by_seat voters",
    "Agreement": "held concerns",
    "AgreementQuerySet": "in_order looked_back_on left_open",
    "Report": "beat",
    "Link": "get_absolute_url use",
    "LinkQuerySet": "holding reports make by_token revoke",
    "Invitation": "",
    "ShutOut": "",
    "QuestionSet": "held reshaping columns may_edit may_delete audiences takes_questions needs beside every_place "
    "places holds guide",
}


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """An open workshop of Ane's with two tools, and one of everything."""
    with made_once(django_db_blocker):
        built(*(User.objects.create_user(f"{name.lower()}@example.dk", name=name) for name in ("Ane", "Bo")))
        yield


@pytest.fixture
def world(made, db) -> World:
    return World()


def public(kind: type) -> set[str]:
    """The names of the methods that ``kind`` has for others, itself or of one of its capabilities."""
    capabilities = [each for each in kind.__mro__ if each.__module__.startswith("workshops.")]
    return {
        name
        for each in capabilities
        for name, found in vars(each).items()
        if not name.startswith("_") and inspect.isfunction(found)
    }


def test_every_verb_is_here():
    known = {name.partition(".")[0]: set() for name in [*VERBS, *(f"{each}." for each in LOOKS)]}
    for name in VERBS:
        kind, _dot, verb = name.replace("Activity.question_set.", "QuestionSet.").partition(".")
        known[kind].add(verb)
    for kind in KINDS:
        queryset = type(kind.objects.all())
        for each in [kind, queryset] if queryset is not models.QuerySet and queryset.__name__ in LOOKS else [kind]:
            assert public(each) == known.get(each.__name__, set()) | set(LOOKS[each.__name__].split()), each


@pytest.mark.much
@pytest.mark.parametrize("name", VERBS)
def test_two_who_do_the_same_from_stale_pages(world, name):
    verb = VERBS[name]
    verb.before(world)
    mine, theirs = World(), World()

    assert [answer(verb.act, each) for each in (mine, theirs)] == verb.twice
    if Workshop.objects.exists():
        assert verb.end(World()) == verb.right


@pytest.mark.much
@pytest.mark.parametrize("name", [name for name, verb in VERBS.items() if verb.closed == REFUSED])
def test_a_workshop_that_was_closed_meanwhile_stays_as_it_was(world, name):
    verb = VERBS[name]
    verb.before(world)
    stale = World()
    World().workshop.close()
    before = everything()

    assert answer(verb.act, stale) == REFUSED
    assert everything() == before


@pytest.mark.much
@pytest.mark.parametrize("name", [name for name in VERBS if not name.startswith("QuestionSet.") and name not in LATE])
def test_nothing_is_written_to_a_workshop_that_was_deleted_meanwhile(world, name):
    verb = VERBS[name]
    verb.before(world)
    stale = World()
    World().workshop.discard()
    before = everything()

    assert answer(verb.act, stale) == REFUSED
    assert everything() == before


@pytest.mark.much
@pytest.mark.parametrize("name", [name for name in VERBS if not name.startswith("QuestionSet.")])
def test_a_workshop_that_is_gone_for_good_is_no_fault(world, name):
    verb = VERBS[name]
    verb.before(world)
    stale = World()
    World().workshop.delete_for_good()

    assert answer(verb.act, stale) == REFUSED
    assert Workshop.objects.count() == 0


@pytest.mark.parametrize("name", [name for name in VERBS if name.startswith("QuestionSet.")])
def test_a_set_that_is_gone_is_no_fault(world, name):
    stale = World()
    World().library.delete()
    before = everything()

    assert answer(VERBS[name].act, stale) == REFUSED
    assert everything() == before
