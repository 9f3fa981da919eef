"""What holds for every template and every page: translatable, Danish, one heading, nothing inline."""

import itertools
import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.helpers import again, write
from tests.pages import dom, go_to
from workshops.library.loading import load
from workshops.models import Agreement, Link, QuestionSet
from workshops.models.links import PASSWORD_LINK_LASTS
from workshops.models.written import MAX_LENGTH
from workshops.report import paper
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


def found_in_each(look: Callable[[str], object]) -> dict[str, object]:
    """What ``look`` finds in the source of each template, by its path; none where it finds nothing in it."""
    sources = {str(path.relative_to(settings.BASE_DIR / "templates")): path.read_text("utf-8") for path in TEMPLATES}
    assert len(sources) > 300
    return {name: found for name, source in sources.items() if (found := look(source))}


def test_every_word_goes_through_gettext():
    assert found_in_each(left) == {}


def test_no_address_is_made_of_what_someone_typed():
    """A proxy's log keeps addresses: they hold ids, and what a form includes in a GET would stand there too. The four
    questions include the ids of sets, and how many minutes there are."""
    found = found_in_each(re.compile(r"urlencode|iriencode|hx-include").findall)
    assert found == {"prepare/_four.html": ["hx-include"]}


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


def test_no_template_holds_a_style_or_a_script_of_its_own():
    assert found_in_each(re.compile(r"\sstyle=|<style|\son[a-z]+=|javascript:|hx-on").findall) == {}
    assert found_in_each(re.compile(r"<script(?![^>]*\bsrc=)").findall) == {}


def test_no_line_of_a_template_is_longer_than_a_line_of_python():
    assert found_in_each(lambda source: [line for line in source.splitlines() if len(line) > 120]) == {}


def test_a_text_begins_on_a_line_of_its_own_in_its_field():
    """A browser drops the first line feed of a textarea: it must not be the text's own."""
    assert found_in_each(re.compile(r"<textarea[^>]*>(?!\n|</textarea>)").findall) == {}


TYPED = re.compile(
    r"{{ (?:(?:note|agreement|rule|proposal)\.(?:text|what|who)|each\.text|(?:spot|answers|cell)\.outcome\.text)\b"
)


def without_direction(source: str) -> list[str]:
    """What people typed that stands in an element with the direction of the words around it."""
    found = []
    for typed in TYPED.finditer(source):
        before = source[: typed.start()]
        if before.rindex("<") > before.rindex(">"):
            continue  # an attribute
        tag = before[before.rindex("<") :]
        if not (tag.startswith("<bdi>") or 'dir="auto"' in tag or "visually-hidden" in tag):
            found.append(f"{tag}{typed[0]}")
    return found


def test_what_people_typed_goes_its_own_direction():
    assert without_direction("<p>{{ note.text }}</p>") == ["<p>{{ note.text"]
    assert found_in_each(without_direction) == {}


def test_no_field_cuts_what_is_pasted():
    assert found_in_each(re.compile("maxlength").findall) == {}


# --- Whole pages ---


@pytest.fixture(scope="module")
def seen() -> dict[str, HttpResponse]:
    return {}


@pytest.fixture
def pages(seen, db, request) -> dict[str, HttpResponse]:
    """Every page there is, in every state that looks different: a name and its HTML. Looked up once for all tests."""
    return seen or request.getfixturevalue("looked_up")


@pytest.fixture
def looked_up(seen, workshop, places, ane_client, participant_client, leader, library):
    found = {}

    def look(name: str, client: Client, address: str, status: int = 200, **data: str) -> None:
        answer = client.post(address, data) if data else client.get(address)
        assert answer.status_code == status, name
        found[name] = answer

    def of(name: str, *args: int) -> str:
        return reverse(name, args=[workshop.pk, *args])

    def plan(address: str) -> dict[str, str]:
        """What the page of a plan sends, with two questions that cannot be stored."""
        (found,) = dom(ane_client.get(address)).xpath("//form[@class='plan']")
        return dict(found.form_values()) | {"form-0-text": "", "form-0-minutes": "0", "form-1-minutes": "x"}

    own_set = library.copy_for(workshop.owner)
    load(settings.BASE_DIR / "fixtures" / "roller.yaml")
    workshop.refresh_from_db()
    look("join", Client(), "/")
    look("join, wrong", Client(), "/", 422, code="x")
    look("join, found", Client(), f"/k/{workshop.code}/")
    look("login", Client(), "/log-ind/")
    look("login, with what was sent", Client(), of("workshop-edit"), 401, title="Nyt omsorgssystem")
    look("logged in again", ane_client, "/log-ind/igen/")
    carried = Parcel(of("workshop-edit"), [("title", "Nyt omsorgssystem")]).sealed()
    look("send again", ane_client, "/log-ind/", carried=carried)
    look("account", ane_client, "/konto/")
    look("password", ane_client, "/konto/adgangskode/")
    look("password, wrong", ane_client, "/konto/adgangskode/", 422, old_password="x")
    look("forgotten", Client(), "/adgangskode/glemt/")
    renewed = Link.objects.make(Link.Purpose.PASSWORD, PASSWORD_LINK_LASTS, user=workshop.owner).get_absolute_url()
    look("new password", Client(), renewed)
    look("new password, wrong", Client(), renewed, 422, new_password1="x")
    look("samples", ane_client, "/stil/")
    look("accessibility", Client(), "/was/")
    look("privacy", Client(), "/persondata/")
    look("404", Client(), "/x/", 404)
    look("403", participant_client, of("desk"), 403)
    look("list", ane_client, "/workshops/")
    look("new", ane_client, "/workshops/ny/")
    look("new, wrong", ane_client, "/workshops/ny/", 422, title="")
    look("agenda", ane_client, of("workshop"))
    look("agenda, wrong", ane_client, of("workshop-invite"), 422, email="x")
    activity = workshop.activities.get()
    look("plan", ane_client, of("activity", activity.pk))
    look("plan, wrong", ane_client, of("activity", activity.pk), 422, **plan(of("activity", activity.pk)))
    look("login, wrong", Client(), "/log-ind/", username="ane@example.dk", password="x")
    look("library", ane_client, "/bibliotek/")
    look("library, found", ane_client, "/bibliotek/?q=digitalisering")
    look("library, wrong", ane_client, f"/bibliotek/?q={'x' * 101}", 422)
    look("import", ane_client, "/bibliotek/hent-ind/")
    look("import, wrong", ane_client, "/bibliotek/hent-ind/", 422, text="x: [")
    look("set", ane_client, f"/bibliotek/{own_set.pk}/")
    look("set, new, wrong", ane_client, "/bibliotek/ny/", 422, title="")
    look("set, edit", ane_client, f"/bibliotek/{own_set.pk}/ret/")
    look("set, edit, wrong", ane_client, f"/bibliotek/{own_set.pk}/ret/", 422, **{"set-title": "", "set-source": "x"})
    shaped = workshop.add_activity(QuestionSet.objects.get(key="roller"))
    look("shape", ane_client, of("shape", shaped.pk))
    named = {f"topic-{each.pk}": "" for each in shaped.question_set.topics.filter(apart=False)}
    look("shape, wrong", ane_client, of("shape", shaped.pk), 422, **named)
    workshop.remove_activity(shaped)
    look("report, too early", ane_client, of("workshop-report"))
    note = write(workshop, places[0], "Mere <tid>", participant=workshop.join())
    Agreement(workshop=workshop, what="Mere oplæring", topic_id=places[0].topic).write_down()
    go_to(workshop, places[0], "write")
    look("the wall on a phone", participant_client, of("phone-read"))
    look("phone, wrong", participant_client, of("phone-write"), 422, text=" ", place=str(places[0]), kind="note")
    for stop in ["lobby", "explain", "write", "show", "decide", "wrap-up"]:
        key = f"0.{stop}.0.0"
        workshop.go_to(key) if stop in ("lobby", "wrap-up") else go_to(workshop, places[0], stop)
        for name, client in [("wall", ane_client), ("desk", ane_client), ("phone", participant_client)]:
            look(f"{name}, {stop}", client, of(name))
    look("note", ane_client, of("note", note.number))
    look("note, wrong", ane_client, of("note", note.number), 422, text=" ")
    look("add a note", ane_client, of("note-add"))
    look("add a note, wrong", ane_client, of("note-add"), 422, text=" ", place=str(places[0]), kind="note")
    look("agreement", ane_client, of("agreement", workshop.agreements.get().pk))
    look("add an agreement", ane_client, of("agreement-add"))
    look("add an agreement, wrong", ane_client, of("agreement-add"), 422, what="", due="x", period="x")
    look("own question, wrong", ane_client, of("question-add", activity.pk), 422, text="", topic="x")
    workshop.close()
    for name, client in [("wall", ane_client), ("desk", ane_client), ("phone", participant_client)]:
        look(f"{name}, closed", client, of(name))
    look("report, waiting", ane_client, of("workshop-report"))
    look("leader, waiting", Client(), leader.get_absolute_url())
    workshop.report.show(paper.html(again(workshop)))
    workshop.report.finish(b"%PDF-")
    look("report", ane_client, of("workshop-report"))
    look("leader", Client(), leader.get_absolute_url())
    leader.revoke()
    look("leader, revoked", Client(), leader.get_absolute_url(), 410)
    seen.update(found)
    return found


def test_every_page_is_danish_has_one_heading_and_a_title(pages):
    wrong = {}
    for name, answer in pages.items():
        page = dom(answer)
        headings = page.xpath("//h1")
        title = "".join(page.xpath("//title[not(ancestor::*[local-name()='svg'])]/text()")).strip(" ·")
        seen = (page.get("lang"), len(headings), bool(title))
        if seen != ("da", 1, True):
            wrong[name] = seen

    assert len(pages) == 74
    assert wrong == {}


def test_no_level_of_heading_is_passed_over(pages):
    wrong = {}
    for name, answer in pages.items():
        levels = [int(each.tag[1]) for each in dom(answer).xpath("//h1 | //h2 | //h3 | //h4 | //h5")]
        jumps = [(above, below) for above, below in itertools.pairwise([1, *levels]) if below > above + 1]
        if jumps:
            wrong[name] = jumps

    assert wrong == {}


REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls")
DESCRIBED = "(self::* | ancestor::fieldset)/@aria-describedby"
LATER = {"dialog-title"}  # it comes with what is fetched into the dialog


def test_what_points_at_something_points_at_what_is_there(pages):
    for name, answer in pages.items():
        page = dom(answer)
        pointed = [id for each in REFERENCES for value in page.xpath(f"//@{each}") for id in value.split()]
        pointed += [each[1:] for each in page.xpath("//a/@href") if each.startswith("#")]
        assert set(pointed) - set(page.xpath("//@id")) - LATER == set(), name


def test_what_is_wrong_is_said_in_the_title_and_tied_to_its_field(pages):
    wrong = {name: dom(answer) for name, answer in pages.items() if name.endswith(", wrong")}
    assert len(wrong) == 17
    for name, page in wrong.items():
        invalid = page.xpath("//*[@aria-invalid='true']")
        told = [
            "".join(page.xpath(f"string(//*[@id='{id}'])") for id in " ".join(each.xpath(DESCRIBED)).split())
            for each in invalid
        ]
        assert page.xpath("normalize-space(//title)").startswith("Fejl: "), name
        assert invalid, name
        assert all(told), name
        focused = page.xpath("//*[@autofocus]")[:1]
        assert [each for each in focused if each.get("id") == "wrong" or each in invalid], name


def test_a_page_with_several_things_wrong_sums_them_up_with_links(pages):
    links = {
        name: dom(answer).xpath("//div[@id='wrong']//a/@href")
        for name, answer in pages.items()
        if dom(answer).xpath("//div[@id='wrong']//a")
    }
    assert links["new, wrong"] == ["#id_title", "#id_workplace", "#id_minutes", "#id_keep_days"]
    assert links["plan, wrong"] == ["#id_form-0-text", "#id_form-0-minutes", "#id_form-1-minutes"]
    assert sorted(links) == [
        "add an agreement, wrong",
        "import, wrong",
        "new password, wrong",
        "new, wrong",
        "password, wrong",
        "plan, wrong",
        "set, edit, wrong",
        "set, new, wrong",
    ]


def test_every_screen_that_is_live_has_one_place_where_what_changes_is_said(pages):
    live = {name: dom(answer) for name, answer in pages.items() if dom(answer).xpath("//body/@data-stream")}
    assert len(live) > 20
    for name, page in live.items():
        (region,) = page.xpath("//*[@id='announced']")
        assert (region.get("role"), region.getparent().tag, region.xpath("ancestor::*[@data-live]")) == (
            "status",
            "body",
            [],
        ), name
        drawn_anew = page.xpath("//*[@data-live]//*[@aria-live or @role='status'] | //*[@data-live and @role='status']")
        assert drawn_anew == [], name


def test_titles_tell_the_screens_and_the_states_apart(pages):
    titles = {name: dom(answer).xpath("normalize-space(//title)") for name, answer in pages.items()}
    assert titles["404"] == "Siden findes ikke · Dialogværksted"
    assert titles["403"] == "Det kan kun ordstyreren · Dialogværksted"
    assert titles["leader, revoked"] == "Linket virker ikke længere · Dialogværksted"
    desks = [title for name, title in titles.items() if name.startswith("desk, ")]
    assert len(set(desks)) == len(desks) == 7
    asked = dom(pages["phone, write"]).xpath("string(//h2[contains(@class, 'stage__question')])")
    assert titles["phone, write"].startswith(f"{asked} · ")
    assert titles["phone, closed"].startswith("Tak, fordi du var med · ")


def test_the_statement_on_accessibility_is_linked_where_people_come_in(pages, settings, ane_client, leader):
    settings.ACCESSIBILITY_URL = "https://www.was.digst.dk/dialog-example-dk"
    shown = {"was": Client().get("/was/"), "join": Client().get("/"), "login": Client().get("/log-ind/")}
    shown |= {"list": ane_client.get("/workshops/")}
    for name, answer in shown.items():
        links = dom(answer).xpath(f"//footer//a[@href='{settings.ACCESSIBILITY_URL}']")
        assert [each.text_content().strip() for each in links] == ["Tilgængelighedserklæring"], name
    assert all(dom(pages[name]).xpath("//footer/a[@href='/was/']") for name in ("report", "leader", "desk, write"))


def test_what_becomes_of_personal_data_is_a_press_away_where_people_come_in(open_workshop, settings):
    settings.PRIVACY_URL, settings.KEEP_DAYS = "https://www.example.dk/persondata", 14
    join = Client().get(f"/k/{open_workshop.code}/")
    assert [link.text for link in dom(join).xpath("//main//a[@href='/persondata/']")] == ["Mere om persondata"]

    page = dom(Client().get("/persondata/"))
    assert "Sedlerne selv bliver slettet 14 dage efter mødet" in " ".join(page.text_content().split())
    assert [link.text for link in page.xpath(f"//main//a[@href='{settings.PRIVACY_URL}']")] == [
        "Læs, hvem du kan skrive til"
    ]
    settings.PRIVACY_URL = ""
    assert dom(Client().get("/persondata/")).xpath("//main//a") == []


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
            if field.get("name") in ("code", "groups", "word", None) or field.get("class") == "code-text":  # none
                continue
            hint = page.xpath(f"//*[@id='{field.get('id')}_limit']")
            assert field.get("dir") == "auto", (name, field.get("name"))
            assert [each.text_content().strip() for each in hint] == [f"Højst {field.get('data-limit')} tegn"], name
            assert hint[0].get("id") in field.get("aria-describedby").split(), name
            seen.add((field.get("name").rpartition("-")[2], field.get("data-limit")))

    assert {("text", str(MAX_LENGTH)), ("title", "120"), ("what", "500"), ("who", "120"), ("text", "400")} <= seen


def test_every_button_and_link_says_what_it_does(pages):
    for name, answer in pages.items():
        for each in dom(answer).xpath("//button | //a[@href]"):
            says = each.text_content().strip() or each.get("aria-label") or "".join(each.xpath(".//img/@alt"))
            assert says, f"{name}: {html.tostring(each)!r}"


def test_every_form_that_changes_something_has_its_token(pages):
    for name, answer in pages.items():
        for form in dom(answer).xpath("//form[@method='post']"):
            assert form.xpath(".//input[@name='csrfmiddlewaretoken']/@value"), f"{name}: {form.get('action')}"
