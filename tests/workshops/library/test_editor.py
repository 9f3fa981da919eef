"""A set on one page of forms: every press of a button stores all of it, or nothing of it and says why."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.helpers import at_once, queries
from tests.pages import dom, errors, heading, text, typed
from tests.rooms import FIXTURES, content, stored
from tests.workshops.sets import address, again, fields
from workshops.library import editor
from workshops.models import Hint, Question, QuestionSet, Topic, Workshop

Part = Topic | Question | Hint
GONE = "En linje er fjernet i mellemtiden. Der stod: »%s«"
CLASH = "Feltet blev rettet, mens du skrev. Nu står der: »%s«. Gem igen, hvis din udgave skal stå."
CLEARED = "Teksten her blev slettet, mens du skrev. Gem igen, hvis din udgave skal stå."
NOT_YET = "Ikke gemt endnu. Ret det, der står ved felterne herunder."


def row(item: Part) -> str:
    """What an item is called on the page."""
    return f"{type(item).__name__.lower()}-{item.pk}"


def press(client: Client, question_set: QuestionSet, do: str = "", **typed: str) -> HttpResponse:
    """Press a button on the page that is otherwise untouched, but for what was ``typed``."""
    return client.post(address(question_set), fields(client.get(address(question_set))) | typed | {"do": do})


def undo(client: Client, question_set: QuestionSet) -> HttpResponse:
    return client.post(reverse("set-undo", args=[question_set.pk]), follow=True)


def topic(question_set: QuestionSet, title: str = "Skærmen") -> Topic:
    return question_set.topics.get(title=title)


def question(question_set: QuestionSet, text: str = "Hvornår holder vi pause?") -> Question:
    return question_set.questions.get(text=text)


def hint(question_set: QuestionSet, text: str = "Rejs dig") -> Hint:
    return question_set.hints.get(text=text)


def names(question_set: QuestionSet) -> list[str]:
    return [str(each) for each in question_set.topics.all()]


def asked(question_set: QuestionSet, title: str | None = "Skærmen") -> list[str]:
    return [str(each) for each in question_set.questions.filter(topic__title=title)]


def hints(question_set: QuestionSet, **at: Any) -> list[str]:
    return [str(each) for each in question_set.hints.filter(**at)]


# --- The page ---


def test_the_page_has_a_field_for_each_thing_the_set_says(pauses, ane_client):
    sent = fields(ane_client.get(address(pauses)))

    assert (sent["set-title"], sent["set-source"]) == ("Pauser i en digital dag", "Vores egen")
    expected = {
        f"{row(item)}-{name}": str(getattr(item, name))
        for items, names in [
            (pauses.topics.all(), ["title", "description"]),
            (pauses.questions.all(), ["text", "minutes"]),
            (pauses.hints.all(), ["text", "detail", "heading", "kind"]),
        ]
        for item in items
        for name in names
    }
    assert {name: sent[name] for name in sent if name[:4] in ("topi", "ques", "hint")} == expected


def test_there_is_a_field_for_one_thing_more_wherever_one_can_stand(pauses, ane_client):
    boxes = [name for name in fields(ane_client.get(address(pauses))) if name.startswith("new-")]
    topics, questions = list(pauses.topics.all()), list(pauses.questions.all())

    expected = ["new-topic", "new-hint:set", *[f"new-hint:{row(each)}" for each in [*topics, *questions]]]
    assert sorted(boxes) == sorted([*expected, *[f"new-question:{row(each)}" for each in topics]])


def test_where_the_tool_asks_the_same_of_every_topic_none_has_a_question_more(ane):
    matrix = stored("kompetencehjulet")
    page = editor.Editor(matrix)

    assert [each.new_question for each in page.topics] == [None] * matrix.topics.count()
    assert page.new_topic is not None


def test_the_first_of_those_beside_each_other_is_not_moved_up_nor_the_last_down(pauses, ane_client):
    page = dom(ane_client.get(address(pauses)))
    off = page.xpath("//button[@name='do'][@disabled]/@value")

    def ends(items: list[Part]) -> list[str]:
        return [f"up:{row(items[0])}", f"down:{row(items[-1])}"]

    apart = list(pauses.topics.filter(apart=True))
    beside = [list(pauses.topics.filter(apart=False)), apart]
    beside += [list(pauses.questions.filter(topic=each)) for each in [None, topic(pauses), *apart]]
    beside += [list(pauses.hints.filter(topic=None, question=None)), list(pauses.hints.filter(topic=topic(pauses)))]
    beside += [list(pauses.hints.filter(question=question(pauses)))]
    assert sorted(off) == sorted(each for items in beside for each in ends(items))


@pytest.mark.parametrize("name", FIXTURES)
def test_untouched_it_changes_nothing(admin_client, name):
    question_set = stored(name)
    before = content(question_set)
    done = press(admin_client, question_set)

    assert done["Location"] == f"{address(question_set)}#"
    assert content(again(question_set)) == before
    assert again(question_set).edited_at is None


@pytest.mark.parametrize(
    ("do", "anchor"),
    [
        ("", "#"),
        ("up:{}", "#{}"),
        ("down:{}", "#{}"),
        ("add:{}", "#{}"),
        ("add:new-topic", "#new-topic"),
        ("remove:{}", "#top"),
        ("up:æ", ""),
        ("up:a\r\nX; y", "#a%0D%0AX;%20y"),
    ],
)
def test_a_press_leads_back_to_where_it_was(pauses, ane_client, do, anchor):
    name = row(hint(pauses))
    done = press(ane_client, pauses, do.format(name))

    assert done["Location"] == address(pauses) + anchor.format(name)


def test_done_leads_to_the_set(pauses, ane_client):
    done = ane_client.post(address(pauses), {"set-title": "Andet", "set-source": "Os", "done": "1"})

    assert (done["Location"], again(pauses).title) == (reverse("set", args=[pauses.pk]), "Andet")


# --- What is said ---


@pytest.mark.parametrize(
    ("name", "value"),
    [("title", "Andre pauser"), ("intro", "En\nto"), ("intro", ""), ("source", "Os")],
)
def test_what_the_set_says_is_changed(pauses, ane_client, name, value):
    before = content(pauses)
    press(ane_client, pauses, **{f"set-{name}": value})

    assert getattr(again(pauses), name) == value
    assert content(again(pauses))[1:] == before[1:]


@pytest.mark.parametrize(
    ("which", "name", "value"),
    [
        (topic, "title", "Øjnene"),
        (topic, "description", "To\nlinjer"),
        (topic, "description", ""),
        (question, "text", "Hvornår?"),
        (question, "minutes", 240),
        (question, "minutes", 1),
        (hint, "text", "Sæt dig"),
        (hint, "detail", "Lidt"),
        (hint, "heading", "Kroppen"),
        (hint, "kind", "benefit"),
    ],
)
def test_each_thing_a_part_says_is_changed_and_nothing_else(pauses, ane_client, which, name, value):
    item = which(pauses)
    others = {name: getattr(item, name) for name in [each.attname for each in item._meta.concrete_fields]} | {
        name: value
    }
    before = content(pauses)
    press(ane_client, pauses, **{f"{row(item)}-{name}": str(value)})

    changed = type(item).objects.get(pk=item.pk)
    assert {each: getattr(changed, each) for each in others} == others
    assert len([old for old, new in zip(before, content(again(pauses)), strict=True) if old != new]) > 0


def test_any_press_stores_all_that_was_typed(pauses, ane_client):
    sent = {f"{row(question(pauses))}-text": "Hvornår?", "set-title": "Andet", "new-topic": "Stolen"}
    press(ane_client, pauses, f"down:{row(topic(pauses))}", **sent)

    assert again(pauses).title == "Andet"
    assert asked(pauses) == ["Hvornår?", "Hvor?"]
    assert names(pauses) == ["Telefonen", "Skærmen", "Stolen", "Til sidst"]


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("  En \r\n to\rtre  ", "En\n to\ntre"),
        ("En\x00\x07\u200b\ufeffto", "Ento"),
        ("20\u00a0minutter", "20 minutter"),
        ("a\tb", "a b"),
        ("a\u2028b\x85c", "a\nb\nc"),
        ("Ærø ☺ 👍 «x» <b>", "Ærø ☺ 👍 «x» <b>"),
    ],
)
def test_what_cannot_be_seen_is_not_stored(pauses, ane_client, sent, stored):
    press(ane_client, pauses, **{f"{row(question(pauses))}-text": sent, f"new-hint:{row(topic(pauses))}": sent})

    assert asked(pauses)[0] == hints(pauses, topic=topic(pauses))[-1] == stored


def test_a_set_can_be_taken_out_and_in_whatever_was_typed(pauses, ane, ane_client):
    odd = "- æ: 'ø' \"å\" #x {y} [z] & * ! | > % @ `\n\n  to: tre\n---\n\\n 👍"
    sent = {f"{row(item)}-{name}": odd for item, name in [(topic(pauses), "description"), (hint(pauses), "detail")]}
    press(ane_client, pauses, **sent, **{"set-intro": odd, f"{row(question(pauses))}-text": odd, "new-topic": "null"})
    file = ane_client.get(reverse("set-export", args=[pauses.pk])).content.decode()
    ane_client.post("/bibliotek/hent-ind/", {"text": file})

    assert again(pauses).intro == odd
    assert content(ane.sets.exclude(pk=pauses.pk).get()) == content(again(pauses))


def test_what_is_changed_by_hand_is_left_alone_by_its_fixture(admin_client, library, now):
    press(admin_client, library, **{"set-title": "Andet"})

    assert (again(library).title, again(library).edited_at) == ("Andet", now)


@pytest.mark.parametrize("how", ["add", "move", "remove"])
def test_what_is_added_moved_or_removed_counts_as_changed(admin_client, library, now, how):
    first = library.topics.first()
    do = {"add": "", "move": f"down:{row(first)}", "remove": f"remove:{row(first)}"}[how]
    press(admin_client, library, do, **({"new-topic": "Vores"} if how == "add" else {}))

    assert again(library).edited_at == now


# --- One more ---


def test_a_topic_more_comes_before_those_that_stand_apart(pauses, ane_client):
    done = press(ane_client, pauses, "add:new-topic", **{"new-topic": " Stolen "})

    assert (done["Location"], names(pauses)) == (
        f"{address(pauses)}#new-topic",
        ["Skærmen", "Telefonen", "Stolen", "Til sidst"],
    )
    assert (topic(pauses, "Stolen").source, topic(pauses, "Stolen").apart) == ("Jeres egen", False)
    assert typed(ane_client.get(address(pauses)), "new-topic") == ""


def test_a_question_more_comes_last_under_its_topic(pauses, ane_client):
    press(ane_client, pauses, **{f"new-question:{row(topic(pauses))}": "Hvem?"})

    assert asked(pauses) == ["Hvornår holder vi pause?", "Hvor?", "Hvem?"]
    made = question(pauses, "Hvem?")
    assert (made.minutes, made.source, made.kinds, made.question_set) == (10, "Jeres eget spørgsmål", ["note"], pauses)


def test_a_hint_more_comes_last_where_it_was_typed(pauses, ane_client):
    at = {
        "set": {"topic": None, "question": None},
        row(topic(pauses)): {"topic": topic(pauses), "question": None},
        row(question(pauses)): {"topic": None, "question": question(pauses)},
        row(question(pauses, "Hvad gør vi?")): {"topic": None, "question": question(pauses, "Hvad gør vi?")},
    }
    before = {name: hints(pauses, **where) for name, where in at.items()}
    press(ane_client, pauses, **{f"new-hint:{name}": f"Ved {name}" for name in at})

    assert {name: hints(pauses, **where) for name, where in at.items()} == {
        name: [*before[name], f"Ved {name}"] for name in at
    }
    assert {each.source for each in pauses.hints.filter(text__startswith="Ved ")} == {"Jeres egen"}


@pytest.mark.parametrize("typed", ["", "  ", "\x00", "\u200b"])
def test_nothing_typed_adds_nothing(pauses, ane_client, typed):
    before = content(pauses)
    sent = [name for name in fields(ane_client.get(address(pauses))) if name.startswith("new-")]
    done = press(ane_client, pauses, "add:new-topic", **dict.fromkeys(sent, typed))

    assert (done.status_code, content(again(pauses)), again(pauses).edited_at) == (302, before, None)


def test_a_card_more_takes_what_the_others_take(admin_client):
    cards = stored("dialogkort")
    like = cards.questions.filter(key="card").first()
    press(admin_client, cards, **{f"new-question:{row(like.topic)}": "Vores kort?"})

    made = question(cards, "Vores kort?")
    assert (made.key, made.kinds, made.topic) == ("card", like.kinds, like.topic)


@pytest.mark.parametrize("what", ["topics", "questions", "hints"])
def test_a_full_set_takes_no_more_and_what_was_typed_stays(pauses, ane_client, what, monkeypatch):
    most = editor.MOST | {what: getattr(pauses, what).count() + 1}
    monkeypatch.setattr(editor, "MOST", most)
    boxes = {
        "topics": ["new-topic"],
        "questions": [f"new-question:{row(each)}" for each in pauses.topics.all()[:2]],
        "hints": ["new-hint:set", f"new-hint:{row(topic(pauses))}"],
    }[what]
    press(ane_client, pauses, **{boxes[0]: "Den sidste"})
    before = content(again(pauses))
    sent = dict.fromkeys(boxes, "En for meget") | {"set-title": "Andet"}
    page = press(ane_client, pauses, **sent)

    assert page.status_code == 422
    assert errors(page) == [f"Sættet er fuldt: Det kan højst have {most[what]} af slagsen. Del det i to."]
    assert {name: typed(page, name) for name in sent} == sent
    assert content(again(pauses)) == before
    assert press(ane_client, pauses, **{"set-title": "Andet"}).status_code == 302


def test_two_more_are_too_many_where_there_is_room_for_one(pauses, ane_client, monkeypatch):
    monkeypatch.setattr(editor, "MOST", editor.MOST | {"hints": pauses.hints.count() + 1})
    sent = {"new-hint:set": "En", f"new-hint:{row(topic(pauses))}": "To"}

    assert press(ane_client, pauses, **sent).status_code == 422
    assert Hint.objects.filter(text__in=["En", "To"]).count() == 0


@pytest.mark.thorough
def test_the_fullest_set_can_be_shown_and_stored(ane, ane_client):
    full = QuestionSet.objects.create(tool="dialogue", title="Fuldt", source="Mig", owner=ane)
    most = editor.MOST
    topics = Topic.objects.bulk_create(
        Topic(question_set=full, title=f"Tema {n}", position=n, source="Mig") for n in range(most["topics"])
    )
    questions = Question.objects.bulk_create(
        Question(question_set=full, topic=topics[n % 60], text=f"{n}?", position=n, source="Mig")
        for n in range(most["questions"])
    )
    Hint.objects.bulk_create(
        Hint(question_set=full, question=questions[n % 300], text=f"Råd {n}", position=n, source="Mig")
        for n in range(most["hints"])
    )
    page = ane_client.get(address(full))
    sent = fields(page) | {f"{row(questions[-1])}-text": "Den sidste?"}

    assert ane_client.post(address(full), sent).status_code == 302
    assert Question.objects.get(pk=questions[-1].pk).text == "Den sidste?"


# --- Up and down ---


@pytest.mark.parametrize("verb", ["up", "down"])
@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("what", ["topics", "questions", "all", "hints", "of the set", "of a question"])
def test_a_row_is_moved_among_those_beside_it(pauses, ane_client, what, at, verb):
    first = topic(pauses)
    pauses.add_topic("Stolen")
    pauses.add_question(first, "Hvem?")
    Question.objects.create(question_set=pauses, text="Og så?", position=2)
    for where in [{}, {"topic": first}, {"question": question(pauses)}]:
        pauses.add_hint("Et til", **where)
    beside = {
        "topics": pauses.topics.filter(apart=False),
        "questions": first.questions,
        "all": pauses.questions.filter(topic=None),
        "hints": first.hints,
        "of the set": pauses.hints.filter(topic=None, question=None),
        "of a question": question(pauses).hints,
    }[what]
    order = list(beside.all())
    moved = order[at]
    press(ane_client, pauses, f"{verb}:{row(moved)}")

    order.insert(max(0, at + (-1 if verb == "up" else 1)), order.pop(at))
    assert (len(order), list(beside.all())) == (3, order)
    assert names(pauses)[-1] == "Til sidst"


@pytest.mark.parametrize(
    "do", ["up", "up:", "up:set", "up:topic-", "up:topic-0", "fly:{}", "UP:{}", "up:{}:1", "up:{}-title"]
)
def test_a_button_that_is_not_there_does_nothing(pauses, ane_client, do):
    before = content(pauses)
    done = press(ane_client, pauses, do.format(row(topic(pauses, "Telefonen"))))

    assert (done.status_code, content(again(pauses))) == (302, before)


# --- Removing ---


@pytest.mark.parametrize("which", [topic, question, hint])
def test_what_is_removed_takes_along_what_is_under_it_and_comes_back_with_all_in_its_place(pauses, ane_client, which):
    before, item = content(pauses), which(pauses)
    page = ane_client.get(press(ane_client, pauses, f"remove:{row(item)}")["Location"])

    assert type(item).objects.filter(pk=item.pk).count() == 0
    assert text(dom(page).xpath("//form[@role='status']")[0]) == "Linjen er fjernet. Fortryd"
    assert dom(page).xpath("//form[@role='status']/@action") == [reverse("set-undo", args=[pauses.pk])]
    page = undo(ane_client, pauses)
    assert content(again(pauses)) == before
    assert (again(pauses).owner, again(pauses).visibility) == (pauses.owner, "private")
    assert page.redirect_chain == [(address(pauses), 302)]
    assert "Det er tilbage." in page.content.decode()
    assert dom(page).xpath("//form[@role='status']") == []


def test_a_question_that_answers_another_does_so_again_when_it_is_back(pauses, ane_client):
    press(ane_client, pauses, f"remove:{row(question(pauses, 'Hvem siger det?'))}")
    undo(ane_client, pauses)

    assert question(pauses, "Hvem siger det?").answers == question(pauses, "Hvad gør vi?")


@pytest.mark.much
@pytest.mark.once
@pytest.mark.parametrize("name", FIXTURES)
def test_of_every_set_what_can_go_comes_back(admin_client, name):
    question_set = stored(name)
    before = content(question_set)
    page = editor.Editor(question_set)
    kinds: dict[type, editor.Row] = {}
    for each in page.rows:
        if each.can_go:
            kinds[type(each.item)] = each  # the last of each
    for kind, each in kinds.items():
        item = next(
            r for r in editor.Editor(question_set).rows if (type(r.item), str(r.item)) == (kind, str(each.item))
        )
        press(admin_client, question_set, f"remove:{item.name}")
        assert content(question_set) != before
        undo(admin_client, question_set)
        assert content(again(question_set)) == before
    assert again(question_set).key == name


def test_what_else_was_typed_is_stored_with_a_removal_and_stays_after_it_is_taken_back(pauses, ane_client):
    press(ane_client, pauses, f"remove:{row(hint(pauses))}", **{"set-title": "Andet", "new-topic": "Stolen"})
    undo(ane_client, pauses)

    assert (again(pauses).title, hint(pauses).text) == ("Andet", "Rejs dig")
    assert names(pauses) == ["Skærmen", "Telefonen", "Stolen", "Til sidst"]


@pytest.mark.parametrize("title", ["Vores_sæt", "2026", "日本", "null", "- [x]: *y", "æ" * 150])
def test_a_removal_is_taken_back_whatever_the_set_is_called(pauses, ane_client, title):
    press(ane_client, pauses, **{"set-title": title})
    before = content(again(pauses))
    press(ane_client, pauses, f"remove:{row(topic(pauses))}")
    undo(ane_client, pauses)

    assert content(again(pauses)) == before


def test_a_removal_is_taken_back_after_an_answer_is_moved_before_its_question(pauses, ane_client):
    press(ane_client, pauses, f"up:{row(question(pauses, 'Hvem siger det?'))}")
    before = content(pauses)
    press(ane_client, pauses, f"remove:{row(topic(pauses))}")
    undo(ane_client, pauses)

    assert asked(pauses, None) == ["Hvem siger det?", "Hvad gør vi?"]
    assert content(again(pauses)) == before


def test_once_something_else_is_stored_it_is_too_late_to_take_it_back(pauses, ane_client):
    press(ane_client, pauses, f"remove:{row(hint(pauses))}")
    press(ane_client, pauses, **{"set-title": "Andet"})

    assert dom(ane_client.get(address(pauses))).xpath("//form[@role='status']") == []
    assert errors(undo(ane_client, pauses)) == ["Det kan ikke fortrydes længere."]
    assert hints(pauses, text="Rejs dig") == []


def test_what_is_wrong_afterwards_does_not_hinder_taking_it_back(pauses, ane_client):
    before = content(pauses)
    press(ane_client, pauses, f"remove:{row(hint(pauses))}")
    page = press(ane_client, pauses, **{"set-title": ""})

    assert (page.status_code, len(dom(page).xpath("//form[@role='status']"))) == (422, 1)
    undo(ane_client, pauses)
    assert content(again(pauses)) == before


def test_only_what_was_taken_from_this_set_comes_back_to_it(pauses, ane, ane_client):
    other = pauses.copy_for(ane)
    before = content(pauses)
    kept = content(other)
    press(ane_client, pauses, f"remove:{row(hint(pauses))}")
    assert dom(ane_client.get(address(other))).xpath("//form[@role='status']") == []
    undo(ane_client, other)
    assert content(again(other)) == kept

    undo(ane_client, pauses)
    assert content(again(pauses)) == before


def test_nobody_else_takes_it_back(pauses, ane_client, admin_client):
    QuestionSet.objects.filter(pk=pauses.pk).update(visibility="published")
    press(admin_client, pauses, f"remove:{row(hint(pauses))}")
    left = content(pauses)

    assert undo(ane_client, pauses).status_code == 403
    assert content(again(pauses)) == left


def test_the_tool_keeps_what_it_counts_on(admin_client):
    wheel = stored("kompetencehjulet")
    before = content(wheel)
    needed = question(wheel, str(wheel.questions.get(key="need")))
    sent = {"set-title": "Andet", "new-topic": "Vores", f"{row(needed)}-minutes": "7"}
    page = press(admin_client, wheel, f"remove:{row(needed)}", **sent)

    assert page.status_code == 422
    assert errors(page) == [f"»{needed}« kan ikke fjernes: Dialogværktøjet bygger på det."]
    assert {name: typed(page, name) for name in sent} == sent
    assert (content(again(wheel)), again(wheel).edited_at) == (before, None)
    assert f"remove:{row(needed)}" not in page.content.decode()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("kompetencehjulet", ["need", "level"]),
        ("beskriv-del-vend", ["describe", "turn"]),
        ("rasmus-foer", ["today", "expected", "needs"]),
        ("rasmus-efter", ["experienced", "lessons"]),
        ("relationskort", ["affected"]),
    ],
)
def test_every_question_a_tool_cannot_do_without_stays(ane, name, kept):
    page = editor.Editor(stored(name))
    stays = [each.item.key for each in page.questions if not each.can_go]

    assert [key for key in kept if key not in stays] == []


def test_what_stands_apart_stays(pauses, ane_client):
    page = press(ane_client, pauses, f"remove:{row(topic(pauses, 'Til sidst'))}")

    assert errors(page) == ["»Til sidst« kan ikke fjernes: Dialogværktøjet bygger på det."]
    assert names(pauses) == ["Skærmen", "Telefonen", "Til sidst"]


def test_all_of_it_can_go(pauses, ane_client):
    pauses.topics.filter(apart=True).delete()
    pauses.questions.update(key="")
    for items in (pauses.hints, pauses.questions, pauses.topics):
        while item := items.first():
            assert press(ane_client, pauses, f"remove:{row(item)}").status_code == 302

    assert ane_client.get(reverse("set", args=[pauses.pk])).status_code == 200
    undo(ane_client, pauses)
    assert pauses.topics.count() == 1


# --- What is wrong ---


@pytest.mark.parametrize(
    ("which", "name", "value", "error"),
    [
        (None, "set-title", "", "Der mangler en titel."),
        (None, "set-title", "æ" * 151, "Teksten er på 151 tegn. Brug højst 150."),
        (None, "set-intro", "æ" * 4001, "Teksten er på 4001 tegn. Brug højst 4000."),
        (None, "set-source", "\u200b", "Skriv, hvor det er fra, for eksempel »Vores egen«."),
        (None, "new-topic", "æ" * 151, "Teksten er på 151 tegn. Brug højst 150."),
        (None, "new-hint:set", "æ" * 4001, "Teksten er på 4001 tegn. Brug højst 4000."),
        (topic, "{}-title", " ", "Der mangler en titel."),
        (topic, "{}-title", "æ" * 151, "Teksten er på 151 tegn. Brug højst 150."),
        (topic, "{}-description", "æ" * 4001, "Teksten er på 4001 tegn. Brug højst 4000."),
        (topic, "new-question:{}", "æ" * 401, "Teksten er på 401 tegn. Brug højst 400."),
        (topic, "new-hint:{}", "æ" * 4001, "Teksten er på 4001 tegn. Brug højst 4000."),
        (question, "{}-text", "", "Her mangler en tekst. Skriv den, eller fjern linjen."),
        (question, "{}-text", "æ" * 401, "Teksten er på 401 tegn. Brug højst 400."),
        (question, "{}-minutes", "", "Skriv et tal mellem 1 og 240 minutter."),
        (question, "{}-minutes", "0", "Skriv et tal mellem 1 og 240 minutter."),
        (question, "{}-minutes", "241", "Skriv et tal mellem 1 og 240 minutter."),
        (question, "{}-minutes", "-5", "Skriv et tal mellem 1 og 240 minutter."),
        (question, "{}-minutes", "9" * 30, "Skriv et tal mellem 1 og 240 minutter."),
        (question, "{}-minutes", "9" * 5000, "Indtast et heltal."),
        (question, "{}-minutes", "lidt", "Indtast et heltal."),
        (question, "{}-minutes", "2.5", "Indtast et heltal."),
        (question, "new-hint:{}", "æ" * 4001, "Teksten er på 4001 tegn. Brug højst 4000."),
        (hint, "{}-text", "", "Her mangler en tekst. Skriv den, eller fjern linjen."),
        (hint, "{}-text", "æ" * 4001, "Teksten er på 4001 tegn. Brug højst 4000."),
        (hint, "{}-detail", "æ" * 4001, "Teksten er på 4001 tegn. Brug højst 4000."),
        (hint, "{}-heading", "æ" * 201, "Teksten er på 201 tegn. Brug højst 200."),
        (hint, "{}-kind", "joke", "Marker en gyldig valgmulighed. joke er ikke en af de tilgængelige valgmuligheder."),
    ],
)
def test_what_is_wrong_is_told_nothing_is_stored_and_all_that_was_typed_stays(
    pauses, ane_client, which, name, value, error
):
    before = content(pauses)
    name = name.format(row(which(pauses)) if which else "")
    other = {
        "set-source": "Os",
        f"{row(topic(pauses, 'Telefonen'))}-title": "Ringetonen",
        f"{row(question(pauses, 'Hvor?'))}-minutes": "33",
        f"{row(hint(pauses, 'Efter frokost'))}-detail": "Kl. 14",
        "new-topic": "Stolen",
        f"new-question:{row(topic(pauses, 'Telefonen'))}": "Hvem ringer?",
        f"new-hint:{row(question(pauses, 'Hvor?'))}": "Ude",
        "new-hint:set": "Frisk luft",
    }
    sent = other | {name: value}
    page = press(ane_client, pauses, f"remove:{row(hint(pauses, 'Tag en runde'))}", **sent)

    assert (page.status_code, heading(page), errors(page)) == (422, "Ret sættet", [NOT_YET, error])
    if not name.endswith("kind"):
        shown = {each: (typed(page, each) or "").strip("\r\n") for each in sent}
        assert shown == sent | {name: value.replace("\u200b", "").strip()}
    assert (content(again(pauses)), again(pauses).edited_at) == (before, None)


def test_where_something_is_wrong_it_is_unfolded(pauses, ane_client):
    page = press(ane_client, pauses, **{f"{row(hint(pauses))}-text": ""})
    opened = dom(page).xpath("//details[@open]")

    assert [each.xpath(f".//div[@id='{row(hint(pauses))}']") != [] for each in opened] == [True]


def test_what_is_put_right_is_stored(pauses, ane_client):
    page = press(ane_client, pauses, **{"set-title": "", "new-topic": "Stolen"})
    done = ane_client.post(address(pauses), fields(page) | {"set-title": "Andet", "do": ""})

    assert (done.status_code, again(pauses).title, names(pauses)[2]) == (302, "Andet", "Stolen")


# --- Others meanwhile ---


def test_what_was_typed_in_a_row_that_is_gone_is_given_back(pauses, ane_client):
    gone = question(pauses)
    sent = fields(ane_client.get(address(pauses))) | {
        f"{row(gone)}-text": "Hvornår\r\nså?",
        f"new-hint:{row(gone)}": "Når kaffen er klar",
        "set-title": "Andet",
        "new-topic": "Stolen",
    }
    gone.delete()
    before = content(pauses)
    page = ane_client.post(address(pauses), sent)

    assert page.status_code == 422
    assert set(errors(page)) == {
        GONE % each
        for each in ["Hvornår så?", "Når kaffen er klar", "Efter frokost", "Klokken 13", "Tid", "Før frokost"]
    }
    assert (typed(page, "set-title"), typed(page, "new-topic")) == ("Andet", "Stolen")
    assert content(again(pauses)) == before
    assert ane_client.post(address(pauses), fields(page)).status_code == 302
    assert (again(pauses).title, names(pauses)[2]) == ("Andet", "Stolen")


def test_two_pages_at_once_lose_nothing_that_was_added_or_removed(pauses, ane_client):
    stale = fields(ane_client.get(address(pauses)))
    press(ane_client, pauses, **{"new-topic": "Stolen", "new-hint:set": "Frisk luft"})
    ane_client.post(address(pauses), stale | {"new-topic": "Bordet"})

    assert names(pauses) == ["Skærmen", "Telefonen", "Stolen", "Bordet", "Til sidst"]
    assert hints(pauses, topic=None, question=None)[-1] == "Frisk luft"


def test_a_removal_sent_twice_takes_one_and_can_be_taken_back(pauses, ane_client):
    before, before_hints = content(pauses), hints(pauses)
    sent = fields(ane_client.get(address(pauses))) | {"do": f"remove:{row(hint(pauses))}"}
    statuses = [ane_client.post(address(pauses), sent).status_code for _ in range(2)]

    assert (statuses, pauses.hints.count()) == ([302, 302], len(before_hints) - 1)
    undo(ane_client, pauses)
    assert content(again(pauses)) == before


def test_a_move_sent_twice_from_one_page_stops_at_the_end(pauses, ane_client):
    sent = fields(ane_client.get(address(pauses))) | {"do": f"down:{row(topic(pauses))}"}
    statuses = [ane_client.post(address(pauses), sent).status_code for _ in range(3)]

    assert (statuses, names(pauses)) == ([302] * 3, ["Telefonen", "Skærmen", "Til sidst"])


def test_two_administrators_remove_and_write_at_once(pauses, admin, admin_client, ane, ane_client):
    ane.is_staff = True
    ane.save()
    QuestionSet.objects.filter(pk=pauses.pk).update(visibility="published")
    stale = fields(ane_client.get(address(pauses)))
    press(admin_client, pauses, f"remove:{row(hint(pauses))}")
    page = ane_client.post(address(pauses), stale | {f"{row(question(pauses))}-text": "Hvornår?"})

    assert (page.status_code, errors(page)) == (422, [GONE % "Rejs dig"])
    assert fields(page)[f"{row(question(pauses))}-text"] == "Hvornår?"
    assert ane_client.post(address(pauses), fields(page)).status_code == 302
    assert (asked(pauses)[0], hints(pauses, text="Rejs dig")) == ("Hvornår?", [])


def test_a_set_deleted_meanwhile_is_404(pauses, ane_client):
    where, sent = address(pauses), fields(ane_client.get(address(pauses)))
    pauses.delete()

    assert ane_client.post(where, sent).status_code == 404


@pytest.fixture
def published(pauses) -> QuestionSet:
    """Ane's set once it is published: every administrator edits it, and Ane as one of them."""
    QuestionSet.objects.filter(pk=pauses.pk).update(visibility="published")
    pauses.owner.is_staff = True
    pauses.owner.save()
    return again(pauses)


EVERY = [
    (None, "title", "Mine pauser", "Deres pauser"),
    (None, "intro", "Min\nindledning", "Deres\nindledning"),
    (None, "source", "Mig", "Dem"),
    (topic, "title", "Min skærm", "Deres skærm"),
    (topic, "description", "Min", "Deres"),
    (question, "text", "Min?", "Deres?"),
    (question, "minutes", "11", "12"),
    (hint, "text", "Mit", "Deres"),
    (hint, "detail", "Mit", "Deres"),
    (hint, "heading", "Mit", "Deres"),
    (hint, "kind", "benefit", "drawback"),
]


@pytest.mark.parametrize(("which", "name", "mine", "theirs"), EVERY)
def test_a_field_two_people_changed_is_for_the_last_to_decide(
    published, ane_client, admin_client, which, name, mine, theirs
):
    item = which(published) if which else published
    field = f"{row(item)}-{name}" if which else f"set-{name}"
    stale = fields(ane_client.get(address(published))) | {field: mine, "new-topic": "Stolen"}
    press(admin_client, published, **{field: theirs})
    page = ane_client.post(address(published), stale)

    shown = {"drawback": "mulig ulempe"}.get(theirs, " ".join(theirs.split()))
    assert (page.status_code, errors(page)) == (422, [NOT_YET, CLASH % shown])
    assert (fields(page)[field], typed(page, "new-topic")) == (mine, "Stolen")
    assert str(getattr(type(item).objects.get(pk=item.pk), name)) == theirs
    assert "Stolen" not in names(published)

    assert ane_client.post(address(published), fields(page)).status_code == 302
    assert str(getattr(type(item).objects.get(pk=item.pk), name)) == mine
    assert "Stolen" in names(published)


@pytest.mark.parametrize(("which", "name", "mine", "theirs"), EVERY)
def test_a_field_only_one_changed_is_as_that_one_wrote_it(
    published, ane_client, admin_client, which, name, mine, theirs
):
    item = which(published) if which else published
    field = f"{row(item)}-{name}" if which else f"set-{name}"
    other = f"{row(question(published, 'Hvor?'))}-text"
    stale = fields(ane_client.get(address(published)))
    press(admin_client, published, **{field: theirs})

    assert ane_client.post(address(published), stale | {other: "Hvorhenne?"}).status_code == 302
    assert str(getattr(type(item).objects.get(pk=item.pk), name)) == theirs
    assert Question.objects.get(text="Hvorhenne?").question_set == published


def test_two_who_wrote_the_same_are_told_nothing(published, ane_client, admin_client):
    stale = fields(ane_client.get(address(published))) | {"set-title": " Andet "}
    press(admin_client, published, **{"set-title": "Andet"})

    assert ane_client.post(address(published), stale).status_code == 302
    assert again(published).title == "Andet"


def test_a_text_someone_else_cleared_comes_back_when_one_says_so(published, ane_client, admin_client):
    stale = fields(ane_client.get(address(published))) | {"set-intro": "Min"}
    press(admin_client, published, **{"set-intro": ""})
    page = ane_client.post(address(published), stale)

    assert (errors(page), again(published).intro) == ([NOT_YET, CLEARED], "")
    ane_client.post(address(published), fields(page))
    assert again(published).intro == "Min"


def test_one_who_gives_in_keeps_what_the_other_wrote(published, ane_client, admin_client):
    stale = fields(ane_client.get(address(published))) | {"set-title": "Mine pauser", "set-source": "Os"}
    press(admin_client, published, **{"set-title": "Deres pauser"})
    page = ane_client.post(address(published), stale)
    done = ane_client.post(address(published), fields(page) | {"set-title": "Deres pauser"})

    assert (done.status_code, again(published).title, again(published).source) == (302, "Deres pauser", "Os")


def test_who_changed_it_once_more_is_told_once_more(published, ane_client, admin_client):
    page, sent = None, fields(ane_client.get(address(published))) | {"set-title": "Mine"}
    for theirs in ("Deres", "Deres igen"):
        press(admin_client, published, **{"set-title": theirs})
        page = ane_client.post(address(published), sent)
        assert errors(page) == [NOT_YET, CLASH % theirs]
        sent = fields(page)

    assert (again(published).title, fields(page)["set-title"]) == ("Deres igen", "Mine")


def test_what_someone_else_wrote_is_on_the_page_that_says_something_is_wrong(published, ane_client, admin_client):
    stale = fields(ane_client.get(address(published))) | {"set-source": ""}
    press(admin_client, published, **{"set-title": "Deres pauser"})
    page = ane_client.post(address(published), stale)

    assert errors(page) == [NOT_YET, "Skriv, hvor det er fra, for eksempel »Vores egen«."]
    assert typed(page, "set-title") == "Deres pauser"


def test_a_clash_in_inspiration_is_unfolded_and_cannot_carry_markup(published, ane_client, admin_client):
    field = f"{row(hint(published))}-text"
    stale = fields(ane_client.get(address(published))) | {field: "Mit"}
    press(admin_client, published, **{field: "<script>x</script>"})
    page = ane_client.post(address(published), stale)

    assert errors(page) == [NOT_YET, CLASH % "<script>x</script>"]
    assert dom(page).xpath("//details[@open]//p[@role='alert']/script") == []
    assert len(dom(page).xpath("//details[@open]")) == 1


@pytest.mark.parametrize("what", ["changed", "changed under it", "added under it"])
def test_what_someone_else_wrote_in_is_not_removed_unseen(published, ane_client, admin_client, what):
    first = topic(published)
    stale = fields(ane_client.get(address(published))) | {"do": f"remove:{row(first)}", "set-title": "Mine pauser"}
    theirs = {
        "changed": f"{row(first)}-description",
        "changed under it": f"{row(hint(published))}-detail",
        "added under it": f"new-question:{row(first)}",
    }[what]
    press(admin_client, published, **{theirs: "Deres"})
    page = ane_client.post(address(published), stale)

    said = "»Skærmen« blev rettet, mens du havde siden åben. Se, hvad der står nu, og fjern det så igen."
    assert (page.status_code, errors(page), typed(page, "set-title")) == (422, [said], "Mine pauser")
    assert ("Skærmen" in names(published), again(published).title) == (True, "Pauser i en digital dag")
    assert "Deres" in fields(page).values()
    ane_client.post(address(published), fields(page) | {"do": f"remove:{row(first)}"})
    assert ("Skærmen" in names(published), again(published).title) == (False, "Mine pauser")


def test_a_removal_is_not_taken_back_over_what_someone_else_stored_since(published, ane_client, admin_client):
    press(ane_client, published, f"remove:{row(hint(published))}")
    press(admin_client, published, **{"set-title": "Deres pauser"})
    page = undo(ane_client, published)

    assert errors(page) == ["Sættet er rettet imens, så det kan ikke fortrydes længere."]
    assert (again(published).title, hints(published, text="Rejs dig")) == ("Deres pauser", [])
    assert dom(page).xpath("//form[@role='status']") == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_of_two_who_press_at_the_same_moment_one_is_told(published, ane_client, admin_client, round_):
    sent = fields(ane_client.get(address(published)))
    statuses: dict[str, int] = {}

    def act(client: Client, title: str) -> None:
        statuses[title] = client.post(address(published), sent | {"set-title": title}).status_code

    at_once(lambda: act(ane_client, "Mine"), lambda: act(admin_client, "Deres"))
    assert sorted(statuses.values()) == [302, 422]
    assert statuses[again(published).title] == 302


# --- Forged ---


@pytest.mark.parametrize("was", ["", "x", "æ" * 10_000, "\x00", "Pauser i en digital dag"])
def test_whatever_a_field_is_said_to_have_begun_from_it_is_stored_or_told(pauses, ane_client, was):
    sent = {"set-title": "Andet", "set-source": "Vores egen", "initial-set-title": was}
    page = ane_client.post(address(pauses), sent)

    if was == "Pauser i en digital dag":
        assert (page.status_code, again(pauses).title) == (302, "Andet")
    else:
        assert (page.status_code, errors(page)) == (422, [NOT_YET, CLASH % "Pauser i en digital dag"])
        assert (typed(page, "set-title"), again(pauses).title) == ("Andet", "Pauser i en digital dag")


def test_the_rows_of_another_set_are_left_alone(pauses, ane, bo, ane_client):
    other = pauses.copy_for(bo)
    before, kept = content(pauses), content(other)
    theirs = [topic(other), question(other), hint(other)]
    for item, name in zip(theirs, ["title", "text", "text"], strict=True):
        page = press(ane_client, pauses, **{f"{row(item)}-{name}": "Mit"})
        assert (page.status_code, errors(page)) == (422, [GONE % "Mit"])
        for verb in ("up", "down", "remove"):
            assert press(ane_client, pauses, f"{verb}:{row(item)}").status_code == 302
    for name in (f"new-question:{row(theirs[0])}", f"new-hint:{row(theirs[0])}", f"new-hint:{row(theirs[1])}"):
        assert errors(press(ane_client, pauses, **{name: "Mit"})) == [GONE % "Mit"]

    assert (content(again(other)), content(again(pauses))) == (kept, before)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"x": "y"},
        {"set-owner": "1", "set-visibility": "published", "set-tool": "rules", "set-key": "x"},
        {"set-intro": "Uden titel"},
        {"topic-1": "", "topic--title": "x", "topic-x-title": "x", "set-1-title": "x", "new-set:1": "x"},
        {f"topic-{'9' * 30}-title": "x"},
        {"new-hint:": "x", "new-question:set": "x", "new-topic:set": "x"},
        {"do": "remove:set"},
        {"do": "undo:topic-1"},
    ],
)
def test_names_that_are_not_on_the_page_change_nothing(pauses, ane_client, sent):
    before = content(pauses)
    done = ane_client.post(address(pauses), sent)

    assert done.status_code == 302
    after = again(pauses)
    assert (content(after), after.owner, after.visibility, after.key) == (before, pauses.owner, "private", None)
    assert after.edited_at is None


def test_what_a_form_has_no_field_for_is_not_changed(pauses, ane_client):
    first, ask = topic(pauses), question(pauses)
    forged = {
        f"{row(first)}-apart": "on",
        f"{row(first)}-source": "Mig",
        f"{row(ask)}-key": "x",
        f"{row(ask)}-kinds": '["glad"]',
        f"{row(ask)}-topic": str(topic(pauses, "Telefonen").pk),
        f"{row(hint(pauses))}-question_set": "1",
    }
    before = content(pauses)
    press(ane_client, pauses, **forged)

    assert content(again(pauses)) == before


# --- Copies ---


def test_an_activitys_own_set_stays_as_it_was(pauses, ane_client):
    workshop = Workshop.objects.create(title="Pauser", workplace="x")
    kept = content(workshop.add_activity(pauses).question_set)
    press(ane_client, pauses, f"remove:{row(topic(pauses))}", **{"set-title": "Andet", "new-topic": "Stolen"})
    undo(ane_client, pauses)
    press(ane_client, pauses, f"remove:{row(question(pauses))}", **{f"{row(hint(pauses))}-text": "Hop"})

    assert content(workshop.activities.get().question_set) == kept


def test_a_copy_and_what_it_was_made_from_stay_apart(library, ane, ane_client):
    twin = library.copy_for(ane)
    before = content(library)
    press(ane_client, twin, f"remove:{row(twin.topics.first())}", **{"set-title": "Andet"})
    undo(ane_client, twin)

    assert (content(again(library)), again(library).edited_at) == (before, None)
    assert content(again(twin))[1:] == before[1:]


def test_the_page_asks_the_same_however_much_there_is(ane, ane_client):
    small, big = (stored(name).copy_for(ane) for name in ("tavle-under-udrulning", "sammen-om-ny-teknologi"))

    assert queries(ane_client, address(small)) == queries(ane_client, address(big))


# --- A line that is answered on ---


@pytest.fixture
def lines(ane) -> QuestionSet:
    made = QuestionSet.objects.create(tool="scale", title="Vores egne", source="Os", owner=ane)
    made.add_question(made.add_topic("I dag"), "Hvordan går det?")
    return made


def test_the_words_at_the_ends_are_written_a_line_each(lines, ane_client):
    (asked,) = lines.questions.all()
    name = f"{row(asked)}-ends"
    assert fields(ane_client.get(address(lines)))[name] == ""

    press(ane_client, lines, **{name: " slet ikke \n\nhelt fint"})
    assert again(lines).questions.get().ends == ["slet ikke", "helt fint"]
    assert fields(ane_client.get(address(lines)))[name] == "slet ikke\nhelt fint"

    press(ane_client, lines, **{name: ""})
    assert again(lines).questions.get().ends == []


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ("slet ikke", "Skriv to linjer, én til hver ende, eller ingen."),
        ("a\nb\nc", "Skriv to linjer, én til hver ende, eller ingen."),
        ("a\n" + "x" * 61, "Teksten er på 61 tegn. Brug højst 60."),
    ],
)
def test_ends_that_are_not_two_short_lines_are_told(lines, ane_client, ends, told):
    (asked,) = lines.questions.all()
    page = press(ane_client, lines, **{f"{row(asked)}-ends": ends})

    assert told in errors(page)
    assert again(lines).questions.get().ends == []


def test_a_question_more_has_the_line_of_the_one_before(lines):
    lines.questions.update(ends=["nej", "ja"], kinds=["1", "2", "3"])
    more = again(lines).add_question(lines.topics.get(), "Og i morgen?")

    assert (more.ends, more.kinds) == (["nej", "ja"], ["1", "2", "3"])


@pytest.mark.parametrize(
    ("line", "choices"),
    [
        ("five", ["1", "2", "3", "4", "5"]),
        ("ten", [str(n) for n in range(1, 11)]),
        ("between", ["p1", "p2", "p3", "p4", "p5"]),
    ],
)
def test_the_line_is_chosen(lines, ane_client, line, choices):
    (asked,) = lines.questions.all()
    name = f"{row(asked)}-line"
    assert fields(ane_client.get(address(lines)))[name] == "five"

    press(ane_client, lines, **{name: line})
    assert [kind.key for kind in again(lines).questions.get().choices()] == choices
    assert fields(ane_client.get(address(lines)))[name] == line


def test_a_line_that_a_file_made_stays_until_another_is_chosen(lines, ane_client):
    lines.questions.update(kinds=["1", "2", "3"])
    (asked,) = lines.questions.all()
    name = f"{row(asked)}-line"
    assert fields(ane_client.get(address(lines)))[name] == ""

    press(ane_client, lines, **{f"{row(asked)}-text": "Hvordan går det nu?"})
    assert again(lines).questions.get().kinds == ["1", "2", "3"]
    press(ane_client, lines, **{name: "ten"})
    assert len(again(lines).questions.get().choices()) == 10


def test_a_line_there_is_not_is_told(lines, ane_client):
    (asked,) = lines.questions.all()
    page = press(ane_client, lines, **{f"{row(asked)}-line": "hundred"})

    assert page.status_code == 422
    assert again(lines).questions.get().kinds == []


def test_where_there_is_no_line_nothing_is_asked_about_it(pauses, ane_client):
    asked = [name for name in fields(ane_client.get(address(pauses))) if name.endswith(("-ends", "-line"))]
    assert asked == []
