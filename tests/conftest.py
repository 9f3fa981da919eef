"""The cast of every test: Ane and Bo run the workshop, a stranger runs another, a participant and a leader."""

import itertools
import os
import secrets
import time
import zlib
from functools import cache

import hypothesis
import pytest
from django.conf import settings as project
from django.db import connection
from django.template import Template
from django.test import Client
from django.utils import timezone

from tests.people import NOW, PASSWORD, QUICK_HASHERS, logged_in, seated
from tests.rhythm import THOROUGH
from tests.scans import refuse_scans
from workshops import middleware, pace
from workshops.library import loading
from workshops.library.loading import load
from workshops.models import Link, Participant, QuestionSet, Upkeep, User, Workshop, agendas
from workshops.models.upkeep import ONLY
from workshops.place import Place
from workshops.screens import phone

# `make test` tries a few inputs of each property, always the same ones; `make test-all` tries many new ones.
_checks = list(hypothesis.HealthCheck)  # fixtures that ask the database are slow, and are meant to be shared
hypothesis.settings.register_profile(
    "sample", max_examples=25, deadline=None, derandomize=True, suppress_health_check=_checks, database=None
)
hypothesis.settings.register_profile(
    "thorough", max_examples=600, deadline=None, print_blob=True, suppress_health_check=_checks, database=None
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "sample"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite in a file, as in use: an in-memory database locks differently between threads."""
    database = project.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def sets_read_once():
    """A file of a set says the same in every test that stores it: it is read and checked for the first."""
    with pytest.MonkeyPatch.context() as patched:
        read = cache(loading._from_file)
        ours = (project.BASE_DIR / "fixtures").iterdir()
        known = frozenset(ours)
        patched.setattr(loading, "_from_file", lambda path: (read if path in known else read.__wrapped__)(path))
        yield


@pytest.fixture(scope="session", autouse=True)
def as_fast_as_the_others():
    """What makes a report gives way to the screens (``os.nice``): here it would to all tests beside it, for good."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.nice", lambda _more: 0)
        yield


@pytest.fixture(scope="session", autouse=True)
def plain_rendering(django_test_environment):
    """Templates are rendered as in use: Django's test client copies the context of each, and no test reads it."""
    Template._render = lambda template, context: template.nodelist.render(context)


@pytest.fixture(autouse=True)
def no_scans():
    """What is written in a room costs no more with a thousand others beside it."""
    if connection.vendor == "postgresql":  # it plans by how much there is, and a test has little
        yield
        return
    with connection.execute_wrapper(refuse_scans):
        yield


# What is about the database itself, or about several who write at once: every test, though of each only one case.
WHOLE = {"agendas", "changes", "hub", "notes", "queries", "races", "search", "sent", "stream", "verbs", "verbs_at_once"}
WHOLE |= {"phone_plain", "two_processes"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--sample", type=int, default=1, help="where there is much, one test in so many")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What asks no database, or is about the browser, is tested once, with SQLite. A sample is the same every time."""
    on_sqlite = project.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
    n = config.getoption("sample")
    left = [each for each in items if (not on_sqlite and _is_once(each)) or not _is_in_sample(each, n, on_sqlite)]
    if n > 1:
        left += _further_cases([each for each in items if each not in set(left)], n)
    config.hook.pytest_deselected(items=left)
    items[:] = [each for each in items if each not in set(left)]


def _further_cases(items: list[pytest.Item], n: int) -> list[pytest.Item]:
    """All but one case of each test, and what is core: another with each database, since its sample is another."""
    known: set[str] = set()
    further = []
    items = [each for each in items if not each.get_closest_marker("core")]
    for each in sorted(items, key=lambda item: zlib.crc32(f"{n} {item.nodeid}".encode())):
        name = each.nodeid.partition("[")[0]
        if name in known:
            further.append(each)
        known.add(name)
    return further


def _is_once(item: pytest.Item) -> bool:
    asks = {"db", "transactional_db", "server"} & set(item.fixturenames)
    return bool(item.get_closest_marker("once") or not (asks or item.get_closest_marker("django_db")))


def _is_in_sample(item: pytest.Item, n: int, on_sqlite: bool) -> bool:
    """There is much of everything on PostgreSQL, and on SQLite of what drives a browser and of what says it is much."""
    is_much = not on_sqlite or {"server", "tab"} & set(item.fixturenames) or item.get_closest_marker("much")
    name = item.path.stem.removeprefix("test_")
    is_whole = name in WHOLE or (on_sqlite and name == "main_job")
    is_whole = is_whole or bool(item.get_closest_marker("core"))
    return is_whole or not is_much or zlib.crc32(item.nodeid.encode()) % n == 0


@pytest.fixture(autouse=True)
def nothing_at_hand():
    """What this process keeps of workshops is of other workshops with the same ids: tests roll back."""
    agendas.forget()
    phone.forget()
    pace.forget()


@pytest.fixture(scope="session", autouse=True)
def kept_as_in_use():
    """Agendas are kept at hand as in use: what a test rolls back at its end is no transaction of the product's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agendas, "in_transaction", _is_in_transaction)
        yield


def _is_in_transaction() -> bool:
    """As Django's own check of what is ``durable``."""
    return bool(connection.atomic_blocks) and not connection.atomic_blocks[-1]._from_testcase


@pytest.fixture(scope="session", autouse=True)
def numbered_in_turn():
    """Notes are numbered as they are written, so that a test can say which comes first."""
    count = itertools.count(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workshops.codes.randbelow", lambda _below: next(count))
        yield


@pytest.fixture
def numbered_at_random(monkeypatch):
    """Notes are numbered as in use."""
    monkeypatch.setattr("workshops.codes.randbelow", secrets.randbelow)


@pytest.fixture(autouse=True)
def quick(settings):
    settings.PASSWORD_HASHERS = QUICK_HASHERS
    staticfiles = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": staticfiles}
    settings.WHITENOISE_AUTOREFRESH = True  # or every test's client would list all static files anew


@pytest.fixture(autouse=True)
def reports_started(monkeypatch):
    """The ids of the reports that were asked for; no process is started."""
    started = []
    monkeypatch.setattr("workshops.report.making.start", started.append)
    return started


@pytest.fixture(autouse=True)
def no_half_hour_ends(monkeypatch):
    """A session that is used is renewed each half hour: none begins while a test counts queries."""
    began, half_hour = time.time(), project.SESSION_COOKIE_AGE / middleware.WRITTEN_OF
    monkeypatch.setattr(middleware, "_now", lambda: 1 + int((timezone.now().timestamp() - began) / half_hour))


@pytest.fixture
def now(monkeypatch):
    """The clock stands still at this moment."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return NOW


@pytest.fixture
def kept_house(db):
    """Housekeeping was done a moment ago, by the same clock."""
    Upkeep.objects.create(pk=ONLY, tidied_at=timezone.now())


# --- Content ---


@pytest.fixture
def library(db) -> QuestionSet:
    load(project.BASE_DIR / "fixtures" / "psykisk-arbejdsmiljoe.yaml")
    return QuestionSet.objects.get(key="psykisk-arbejdsmiljoe")


@pytest.fixture
def workshop(library, ane, bo) -> Workshop:
    """A draft of Ane's, that Bo runs with her, with four questions: the first two of the first two themes. Each is read
    first, and talked about at once."""
    workshop = Workshop.objects.create(
        title="Nyt omsorgssystem", workplace="Plejecenter Solgården", owner=ane, keeps_words=True
    )
    workshop.facilitators.set([ane, bo])
    activity = workshop.add_activity(library)
    activity.plan([], **THOROUGH)
    questions = activity.question_set.questions
    questions.update(skipped=True)
    questions.filter(topic__position__lt=2, position__lt=2).update(skipped=False)
    return workshop


@pytest.fixture
def open_workshop(workshop) -> Workshop:
    workshop.open()
    return workshop


@pytest.fixture
def places(workshop) -> list[Place]:
    """The places of the four questions, in order."""
    return [Place(topic.pk, question.pk) for topic, question in workshop.activities.get().question_set.places()]


# --- People ---


@pytest.fixture
def ane(db) -> User:
    return User.objects.create_user("ane@example.dk", PASSWORD, name="Ane")


@pytest.fixture
def bo(db) -> User:
    return User.objects.create_user("bo@example.dk", PASSWORD, name="Bo")


@pytest.fixture
def stranger(library) -> User:
    """A facilitator of another workshop, which is open."""
    stranger = User.objects.create_user("fremmed@example.dk", PASSWORD, name="Fremmed")
    workshop = Workshop.objects.create(title="En andens workshop", workplace="Skolen")
    workshop.facilitators.add(stranger)
    workshop.add_activity(library)
    workshop.open()
    return stranger


@pytest.fixture
def other_workshop(stranger) -> Workshop:
    return stranger.workshops.get()


@pytest.fixture
def participant(open_workshop) -> Participant:
    return open_workshop.join()


@pytest.fixture
def leader(workshop) -> Link:
    return workshop.share()


@pytest.fixture
def ane_client(ane) -> Client:
    return logged_in(ane)


@pytest.fixture
def bo_client(bo) -> Client:
    return logged_in(bo)


@pytest.fixture
def stranger_client(stranger) -> Client:
    return logged_in(stranger)


@pytest.fixture
def participant_client(participant) -> Client:
    return seated(participant)


@pytest.fixture
def leader_client(leader) -> Client:
    """A leader has no account and no cookie: only the link."""
    return Client()
