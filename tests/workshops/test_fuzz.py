"""Whatever six kinds of person send to whatever address: nobody is met by an error of ours, nobody reads what is not
theirs, and nobody changes another's workshop."""

import itertools
import re
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse
from hypothesis import given, settings
from hypothesis import strategies as st

import workshops
from tests.helpers import again, write
from tests.pages import HTMX
from tests.people import PASSWORD, logged_in, seated
from workshops import pace
from workshops.live.access import grant
from workshops.models import Agreement, Cluster, QuestionSet, Report, ShutOut, User, Workshop, agendas
from workshops.place import Place
from workshops.screens import phone
from workshops.urls import urlpatterns

pytestmark = pytest.mark.much

HIDDEN, PRIVATE, ELSEWHERE = "Skjult-ord", "Usendt-ord", "Naboens-ord"
INSIDE = {"owner", "co-facilitator"}
# Every name that a view asks a form or an address for.
SOURCES = [each.read_text() for each in Path(workshops.__file__).parent.glob("views/*.py")]
ASKED = {name for source in SOURCES for name in re.findall(r"(?:POST|GET)\.get(?:list)?\(\"([\w-]+)\"", source)}
FIELDS = sorted(ASKED | {"email", "title", "workplace", "what", "who", "groups", "keep_days", "initial-title", "text"})
ADDRESSES = [pattern for pattern in urlpatterns if isinstance(pattern, URLPattern) and pattern.name]
SCREENS = ["wall", "desk", "phone", "phone-read", "workshop", "workshop-report"]
ODD = [
    "",
    " ",
    "0",
    "-1",
    "on",
    "x" * 5_000,
    "\x00",
    "\ud7ff\uffff",
    "1-1",
    "999999-999999",
    "9" * 40,
    "None",
    "[]",
    "{}",
    "<script>alert(1)</script>",
    "'; DROP TABLE workshops_note; --",
    "../../etc/passwd",
    "2026-13-40",
    "slet",
    "note",
    "offensive",
    "person",
    "https://example.com/",
]


@pytest.fixture
def world(open_workshop, other_workshop, ane, bo, stranger, places, library):
    """Two open workshops with something of everything in each, and six people; each address's ids, ours and theirs."""
    boss = User.objects.create_superuser("chef@example.dk", PASSWORD, name="Chef")
    seat = open_workshop.join()
    for place in places:
        write(open_workshop, place, HIDDEN, key=f"{place}h", participant=open_workshop.join()).hide("offensive")
        write(open_workshop, place, PRIVATE, key=f"{place}p", participant=open_workshop.join(), private=True)
    ours = furnished(open_workshop, seat, "Vores-ord")
    theirs = furnished(other_workshop, other_workshop.join(), ELSEWHERE)
    people = {
        "stranger": Client(),
        "facilitator elsewhere": logged_in(stranger),
        "participant": seated(seat),
        "leader": Client(),
        "owner": logged_in(ane),
        "co-facilitator": logged_in(bo),
        "administrator": logged_in(boss),
    }
    people["leader"].get(ours["link"].get_absolute_url())
    return people, ours, theirs


def furnished(workshop: Workshop, seat, words: str) -> dict[str, object]:
    """What the names in addresses stand for in ``workshop``."""
    activity = workshop.activities.get()
    place = Place(*(each.pk for each in activity.question_set.places()[0]))
    note = write(workshop, place, words, key="one", participant=seat)
    Agreement(workshop=workshop, what=f"{words} aftalt").write_down()
    Report.objects.create(workshop=workshop, pdf=b"%PDF-", html=f"<p>{words}</p>")
    link = workshop.share()
    return {
        "pk": workshop.pk,
        "place": str(place),
        "number": note.number,
        "activity_id": activity.pk,
        "user_id": workshop.facilitators.last().pk,
        "cluster_id": Cluster.objects.create(workshop=workshop, activity=activity, heading=words).pk,
        "shut_out_id": ShutOut.objects.create(workshop=workshop, participant=workshop.join()).pk,
        "revision_id": note.edit(f"{words} igen").pk,
        "agreement_id": workshop.agreements.get().pk,
        "link_id": link.pk,
        "link": link,
        "token": link.token,
        "invitation_id": workshop.invitations.create(email="ny@example.dk").pk,
        "code": workshop.code,
        "stop": again(workshop).stop().key,
    }


@contextmanager
def taken_back():
    """What is stored meanwhile is not."""
    agendas.forget()
    phone.forget()
    pace.forget()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def addressed(draw: st.DrawFn, pattern: URLPattern, ours: dict, theirs: dict) -> str:
    """An address of ``pattern``, mostly with what is there: ours, theirs, or mixed."""
    values = {}
    for name in pattern.pattern.converters:
        known = [each[name] for each in (ours, theirs) if name in each]
        made_up = st.sampled_from(["x", "A7", "y" * 60]) if name in ("code", "token") else st.integers(0, 2**70)
        values[name] = draw(st.one_of(*[st.just(each) for each in known] * 3, made_up))
    if pattern.name.startswith("set") and "pk" in values:
        values["pk"] = draw(st.sampled_from([*QuestionSet.objects.values_list("pk", flat=True), 0, 2**62]))
    return reverse(pattern.name, kwargs=values)


def filled(draw: st.DrawFn, ours: dict, theirs: dict) -> dict[str, list[str]]:
    """Some fields, each with what could be meant, or with anything."""
    meant = [str(each[name]) for each in (ours, theirs) for name in ("place", "number", "pk", "stop", "code")]
    value = st.one_of(st.sampled_from(meant), st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"])))
    return draw(st.dictionaries(st.sampled_from(FIELDS), st.lists(value, min_size=1, max_size=3), max_size=6))


def again_with_route(pk: int) -> Workshop:
    return Workshop.objects.with_route().get(pk=pk)


def readable(answer: HttpResponse) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "replace")


def look(who: str, answer: HttpResponse, asked: str, came_in: bool) -> None:
    """See that ``who`` was answered, and with nothing that is not for them, who may have come in to the other one."""
    said = readable(answer)
    assert answer.status_code < 500, (who, asked)
    if who not in INSIDE:
        assert [word for word in (HIDDEN, PRIVATE) if word in said] == [], (who, asked)
    if who != "facilitator elsewhere" and not came_in:
        assert ELSEWHERE not in said, (who, asked)


@settings(settings.default, max_examples=settings.default.max_examples * 3)
@given(data=st.data())
def test_whatever_is_sent_by_whomever(world, data):
    people, ours, theirs = world
    other = Workshop.objects.get(pk=theirs["pk"])
    at = data.draw(st.sampled_from([each.key for each in again_with_route(ours["pk"]).route()]), "where the room is")
    who = data.draw(st.sampled_from(sorted(people)), "who")
    came_in = False
    with taken_back():
        again_with_route(ours["pk"]).go_to(at)
        for _request in range(data.draw(st.integers(1, 3), "requests")):
            pattern = data.draw(st.sampled_from(ADDRESSES), "address")
            address = addressed(data.draw, pattern, ours, theirs)
            fields = filled(data.draw, ours, theirs)
            method = data.draw(st.sampled_from(["get", "post", "post", "head", "put"]), "method")
            headers = data.draw(st.sampled_from([{}, HTMX]), "headers")
            if pattern.name in ("logout", "login") or (method == "put" and pattern.name == "set-import"):
                continue
            answer = getattr(people[who], method)(address, fields if method != "put" else b"x", headers=headers)
            asked = f"{method} {address} {fields}"
            came_in |= theirs["code"] in asked or theirs["token"] in asked  # whoever has a code or a link may
            look(who, answer, asked, came_in)
        for name in data.draw(st.lists(st.sampled_from(SCREENS), min_size=2, max_size=2), "screens"):
            look(who, people[who].get(reverse(name, args=[ours["pk"]])), name, came_in)
        if who != "facilitator elsewhere" and not came_in:
            assert again(other).version == other.version, (who, address)


@settings(settings.default, max_examples=settings.default.max_examples * 3)
@given(
    cookies=st.lists(
        st.tuples(
            st.sampled_from(["seat-1", "sessionid", "csrftoken", "x", "seat-", "seat-99999999999999999999"]),
            st.text(st.characters(min_codepoint=33, max_codepoint=255, exclude_characters=";,"), max_size=60),
        ),
        max_size=4,
    ),
    screen=st.sampled_from(["wall", "desk", "phone", "kitchen", ""]),
    pk=st.integers(0, 10**18 - 1),
)
def test_made_up_cookies_open_no_stream(world, cookies, screen, pk):
    said = "; ".join(f"{name}={value}" for name, value in cookies)
    for workshop in (pk, world[1]["pk"]):
        assert grant(said, screen, workshop) is None


def test_only_ones_own_stream_is_opened(world):
    people, ours, theirs = world
    opened = {
        (who, screen, which)
        for (who, client), screen in itertools.product(people.items(), ("wall", "desk", "phone"))
        for which, ids in (("ours", ours), ("theirs", theirs))
        if grant("; ".join(f"{n}={m.coded_value}" for n, m in client.cookies.items()), screen, ids["pk"])
    }

    assert opened == {
        *((who, screen, "ours") for who in INSIDE for screen in ("wall", "desk")),
        *(("facilitator elsewhere", screen, "theirs") for screen in ("wall", "desk")),
        ("participant", "phone", "ours"),
    }


def test_every_field_that_a_view_asks_for_is_sent():
    assert len(ASKED) > 40
    assert {"text", "place", "seat", "word", "out", "heads"} <= set(FIELDS)
    assert len({pattern.name for pattern in ADDRESSES}) == len(ADDRESSES) > 100
