"""A demo workplace, built through the same verbs as a real one: two workshops under way, one closed, one draft."""

from __future__ import annotations

import datetime as dt
import json
import random
import secrets
from dataclasses import dataclass
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from .codes import new_key
from .models import Agreement, Cluster, Dot, Link, Participant, QuestionSet, Report, Topic, User, Workshop, WriteUp
from .models.schedule import stay
from .place import Place
from .report import making

EMAIL = "ane@eksempel.dk"
HOME_CARE, SCHOOL = "hjemmepleje", "skole"  # whose notes: a file of fixtures/demo each


@dataclass
class Demo:
    """Where the demo is: a login, a workshop under way, and a link to the report of a closed one."""

    email: str
    password: str
    running: Workshop
    link: Link


def build() -> Demo:
    """The demo workplace, built the first time and found again afterwards."""
    path = settings.DATA_DIR / "demo.json"
    user = User.objects.filter(email=EMAIL).first()
    if user is None or not path.exists():
        password = secrets.token_hex(4)
        path.write_text(json.dumps({"password": password}))
        path.chmod(0o600)
        user = user or User(email=EMAIL, name="Ane Holm")
        user.set_password(password)
        user.save()
    password = json.loads(path.read_text())["password"]
    finished = Q(state=Workshop.State.CLOSED, unlink_at=None)
    running = user.workshops.present().exclude(finished).filter(title=RUNNING["title"]).first() or _running(user)
    if not running.is_open or running.code_expired:
        running.close() if running.is_open else None
        running.open()
    closed = user.workshops.present().filter(title=CLOSED["title"]).first() or _closed(user)
    if not user.workshops.filter(title=DRAFT["title"]).exists():
        _prepare(user, DRAFT)
    if not user.workshops.filter(title=PHASES["title"]).exists():
        _phases_and_roles(user)
    return Demo(EMAIL, password, running, _report_link(closed))


def _report_link(closed: Workshop) -> Link:
    """The leader's link, the same as last time: it is made of the demo's own key, since it is stored nowhere."""
    return closed.share(f"demo {closed.links.exclude(revoked_at=None).count()}")


RUNNING: dict[str, Any] = {
    "title": "Nyt omsorgssystem: hvad gør det ved arbejdet?",
    "workplace": "Hjemmeplejen Syd",
    "technology": "Omsorgssystem på mobilen",
    "groups": ["Leder", "Medarbejder", "TR eller AMR"],
    "mandate_fixed": "Systemet er købt og tages i brug efter sommer.",
    "mandate_open": "Hvordan vi lærer det, og hvilke opgaver vi begynder med.",
    "mandate_decided": "MED-mødet i næste måned",
}
CLOSED: dict[str, Any] = {
    "title": "Læringsplatformen et halvt år efter",
    "workplace": "Søndervangskolen",
    "technology": "Fælles læringsplatform",
    "mandate_fixed": "Platformen er købt for tre år.",
    "mandate_open": "Hvad vi bruger den til, og hvordan vi hjælper hinanden med den.",
    "mandate_decided": "næste MED-møde",
}
DRAFT: dict[str, Any] = {
    "title": "Kunstig intelligens i sagsbehandlingen",
    "workplace": "Borgerservice",
    "technology": "Assistent, der foreslår svar til borgerne",
}
PHASES: dict[str, Any] = {
    "title": "Assistenten, der foreslår svar: Hvem er med hvornår?",
    "workplace": "Borgerservice",
    "technology": "Assistent med AI til mails og chat",
    "groups": ["Leder", "Medarbejder", "Tillidsvalgt"],
}
AGREEMENTS = [
    ("Vi skriver de fem ting, alle skal kunne, på en side til lærerværelset.", "It-vejlederen", 21, "before"),
    ("Teamene får 30 minutter på hvert teammøde til at prøve platformen sammen.", "Ledelsen", 14, "during"),
    ("Beskeder til forældre bliver besvaret på hverdage inden for to dage.", "AMR", 30, "during"),
    ("Fejl meldes ét sted, og svaret bliver slået op, så alle kan se det.", "It-vejlederen", 10, "during"),
    ("Vi gør status i MED-udvalget, når der er gået et halvt år.", "MED-udvalget", 180, "after"),
]  # fmt: skip


OTHER_RESULTS = [
    ("Køb to licenser mere, så vikarerne også kan komme ind.", "Ledelsen", Agreement.Result.RECOMMENDED),
    ("Nogle vil svare forældre om aftenen, andre vil have fri.", "", Agreement.Result.DISAGREED),
    ("Hvem ser det, platformen gemmer om os?", "", Agreement.Result.LATER),
]


def _prepare(user: User, about: dict[str, Any], skip_from: int = 12, days: int = 7) -> Workshop:
    when = (timezone.localtime() + dt.timedelta(days=days)).replace(hour=13, minute=0, second=0, microsecond=0)
    workshop = Workshop.objects.create(starts_at=when, minutes=120, **about)
    workshop.begin(user)
    activity = workshop.add_activity(QuestionSet.objects.library().get(key="psykisk-arbejdsmiljoe"))
    places = activity.question_set.places()
    for _topic, question in places[skip_from:]:
        question.skipped = True
    activity.plan([question for _topic, question in places])
    return workshop


@transaction.atomic
def _running(user: User) -> Workshop:
    workshop = _prepare(user, RUNNING, days=0)
    workshop.open()
    people = [workshop.join(group=RUNNING["groups"][min(n % 6, 2)]) for n in range(17)]
    places = workshop.activities.get().question_set.places()
    said = sample_notes(HOME_CARE)
    for topic, question in places[:4]:
        _write(workshop, Place(topic.pk, question.pk), said.get(question.source, []), people)
    fresh = Workshop.objects.with_route().get(pk=workshop.pk)
    stop = next(s for s in fresh.route() if s.question == places[3][1] and s.step.shows)
    fresh.go_to(stop.key)
    _show(workshop)
    _be_on_time(workshop)
    topic, question = places[1]
    Agreement(
        workshop=workshop,
        topic=topic,
        question=question,
        what="Alle får to timers oplæring i makkerpar, før mobilerne bliver delt ud.",
        who="Teamlederne",
        due=timezone.localdate() + dt.timedelta(days=20),
        period=Agreement.Period.BEFORE,
    ).write_down()
    return fresh


def _be_on_time(workshop: Workshop) -> None:
    """Let it have begun so long ago that the room is where it was to be by now."""
    fresh = Workshop.objects.with_route().get(pk=workshop.pk)
    route = fresh.route()
    stop = route[fresh.find(route)]
    slot = next(each for each in fresh.slots(route) if each.has(stop))
    expected = fresh.expected(slot, stay(stop, route))
    if expected and fresh.began_at:
        Workshop.objects.filter(pk=workshop.pk).update(began_at=fresh.began_at - (expected[0] - timezone.now()))


def _choose(workshop: Workshop, told: dict[str, Any]) -> None:
    """Put together and give dots what a room could have: ``told`` as fixtures/demo/skole-opsamling.yaml has it."""
    activity = workshop.activities.get()
    notes = {note.text: note for note in workshop.notes.visible()}
    for each in told["bunker"]:
        cluster = Cluster.objects.create(workshop=workshop, activity=activity, heading=each["overskrift"])
        workshop.notes.filter(pk__in=[notes[text].pk for text in each["sedler"]]).update(cluster=cluster)
    dotted = [(each["sedler"][0], each["prikker"]) for each in told["bunker"]]
    for text, n in [*dotted, *((each["seddel"], each["prikker"]) for each in told["sedler"])]:
        Dot.objects.create(workshop=workshop, activity=activity, note=notes[text], n=n)


def _write_up(workshop: Workshop, told: dict[str, Any]) -> None:
    """What the facilitator wrote afterwards, approved a week later."""
    today = timezone.localdate()
    WriteUp.objects.create(
        workshop=workshop,
        points=told["vigtigst"],
        chapters={str(workshop.activities.get().pk): told["fra punktet"]},
        next_on=today + dt.timedelta(days=168),
        approved_on=today - dt.timedelta(days=5),
        **told["hoved"],
    )


def _closed(user: User) -> Workshop:
    with transaction.atomic():
        workshop = _prepare(user, CLOSED, days=-12)
        workshop.open()
        people = [workshop.join() for _n in range(23)]
        said = sample_notes(SCHOOL)
        for topic, question in workshop.activities.get().question_set.places():
            _write(workshop, Place(topic.pk, question.pk), said.get(question.source, []), people)
        _show(workshop)
        topics = list(workshop.activities.get().question_set.topics.all())
        for index, (what, who, days, period) in enumerate(AGREEMENTS):
            due = timezone.localdate() + dt.timedelta(days=days)
            Agreement(
                workshop=workshop, topic=topics[index % 4], what=what, who=who, due=due, period=period
            ).write_down()
        for what, who, result in OTHER_RESULTS:
            Agreement(workshop=workshop, what=what, who=who, result=result).write_down()
        told = _fixture("skole-opsamling")
        _choose(workshop, told)
        _write_up(workshop, told)
        now = timezone.now()
        erase_at = now + dt.timedelta(days=workshop.keep_days)
        closed = {"closed_at": now, "erase_at": erase_at, "unlink_at": now + settings.UNLINKED_AFTER}
        Workshop.objects.filter(pk=workshop.pk).update(state=Workshop.State.CLOSED, **closed)
        workshop.refresh_from_db()
        with workshop.held():
            workshop.remember()
    making.make(Report.objects.create(workshop=workshop))
    return workshop


@transaction.atomic
def _phases_and_roles(user: User) -> Workshop:
    """A workshop on the four phases and the roles matrix, filled in as a room could have done it."""
    when = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    workshop = Workshop.objects.create(starts_at=when, minutes=150, **PHASES)
    workshop.begin(user)
    library = QuestionSet.objects.library()
    phases, roles = (workshop.add_activity(library.get(key=key)) for key in ("fire-faser", "roller"))
    workshop.open()
    people = [workshop.join(group=PHASES["groups"][min(n % 5, 2)]) for n in range(14)]
    told = _fixture("faser-og-roller")
    dice = random.Random(7)  # the same demo every time
    by_key: dict[str, list[tuple[Topic, Place]]] = {}
    for activity in (phases, roles):
        for topic, question in activity.question_set.places():
            by_key.setdefault(question.key, []).append((topic, Place(topic.pk, question.pk)))
            for text in told["discuss"].get(question.source, []):
                workshop.write(Place(topic.pk, question.pk), "note", text, new_key(), dice.choice(people))
    for topic, place in by_key["doors"]:
        for kind, texts in told["doors"].get(topic.title, {}).items():
            for text in texts:
                workshop.write(place, kind, text, new_key(), dice.choice(people))
    for person in people:
        marks = {by_key["where"][min(int(dice.triangular(0, 4, 2.4)), 3)][1]: "here"}
        for index, (_topic, place) in enumerate(by_key["degree"]):
            lean = 2 + (index % 3) - (index // 3 in (0, 3)) * 0.4
            degree = ("information", "influence", "codetermination")[min(int(dice.triangular(0, 3, min(lean, 3))), 2)]
            marks[place] = degree
        for index, (_topic, place) in enumerate(by_key["advice"]):
            weights = [(6, 2, 2), (2, 7, 2), (3, 5, 3), (1, 8, 2), (5, 3, 2)][index % 5]
            marks[place] = dice.choices(("doing", "missing", "unknown"), weights)[0]
        person.workshop.mark(person, marks)
    workshop.settle(by_key["where"][2][1], "here")
    for (_topic, place), choice in zip(by_key["degree"][6:9], ("information", "influence", "influence"), strict=True):
        workshop.settle(place, choice)
    for key in ("who", "what", "how", "when", "status"):
        for topic, place in by_key[key]:
            if text := told["matrix"].get(topic.title, {}).get(key):
                state = {"choice": dice.choice(("idle", "doing", "doing", "done"))} if key == "status" else {}
                workshop.fill(place, text, **state)
            for text in told["proposals"].get(topic.title, {}).get(key, []):
                workshop.write(place, "proposal", text, new_key(), dice.choice(people))
    fresh = Workshop.objects.with_route().get(pk=workshop.pk)
    fresh.go_to(next(stop.key for stop in fresh.route() if stop.step.key == "agree"))
    _show(workshop)
    _be_on_time(workshop)
    return fresh


def _write(workshop: Workshop, place: Place, texts: list[str], people: list[Participant]) -> None:
    for index, text in enumerate(texts):
        workshop.write(place, "note", text, new_key(), people[index % len(people)])


def _show(workshop: Workshop) -> None:
    workshop.show({note.place for note in workshop.notes.all()})


def sample_notes(workplace: str = HOME_CARE) -> dict[str, list[str]]:
    """Notes that people at one workplace could have written, by the source of the question they answer.

    In home care ``general`` fits any question.
    """
    return _fixture(workplace)


def _fixture(name: str) -> dict[str, Any]:
    path = settings.BASE_DIR / "fixtures" / "demo" / f"{name}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))
