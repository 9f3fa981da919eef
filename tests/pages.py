"""What someone reads and fills in on a page, taken from a response."""

import base64
import re

from django.http import HttpResponse
from lxml import etree, html
from lxml.html import HtmlElement

from workshops.models import Workshop
from workshops.place import Place

from .helpers import again

HTMX = {"HX-Request": "true"}
WRONG = "(contains(concat(' ', @class, ' '), ' error ') or contains(@class, '--error') or contains(@class, '--wrong'))"


def dom(response: HttpResponse | str) -> HtmlElement:
    text = response if isinstance(response, str) else response.content.decode()
    text = re.sub(r"(<textarea[^>]*>)\n", r"\1", text)  # as a browser does, and lxml does not
    return html.document_fromstring(f"<div>{text}</div>" if "<html" not in text else text)


def errors(response: HttpResponse) -> list[str]:
    """The sentences that say something is wrong, in order."""
    found = dom(response).xpath(f"//*[{WRONG}][self::p or @id='toast']")
    return [text(each) for each in found if text(each)]


def said(response: HttpResponse) -> str:
    """What the toast or the phone's status line says."""
    return " ".join(text(each) for each in dom(response).xpath("//*[@id='toast']/p | //*[@id='said']"))


def text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def heading(response: HttpResponse) -> str:
    return " ".join(text(each) for each in dom(response).xpath("//h1"))


def ids(response: HttpResponse | str) -> list[str]:
    """The ids of the top-level fragments, in order."""
    return [each.get("id") for each in dom(response).xpath("//body/div/*")]


def typed(response: HttpResponse, name: str) -> str | None:
    """What is in the field ``name``: the first one; None without any."""
    fields = dom(response).xpath(f"//input[@name='{name}'] | //textarea[@name='{name}']")
    return (fields[0].value or "").removeprefix("\n") if fields else None  # browsers drop a field's first line break


def form(response: HttpResponse, action: str) -> dict[str, str]:
    """What a browser without scripts would send when the form with that action is sent untouched."""
    page = dom(response)
    (found,) = page.xpath(f"//form[@action='{action}']")
    outside = page.xpath(f"//input[@form='{found.get('id')}']") if found.get("id") else []
    return dict(found.form_values()) | {each.get("name"): each.get("value") for each in outside}


def report_picture(page: HtmlElement, tool: str) -> tuple[str, etree._Element]:
    """What the report says instead of the picture of ``tool``, and the picture."""
    (found,) = page.xpath(f"//img[@class='picture picture--{tool}']")
    kind, _comma, data = found.get("src").partition(",")
    assert kind == "data:image/svg+xml;base64"
    return " ".join(found.get("alt").split()), etree.fromstring(base64.b64decode(data))


def go_to(workshop: Workshop, place: Place, step: str) -> None:
    """Bring the room to a step at a place."""
    stop = next(each for each in again(workshop).route() if each.step.key == step and each.places == (place,))
    workshop.go_to(stop.key)
