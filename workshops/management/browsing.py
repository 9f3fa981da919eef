"""As much of a browser as simulated people need: pages, their forms and buttons. Plain HTML, no scripts."""

from __future__ import annotations

import random
import urllib.request
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from lxml.html import document_fromstring

PATIENCE = 20  # seconds for one page


class Browser:
    """One person's browser, with cookies of its own."""

    def __init__(self, url: str) -> None:
        self.url = url
        # No proxy: this is our own server, mostly on this very machine.
        handlers = urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(*handlers)

    def open(self, path: str, fields: Mapping[str, str | list[str]] | None = None) -> Page:
        """Open a page, or send a form and open what it leads to. Raises OSError when that goes wrong."""
        site = urlsplit(self.url)
        request = urllib.request.Request(urljoin(self.url, path), headers={"Origin": f"{site.scheme}://{site.netloc}"})
        with self._opener.open(
            request, urlencode(fields, doseq=True).encode() if fields else None, timeout=PATIENCE
        ) as response:
            return Page(urlsplit(response.url).path, response.read())


class Phone(Browser):
    """A participant's. The address of the phone's page is in ``path`` once it has joined."""

    path = ""

    def join(self, code: str) -> None:
        """Scan the code, choose a group if there are any, press the button. Raises OSError if not let in."""
        form = self.open(f"/k/{code}/").form("code")
        page = self.open(form.action, form.filled()) if form else None
        if page is None or page.form("code"):
            raise OSError("it does not let anyone in")
        self.path = page.path


@dataclass
class Form:
    """A form on a page: where it goes, what stands in it, what can be chosen and pressed, and which places it is about.

    ``buttons`` are the values of those that can be pressed, by their name.
    """

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    places: list[str] = field(default_factory=list)
    buttons: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def take(self, name: str, kind: str, value: str) -> None:
        """Take in a field."""
        if name == "place":
            self.places.append(value)
        if kind == "radio":
            self.choices[name].append(value)
        elif kind == "checkbox":
            self.choices[name] = [value, "", ""]  # left out more often than not
        else:
            self.fields[name] = value

    def filled(self) -> dict[str, str]:
        """What it sends, with something chosen wherever there is a choice."""
        return self.fields | {name: random.choice(values) for name, values in self.choices.items()}

    @property
    def dots(self) -> list[str]:
        """In the form for dots: what can be pressed that puts one more, at an option that has none of one's own or,
        where that is allowed, at one that has. The other button of an option takes all of its dots back."""
        return [value for value in self.buttons.get("note", []) if not value.endswith(":0")]


class Page:
    """A page that was opened: its path, its forms, where one can pick a place, and how many dots one has left."""

    def __init__(self, path: str, html: bytes) -> None:
        self.root: Any = document_fromstring(html.decode("utf-8", "replace"))
        self.path = path
        self.picks: list[str] = self.root.xpath("//*[@data-pick]/@href")
        self._forms = {form: Form(form.get("action") or path) for form in self.root.forms}
        self._by_id = {form.get("id"): form for form in self._forms if form.get("id")}
        for each in self.root.xpath("//input[@name] | //textarea[@name]"):
            if form := self._form_of(each):
                form.take(each.get("name"), each.get("type", ""), each.get("value", ""))
        for each in self.root.xpath("//button[@name][not(@disabled)]"):
            if form := self._form_of(each):
                form.buttons[each.get("name")].append(each.get("value", ""))

    def form(self, *names: str) -> Form | None:
        """The form that has fields of all these names."""
        return next((f for f in self._forms.values() if all(name in f.fields for name in names)), None)

    def called(self, name: str) -> Form | None:
        """The form with that id."""
        return next((form for each, form in self._forms.items() if each.get("id") == name), None)

    def leading_to(self, end: str) -> Form | None:
        """The form whose address ends so."""
        return next((form for form in self._forms.values() if form.action.endswith(end)), None)

    def pressed(self, name: str) -> tuple[str, dict[str, str]]:
        """Where a press of the button with that id leads, and what it sends. Raises LookupError where nobody can press
        it."""
        found = self.root.xpath("//button[@id=$name][not(@disabled)]", name=name)
        form = self._form_of(found[0]) if found else None
        if form is None:
            raise LookupError(f"{self.path} has no button {name!r} to press.")
        return form.action, form.fields | {found[0].get("name"): found[0].get("value", "")}

    @property
    def choosing(self) -> Form | None:
        """The form for dots, where there is one and the page says that dots are left."""
        left = self.root.xpath("string(//*[@id='dots-left']/b)").strip()
        found = next((form for form in self._forms.values() if form.dots), None)
        return found if left.isdecimal() and int(left) else None

    def _form_of(self, element: Any) -> Form | None:
        """The form that a field or a button belongs to: it is named, or around it."""
        owner = self._by_id.get(element.get("form"), next(element.iterancestors("form"), None))
        return self._forms.get(owner)
