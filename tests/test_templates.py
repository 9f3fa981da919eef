"""What holds for every template and every page: translatable, Danish, one heading, nothing inline."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.helpers import again, write
from tests.pages import dom, go_to
from workshops.models import Agreement
from workshops.models.written import MAX_LENGTH
from workshops.report import telling
from workshops.views.resend import Parcel

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
NAMES = {"Dialogværksted"}  # the same in every language
READ = re.compile(r"alt|aria-label|placeholder|title|content|data-(say-.*|over|fold-text)")  # what someone reads


def left(source: str) -> list[str]:
    """The words of a template that someone reads and gettext does not see."""
    source = re.sub(r"{% (blocktranslate|comment).*?{% end\1 %}|{#.*?#}|<!--.*?-->", " ", source, flags=re.S)
    source = re.sub(r"{% block body_class %}.*?{% endblock %}", " ", source)
    source = re.sub(r"{% block body_attrs %}(.*?){% endblock %}", r"<b \1></b>", source, flags=re.S)
    source = re.sub(r"{%.*?%}|{{.*?}}", " ", source, flags=re.S)
    tree = html.document_fromstring(f"<div>{source}</div>" if "<html" not in source else source)
    words = [str(each) for each in tree.xpath("//text()[not(parent::style) and not(parent::script)]")]
    words += [value for each in tree.iter() for name, value in each.attrib.items() if READ.fullmatch(name)]
    found = re.findall(r"[^\W\d_]{2,}", " ".join(each for each in words if not technical(each)))
    return [each for each in found if each not in NAMES]


def technical(text: str) -> bool:
    """Whether ``text`` is the content of a ``<meta>`` for machines."""
    known = {"width=device-width, initial-scale=1", "noindex", "#f7f4ec", "website", "da_DK", "summary_large_image"}
    return text in known or text.startswith('{"includeIndicatorStyles"')


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR / "templates")))
def test_every_word_goes_through_gettext(path: Path):
    assert left(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR / "templates")))
def test_no_address_is_made_of_what_someone_typed(path: Path):
    """A proxy's log keeps addresses: they hold ids, and what a form includes in a GET would stand there too."""
    assert re.findall(r"urlencode|iriencode|hx-include", path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Hej</p>", ["Hej"]),
        ('<p>{% translate "Hej" %} {{ name }}</p>', []),
        ("<p>{% blocktranslate %}Hej{% endblocktranslate %} med dig</p>", ["med", "dig"]),
        ('<img alt="Hej">', ["Hej"]),
        (
            '{% block body_class %}x-y{% endblock %}{% block body_attrs %}data-say-no="Hej" data-x="y"{% endblock %}',
            ["Hej"],
        ),
        ('<button aria-label="{% translate "Hej" %}" class="knap">→</button>', []),
        ("{# Hej #}<!-- Hej -->{% comment %}Hej{% endcomment %}", []),
    ],
)
def test_the_test_sees_what_it_should(source, words):
    assert left(source) == words


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_a_style_or_a_script_of_its_own(path: Path):
    source = path.read_text(encoding="utf-8")

    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|javascript:|hx-on", source) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)", source) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_text_begins_on_a_line_of_its_own_in_its_field(path: Path):
    """A browser drops the first line feed of a textarea: it must not be the text's own."""
    assert re.findall(r"<textarea[^>]*>(?!\n|</textarea>)", path.read_text(encoding="utf-8")) == []


TYPED = re.compile(
    r"{{ (?:(?:note|agreement|rule|proposal)\.(?:text|what|who)|each\.text|(?:spot|answers|cell)\.outcome\.text)\b"
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_what_people_typed_goes_its_own_direction(path: Path):
    source = path.read_text(encoding="utf-8")

    for found in TYPED.finditer(source):
        before = source[: found.start()]
        if before.rindex("<") > before.rindex(">"):
            continue  # an attribute
        tag = before[before.rindex("<") :]
        assert tag.startswith("<bdi>") or 'dir="auto"' in tag or "visually-hidden" in tag, f"{tag}{found[0]}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_field_cuts_what_is_pasted(path: Path):
    assert "maxlength" not in path.read_text(encoding="utf-8")


# --- Whole pages ---


@pytest.fixture
def pages(workshop, places, ane_client, participant_client, leader, library):
    """Every page there is, in every state that looks different: a name and its HTML."""
    found = {}

    def look(name: str, client: Client, address: str, status: int = 200, **data: str) -> None:
        answer = client.post(address, data) if data else client.get(address)
        assert answer.status_code == status, name
        found[name] = answer

    def of(name: str, *args: int) -> str:
        return reverse(name, args=[workshop.pk, *args])

    workshop.refresh_from_db()
    look("join", Client(), "/")
    look("join, wrong", Client(), "/", 422, code="x")
    look("join, found", Client(), f"/k/{workshop.code}/")
    look("login", Client(), "/log-ind/")
    look("login, with what was sent", Client(), of("workshop-edit"), 401, title="Nyt omsorgssystem")
    look("logged in again", ane_client, "/log-ind/igen/")
    carried = Parcel(of("workshop-edit"), [("title", "Nyt omsorgssystem")]).sealed()
    look("send again", ane_client, "/log-ind/", carried=carried)
    look("samples", ane_client, "/stil/")
    look("404", Client(), "/x/", 404)
    look("403", participant_client, of("desk"), 403)
    look("list", ane_client, "/workshops/")
    look("new", ane_client, "/workshops/ny/")
    look("new, wrong", ane_client, "/workshops/ny/", 422, title="")
    look("agenda", ane_client, of("workshop"))
    look("plan", ane_client, of("activity", workshop.activities.get().pk))
    look("report, too early", ane_client, of("workshop-report"))
    note = write(workshop, places[0], "Mere <tid>", participant=workshop.join())
    Agreement(workshop=workshop, what="Mere oplæring", topic_id=places[0].topic).write_down()
    for stop in ["lobby", "explain", "write", "show", "decide", "wrap-up"]:
        key = f"0.{stop}.0.0"
        workshop.go_to(key) if stop in ("lobby", "wrap-up") else go_to(workshop, places[0], stop)
        for name, client in [("wall", ane_client), ("desk", ane_client), ("phone", participant_client)]:
            look(f"{name}, {stop}", client, of(name))
    look("note", ane_client, of("note", note.pk))
    look("add a note", ane_client, of("note-add"))
    look("agreement", ane_client, of("agreement", workshop.agreements.get().pk))
    look("add an agreement", ane_client, of("agreement-add"))
    workshop.close()
    for name, client in [("wall", ane_client), ("desk", ane_client), ("phone", participant_client)]:
        look(f"{name}, closed", client, of(name))
    look("report, waiting", ane_client, of("workshop-report"))
    look("leader, waiting", Client(), leader.get_absolute_url())
    workshop.report.show(telling.html(again(workshop)))
    workshop.report.finish(b"%PDF-")
    look("report", ane_client, of("workshop-report"))
    look("leader", Client(), leader.get_absolute_url())
    leader.revoke()
    look("leader, revoked", Client(), leader.get_absolute_url(), 410)
    return found


def test_every_page_is_danish_has_one_heading_and_a_title(pages):
    wrong = {}
    for name, answer in pages.items():
        page = dom(answer)
        # The facilitator's page of the report has its own heading, and holds the whole report with its.
        headings = page.xpath("//h1[not(ancestor::article)]") or page.xpath("//h1")
        title = "".join(page.xpath("//title[not(ancestor::*[local-name()='svg'])]/text()")).strip(" ·")
        seen = (page.get("lang"), len(headings), bool(title))
        if seen != ("da", 1, True):
            wrong[name] = seen

    assert len(pages) == 46
    assert wrong == {}


def test_no_page_holds_a_style_or_a_script_of_its_own(pages):
    inline = "//*[@style] | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]"

    assert {name: len(dom(answer).xpath(inline)) for name, answer in pages.items() if dom(answer).xpath(inline)} == {}


def test_every_page_asks_for_nothing_from_anywhere_else(pages):
    addresses = "//script/@src | //link/@href | //img/@src | //form/@action"

    for name, answer in pages.items():
        assert [each for each in dom(answer).xpath(addresses) if not each.startswith(("/", "data:"))] == [], name
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


def test_no_id_is_there_twice(pages):
    for name, answer in pages.items():
        ids = dom(answer).xpath("//@id")
        assert sorted(each for each in set(ids) if ids.count(each) > 1) == [], name


def test_every_field_has_a_label(pages):
    for name, answer in pages.items():
        page = dom(answer)
        fields = page.xpath("//input[not(@type='hidden')] | //textarea | //select")
        bare = [
            each.get("name")
            for each in fields
            if not each.xpath("ancestor::label") and not page.xpath(f"//label[@for='{each.get('id')}']")
        ]
        assert bare == [], name


def test_every_field_for_typed_text_tells_how_much_it_takes_and_goes_its_own_direction(pages):
    seen = set()
    for name, answer in pages.items():
        page = dom(answer)
        for field in page.xpath("//textarea | //input[not(@type) or @type='text' or @type='search']"):
            assert field.get("maxlength") is None, name
            if field.get("name") in ("code", "groups", "word", None):  # none of their own
                continue
            hint = page.xpath(f"//*[@id='{field.get('id')}_limit']")
            assert field.get("dir") == "auto", (name, field.get("name"))
            assert [each.text_content().strip() for each in hint] == [f"Højst {field.get('data-limit')} tegn"], name
            assert hint[0].get("id") in field.get("aria-describedby").split(), name
            seen.add((field.get("name").rpartition("-")[2], field.get("data-limit")))

    assert {("text", str(MAX_LENGTH)), ("title", "120"), ("what", "400"), ("who", "120"), ("text", "400")} <= seen


def test_every_button_and_link_says_what_it_does(pages):
    for name, answer in pages.items():
        for each in dom(answer).xpath("//button | //a[@href]"):
            says = each.text_content().strip() or each.get("aria-label") or "".join(each.xpath(".//img/@alt"))
            assert says, f"{name}: {html.tostring(each)!r}"


def test_every_form_that_changes_something_has_its_token(pages):
    for name, answer in pages.items():
        for form in dom(answer).xpath("//form[@method='post']"):
            assert form.xpath(".//input[@name='csrfmiddlewaretoken']/@value"), f"{name}: {form.get('action')}"
