"""Finding a set, looking at it, making one's own, taking it out and bringing it in; and who may do what with which."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import queries
from tests.pages import dom, errors, heading, text, typed
from tests.people import logged_in
from tests.rooms import FIXTURES, content, stored
from tests.workshops.sets import PAUSES, again
from workshops.library.loading import bring
from workshops.library.reading import read
from workshops.models import Activity, Hint, Question, QuestionSet, Topic, User, Workshop
from workshops.screens.preview import previewed
from workshops.urls import urlpatterns

READ = ["set", "set-preview", "set-export"]
READ_AND_WRITE = ["set-edit", "set-delete"]
WRITE = ["set-copy", "set-undo", "set-share"]
WITHOUT_A_SET = ["library", "set-create", "set-import"]
NEW = {"title": "Vores eget", "intro": "En runde", "source": "Vores egen"}


def address(name: str, question_set: QuestionSet | int) -> str:
    return reverse(name, args=[question_set if isinstance(question_set, int) else question_set.pk])


def show_to(question_set: QuestionSet, visibility: str) -> None:
    QuestionSet.objects.filter(pk=question_set.pk).update(visibility=visibility)


def rows() -> list[int]:
    return [model.objects.count() for model in (QuestionSet, Topic, Question, Hint, Workshop, Activity)]


def answers(client: Client, names: list[str], question_set: QuestionSet | int, method: str = "get") -> dict[str, int]:
    return {name: getattr(client, method)(address(name, question_set)).status_code for name in names}


def titles(page: HttpResponse) -> dict[str, list[str]]:
    """The sets on the page, by the heading they stand under."""
    return {
        text(shelf.xpath(".//h2")[0]): [text(each) for each in shelf.xpath(".//h3")]
        for shelf in dom(page).xpath("//main//section")
        if shelf.xpath(".//h2/@id") != ["programmes"]
    }


def upload(data: str | bytes, name: str = "pauser.yaml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode())


# --- Who gets in where ---


def test_every_address_is_in_the_table():
    names = [pattern.name for pattern in urlpatterns if str(pattern.pattern).startswith("bibliotek/")]

    assert sorted(names) == sorted(READ + READ_AND_WRITE + WRITE + WITHOUT_A_SET)


def test_without_a_login_one_is_asked_for_it(pauses, participant_client):
    show_to(pauses, "published")
    before = content(pauses)

    for client in [Client(), participant_client]:
        for name in WITHOUT_A_SET:
            assert client.get(reverse(name))["Location"] == f"/log-ind/?next={reverse(name)}"
        for name in READ + READ_AND_WRITE:
            where = address(name, pauses)
            assert client.get(where)["Location"] == f"/log-ind/?next={where}"
        for where in [address(name, pauses) for name in READ_AND_WRITE + WRITE] + [reverse("set-import")]:
            page = client.post(where, {"text": PAUSES})
            assert (page.status_code, heading(page)) == (401, "Log ind som ordstyrer")
    assert (content(again(pauses)), again(pauses).visibility) == (before, "published")


@pytest.mark.parametrize(
    ("visibility", "who", "reads", "writes"),
    [
        ("private", "ane", 200, True),
        ("private", "bo", 404, False),
        ("private", "stranger", 404, False),
        ("private", "admin", 404, False),
        ("shared", "ane", 200, True),
        ("shared", "bo", 200, False),
        ("shared", "stranger", 404, False),
        ("shared", "admin", 404, False),
        ("published", "ane", 200, False),
        ("published", "bo", 200, False),
        ("published", "stranger", 200, False),
        ("published", "admin", 200, True),
    ],
)
def test_who_may_do_what(pauses, visibility, who, reads, writes, request):
    show_to(pauses, visibility)
    client = logged_in(request.getfixturevalue(who))
    before, refused = content(pauses), 404 if reads == 404 else 403

    assert answers(client, READ, pauses) == dict.fromkeys(READ, reads)
    assert answers(client, READ_AND_WRITE, pauses) == dict.fromkeys(READ_AND_WRITE, 200 if writes else refused)
    if not writes:
        names = ["set-edit", "set-undo", "set-share", "set-delete"]
        assert answers(client, names, pauses, "post") == dict.fromkeys(names, refused)
        typed = {"set-title": "Mit", "set-source": "Mig", "visibility": "private"}
        for name in names:
            client.post(address(name, pauses), typed)
        assert (content(again(pauses)), again(pauses).visibility) == (before, visibility)
    assert client.post(address("set-copy", pauses)).status_code == (302 if reads == 200 else 404)


def test_who_may_only_look_is_told_to_make_a_copy(pauses, bo_client):
    show_to(pauses, "shared")
    page = bo_client.get(address("set-edit", pauses))

    assert (page.status_code, heading(page)) == (403, "Det kan du ikke")
    assert "Sættet er ikke dit. Lav en kopi, så kan du rette i den." in page.content.decode()


def test_what_one_cannot_do_is_not_offered(pauses, ane_client, bo_client):
    show_to(pauses, "shared")
    offered = [
        dom(client.get(address("set", pauses))).xpath("//main//a/@href | //main//form/@action")
        for client in (ane_client, bo_client)
    ]

    names = ["set-edit", "set-share", "set-delete", "set-copy"]
    assert [[address(name, pauses) in each for name in names] for each in offered] == [
        [True, True, True, True],
        [False, False, False, True],
    ]


@pytest.mark.parametrize("pk", [0, 999_999, 10**18, 10**30])
def test_a_set_that_is_not_there_is_404(admin_client, pk):
    names = READ + READ_AND_WRITE

    assert answers(admin_client, names, pk) == dict.fromkeys(names, 404)
    names = READ_AND_WRITE + WRITE
    assert answers(admin_client, names, pk, "post") == dict.fromkeys(names, 404)


def test_an_activitys_own_set_is_404(workshop, ane_client, admin_client):
    theirs = workshop.activities.get().question_set
    show_to(theirs, "published")

    for client in (ane_client, admin_client):
        assert set(answers(client, READ + READ_AND_WRITE, theirs).values()) == {404}
        assert set(answers(client, READ_AND_WRITE + WRITE, theirs, "post").values()) == {404}


def test_the_wrong_method_is_405(pauses, ane_client):
    every = READ + READ_AND_WRITE + WRITE

    assert answers(ane_client, WRITE, pauses) == dict.fromkeys(WRITE, 405)
    assert answers(ane_client, READ, pauses, "post") == dict.fromkeys(READ, 405)
    assert answers(ane_client, every, pauses, "put") == dict.fromkeys(every, 405)
    assert answers(ane_client, READ + READ_AND_WRITE, pauses, "head") == dict.fromkeys(READ + READ_AND_WRITE, 200)
    assert ane_client.post("/bibliotek/").status_code == 405
    assert [ane_client.put(reverse(name)).status_code for name in WITHOUT_A_SET] == [405] * 3
    assert [ane_client.head(reverse(name)).status_code for name in WITHOUT_A_SET] == [200] * 3


# --- The list ---


def test_the_list_has_ones_own_first_and_the_rest_by_tool(pauses, library, ane_client):
    stored("roller")

    assert titles(ane_client.get("/bibliotek/")) == {
        "Mine egne": ["Pauser i en digital dag"],
        "Spørgsmål i temaer": [library.title],
        "Rolleskemaet": ["Roller i digitaliseringsforløbet"],
    }


@pytest.mark.parametrize(
    ("visibility", "bo_sees", "stranger_sees"),
    [("private", False, False), ("shared", True, False), ("published", True, True)],
)
@pytest.mark.parametrize("query", ["", "?q=pauser"])
def test_the_list_and_the_search_have_what_one_may_see(
    pauses, bo_client, stranger_client, visibility, bo_sees, stranger_sees, query
):
    show_to(pauses, visibility)
    seen = [
        "Pauser i en digital dag" in [text(each) for each in dom(client.get(f"/bibliotek/{query}")).xpath("//h3")]
        for client in (bo_client, stranger_client)
    ]

    assert seen == [bo_sees, stranger_sees]


def test_the_list_is_without_the_copies_on_agendas(workshop, library, ane_client):
    page = ane_client.get("/bibliotek/")

    assert titles(page) == {"Spørgsmål i temaer": [library.title]}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("pauser", ["Pauser i en digital dag"]),
        ("  skærmen ", ["Pauser i en digital dag"]),
        ("klokken", ["Pauser i en digital dag"]),
        ("xylofon", []),
        ("%", []),
        ("%\x00", []),
        ("'; DROP TABLE", []),
        ("æ" * 100, []),
    ],
)
def test_a_search(pauses, ane_client, asked, found):
    page = ane_client.get("/bibliotek/", {"q": asked})

    assert [text(each) for each in dom(page).xpath("//main//h3")] == found
    assert text(dom(page).xpath("//main/p[@role='status']")[0]).startswith(f"{len(found)} sæt om")
    assert typed(page, "q") == asked.replace("\x00", "\ufffd")


@pytest.mark.parametrize("query", ["", "?q=pauser"])
def test_the_list_and_the_search_cost_the_same_however_many_there_are(pauses, ane, ane_client, bo, query):
    show_to(pauses, "shared")
    bos = pauses.copy_for(bo)
    show_to(bos, "shared")
    one = queries(ane_client, f"/bibliotek/{query}")
    for user in (ane, bo) * 2:
        show_to(pauses.copy_for(user), "shared")

    assert len(dom(ane_client.get(f"/bibliotek/{query}")).xpath("//main//a[starts-with(@href, '/bibliotek/')]")) > 6
    assert queries(ane_client, f"/bibliotek/{query}") == one


# --- A set ---


def test_a_set_is_shown_with_all_it_holds_and_where_it_is_from(pauses, ane_client):
    page = ane_client.get(address("set", pauses))
    shown = text(dom(page).xpath("//main")[0])

    assert heading(page) == "Pauser i en digital dag"
    missing = [
        each
        for model in (Topic, Question, Hint)
        for item in model.objects.filter(question_set=pauses)
        for each in (str(item), item.source, getattr(item, "detail", ""), getattr(item, "heading", ""))
        if each not in shown
    ]
    assert missing == []


def test_nothing_a_set_holds_is_shown_twice(ane_client):
    matrix = stored("roller")
    page = ane_client.get(address("set", matrix))
    shown = [text(each) for each in dom(page).xpath("//details[@class='hints']//li")]

    assert len(shown) == matrix.hints.count()


@pytest.mark.parametrize(
    ("asked", "at"),
    [
        ("1", 1),
        ("3", 3),
        ("", 1),
        ("x", 1),
        ("0", 1),
        ("-1", 1),
        ("1.5", 1),
        ("²", 1),
        ("٣", 1),
        ("999", None),
        ("9" * 5000, 1),
        ("\x00", 1),
    ],
)
def test_a_stop_is_asked_for_by_its_number(pauses, ane_client, asked, at):
    page = ane_client.get(address("set", pauses), {"trin": asked})
    stops = len(previewed(pauses).route) - 2
    (frame,) = dom(page).xpath("//iframe/@src")

    assert frame == f"{address('set-preview', pauses)}?trin={at or stops}"
    walls = [ane_client.get(address("set-preview", pauses), {"trin": asked}), ane_client.get(frame)]
    assert len({text(dom(wall).xpath("//div[@inert]")[0]) for wall in walls}) == 1
    assert f"Trin {at or stops} af {stops}: " in text(dom(page).xpath("//section[@id='tavle']")[0])


def test_at_the_first_stop_there_is_none_before_and_at_the_last_none_after(pauses, ane_client):
    stops = len(previewed(pauses).route) - 2
    found = [
        dom(ane_client.get(address("set", pauses), {"trin": at})).xpath("//section[@id='tavle']//a/@href")
        for at in (1, 2, stops)
    ]

    assert found == [["?trin=2#tavle"], ["?trin=1#tavle", "?trin=3#tavle"], [f"?trin={stops - 1}#tavle"]]


def test_a_set_without_questions_says_so_and_has_no_wall(ane, ane_client):
    empty = QuestionSet.objects.create(tool="dialogue", title="Tomt", source="Mig", owner=ane)
    page = ane_client.get(address("set", empty), {"trin": "3"})

    assert (page.status_code, dom(page).xpath("//iframe")) == (200, [])
    assert "Sættet har ingen spørgsmål endnu." in page.content.decode()
    assert ane_client.get(address("set-preview", empty)).status_code == 404


@pytest.mark.much
@pytest.mark.once
@pytest.mark.parametrize("name", FIXTURES)
def test_the_wall_is_shown_at_every_stop_of_every_set_and_nothing_is_stored(name, ane_client):
    question_set = stored(name)
    before, route = rows(), previewed(question_set).route

    assert len(route) > 2
    for at, stop in enumerate(route[1:-1], 1):
        page = ane_client.get(address("set-preview", question_set), {"trin": at})
        shown = text(dom(page).xpath("//div[@inert]")[0])
        assert (page.status_code, " ".join(stop.heading.split()) in shown) == (200, True)
        assert ane_client.get(address("set", question_set), {"trin": at}).status_code == 200
    assert rows() == before


def test_the_wall_of_a_set_is_framed_by_our_own_pages_alone(pauses, ane_client):
    policies = [
        dict(each.strip().partition(" ")[::2] for each in page["Content-Security-Policy"].split(";"))
        for page in (ane_client.get(address("set-preview", pauses)), ane_client.get(address("set", pauses)))
    ]

    assert [each["frame-ancestors"] for each in policies] == ["'self'", "'none'"]
    assert policies[0] | {"frame-ancestors": "'none'"} == policies[1]


@pytest.mark.parametrize("name", ["set", "set-preview", "set-export", "set-edit"])
def test_a_set_costs_the_same_however_much_it_holds(ane, ane_client, name):
    def with_topics(count: int) -> QuestionSet:
        question_set = QuestionSet.objects.create(tool="dialogue", title="Sæt", source="Mig", owner=ane)
        for n in range(count):
            topic = question_set.add_topic(f"Tema {n}")
            for asked in range(count):
                question = question_set.add_question(topic, f"Spørgsmål {asked}?")
                question_set.add_hint("Et råd", question=question)
            question_set.add_hint("Et råd", topic=topic)
        return question_set

    one, three = (queries(ane_client, address(name, with_topics(count))) for count in (1, 3))
    assert three == one < 20


# --- From scratch ---


def test_a_set_from_scratch_begins_with_its_title(ane, ane_client):
    assert typed(ane_client.get("/bibliotek/ny/"), "source") == "Vores egen"
    done = ane_client.post("/bibliotek/ny/", NEW | {"tool": "rules", "owner": "7", "visibility": "published"})

    made = QuestionSet.objects.get()
    assert done["Location"] == address("set-edit", made)
    assert (made.title, made.intro, made.source) == ("Vores eget", "En runde", "Vores egen")
    assert (made.tool, made.owner, made.visibility, made.key) == ("dialogue", ane, "private", None)


def test_a_set_from_scratch_is_for_the_tool_that_was_chosen(ane_client):
    page = dom(ane_client.get("/bibliotek/ny/"))
    assert page.xpath("//input[@name='tool']/@value") == ["dialogue", "scale"]
    assert page.xpath("//input[@name='tool'][@checked]/@value") == ["dialogue"]

    ane_client.post("/bibliotek/ny/", NEW | {"tool": "scale"})
    assert QuestionSet.objects.get().tool == "scale"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"title": " \u200b"}, "Der mangler en titel."),
        ({"title": "æ" * 151}, "Teksten er på 151 tegn. Brug højst 150."),
        ({"intro": "æ" * 4001}, "Teksten er på 4001 tegn. Brug højst 4000."),
        ({"source": ""}, "Skriv, hvor det er fra, for eksempel »Vores egen«."),
        ({"source": "æ" * 301}, "Teksten er på 301 tegn. Brug højst 300."),
    ],
)
def test_what_is_wrong_with_a_new_set_is_told_and_what_was_typed_stays(ane_client, wrong, error):
    sent = NEW | wrong
    page = ane_client.post("/bibliotek/ny/", sent)

    assert (page.status_code, errors(page)) == (422, [error])
    stays = {name: (typed(page, name) or "").strip() for name in NEW}
    assert stays == {name: value.replace("\u200b", "").strip() for name, value in sent.items()}
    assert rows() == [0] * 6


@pytest.mark.parametrize(("name", "count"), [("set-create", 2), ("set-import", 1)])
def test_nothing_sent_at_all_is_told_too(ane_client, name, count):
    page = ane_client.post(reverse(name))

    assert (page.status_code, bool(errors(page))) == (422, True)
    assert rows() == [0] * 6


# --- Out and in ---


def test_a_set_is_taken_out_as_a_file(pauses, ane_client):
    page = ane_client.get(address("set-export", pauses))

    assert page["Content-Type"] == "application/yaml; charset=utf-8"
    assert page["Content-Disposition"] == 'attachment; filename="pauser-i-en-digital-dag.yaml"'
    assert "title: Pauser i en digital dag\n" in page.content.decode()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ærø, Åen & øen", "aeroe-aaen-oeen"),
        ("3 gode råd", "gode-raad"),
        ("2026", "saet"),
        ('Et "citat"; x=y\r\nSet-Cookie: a', "et-citat-xy-set-cookie-a"),
        ("日本", "saet"),
    ],
)
def test_the_file_has_a_name_that_any_machine_takes(pauses, ane_client, title, name):
    QuestionSet.objects.filter(pk=pauses.pk).update(title=title)

    disposition = ane_client.get(address("set-export", pauses))["Content-Disposition"]
    assert disposition == f'attachment; filename="{name}.yaml"'


def test_a_set_from_fixtures_keeps_its_file_name(library, ane_client):
    page = ane_client.get(address("set-export", library))

    assert page["Content-Disposition"] == 'attachment; filename="psykisk-arbejdsmiljoe.yaml"'


@pytest.mark.parametrize("name", FIXTURES)
@pytest.mark.parametrize("way", ["file", "text"])
def test_what_is_taken_out_comes_in_the_same(ane, ane_client, name, way):
    original = stored(name)
    file = ane_client.get(address("set-export", original)).content
    done = ane_client.post("/bibliotek/hent-ind/", {way: upload(file) if way == "file" else file.decode()})

    twin = QuestionSet.objects.get(owner=ane)
    assert done["Location"] == address("set", twin)
    assert content(twin) == content(original)
    assert (twin.key, twin.visibility) == (None, "private")


def test_what_came_in_says_who_sees_it(ane_client):
    page = ane_client.post("/bibliotek/hent-ind/", {"text": PAUSES.replace("\n", "\r\n")}, follow=True)

    assert heading(page) == "Pauser i en digital dag"
    assert "Sættet er hentet ind. Det er kun dig, der kan se det." in page.content.decode()


def test_a_file_that_names_a_set_of_ours_does_not_replace_it(library, ane, ane_client):
    before = content(library)
    ane_client.post("/bibliotek/hent-ind/", {"text": f"key: {library.key}\n{PAUSES}"})

    assert (content(again(library)), again(library).key) == (before, library.key)
    assert QuestionSet.objects.get(owner=ane).key is None


def test_of_a_file_and_a_text_the_file_is_read(ane_client):
    ane_client.post("/bibliotek/hent-ind/", {"file": upload(PAUSES), "text": PAUSES.replace("Pauser", "Andet")})

    assert [each.title for each in QuestionSet.objects.all()] == ["Pauser i en digital dag"]


WRONG = [
    (PAUSES.replace("title: Telefonen", "titel: Telefonen"), 29, "Mente du »title«?"),
    (PAUSES.replace("minutes: 20", "minutes: 241"), 20, "Skriv et tal mellem 1 og 240."),
    (PAUSES.replace("source: Vores egen\n", ""), 1, "Sættet mangler »source«."),
    (PAUSES.replace("tool: dialogue", "tool: karaoke"), 1, "Skriv et af disse: dialogue,"),
    (PAUSES.replace("title: Skærmen", "title: Skærmen: og"), 14, "Der er et kolon inde i en tekst."),
    (PAUSES.replace("at: both", "at: none"), 27, "som ikke findes."),
    (PAUSES.replace("Rejs dig", "Rejs\x07dig"), 28, "Her er et tegn, der ikke kan vises."),
    ('title: "Pauser', 1, "bliver ikke lukket."),
    ("bare tekst", 1, "Her skal stå sættet."),
    ("\n", 1, "Der står ingenting."),
]


@pytest.mark.parametrize(("file", "line", "why"), WRONG, ids=range(len(WRONG)))
@pytest.mark.parametrize("way", ["file", "text"])
def test_a_wrong_file_is_told_by_its_line_and_changes_nothing(pauses, ane_client, file, line, why, way):
    before = rows()
    page = ane_client.post("/bibliotek/hent-ind/", {way: upload(file) if way == "file" else file})
    (error,) = dom(page).xpath("//p[@class='error']")

    assert page.status_code == 422
    assert (text(error).partition(":")[0], why in text(error)) == (f"Linje {line}", True)
    assert (typed(page, "text") or "").split() == file.split()
    assert rows() == before


def test_a_wrong_file_is_told_also_when_the_text_beside_it_is_right(ane_client):
    page = ane_client.post("/bibliotek/hent-ind/", {"file": upload("titel: x"), "text": PAUSES})

    assert (page.status_code, rows()) == (422, [0] * 6)


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("", "Filen er tom. Vælg en anden."),
        ("title: Ærø".encode("latin-1"), "Linje 1: Filen er ikke gemt som UTF-8."),
        ("x" * 500_001, "Filen er for stor."),
        (b"\x89PNG\r\n\x1a\n\x00", "Linje 1: Filen er ikke gemt som UTF-8."),
        (b"PK\x03\x04", "Det er ikke en tekstfil"),
    ],
)
def test_what_is_no_such_file_is_told(ane_client, file, why):
    page = ane_client.post("/bibliotek/hent-ind/", {"file": upload(file)})
    (error,) = dom(page).xpath("//p[@class='error']")

    assert (page.status_code, text(error)[: len(why)]) == (422, why)
    assert rows() == [0] * 6


def test_more_than_the_server_takes_is_told(ane_client):
    page = ane_client.post("/bibliotek/hent-ind/", {"text": "x" * 2_000_001})

    assert (page.status_code, heading(page)) == (400, "Det kunne vi ikke læse")


# --- A copy ---


def test_a_copy_is_ones_own_alone(library, ane, ane_client):
    done = ane_client.post(address("set-copy", library), follow=True)

    twin = QuestionSet.objects.get(owner=ane)
    assert done.redirect_chain == [(address("set-edit", twin), 302)]
    assert "Kopien er din egen. Ret i den, som du vil." in done.content.decode()
    assert (twin.title, twin.key, twin.visibility) == (f"{library.title} (kopi)", None, "private")
    assert content(twin)[1:] == content(library)[1:]


def test_a_copy_of_the_longest_title_fits(pauses, ane, ane_client):
    QuestionSet.objects.filter(pk=pauses.pk).update(title="æ" * 150)
    ane_client.post(address("set-copy", pauses))

    assert ane.sets.exclude(pk=pauses.pk).get().title == "æ" * 139 + "… (kopi)"


# --- Who sees it ---


@pytest.mark.parametrize("visibility", ["shared", "private"])
def test_its_owner_shows_it_to_the_workplace_or_no_longer(pauses, ane_client, visibility):
    show_to(pauses, "private" if visibility == "shared" else "shared")
    page = ane_client.post(address("set-share", pauses), {"visibility": visibility}, follow=True)

    label = {"shared": "min arbejdsplads", "private": "kun mig"}[visibility]
    assert page.redirect_chain == [(address("set", pauses), 302)]
    assert f"Nu kan sættet ses af: {label}." in page.content.decode()
    assert dom(page).xpath("//option[@selected]/@value") == [visibility]
    assert again(pauses).visibility == visibility


@pytest.mark.parametrize("visibility", ["published", "", "everyone", "PRIVATE"])
def test_its_owner_publishes_nothing(pauses, ane_client, visibility):
    page = ane_client.post(address("set-share", pauses), {"visibility": visibility})

    assert (page.status_code, again(pauses).visibility) == (403, "private")
    assert "Du kan ikke vælge, hvem der ser det her sæt." in page.content.decode()


def test_an_administrator_publishes_what_the_workplace_shares_and_takes_it_back(pauses, admin, admin_client):
    admin.workplace = "Plejecenter Solgården"
    admin.save()
    show_to(pauses, "shared")
    seen = []
    for visibility in ["published", "shared"]:
        done = admin_client.post(address("set-share", pauses), {"visibility": visibility})
        seen.append((done["Location"], again(pauses).visibility, again(pauses).owner.name))

    assert seen == [(address("set", pauses), "published", "Ane"), (address("set", pauses), "shared", "Ane")]


def test_an_administrator_does_not_hide_what_is_someone_elses(pauses, admin_client):
    show_to(pauses, "published")

    assert admin_client.post(address("set-share", pauses), {"visibility": "private"}).status_code == 403
    assert again(pauses).visibility == "published"


def test_who_takes_back_what_one_then_sees_no_more_lands_in_the_library(pauses, admin_client):
    show_to(pauses, "published")
    page = admin_client.post(address("set-share", pauses), {"visibility": "shared"}, follow=True)

    assert (heading(page), again(pauses).visibility) == ("Biblioteket", "shared")


def test_what_comes_from_fixtures_is_shown_to_all_for_good(library, admin_client):
    assert dom(admin_client.get(address("set", library))).xpath("//select[@name='visibility']") == []
    assert admin_client.post(address("set-share", library), {"visibility": "shared"}).status_code == 403
    assert again(library).visibility == "published"


# --- Deleting ---


def test_a_set_is_deleted_once_one_has_said_yes(pauses, ane, ane_client):
    workshop = Workshop.objects.create(title="Pauser", workplace="x")
    kept = content(workshop.add_activity(pauses).question_set)
    asked = ane_client.get(address("set-delete", pauses))
    assert (heading(asked), QuestionSet.objects.library().count()) == ("Slet »Pauser i en digital dag«?", 1)

    page = ane_client.post(address("set-delete", pauses), follow=True)
    assert page.redirect_chain == [("/bibliotek/", 302)]
    assert "»Pauser i en digital dag« er slettet." in page.content.decode()
    assert QuestionSet.objects.library().count() == 0
    assert content(workshop.activities.get().question_set) == kept


def test_what_comes_from_fixtures_cannot_be_deleted(library, admin_client):
    page = admin_client.post(address("set-delete", library))

    assert (page.status_code, QuestionSet.objects.count()) == (403, 1)
    assert "Sættet følger med Dialogværksted, så det kan ikke slettes." in page.content.decode()
    assert admin_client.get(address("set-delete", library)).status_code == 403
    assert "set-delete" not in admin_client.get(address("set", library)).content.decode()


def test_an_administrator_deletes_what_is_published(pauses, admin_client):
    show_to(pauses, "published")
    admin_client.post(address("set-delete", pauses))

    assert rows() == [0] * 6


# --- On an agenda ---


def test_a_workshop_with_a_set_begins_with_it_ticked(pauses, library, ane_client):
    (link,) = dom(ane_client.get(address("set", pauses))).xpath("//a[contains(@href, '?sets=')]/@href")

    assert link == f"/workshops/ny/?sets={pauses.pk}"
    assert dom(ane_client.get(link)).xpath("//input[@name='sets'][@checked]/@value") == [str(pauses.pk)]


@pytest.mark.parametrize(
    ("visibility", "who", "may"),
    [
        ("private", "ane", True),
        ("private", "bo", False),
        ("private", "admin", False),
        ("shared", "bo", True),
        ("shared", "stranger", False),
        ("published", "stranger", True),
    ],
)
def test_what_one_may_see_one_puts_on_an_agenda(pauses, visibility, who, may, request):
    show_to(pauses, visibility)
    user: User = request.getfixturevalue(who)
    client = logged_in(user)
    sent = {"title": "Ny", "workplace": "x", "minutes": "60", "keep_days": "90", "sets": [pauses.pk]}
    form = client.get("/workshops/ny/")
    client.post("/workshops/ny/", sent)

    made = user.workshops.get(title="Ny")
    assert [activity.title for activity in made.activities.all()] == ["Pauser i en digital dag"] * may
    assert str(pauses.pk) in dom(form).xpath("//input[@name='sets']/@value") or not may
    agenda = client.get(reverse("workshop", args=[made.pk]))
    assert (str(pauses.pk) in dom(agenda).xpath("//select[@name='set']//option/@value")) == may
    done = client.post(reverse("activity-add", args=[made.pk]), {"set": pauses.pk})
    assert (done.status_code, made.activities.count()) == ((302, 2) if may else (404, 0))


def test_what_happens_to_a_set_leaves_the_agendas_made_from_it(pauses, ane_client):
    workshop = Workshop.objects.create(title="Pauser", workplace="x")
    kept = content(workshop.add_activity(pauses).question_set)
    form = dom(ane_client.get(address("set-edit", pauses))).xpath("//form[@class='plan']")[0]
    sent = dict(form.form_values())
    sent |= {name: re.sub("Pauser|Hvornår", "Andet", sent[name]) for name in sent if not name.startswith("initial-")}
    ane_client.post(address("set-edit", pauses), sent)

    assert again(pauses).title == "Andet i en digital dag"
    assert content(workshop.activities.get().question_set) == kept


ODD = "\n\n\n\t\u00a0\u2028\x85\u200b\u0301<&\"'>eæ🙂"


@pytest.mark.much
@given(words=st.text(alphabet=st.sampled_from(ODD) | st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_a_set_that_is_sent_as_it_was_drawn_is_not_changed(ane_client, pauses, words):
    """What a field began from is what is stored, whatever that is: nobody is told of someone else."""
    words = f"Om {words} pauser"
    QuestionSet.objects.filter(pk=pauses.pk).update(intro=words, edited_at=None)
    pauses.questions.update(text=words[:400])
    pauses.hints.update(detail=words)
    before = content(again(pauses))
    (form,) = dom(ane_client.get(address("set-edit", pauses))).xpath("//form[contains(@class, 'plan')]")
    sent = {name: value.replace("\n", "\r\n") for name, value in form.form_values()}
    done = ane_client.post(address("set-edit", pauses), sent)

    assert (done.status_code, content(again(pauses)), again(pauses).edited_at) == (302, before, None)


def test_what_came_in_can_be_run(ane, ane_client):
    question_set = bring(read(PAUSES.encode()), ane)
    workshop = Workshop.objects.create(title="Pauser", workplace="x")
    workshop.facilitators.add(ane)
    workshop.add_activity(question_set)
    workshop.open()

    for stop in Workshop.objects.with_route().get().route():
        workshop.go_to(stop.key)
        assert ane_client.get(reverse("wall", args=[workshop.pk])).status_code == 200
