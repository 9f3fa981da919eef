"""A room that goes through its workshop by pressing what stands on the screens."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.test import Client
from lxml import html
from lxml.html import HtmlElement

from .database import PASSWORDS, Row, rows
from .seen import seen

CLOSE_UPS = "//form[@aria-label='Vis på tavlen']//button"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def page(shown: str) -> HtmlElement:
    return html.document_fromstring(shown)


def button(shown: str, words: str) -> HtmlElement | None:
    """The first button of a page that begins with those words and can be pressed."""
    every = page(shown).xpath("//button[not(@disabled)]")
    return next((each for each in every if " ".join(each.text_content().split()).startswith(words)), None)


def press(client: Client, pressed: HtmlElement) -> None:
    """What a browser without scripts sends when a button is pressed."""
    (form,) = pressed.xpath("ancestor::form")
    own = {pressed.get("name"): pressed.get("value", "")} if pressed.get("name") else {}
    answer = client.post(form.get("action"), dict(form.form_values()) | own)
    assert answer.status_code == 302, (form.get("action"), own, answer.status_code)


def logged_in(email: str) -> Client:
    client = Client()
    answer = client.post("/log-ind/", {"username": email, "password": PASSWORDS[email]})
    assert answer.status_code == 302
    return client


def seated(seat: Row) -> Client:
    """A phone with the cookie that it was given at the time."""
    client, given = Client(), HttpResponse()
    given.set_signed_cookie(f"seat-{seat['workshop_id']}", seat["key"])
    client.cookies = given.cookies
    return client


class Walk:
    """One workshop: its wall, its desk, and the phone of someone in it; with a note-taker there, of two."""

    def __init__(self, workshop: Row, client: Client) -> None:
        pk = workshop["id"]
        self.client = client
        self.workshop, self.phone = f"/workshops/{pk}/", f"/deltag/{pk}/"
        self.wall = self.desk = ""
        seats = [each for each in rows("participant") if each["workshop_id"] == pk and not each["removed_at"]]
        self.phones = {each["id"]: seated(each) for each in seats[: 2 if workshop["scribe_id"] else 1]}

    def look(self) -> Iterator[tuple[str, str]]:
        """What wall and desk show."""
        self.wall, self.desk = (text(self.client, self.workshop + name) for name in ("tavle/", "styr/"))
        yield "wall", seen(self.wall)
        yield "desk", seen(self.desk)

    def here(self) -> Iterator[tuple[str, str]]:
        """What all screens show where the room is."""
        yield from self.look()
        for seat, client in self.phones.items():
            shown = text(client, self.phone)
            yield f"phone of {seat}", seen(shown)
            for place in page(shown).xpath("//a[contains(@href, '?place=')]/@href")[:1]:
                yield f"phone of {seat}, one place picked", seen(text(client, place))

    def through(self) -> Iterator[tuple[str, str]]:
        """What the screens show at every stop, from the first to the last, and once at each step from close by."""
        while (back := button(text(self.client, f"{self.workshop}tavle/"), "← Tilbage")) is not None:
            press(self.client, back)
        stop, steps = 1, set()
        while True:
            yield from ((f"stop {stop}, {name}", shown) for name, shown in self.here())
            following = next(iter(page(self.wall).xpath("//button[@data-key='next'][not(@disabled)]")), None)
            step = page(self.wall).xpath("string(//*[@aria-current='step'])")
            if step not in steps:
                yield from ((f"stop {stop}, {name}", shown) for name, shown in self.closer())
            if following is None:
                return
            press(self.client, following)
            steps.add(step)
            stop += 1

    def closer(self) -> Iterator[tuple[str, str]]:
        """The wall with inspiration on it, or without; and wall and desk with one topic in close-up."""
        close_ups = page(self.desk).xpath(CLOSE_UPS)
        if (inspiration := button(self.wall, "Inspiration")) is not None:
            press(self.client, inspiration)
            shown = text(self.client, f"{self.workshop}tavle/")
            yield "wall with inspiration", seen(shown)
            press(self.client, button(shown, "Inspiration"))
        if close_ups:
            press(self.client, close_ups[1])
            yield from ((f"{name} in close-up", shown) for name, shown in self.look())
            press(self.client, page(self.desk).xpath(CLOSE_UPS)[0])

    def end(self) -> None:
        """Close the workshop, whose desk is at the last stop."""
        press(self.client, button(text(self.client, f"{self.workshop}styr/"), "Afslut"))

    def report_again(self) -> None:
        """Ask for the report once more."""
        press(self.client, button(text(self.client, f"{self.workshop}rapport/"), "Lav opsamlingen igen"))
