"""The verbs of a meeting in any order, by two facilitators who loaded the workshop before: whatever they do, no note is
lost, none lies in two places, no one has more dots than they get, and what is private stays so."""

from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.helpers import again
from workshops.errors import Refused
from workshops.models import Cluster, Dot, Note, Participant, Revision, Workshop
from workshops.screens import patches
from workshops.screens.here import DESK, PHONE, WALL
from workshops.screens.scene import Scene

WORDS = ["Tid", "Ro", "Kaffe", "Skærmen", "Kolleger", "Oplæring", "Klik", "Stress", "Vagter", "Borgerne"]
STATE = ("text", "hidden", "reason", "shown", "withdrawn", "cluster_id", "topic_id", "question_id")
pick = st.integers(min_value=0, max_value=99)


def tried(act: Callable[[], object]) -> object:
    """What ``act`` gives; None where it is refused: that is an answer, and changes nothing."""
    try:
        with transaction.atomic():
            return act()
    except Refused:
        return None


class Meeting(RuleBasedStateMachine):
    """An open workshop with two questions, where notes are put together and dots put at them."""

    pk: int  # of the workshop, set by the test

    @initialize()
    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.ane, self.bo = again(Workshop(pk=self.pk)), again(Workshop(pk=self.pk))
        self.seats: list[Participant] = [self.ane.join(), self.bo.join()]
        self.written: dict[int, str] = {}
        self.done: list[int] = []  # what can be taken back, some of it later
        for n in range(6):
            self.write(who=True, by=n + 1, text=n, where=n)
        self.ane.show(place for stop in again(self.ane).route() for place in stop.written)
        self.jump(who=True, step="gather")
        for ns in ([0, 1], [2]):
            self.gather(who=True, ns=ns, into=None)
        assert len(Cluster.objects.filter(workshop=self.pk)) > 1

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def workshop(self, who: bool) -> Workshop:
        return self.ane if who else self.bo

    def note(self, n: int) -> Note | None:
        found = Note.objects.select_related("workshop").filter(workshop=self.pk).order_by("pk")
        return found[n % len(found)] if found else None

    def cluster(self, n: int) -> Cluster | None:
        found = Cluster.objects.select_related("workshop").filter(workshop=self.pk)
        return found[n % len(found)] if found else None

    # --- What people do ---

    @rule(who=st.booleans())
    def join(self, who: bool) -> None:
        if len(self.seats) < 5 and (seat := tried(self.workshop(who).join)):
            self.seats.append(seat)

    @rule(who=st.booleans(), by=pick, text=pick, where=pick)
    def write(self, who: bool, by: int, text: int, where: int) -> None:
        workshop = self.workshop(who)
        places = sorted({place for stop in again(workshop).route() for place in stop.written})
        said = f"{WORDS[text % len(WORDS)]} {len(self.written)}"
        seat = None if by % 5 == 0 else self.seats[by % len(self.seats)]
        place = places[where % len(places)]
        if note := tried(lambda: workshop.write(place, "note", said, f"key-{len(self.written)}", seat)):
            self.written[note.pk] = said

    @rule(n=pick)
    def reword(self, n: int) -> None:
        if note := self.note(n):
            tried(lambda: note.reword(f"{note.text}!"[:400]))

    @rule(n=pick)
    def withdraw(self, n: int) -> None:
        if note := self.note(n):
            tried(note.withdraw)

    @rule(by=pick, ns=st.lists(pick, min_size=4, max_size=8, unique=True), dots=st.integers(0, 2), who=st.booleans())
    def dot(self, by: int, ns: list[int], dots: int, who: bool) -> None:
        if by % 2:
            self.jump(who, "dots")
        at = again(self.ane).stop().key
        seat = self.seats[by % len(self.seats)]
        for note in filter(None, map(self.note, ns)):
            tried(lambda note=note: self.workshop(who).put_dots(at, note.number, dots, seat))

    # --- What the facilitators do ---

    @rule(who=st.booleans(), back=st.booleans())
    def step(self, who: bool, back: bool) -> None:
        at = again(self.ane).stop().key
        workshop = self.workshop(who)
        tried(lambda: workshop.go_back(at) if back else workshop.advance(at))
        self.look()

    @rule(who=st.booleans(), step=st.sampled_from(["write", "review", "show", "gather", "dots", "ranked", "decide"]))
    def jump(self, who: bool, step: str) -> None:
        key = next(stop.key for stop in again(self.ane).route() if stop.step.key == step)
        tried(lambda: self.workshop(who).go_to(key))
        self.look()

    @rule(n=pick, how=st.sampled_from(["hide", "unhide", "show"]))
    def moderate(self, n: int, how: str) -> None:
        if note := self.note(n):
            tried(lambda: note.hide("person") if how == "hide" else getattr(note, how)())

    @rule(n=pick)
    def edit(self, n: int) -> None:
        if note := self.note(n):
            self.changes_and_undoes(lambda: tried(lambda: note.edit(f"{note.text}."[:400])))

    @rule(who=st.booleans(), ns=st.lists(pick, min_size=1, max_size=4), into=st.none() | pick)
    def gather(self, who: bool, ns: list[int], into: int | None) -> None:
        if len(ns) % 2:
            self.jump(who, "gather")
        numbers = [note.number for n in ns if (note := self.note(n))]
        cluster = self.cluster(into) if into is not None else None
        pk = cluster.pk if cluster else None
        self.changes_and_undoes(
            lambda: (tried(lambda: self.workshop(who).put_together(numbers, into=pk)) or (0, None))[1]
        )

    @rule(n=pick)
    def split(self, n: int) -> None:
        if cluster := self.cluster(n):
            self.changes_and_undoes(cluster.split, again_after=n % 2 == 0)

    @rule(who=st.booleans(), one=pick, other=pick)
    def merge(self, who: bool, one: int, other: int) -> None:
        if (here := self.cluster(one)) and (there := self.cluster(other)):
            tried(lambda: self.workshop(who).merge(here.pk, there.pk))

    @rule(n=pick, heading=st.sampled_from(WORDS))
    def rename(self, n: int, heading: str) -> None:
        if cluster := self.cluster(n):
            self.changes_and_undoes(lambda: cluster.rename(heading))

    @rule(n=pick, by=st.sampled_from([-1, 1]))
    def move(self, n: int, by: int) -> None:
        if cluster := self.cluster(n):
            self.changes_and_undoes(lambda: tried(lambda: cluster.move(by)))

    @rule(who=st.booleans(), what=st.sampled_from(["talks", "gathers", "chooses"]))
    def insert(self, who: bool, what: str) -> None:
        tried(lambda: self.workshop(who).insert(what))
        self.look()

    @rule(n=pick)
    @precondition(lambda self: self.done)
    def undo_later(self, n: int) -> None:
        """Whatever came in between, it is taken back or refused, and what nobody showed stays private."""
        if revision := Revision.objects.filter(pk=self.done.pop(n % len(self.done))).first():
            tried(revision.undo)
        self.look()

    def changes_and_undoes(self, act: Callable[[], Revision | None], again_after: bool = True) -> None:
        """What is undone at once leaves every note and bunke exactly as it was; then it is done once more, or not."""
        known = list(Cluster.objects.values_list("pk", flat=True))
        before = self.state(known)
        revision = act()
        if revision:
            Revision.objects.get(pk=revision.pk).undo()
            assert self.state(known) == before
            if again_after and (done := act()):
                self.done.append(done.pk)

    def state(self, clusters: list[int]) -> tuple[list, list]:
        """Every note, and the clusters with these ids, as they are stored."""
        lie = Cluster.objects.filter(pk__in=clusters).order_by("pk").values_list("pk", "heading", "position")
        return list(Note.objects.order_by("pk").values_list("pk", *STATE)), list(lie)

    @rule()
    @precondition(lambda self: len(self.written) > 3)
    def close_and_open(self) -> None:
        tried(self.ane.close)
        tried(lambda: self.seats[0].workshop.write(again(self.ane).route()[1].places[0], "note", "For sent", "late"))
        tried(again(self.ane).open)

    # --- What always holds ---

    @invariant()
    def no_note_is_lost(self) -> None:
        if hasattr(self, "written"):
            assert set(Note.objects.filter(workshop=self.pk).values_list("pk", flat=True)) == set(self.written)

    @invariant()
    def nobody_has_more_dots_than_they_get(self) -> None:
        for seat in getattr(self, "seats", []):
            put = Dot.objects.counted().filter(participant=seat).values_list("n", flat=True)
            assert sum(put) <= 3

    @rule()
    def look(self) -> None:
        """What nobody has shown is on no wall and on no other phone, and at first on no desk but the one that wrote it;
        each note that is seen lies in one place; and no dots are told before all see them."""
        screens = {screen: patches.whole(self.pk, screen).common for screen in (WALL, PHONE, DESK)}
        scene = Scene.of(self.pk, WALL)
        for note in Note.objects.filter(workshop=self.pk, withdrawn=False, shown=False):
            is_the_desks = note.participant_id is None or note.place not in scene.stop.private
            hidden_from = [WALL, PHONE] if is_the_desks else [WALL, PHONE, DESK]
            assert [screen for screen in hidden_from if f">{note.text}<" in screens[screen]] == []
        if scene.stop.step.gathers:
            lies = [note.pk for option in scene.options for note in option.notes]
            seen = Note.objects.filter(workshop=self.pk).visible().values_list("pk", flat=True)
            assert sorted(lies) == sorted(seen)
        if not scene.stop.step.ranks:
            assert "option__dots" not in screens[WALL]


@pytest.mark.django_db
def test_whatever_is_done_in_a_meeting_these_things_hold(workshop, places):
    workshop.activities.get().plan([], reads=False, talks=False, gathers=True, chooses=True)
    workshop.activities.get().question_set.questions.exclude(pk__in=[each.question for each in places[:2]]).update(
        skipped=True
    )
    workshop.set_wall_on_phones(True)
    workshop.open()
    Meeting.pk = workshop.pk
    few = settings.default.max_examples <= 40  # as a sample is
    how = settings(settings.default, max_examples=5 if few else 60, stateful_step_count=15 if few else 25)
    run_state_machine_as_test(Meeting, settings=how)
