"""The project as it is served, and the workshops that are made on it."""

import contextlib
import fcntl
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.rhythm import THOROUGH

PROJECT = Path(__file__).resolve().parent.parent.parent
SETS = [  # at least one of each way of talking
    "psykisk-arbejdsmiljoe",
    "implementeringsplan",
    "kompetencehjulet",
    "historie-naestved",
    "dialogkort",
    "beskriv-del-vend",
    "spilleregler",
    "relationskort",
    "rasmus-foer",
    "rasmus-efter",
    "fire-faser",
    "roller",
]
EMAIL, PASSWORD = "ane@example.dk", "kaffe og rundstykker"


class Server:
    """The project as it is served: its own process, port, data folder and database."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.database = folder, database
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"server-{self.port}.log"
        self.process: subprocess.Popen | None = None
        self._shell: subprocess.Popen | None = None

    @property
    def env(self) -> dict[str, str]:
        ours = {"DIALOG_DATA_DIR": str(self.folder), "DIALOG_SITE_URL": self.url, "PYTHONDONTWRITEBYTECODE": "1"}
        rest = {name: value for name, value in os.environ.items() if not name.startswith("DIALOG_")}
        return rest | ours | ({"DATABASE_URL": self.database} if self.database else {})

    def start(self) -> None:
        """Serve; returns once it answers."""
        command = [sys.executable, "-m", "config.server", "127.0.0.1", str(self.port), "tests.e2e.served:application"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=PROJECT, env=self.env, stdout=log, stderr=log)
        for _attempt in range(300):
            assert self.process.poll() is None, self.log.read_text()
            with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                urllib.request.urlopen(f"{self.url}/healthz", timeout=2).close()
                return
            time.sleep(0.05)
        raise AssertionError(f"The server does not answer.\n{self.log.read_text()}")

    def kill(self) -> None:
        """End it without warning."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end."""
        self._end(signal.SIGTERM)

    def leave(self) -> None:
        """End everything that was started here."""
        self.stop()
        if self._shell:
            self._shell.communicate(timeout=10)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def manage(self, *arguments: str) -> str:
        """What a management command prints, run against this database."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=PROJECT, env=self.env, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def shell(self, code: str) -> str:
        """What ``code`` prints, run with the models at hand."""
        if self._shell is None:
            command = [sys.executable, "-m", "tests.e2e.shell"]
            env = self.env | {"DJANGO_SETTINGS_MODULE": "config.settings"}
            pipe = subprocess.PIPE
            self._shell = subprocess.Popen(command, cwd=PROJECT, env=env, stdin=pipe, stdout=pipe, text=True)
        self._shell.stdin.write(json.dumps(code) + "\n")
        self._shell.stdin.flush()
        answer = json.loads(self._shell.stdout.readline())
        assert "failed" not in answer, answer["failed"]
        return answer["printed"]

    def value(self, expression: str):
        """The value of an expression, run with the models at hand."""
        return json.loads(self.shell(f"import json; print(json.dumps({expression}))"))

    def workshop(self, step: str = "write", asked: int = 2, more: str = "pass", **rhythm: bool) -> "Made":
        """An open workshop of Ane's with so many questions, at that step of the first one. Each is read first and
        talked about at once, unless ``rhythm`` says so.

        ``more`` is run with ``workshop`` and ``places`` at hand.
        """
        code = MAKE.format(email=EMAIL, step=step, asked=asked, more=more, rhythm=THOROUGH | rhythm)
        return Made(self, **json.loads(self.shell(code)))

    def every_step(self, key: str, notes: int = 9) -> "Made":
        """An open workshop about that set of the library, with so many notes at its first places, one of them hidden.

        ``keys`` are the first stop of each step that it has, and the first close-up of one that has those.
        """
        return Made(self, **json.loads(self.shell(EVERY_STEP.format(email=EMAIL, key=key, notes=notes))))

    def matrix(self) -> tuple[int, list[str]]:
        """An open workshop of Ane's where the room fills in the matrix, and its places."""
        pk, *places = self.shell(MATRIX.format(email=EMAIL)).split()
        return int(pk), places


MAKE = """
import json
from workshops.place import Place
workshop = Workshop.objects.create(title="Nyt omsorgssystem", workplace="Solgården", technology="Omsorgssystem")
workshop.facilitators.add(User.objects.get(email={email!r}))
activity = workshop.add_activity(QuestionSet.objects.get(key="psykisk-arbejdsmiljoe", activity=None))
activity.plan([], **{rhythm})
pairs = activity.question_set.places()[:{asked}]
questions = [question for _topic, question in pairs]
activity.question_set.questions.exclude(pk__in=[question.pk for question in questions]).update(skipped=True)
places = [Place(topic.pk, question.pk) for topic, question in pairs]
workshop = Workshop.objects.with_route().get(pk=workshop.pk)
workshop.open()
if {step!r} != "lobby":
    workshop.go_to(f"{{activity.pk}}.{step}.{{places[0].topic}}.{{places[0].question}}")
{more}
print(json.dumps(dict(
    pk=workshop.pk, code=workshop.code, places=list(map(str, places)), questions=[each.text for each in questions],
    keys=[stop.key for stop in workshop.route()],
)))
"""

EVERY_STEP = """
import json
from tests.notes import yardstick
workshop = Workshop.objects.create(title="Nyt omsorgssystem", workplace="Solgården", technology="Omsorgssystem")
workshop.facilitators.add(User.objects.get(email={email!r}))
activity = workshop.add_activity(QuestionSet.objects.library().get(key={key!r}))
activity.plan([], **dict.fromkeys(activity.dialogue_tool.offers, True))
workshop.open()
workshop.set_wall_on_phones(True)
places = [(topic, question) for topic, question in activity.question_set.every_place()
          if question.note_kinds() and not topic.skipped][:3]
Note.objects.bulk_create(
    Note(workshop=workshop, topic=topic, question=question, kind=kinds[n % len(kinds)].key, text=text,
         hidden=n == 5, shown=True)
    for n, text in enumerate(yardstick({notes}) if places else [])
    for topic, question in [places[n % len(places)]]
    for kinds in [question.note_kinds()]
)
workshop.agreements.create(what="It ringer hver fredag kl. 9", who="Mette")
workshop = Workshop.objects.with_route().get(pk=workshop.pk)
first = {{}}
for stop in workshop.route():
    first.setdefault(stop.step.key, stop.key)
    if stop.focusable:
        first.setdefault(stop.step.key + " close", stop.focused_key(stop.places[0].topic))
print(json.dumps(dict(pk=workshop.pk, code=workshop.code, places=[], questions=[], keys=list(first.values()))))
"""

MATRIX = """
from workshops.place import Place
workshop = Workshop.objects.create(title="Hvem gør hvad?", workplace="Solgården")
workshop.facilitators.add(User.objects.get(email={email!r}))
workshop.add_activity(QuestionSet.objects.get(key="roller", activity=None))
workshop = Workshop.objects.with_route().get(pk=workshop.pk)
workshop.open()
stop = next(each for each in workshop.route() if each.step.key == "fill")
workshop.go_to(stop.key)
print(workshop.pk, *stop.places)
"""


@dataclass
class Made:
    """A workshop on the server, and where its pages are."""

    server: Server
    pk: int
    code: str
    places: list[str]
    questions: list[str]
    keys: list[str]

    @property
    def wall(self) -> str:
        return f"/workshops/{self.pk}/tavle/"

    @property
    def desk(self) -> str:
        return f"/workshops/{self.pk}/styr/"

    @property
    def phone(self) -> str:
        return f"/deltag/{self.pk}/"

    def notes(self) -> list[str]:
        """The texts of the notes nobody withdrew, as stored."""
        return self.server.value(f"list(Note.objects.kept().filter(workshop={self.pk}).values_list('text', flat=True))")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


PREPARE = f"""
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_sets")
User.objects.create_user({EMAIL!r}, {PASSWORD!r}, name="Ane")
"""


_numbers = itertools.count()


@contextlib.contextmanager
def own_database() -> Iterator[str]:
    """The address of a fresh database on the server in DATABASE_URL; empty for SQLite in the data folder."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield ""
        return
    name = f"dialog_e2e_{os.getpid()}_{next(_numbers)}"  # one process of tests has several at a time
    with psycopg.connect(given, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def collect_static(server: Server, base: Path) -> None:
    """Give a server its static files, which the processes of one run collect once: it takes ten seconds of CPU."""
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (shared / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "static").exists():
            server.manage("collectstatic", "--noinput", "--verbosity", "0")
            (server.folder / "static").rename(shared / "static")
    (server.folder / "static").symlink_to(shared / "static")


# --- Other rooms ---

COMPASS = f"""
import json
workshop = Workshop.objects.create(title="Nyt omsorgssystem", workplace="Solgården", technology="Omsorgssystem")
workshop.facilitators.add(User.objects.get(email={EMAIL!r}))
workshop.add_activity(QuestionSet.objects.get(key="rasmus-foer"))
workshop.open()
keys = {{stop.step.key: stop.key for stop in workshop.route()}}
workshop.go_to(keys["expected"])
print(json.dumps([workshop.pk, workshop.code, keys]))
"""
WHEEL = f"""
import json
workshop = Workshop.objects.create(title="Nyt omsorgssystem", workplace="Solgården", technology="Omsorgssystem")
workshop.facilitators.add(User.objects.get(email={EMAIL!r}))
workshop.add_activity(QuestionSet.objects.library().get(key="kompetencehjulet"))
workshop.open()
workshop.go_to(next(stop.key for stop in workshop.route() if stop.step.marks))
print(json.dumps([workshop.pk, workshop.code]))
"""


class Compass:
    """A room at the compass, where a phone picks a circle to write at."""

    def __init__(self, server) -> None:
        self.server = server
        self.pk, code, self.keys = json.loads(server.shell(COMPASS))
        self.made = Made(server, self.pk, code, [], [], [])

    def go(self, step: str) -> None:
        self.server.shell(f"Workshop.objects.with_route().get(pk={self.pk}).go_to({self.keys[step]!r})")


class Wheel:
    """A room that marks: some thirty competences on a phone, each with three levels."""

    def __init__(self, server) -> None:
        self.server = server
        self.pk, code = json.loads(server.shell(WHEEL))
        self.made = Made(server, self.pk, code, [], [], [])

    def marks(self) -> dict[str, str]:
        return dict(self.server.value(f"[[m.topic.title, m.choice] for m in Mark.objects.filter(workshop={self.pk})]"))

    def close(self, title: str) -> None:
        self.server.shell(
            f"from workshops.place import Place; w = Workshop.objects.with_route().get(pk={self.pk}); "
            f"w.close_place(next(p for p in w.stop().places if Topic.objects.get(pk=p.topic).title == {title!r}))"
        )
