"""Every verb there is: how it is used in a world that has one of everything, and what is right when two use it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tests.helpers import again
from tests.rooms import Room, stored
from tests.workshops.sets import PAUSES
from workshops.errors import Refused
from workshops.library.loading import bring
from workshops.library.reading import read
from workshops.models import (
    Activity,
    Agreement,
    Cluster,
    Dot,
    Invitation,
    Link,
    Mark,
    Note,
    Outcome,
    Participant,
    Question,
    QuestionSet,
    Report,
    Revision,
    ShutOut,
    Topic,
    User,
    Workshop,
)
from workshops.models.record import digest
from workshops.place import Place

KINDS = (
    Workshop,
    Activity,
    Note,
    Revision,
    Outcome,
    Mark,
    Dot,
    Cluster,
    Agreement,
    Report,
    Link,
    Invitation,
    ShutOut,
    QuestionSet,
)
DONE, REFUSED = "done", "refused"


class World:
    """What a verb can be used on, each thing as a request of its own loads it."""

    def __init__(self) -> None:
        self.workshop = Workshop.objects.with_route().get(title="Nyt omsorgssystem")
        activities = {each.tool: each for each in self.workshop.activities.all()}
        self.matrix, self.phases, self.cards = (activities.get(key) for key in ("roles", "phases", "cards"))
        self.ane, self.bo = (User.objects.get(email=f"{name}@example.dk") for name in ("ane", "bo"))
        self.rows = [topic for topic in self.matrix.question_set.topics.all() if not topic.apart]
        self.column = self.matrix.question_set.columns()[0]
        seats = Participant.objects.select_related("workshop").order_by("pk")
        self.seat, self.other_seat = seats.first(), seats.last()
        notes = Note.objects.select_related("workshop").order_by("pk")
        self.note, self.proposal = notes.first(), notes[1:].first()
        self.outcome = Outcome.objects.select_related("workshop").first()
        self.agreement = Agreement.objects.select_related("workshop").first()
        self.cluster = Cluster.objects.select_related("workshop").first()
        self.link = Link.objects.select_related("workshop").first()
        self.report = Report.objects.select_related("workshop").first()
        self.newcomer = Participant.objects.waiting().select_related("workshop").order_by("pk").last()
        self.newcomer = self.newcomer or self.other_seat
        self.shut_out = ShutOut.objects.first()
        self.invitation = Invitation.objects.select_related("workshop").first()
        self.revision = Revision.objects.select_related("note__workshop").first()
        self.library = QuestionSet.objects.library().filter(title="Pauser i en digital dag").order_by("pk").first()
        self.set_topic = Topic.objects.filter(title="Skærmen", question_set=self.library).first()
        self.set_question = Question.objects.filter(text="Hvor?", question_set=self.library).first()

    @property
    def cell(self) -> Place:
        return Place(self.rows[0].pk, self.column.pk)

    def markable(self) -> Place:
        return next(
            Place(topic.pk, question.pk)
            for topic, question in self.phases.question_set.places()
            if question.key == "where"
        )


def writing(world: World) -> str:
    """The key of the first stop where notes are written."""
    return next(stop.key for stop in world.workshop.route() if stop.written)


def dotting(world: World) -> str:
    """The key of the first stop where dots are put."""
    return next(stop.key for stop in world.workshop.route() if stop.step.dots)


def choose(world: World) -> None:
    """The room chooses among what was written in the matrix."""
    world.matrix.plan([], chooses=True)
    Note.objects.update(shown=True)
    world.workshop.go_to(next(stop.key for stop in again(world.workshop).route() if stop.step.dots))


def gathered(world: World) -> None:
    """The room puts together what was written in the matrix, and has begun."""
    world.matrix.plan([], gathers=True)
    Note.objects.update(shown=True)
    world.workshop.go_to(next(stop.key for stop in again(world.workshop).route() if stop.step.gathers))
    again(world.workshop).put_together([world.note.number], "Tid")


def picked(world: World) -> None:
    """The room sees which columns of the matrix it chose."""
    world.matrix.plan([], picks=True)
    world.workshop.go_to(next(stop.key for stop in again(world.workshop).route() if stop.step.key == "picked"))


Act = Callable[[World], object]
End = Callable[[World], object]


@dataclass
class Verb:
    """A verb: how it is used, how two who use it at once are answered, and what holds then (``end == right``).

    ``closed`` is how it is answered when the workshop was closed meanwhile; when it was deleted, every verb but those
    in ``LATE`` is refused. ``before`` brings the world to where it can be used.
    """

    act: Act
    twice: list[str]
    end: End
    right: object
    closed: str = DONE
    before: Callable[[World], object] = lambda world: None


def close(w: World) -> None:
    w.workshop.close()
    Report.objects.update(state="done")


begun: list[bool] = []


stands_at: list[str] = []


def agree(w: World) -> None:
    """Bring the room to where it agrees on what was proposed."""
    route = again(w.workshop).route()
    stands_at[:] = [stop.key for stop in route if stop.activity == w.matrix and stop.step.key == "agree"]
    w.workshop.go_to(stands_at[0])


def draft(w: World) -> None:
    Workshop.objects.update(state="draft")


def turn_a_card(w: World) -> None:
    cards = w.workshop.add_activity(stored("dialogkort"))
    w.workshop.go_to(next(stop.key for stop in again(w.workshop).route() if stop.activity == cards and stop.places))


def sum_up(w: World) -> Outcome:
    place = next(stop.places[0] for stop in w.cards.dialogue_tool.stops(w.cards) if stop.places)
    return w.workshop.sum_up(place, "Vi vil øve os sammen")


def titles(w: World) -> list[str]:
    return [each.title for each in w.rows][:3]


BOTH, FIRST = [DONE, DONE], [DONE, REFUSED]
NEW = "Praktikanter"
VERBS: dict[str, Verb] = {
    # --- The workshop ---
    "Workshop.open": Verb(lambda w: w.workshop.open(), BOTH, lambda w: w.workshop.is_open, True, before=draft),
    "Workshop.close": Verb(
        lambda w: w.workshop.close(), FIRST, lambda w: (w.workshop.is_closed, Report.objects.count()), (True, 1),
        REFUSED,
    ),
    "Workshop.remake_report": Verb(
        lambda w: w.workshop.remake_report(), BOTH, lambda w: w.report.state, "waiting", before=close
    ),
    "Workshop.leave_out": Verb(
        lambda w: w.workshop.leave_out([digest(w.agreement.what)]), BOTH,
        lambda w: (w.workshop.agreements.count(), w.workshop.record.edition), (0, 2), before=close,
    ),
    "Workshop.reword": Verb(
        lambda w: w.workshop.reword(digest(w.agreement.what), NEW), BOTH,
        lambda w: (w.workshop.agreements.get().what, w.workshop.record.edition), (NEW, 2), before=close,
    ),
    "Workshop.describe": Verb(
        lambda w: (setattr(w.workshop, "minutes", 45), w.workshop.describe()), BOTH, lambda w: w.workshop.minutes, 45
    ),
    "Workshop.state_mandate": Verb(
        lambda w: (setattr(w.workshop, "mandate_open", "Hvordan vi lærer det"), w.workshop.state_mandate()), BOTH,
        lambda w: w.workshop.mandate, [("Det er åbent", "Hvordan vi lærer det")],
    ),
    "Workshop.put_words": Verb(
        lambda w: (setattr(w.workshop, "contact", "Kim, lokal 1234"), w.workshop.put_words()), BOTH,
        lambda w: w.workshop.contact, "Kim, lokal 1234",
    ),
    "Workshop.renew_code": Verb(
        lambda w: w.workshop.renew_code(), BOTH, lambda w: w.workshop.participants.seated().count(), 0
    ),
    "Workshop.discard": Verb(lambda w: w.workshop.discard(), BOTH, lambda w: w.workshop.deleted_at is None, False),
    "Workshop.restore": Verb(
        lambda w: w.workshop.restore(), BOTH, lambda w: w.workshop.deleted_at, None,
        before=lambda w: w.workshop.discard(),
    ),
    "Workshop.duplicate": Verb(lambda w: w.workshop.duplicate(w.bo), BOTH, lambda w: Workshop.objects.count(), 3),
    "Workshop.follow_up": Verb(lambda w: w.workshop.follow_up(w.bo), BOTH, lambda w: w.workshop.followed_by.count(), 2),
    "Workshop.unlink": Verb(
        lambda w: w.workshop.unlink(), BOTH,
        lambda w: (w.workshop.is_unlinked, Revision.objects.count(), Mark.objects.count()), (True, 0, 0), before=close,
    ),
    "Workshop.erase_notes": Verb(
        lambda w: w.workshop.erase_notes(), BOTH, lambda w: (Note.objects.count(), w.workshop.erase_at), (0, None),
        before=close,
    ),
    "Workshop.delete_for_good": Verb(
        lambda w: w.workshop.delete_for_good(), FIRST, lambda w: Workshop.objects.count(), 0
    ),
    # --- People ---
    "Workshop.join": Verb(
        lambda w: w.workshop.join(w.seat), BOTH, lambda w: w.workshop.participants.seated().count(), 2, REFUSED
    ),
    "Workshop.remove": Verb(
        lambda w: w.workshop.remove(w.seat), BOTH, lambda w: list(w.workshop.participants.seated()), [],
        before=lambda w: w.workshop.remove(w.other_seat),
    ),
    "Workshop.shut_out": Verb(
        lambda w: w.workshop.shut_out(w.seat), BOTH,
        lambda w: (w.note.hidden, w.proposal.hidden, w.seat.removed_at is None, ShutOut.objects.count()),
        (True, False, False, 1),
    ),
    "Workshop.let_back": Verb(
        lambda w: w.workshop.let_back(w.shut_out), BOTH,
        lambda w: (w.note.hidden, w.seat.removed_at, w.workshop.newcomers_wait), (False, None, False),
        before=lambda w: w.workshop.shut_out(w.seat),
    ),
    "Workshop.have_newcomers_wait": Verb(
        lambda w: w.workshop.have_newcomers_wait(True), BOTH,
        lambda w: (w.workshop.newcomers_wait, w.workshop.join().is_waiting), (True, True),
    ),
    "Workshop.let_in": Verb(
        lambda w: w.workshop.let_in(w.newcomer.pk), BOTH,
        lambda w: list(w.workshop.participants.order_by("pk").values_list("waits", flat=True))[-2:], [True, False],
        before=lambda w: (w.workshop.have_newcomers_wait(True), w.workshop.join(), w.workshop.join()),
    ),
    "Workshop.count_heads": Verb(lambda w: w.workshop.count_heads(22), BOTH, lambda w: w.workshop.heads, 22),
    "Workshop.ask_for_helper": Verb(
        lambda w: w.workshop.ask_for_helper(True), BOTH, lambda w: w.workshop.helper_wanted, True
    ),
    "Workshop.let_helper_review": Verb(
        lambda w: w.workshop.let_helper_review(True), BOTH,
        lambda w: (w.workshop.helper_wanted, w.workshop.helper_reviews), (True, True),
    ),
    "Workshop.offer_help": Verb(
        lambda w: w.workshop.offer_help(w.seat), BOTH, lambda w: w.workshop.helper == w.seat, True,
        before=lambda w: w.workshop.ask_for_helper(True),
    ),
    "Workshop.answer_helper": Verb(
        lambda w: w.workshop.answer_helper(w.seat.number, True), BOTH,
        lambda w: (w.workshop.helper == w.seat, w.workshop.helper_approved), (True, True),
        before=lambda w: (w.workshop.ask_for_helper(True), w.workshop.offer_help(w.seat)),
    ),
    "Workshop.release_helper": Verb(
        lambda w: w.workshop.release_helper(), BOTH, lambda w: w.workshop.helper, None,
        before=lambda w: (w.workshop.ask_for_helper(True), w.workshop.offer_help(w.seat)),
    ),
    "Workshop.agree": Verb(
        lambda w: w.workshop.agree(Agreement(workshop=w.workshop, what="Vi spørger først")), BOTH,
        lambda w: w.workshop.agreements.filter(what="Vi spørger først").count(), 2, REFUSED,
    ),
    "Workshop.begin": Verb(
        lambda w: w.workshop.begin(w.ane), BOTH, lambda w: (w.workshop.owner.name, w.workshop.facilitators.count()),
        ("Ane", 2),
    ),
    "Workshop.invite": Verb(
        lambda w: w.workshop.invite(" Kirsten@Example.dk", w.ane), BOTH, lambda w: w.workshop.invitations.count(), 2
    ),
    "Workshop.take_off": Verb(
        lambda w: w.workshop.take_off(w.bo, w.bo), FIRST, lambda w: list(w.workshop.facilitators.all()) == [w.ane], True
    ),
    "Workshop.hand_over": Verb(
        lambda w: w.workshop.hand_over(w.bo, w.ane), BOTH, lambda w: w.workshop.owner == w.bo, True
    ),
    "Workshop.entrust": Verb(
        lambda w: w.workshop.entrust(w.bo), BOTH,
        lambda w: (w.workshop.owner == w.bo, w.workshop.facilitators.count()), (True, 2),
    ),
    "Workshop.share": Verb(lambda w: w.workshop.share(), BOTH, lambda w: w.workshop.links.count(), 6),
    "Invitation.accept": Verb(
        lambda w: w.invitation.accept(w.bo), BOTH, lambda w: (w.workshop.facilitators.count(), w.invitation), (2, None)
    ),
    "Invitation.drop": Verb(lambda w: w.invitation.drop(), BOTH, lambda w: w.invitation, None),
    # --- Where the room is ---
    "Workshop.advance": Verb(
        lambda w: w.workshop.advance("0.lobby.0.0"), BOTH,
        lambda w: w.workshop.find(w.workshop.route()), 1, REFUSED,
    ),
    "Workshop.go_back": Verb(
        lambda w: w.workshop.go_back(w.workshop.route()[-1].key), BOTH,
        lambda w: w.workshop.find(w.workshop.route()) - len(w.workshop.route()), -2, REFUSED,
        before=lambda w: w.workshop.go_to(w.workshop.route()[-1].key),
    ),
    "Workshop.go_to": Verb(
        lambda w: w.workshop.go_to("0.wrap-up.0.0"), BOTH, lambda w: w.workshop.step, "wrap-up", REFUSED
    ),
    "Workshop.start_timer": Verb(
        lambda w: w.workshop.start_timer(5), BOTH,
        lambda w: (w.workshop.timer_ends_at - w.workshop.opened_at).total_seconds() > 590, True,
    ),
    "Workshop.pause_timer": Verb(
        lambda w: w.workshop.pause_timer(), BOTH, lambda w: w.workshop.timer_ends_at, None,
        before=lambda w: w.workshop.start_timer(5),
    ),
    "Workshop.resume_timer": Verb(
        lambda w: w.workshop.resume_timer(), BOTH, lambda w: w.workshop.timer_left, None,
        before=lambda w: (w.workshop.start_timer(5), w.workshop.pause_timer()),
    ),
    "Workshop.hold_break": Verb(
        lambda w: w.workshop.hold_break(10), BOTH, lambda w: w.workshop.on_break, True
    ),
    "Workshop.end_break": Verb(
        lambda w: w.workshop.end_break(), BOTH, lambda w: w.workshop.on_break, False,
        before=lambda w: w.workshop.hold_break(10),
    ),
    "Workshop.let_timer_sound": Verb(
        lambda w: w.workshop.let_timer_sound(False), BOTH, lambda w: w.workshop.timer_sounds, False
    ),
    "Workshop.stop_timer": Verb(
        lambda w: w.workshop.stop_timer(), BOTH, lambda w: w.workshop.timer_ends_at, None,
        before=lambda w: w.workshop.start_timer(5),
    ),
    "Workshop.set_wall_on_phones": Verb(
        lambda w: w.workshop.set_wall_on_phones(True), BOTH, lambda w: w.workshop.wall_on_phones, True
    ),
    "Workshop.show_hints": Verb(lambda w: w.workshop.show_hints(True), BOTH, lambda w: w.workshop.hints_shown, True),
    "Workshop.close_place": Verb(
        lambda w: w.workshop.close_place(w.cell), BOTH, lambda w: w.workshop.closures.count(), 1
    ),
    "Workshop.open_place": Verb(
        lambda w: w.workshop.open_place(w.cell), BOTH, lambda w: w.workshop.closures.count(), 0,
        before=lambda w: w.workshop.close_place(w.cell),
    ),
    # --- The agenda ---
    "Workshop.add_activity": Verb(
        lambda w: w.workshop.add_activity(w.library), BOTH,
        lambda w: [each.position for each in w.workshop.activities.all()], [0, 1, 2, 3], REFUSED,
    ),
    "Workshop.ask_beside": Verb(
        lambda w: w.workshop.ask_beside(w.workshop.activities.all()[0], NEW), BOTH,
        lambda w: [each.tool for each in w.workshop.activities.all()], ["roles", "dialogue", "dialogue", "phases"],
        REFUSED,
    ),
    "Workshop.remove_activity": Verb(
        lambda w: w.workshop.remove_activity(w.phases), BOTH,
        lambda w: [each.tool for each in w.workshop.activities.all()], ["roles"], REFUSED,
    ),
    "Activity.move": Verb(
        lambda w: w.phases.move(-1), BOTH, lambda w: [each.tool for each in w.workshop.activities.all()],
        ["phases", "roles"], REFUSED,
    ),
    "Activity.question_set.move": Verb(
        lambda w: w.matrix.question_set.move(w.rows[2], -1), BOTH, lambda w: titles(w),
        ["Fagspecialister", "Ledere", "Medarbejdere generelt"], REFUSED,
    ),
    "Activity.plan": Verb(
        lambda w: w.matrix.plan([w.column], notes_visible=True), BOTH, lambda w: w.matrix.notes_visible, True, REFUSED
    ),
    "Activity.question_set.add_question": Verb(
        lambda w: w.matrix.question_set.add_question(w.rows[0], NEW), BOTH,
        lambda w: list(w.rows[0].questions.values_list("position", flat=True)), [0, 1], REFUSED,
    ),
    "Activity.question_set.add_topic": Verb(
        lambda w: w.matrix.question_set.add_topic(NEW), BOTH,
        lambda w: [each.position for each in w.matrix.question_set.topics.all()], list(range(8)), REFUSED,
    ),
    "Activity.question_set.add_column": Verb(
        lambda w: w.matrix.question_set.add_column(NEW), BOTH,
        lambda w: [each.position for each in w.matrix.question_set.columns()][-2:], [5, 6], REFUSED,
    ),
    "Activity.question_set.rename": Verb(
        lambda w: w.matrix.question_set.rename(w.rows[0], NEW), BOTH, lambda w: w.rows[0].title, NEW, REFUSED
    ),
    "Activity.question_set.leave_out": Verb(
        lambda w: w.matrix.question_set.leave_out(w.rows[0]), BOTH, lambda w: w.rows[0].skipped, True, REFUSED
    ),
    "Activity.question_set.take_in": Verb(
        lambda w: w.matrix.question_set.take_in(w.rows[0]), BOTH, lambda w: w.rows[0].skipped, False, REFUSED,
        before=lambda w: w.matrix.question_set.leave_out(w.rows[0]),
    ),
    "Activity.question_set.remove": Verb(
        lambda w: w.matrix.question_set.remove(w.rows[2]), BOTH, lambda w: titles(w)[2], "Tillidsvalgte", REFUSED
    ),
    "Activity.show_notes": Verb(lambda w: w.matrix.show_notes(True), BOTH, lambda w: w.matrix.notes_visible, True),
    # --- Notes ---
    "Workshop.write": Verb(
        lambda w: w.workshop.write(w.cell, "proposal", "Lone", "key", w.seat), BOTH,
        lambda w: Note.objects.filter(text="Lone").count(), 1, REFUSED,
    ),
    "Note.reword": Verb(lambda w: w.proposal.reword("Lone"), BOTH, lambda w: w.proposal.text, "Lone", REFUSED),
    "Note.withdraw": Verb(lambda w: w.proposal.withdraw(), BOTH, lambda w: w.proposal.withdrawn, True, REFUSED),
    "Note.edit": Verb(
        lambda w: w.proposal.edit("Lone"), BOTH,
        lambda w: (w.proposal.text, [each.before["text"] for each in w.proposal.revisions.all()]),
        ("Lone", ["Superbrugerne", "Lone"]),
    ),
    "Note.hide": Verb(lambda w: w.proposal.hide("person"), BOTH, lambda w: w.proposal.hidden, True),
    "Note.unhide": Verb(
        lambda w: w.proposal.unhide(),
        BOTH,
        lambda w: w.proposal.hidden,
        False,
        before=lambda w: w.proposal.hide("person"),
    ),
    "Workshop.finish": Verb(
        lambda w: w.workshop.finish(w.seat, writing(w)), BOTH, lambda w: w.seat.done_with == writing(w), True,
        before=lambda w: w.workshop.go_to(writing(w)),
    ),
    "Workshop.put_dots": Verb(
        lambda w: w.workshop.put_dots(dotting(w), w.note.number, 1, w.seat), BOTH, lambda w: Dot.objects.count(), 1,
        REFUSED, before=choose,
    ),
    "Workshop.put_together": Verb(
        lambda w: w.workshop.put_together([w.note.number], into=w.cluster.pk), BOTH,
        lambda w: w.note.cluster == w.cluster, True, before=gathered,
    ),
    "Workshop.merge": Verb(
        lambda w: w.workshop.merge(w.cluster.pk, w.cluster.pk), BOTH, lambda w: w.note.cluster == w.cluster, True,
        before=gathered,
    ),
    "Cluster.rename": Verb(
        lambda w: w.cluster.rename("Tiden"), BOTH, lambda w: w.cluster.heading, "Tiden", before=gathered
    ),
    "Cluster.move": Verb(lambda w: w.cluster.move(-1), BOTH, lambda w: w.cluster.position, 1, before=gathered),
    "Cluster.split": Verb(lambda w: w.cluster.split(), BOTH, lambda w: w.note.cluster, None, before=gathered),
    "Note.take_out": Verb(lambda w: w.note.take_out(), BOTH, lambda w: w.note.cluster, None, before=gathered),
    "Workshop.talk_about": Verb(
        lambda w: w.workshop.talk_about(1), FIRST, lambda w: len(w.matrix.unpicked), 4, REFUSED, before=picked
    ),
    "Workshop.talk_about_all": Verb(
        lambda w: w.workshop.talk_about_all(), BOTH, lambda w: w.matrix.unpicked, [], REFUSED, before=picked
    ),
    "Workshop.insert": Verb(
        lambda w: w.workshop.insert("chooses"), FIRST, lambda w: w.phases.chooses, True, REFUSED,
        before=lambda w: w.workshop.go_to(next(s.key for s in w.workshop.route() if s.activity == w.phases)),
    ),
    "Note.show": Verb(lambda w: w.proposal.show(), BOTH, lambda w: w.proposal.shown, True),
    "Workshop.show": Verb(lambda w: w.workshop.show([w.cell]), BOTH, lambda w: w.proposal.shown, True),
    "Workshop.show_here": Verb(
        lambda w: w.workshop.show_here(stands_at[0]), BOTH, lambda w: w.proposal.shown, True, REFUSED, before=agree
    ),
    "Note.recolour": Verb(lambda w: w.proposal.recolour("taken"), BOTH, lambda w: w.proposal.kind, "taken"),
    "Note.adopt": Verb(
        lambda w: w.proposal.adopt(), BOTH, lambda w: (w.outcome.text, w.proposal.kind),
        ("Ledelsen\nSuperbrugerne", "taken"), REFUSED,
    ),
    "Note.take_up": Verb(lambda w: w.proposal.take_up(), [REFUSED] * 2, lambda w: len(w.rows), 6, REFUSED),
    "Note.link": Verb(lambda w: w.proposal.link([]), BOTH, lambda w: w.proposal.answers.count(), 0),
    "Note.remove": Verb(
        lambda w: w.proposal.remove(), BOTH, lambda w: (w.proposal.withdrawn, w.proposal.revisions.count()), (True, 1)
    ),
    "Note.move": Verb(
        lambda w: w.proposal.move(Place(w.rows[1].pk, w.column.pk)), BOTH, lambda w: w.proposal.topic == w.rows[1], True
    ),
    "Revision.undo": Verb(lambda w: w.revision.undo(), BOTH, lambda w: w.note.text, "Mere tdi"),
    # --- Marks, outcomes, agreements ---
    "Workshop.settle": Verb(
        lambda w: w.workshop.settle(w.markable(), "here"), BOTH,
        lambda w: [each.choice for each in Outcome.objects.exclude(choice="")], ["here"], REFUSED,
    ),
    "Workshop.fill": Verb(
        lambda w: w.workshop.fill(w.cell, "Ledelsen og Lone", "Ledelsen"), BOTH,
        lambda w: (w.outcome.text, w.outcome.revisions.count()), ("Ledelsen og Lone", 2), REFUSED,
    ),
    "Workshop.sum_up": Verb(
        sum_up, BOTH, lambda w: Outcome.objects.filter(text="Vi vil øve os sammen").count(), 1, REFUSED,
        before=turn_a_card,
    ),
    "Outcome.take_in": Verb(
        lambda w: w.outcome.take_in("Lone"), BOTH, lambda w: w.outcome.text, "Ledelsen\nLone", REFUSED
    ),
    "Workshop.mark": Verb(
        lambda w: w.seat.workshop.mark(w.seat, {w.markable(): "here"}), BOTH, lambda w: Mark.objects.count(), 1, REFUSED
    ),
    "Agreement.write_down": Verb(
        lambda w: (setattr(w.agreement, "who", "Lone"), w.agreement.write_down()), BOTH,
        lambda w: (Agreement.objects.count(), w.agreement.who), (1, "Lone"),
    ),
    "Agreement.update_status": Verb(
        lambda w: w.agreement.update_status("done", w.workshop), BOTH, lambda w: w.agreement.status, "done"
    ),
    "AgreementQuerySet.put_aside": Verb(
        lambda w: Agreement.objects.put_aside(w.note), BOTH, lambda w: Agreement.objects.filter(note=w.note).count(), 1,
        before=lambda w: w.note.show(),
    ),
    "Agreement.drop": Verb(lambda w: w.agreement.drop(), BOTH, lambda w: w.agreement, None),
    # --- The report ---
    "Report.ask_for": Verb(lambda w: w.report.ask_for(), BOTH, lambda w: w.report.state, "waiting", before=close),
    "Report.begin": Verb(
        lambda w: begun.append(w.report.begin()), BOTH, lambda w: (w.report.state, begun[-2:]),
        ("working", [True, False]), before=lambda w: w.workshop.close(),
    ),
    "Report.at_work": Verb(lambda w: w.report.at_work(5), BOTH, lambda w: w.report.progress, 5, before=close),
    "Report.show": Verb(lambda w: w.report.show("<p>"), BOTH, lambda w: w.report.html, "<p>", before=close),
    "Report.finish": Verb(lambda w: w.report.finish(b"%PDF"), BOTH, lambda w: w.report.state, "done", before=close),
    "Report.fail": Verb(lambda w: w.report.fail("Nej"), BOTH, lambda w: w.report.error, "Nej", before=close),
    "Link.revoke": Verb(lambda w: w.link.revoke(), BOTH, lambda w: w.link.revoked_at is None, False),
    # --- The library ---
    "QuestionSet.show_to": Verb(lambda w: w.library.show_to("shared"), BOTH, lambda w: w.library.visibility, "shared"),
    "QuestionSet.copy_for": Verb(
        lambda w: w.library.copy_for(w.bo), BOTH, lambda w: QuestionSet.objects.filter(owner=w.bo).count(), 2
    ),
    "QuestionSet.copy": Verb(
        lambda w: w.library.copy(), BOTH, lambda w: QuestionSet.objects.filter(title=w.library.title).count(), 3
    ),
    "QuestionSet.mark_edited": Verb(
        lambda w: w.library.mark_edited(), BOTH, lambda w: w.library.edited_at is None, False
    ),
    "QuestionSet.add_topic": Verb(
        lambda w: w.library.add_topic(NEW), BOTH,
        lambda w: [each.position for each in w.library.topics.all()], [0, 1, 2, 3, 4],
    ),
    "QuestionSet.add_question": Verb(
        lambda w: w.library.add_question(w.set_topic, NEW), BOTH,
        lambda w: [each.position for each in w.set_topic.questions.all()], [0, 1, 2, 3],
    ),
    "QuestionSet.add_hint": Verb(
        lambda w: w.library.add_hint(NEW, question=w.set_question), BOTH,
        lambda w: [each.position for each in w.set_question.hints.all()], [0, 1],
    ),
    "QuestionSet.move": Verb(
        lambda w: w.library.move(w.set_topic, 1), BOTH,
        lambda w: [each.title for each in w.library.topics.all()][:2], ["Telefonen", "Skærmen"],
    ),
}  # fmt: skip
GOES = {"Workshop.unlink", "Workshop.erase_notes", "Workshop.delete_for_good"}
# What a deleted workshop does not refuse: taking the deletion back or on, and what makes or erases beside the server.
LATE = {"Workshop.discard", "Workshop.restore", *GOES} | {
    f"Report.{verb}" for verb in ("begin", "at_work", "show", "finish", "fail")
}


def built(ane: User, bo: User) -> World:
    made = Room.about("roller", ane, bo)
    workshop = made.workshop
    workshop.begin(ane)
    workshop.add_activity(stored("fire-faser"))
    bring(read(PAUSES.encode()), ane)
    seats = [workshop.join(), workshop.join()]
    cell = made.place("who")
    note = workshop.write(made.place("what"), "proposal", "Mere tdi", "note", seats[0])
    note.edit("Mere tid")
    made.propose(cell, by=seats[1])
    made.fill(cell, "Ledelsen")
    Agreement(workshop=workshop, what="Mere oplæring").write_down()
    workshop.share()
    workshop.invite("ny@example.dk", ane)
    return World()


def answer(act: Act, world: World) -> str:
    try:
        with transaction.atomic():
            act(world)
    except Refused:
        return REFUSED
    return DONE


def everything() -> dict[str, list[dict[str, Any]]]:
    """All that is stored of workshops and sets."""
    kinds = [*KINDS, Topic, Question, Participant]
    through = Workshop.facilitators.through.objects.order_by("pk").values()
    found = {kind.__name__: list(kind.objects.order_by("pk").values()) for kind in kinds}
    return found | {"facilitators": list(through)}
