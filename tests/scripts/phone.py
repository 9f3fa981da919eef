"""A participant's phone, drawn by the product's own templates of what a test says is asked."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string
from playwright.sync_api import Locator

from workshops.screens.writing import WriteForm

from .played import HELD, Answer, Asked, Screen, patch

PAGE, NOTES, MARKS = "/deltag/7/", "/deltag/7/sedler/", "/deltag/7/kryds/"
SEAT = "min"


class Thing(SimpleNamespace):
    """Something with a name."""

    def __str__(self) -> str:
        return self.name


SET = Thing(name="", activity=Thing(name="", reviews=True))


def spot_at(place: str) -> Thing:
    topic, question = place.split("-")
    return Thing(
        name=place,
        place=place,
        topic=Thing(name=f"Tema {topic}", pk=int(topic), description=""),
        question=Thing(name=f"Spørgsmål {question}", pk=int(question), question_set=SET),
        kinds=[],
    )


def kinds(*keys: str) -> list[Thing]:
    return [Thing(name=key, key=key, word=key, symbol="●") for key in keys]


class Drawn:
    """What a phone shows. ``places``: where it may write; one form is drawn, of the place it is ``at``."""

    def __init__(
        self,
        *places: str,
        at: str = "",
        key: str = "form",
        version: int = 1,
        late: str = "",
        kinds_of: tuple[str, ...] = ("note",),
        answerable: dict[int, str] | None = None,
        mine: dict[str, list[Thing]] | None = None,
        ballots: dict[str, str] | None = None,
        summary: str | None = None,
        is_open: bool = True,
        on_break: bool = False,
    ) -> None:
        spots = [spot_at(each) for each in places]
        at = late or at or (places[0] if places else "")
        stop_at = spot_at(places[0] if places else "0-0")
        summed_up = None
        if summary is not None:
            summed_up = Thing(name="", place="1-1", outcome=Thing(name="", text=summary))
        self.context: dict[str, Any] = {
            "workshop": Thing(
                name="Nyt omsorgssystem",
                title="Nyt omsorgssystem",
                pk=7,
                version=version,
                is_open=is_open,
                is_closed=not is_open,
                on_break=on_break,
            ),
            "seat": Thing(name="", drawer=SEAT, group=""),
            "scene": Thing(
                name="",
                workshop=Thing(name="", helper_reviews=False, is_open=is_open),
                stop_key=f"0.write.{places[0] if len(places) == 1 else ''}",
                writable=spots,
                picks=len(places) > 1,
                marking=list(ballots or ()),
                phones_choose=len(places) > 1 or bool(ballots),
                tool=Thing(name="", picker=lambda scene: {}, text="summary"),
                template_of=lambda part: f"phone/_{part}.html",
                part=lambda name, *of: {},
            ),
            "stop": Thing(
                name="",
                question=stop_at.question if len(places) == 1 else None,
                heading="Hvor?",
                activity=Thing(name="", pk=3, notes_visible=False, reviews=True),
                step=Thing(name="", key="write", title="Skriv", phone="Skriv sedler.", reviews=False),
            ),
            "spot": spot_at(at) if at else None,
            "late": late,
            "kinds": kinds(*kinds_of),
            "answerable": [
                Thing(name=text, number=pk, text=text, kind="note", look=kinds("note")[0])
                for pk, text in (answerable or {}).items()
            ],
            "mine": [(place, "", [*map(correctable, notes)]) for place, notes in (mine or {at: []}).items()],
            "ballots": [ballot(place, chosen) for place, chosen in (ballots or {}).items()],
            "helping": Thing(name="", is_shown=summary is not None, summed_up=summed_up),
            "key": key,
            "csrf_token": "token",
        }

        scene = self.context["scene"]
        scene.stop = self.context["stop"]
        self.context["form"] = WriteForm(scene, self.context["spot"], bool(late))

    def page(self) -> str:
        return render_to_string("phone/phone.html", self.context)

    def part(self, name: str, **extra: Any) -> str:
        """One of the fragments that a stream brings: ``stage``, ``marks``, ``mine``, ``my_note`` with a ``note``."""
        if "note" in extra:
            extra["own"] = correctable(extra.pop("note"))
        return render_to_string(f"phone/_{name}.html", self.context | extra)


def ballot(place: str, chosen: str) -> dict[str, Any]:
    choices = [{"kind": {"key": key, "word": word}} for key, word in (("know", "kende"), ("can", "kunne"))]
    return {"spot": {"place": place, "choices": choices}, "label": f"Kompetence {place}", "chosen": chosen}


def own(pk: int, text: str, place: str = "1-1", version: int = 1) -> Thing:
    """A note of the participant's own."""
    return Thing(name=text, number=pk, text=text, kind="note", place=place, version=version, look=None)


def correctable(note: Thing) -> Thing:
    """It with what its writer can correct: the text alone."""
    return Thing(name=note.text, note=note, kinds=[], answers=False, answered=[], answerable=[])


def taken(pk: int, text: str, place: str = "1-1", key: str = "next") -> Answer:
    """The answer to a note that was stored."""
    drawn = Drawn(place).part("my_note", note=own(pk, text, place))
    return patch(drawn + render_to_string("phone/_answer.html", {"said": "Sendt", "key": key}))


def marked(version: int = 2) -> Answer:
    return patch(render_to_string("phone/_said.html", {"said": "Gemt"}), X_Version=str(version))


def refused(*why: str) -> Answer:
    return patch(render_to_string("phone/_said.html", {"said": " ".join(why), "wrong": True}), status=422)


def too_fast() -> Answer:
    return patch("", status=429, Retry_After="3")


class Phone(Screen):
    path = PAGE

    def open(self, *places: str, stored: dict[str, Any] | None = None, **drawn: Any) -> None:
        """Open the page; ``stored``: what lies in the phone, by name, as a script would have written it."""
        raw = {name: each if isinstance(each, str) else json.dumps(each) for name, each in (stored or {}).items()}
        for path in (NOTES, MARKS):
            if path not in self.played._answers:
                self.played.answer(path, HELD)
        self.goto(Drawn(*places, **drawn).page(), stored=raw)
        self.stream("beat")

    def wait(self, seconds: float) -> None:
        super().wait(seconds)
        self.stream("beat")

    # --- Writing ---

    @property
    def text(self) -> Locator:
        return self.page.locator("#text")

    @property
    def button(self) -> Locator:
        return self.page.get_by_role("button", name="Send", exact=True)

    def send(self, text: str) -> None:
        self.text.fill(text)
        self.press(self.button)

    def notes(self) -> list[Asked]:
        """The notes that were sent, in order."""
        return self.played.to(NOTES)

    def sent(self, *texts: str) -> None:
        """So many notes were sent by now and no more, in that order."""
        self.until(lambda: len(self.notes()) >= len(texts))
        self.settle()
        assert [each["text"] for each in self.notes()] == list(texts)

    # --- What is there ---

    @property
    def said(self) -> Locator:
        return self.page.locator("#said")

    @property
    def waiting(self) -> Locator:
        return self.page.locator("#outbox .note__text")

    @property
    def mine(self) -> Locator:
        return self.page.locator("#mine .note__text")

    def kept(self, drawer: str = "outbox", seat: str = SEAT) -> dict[str, Any]:
        """What lies in a drawer of the phone's storage, by key."""
        start = f"{drawer}/{seat}/"
        every = self.page.evaluate("Object.fromEntries(Object.entries(localStorage))")
        return {name.removeprefix(start): json.loads(each) for name, each in every.items() if name.startswith(start)}

    def texts_kept(self) -> list[str]:
        """The notes in the outbox, in the order they are to be sent."""
        return [each["text"] for each in sorted(self.kept().values(), key=lambda each: each["order"])]
