import json

import pytest
from django.urls import reverse

from dialogue.cards.steps import deck
from tests.helpers import again
from tests.pages import HTMX, dom, errors, said, text, typed
from tests.people import seated
from tests.rooms import Room, a_set
from workshops import registry
from workshops.models import Participant, Workshop
from workshops.report import paper, telling
from workshops.screens.preview import previewed

KINDS = ["note", "turned", "senseless"]


def card(text: str) -> dict:
    return {"text": text, "key": "card", "kinds": KINDS}


@pytest.fixture
def room(ane, bo) -> Room:
    cards = a_set("cards", {"Runden": [{"text": "Hvad bruger I?", "key": "round", "kinds": ["note"]}]})
    cards.topics.update(apart=True)
    for position, (title, texts) in enumerate({"Anvendelse": ["A1", "A2", "A3"], "Udvikling": ["U1"]}.items(), 1):
        topic = cards.topics.create(title=title, position=position, source="Prøven")
        for place, each in enumerate(texts):
            cards.questions.create(topic=topic, position=place, source=f"Kort {each}", **card(each))
    return Room.about(cards, ane, bo)


def lying(room: Room) -> dict[str, list[str]]:
    found = deck(again(room.workshop).activities.first())
    return {name: [str(each.question) for each in getattr(found, name)] for name in ("turned", "down", "aside")}


# --- The way through the deck ---


def test_a_round_comes_before_the_first_card_and_the_table_before_those_face_down(room):
    assert room.way() == [
        ("round", "Hvad bruger I?"),
        ("round-shown", "Hvad bruger I?"),
        ("table", ""),
        ("card", "A1"),
        ("card-shown", "A1"),
        ("card", "A2"),
        ("card-shown", "A2"),
        ("card", "A3"),
        ("card-shown", "A3"),
        ("card", "U1"),
        ("card-shown", "U1"),
        ("decide", ""),
    ]


def test_going_on_from_the_table_draws_the_next_card_and_from_the_card_leads_to_the_table(room):
    room.go("table")

    assert (room.next().stop().step.key, lying(room)["turned"]) == ("card", ["A1"])
    assert room.next().stop().step.key == "table"
    assert (str(room.next().stop().question), lying(room)["turned"]) == ("A2", ["A1", "A2"])


def test_a_random_card_can_be_drawn_and_counts_as_turned(room):
    room.go("card", "U1")

    assert lying(room) == {"turned": ["U1"], "down": ["A1", "A2", "A3"], "aside": []}
    assert again(room.workshop).stop().question.text == "U1"


def test_cards_lie_in_the_order_they_were_turned(room):
    for each in ("U1", "A2", "A1"):
        room.go("card", each)

    assert lying(room)["turned"] == ["U1", "A2", "A1"]


def test_a_card_that_makes_no_sense_is_put_aside_while_the_room_still_sees_it(room):
    room.go("card", "A2")
    room.settle("A2", "senseless")

    assert lying(room) == {"turned": [], "down": ["A1", "A3", "U1"], "aside": ["A2"]}
    assert again(room.workshop).stop().question.text == "A2"
    assert room.next().stop().step.key == "table"
    assert ("card", "A2") not in room.way()


def test_a_card_put_aside_can_be_put_back(room):
    room.settle("A2", "senseless")
    room.settle("A2", "")

    assert lying(room)["down"] == ["A1", "A2", "A3", "U1"]


def test_going_back_to_a_card_that_was_put_aside_leaves_it_there(room):
    room.go("card", "A2")
    room.settle("A2", "senseless")
    workshop = again(room.workshop)
    workshop.go_to(workshop.stop().key)

    assert lying(room)["aside"] == ["A2"]


def test_a_card_of_ones_own_joins_the_deck(room):
    room.activity.question_set.add_question(
        room.activity.question_set.topics.get(title="Udvikling"), "Hvad drømmer vi om?"
    )

    assert lying(room)["down"] == ["A1", "A2", "A3", "U1", "Hvad drømmer vi om?"]
    room.go("card", "Hvad drømmer vi om?")
    assert lying(room)["turned"] == ["Hvad drømmer vi om?"]


def test_an_area_that_was_hidden_is_not_on_the_table(room):
    room.activity.question_set.leave_out(room.activity.question_set.topics.get(title="Anvendelse"))

    assert lying(room)["down"] == ["U1"]


def test_when_all_are_turned_the_table_leads_to_what_is_agreed(room):
    for each in ("A1", "A2", "A3", "U1"):
        room.go("card", each)
    room.go("table")

    assert room.next().stop().step.key == "decide"


# --- The wall and the desk ---


def test_the_table_says_how_many_lie_face_down_and_shows_what_was_turned(room):
    room.go("card", "A2")
    room.settle("A1", "senseless")
    room.go("table")
    page = room.see()

    assert [text(each) for each in page.xpath("//p[contains(@class, 'pile-of__down')]/b")] == ["1", "1"]
    assert [text(each) for each in page.xpath("//ul[@class='pile-of__turned']//button[@class='heading-button']")] == [
        "A2"
    ]
    assert [text(each) for each in page.xpath("//li[@class='is-aside']/button")] == ["Læg tilbage"]
    assert "A3" not in page.xpath("//div[@class='table']")[0].text_content()


def test_a_card_is_drawn_with_its_examples(room):
    question = room.activity.question_set.questions.get(text="A2")
    for each in ("Manualen", "En kollega"):
        question.hints.create(question_set=room.activity.question_set, kind="example", text=each, source="Kort A2")
    room.go("card", "A2")
    page = room.see()

    assert [text(each) for each in page.xpath("//ul[@class='flip__examples']/li")] == ["Manualen", "En kollega"]
    assert page.xpath("//*[@data-flip]/@data-flip") == [again(room.workshop).stop().key]


def test_notes_on_a_card_are_on_the_wall_once_they_were_read_through(room):
    workshop = room.go("card", "A2")
    workshop.write(room.place("A2"), "note", "Vi spørger Lis", "k", workshop.join())
    assert room.see().xpath("//*[@class='note__text']") == []

    assert [room.next().stop().step.key for _ in range(2)] == ["review", "card-shown"]
    assert [text(each) for each in room.see().xpath("//*[@class='note__text']")] == ["Vi spørger Lis"]


def test_the_desk_draws_a_random_card(room, ane_client):
    room.go("table")
    (button,) = dom(ane_client.get(reverse("desk", args=[room.workshop.pk]))).xpath("//button[@id='draw-any']")
    ane_client.post(reverse("workshop-go", args=[room.workshop.pk]), {"to": button.get("value")})

    assert again(room.workshop).stop().step.key == "card"


def test_a_card_is_drawn_by_chance_among_those_face_down(room, monkeypatch):
    room.go("card", "A2")
    room.settle("U1", "senseless")
    room.go("table")
    monkeypatch.setattr("random.choice", lambda cards: cards[-1])
    (button,) = room.see().xpath("//button[@id='draw-any']")
    again(room.workshop).go_to(button.get("value"))

    assert again(room.workshop).stop().question.text == "A3"


def test_nobody_draws_a_card_before_the_workshop_is_open(room):
    page = dom(previewed(room.activity.question_set, 3).draw("wall/_stage.html"))

    assert [len(page.xpath(f"//{each}")) for each in ("div[@class='table']", "button[@id='draw-any']")] == [1, 0]


def test_an_area_says_what_it_is_about_until_one_of_its_cards_was_drawn(room):
    room.activity.question_set.topics.filter(apart=False).update(description="Om det.")
    room.go("card", "A2")
    room.go("table")
    anvendelse, udvikling = room.see().xpath("//section[@class='pile-of']")

    assert anvendelse.xpath("./p[@class='pile-of__about']") == []
    assert [text(each) for each in udvikling.xpath("./p[@class='pile-of__about']")] == ["Om det."]


def test_a_card_put_aside_says_so_on_the_wall_and_at_the_desk(room, ane_client):
    room.go("card", "A2")
    room.settle("A2", "senseless")
    pages = room.see(), dom(ane_client.get(reverse("desk", args=[room.workshop.pk])))

    assert [[text(each) for each in page.xpath("//p[@class='card-tools']/*")] for page in pages] == [
        ["Lagt til side", "Læg det tilbage i bunken"]
    ] * 2
    assert len(room.see().xpath("//div[@class='flip__front is-aside']")) == 1


# --- One's own question on the spot ---


def test_a_question_of_ones_own_is_added_from_the_desk(room, ane_client):
    topic = room.activity.question_set.topics.get(title="Udvikling")
    address = reverse("question-add", args=[room.workshop.pk, room.activity.pk])
    done = ane_client.post(address, {"text": "Hvad drømmer vi om?", "topic": topic.pk})

    assert done.status_code == 302
    assert lying(room)["down"][-1] == "Hvad drømmer vi om?"


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"text": "", "topic": "U"}, "Skriv et spørgsmål først."),
        ({"text": "x" * 401, "topic": "U"}, "Teksten er på 401 tegn. Brug højst 400."),
        ({"text": "Hvad?", "topic": "x"}, "Vælg, hvor det hører til."),
        ({"text": "Hvad?", "topic": "0"}, "Vælg, hvor det hører til."),
        ({"text": "Hvad?", "topic": "R"}, "Vælg, hvor det hører til."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_question_that_cannot_be_added_is_told_and_stays(room, ane_client, sent, error, headers):
    topics = {"U": "Udvikling", "R": "Runden"}
    if title := topics.get(sent["topic"]):
        sent = sent | {"topic": room.activity.question_set.topics.get(title=title).pk}
    address = reverse("question-add", args=[room.workshop.pk, room.activity.pk])
    page = ane_client.post(address, sent, headers=headers)

    assert (page.status_code, errors(page), typed(page, "text")) == (422, [error], sent["text"])
    assert room.activity.question_set.questions.count() == 5


# --- The helper sums up ---


def helped(room) -> tuple[Workshop, Participant]:
    """The room at a card, with a helper."""
    seat = room.workshop.join()
    workshop = room.go("card", "A1")
    workshop.ask_for_helper(True)
    workshop.offer_help(seat)
    workshop.answer_helper(seat.number, True)
    return workshop, seat


def test_only_the_helper_has_the_form_and_only_they_can_sum_up(room):
    workshop, helper = helped(room)
    other = room.workshop.join()
    place = room.place("A1")
    pages = [dom(seated(each).get(reverse("phone", args=[workshop.pk]))) for each in (helper, other)]
    sent = {"place": str(place), "text": "Vi spørger hinanden", "was": ""}
    address = reverse("phone-sum-up", args=[workshop.pk])

    assert [len(page.xpath("//textarea[@id='summary']")) for page in pages] == [1, 0]
    assert [seated(each).post(address, sent).status_code for each in (other, helper)] == [403, 302]
    assert again(room.workshop).settled[place].text == "Vi spørger hinanden"
    assert [text(each) for each in room.see().xpath("//p[@class='cell__text']")] == ["Vi spørger hinanden"]


def test_a_summary_that_is_too_long_is_told_and_stays(room):
    workshop, helper = helped(room)
    sent = {"place": str(room.place("A1")), "text": "x" * 2000, "was": ""}
    page = seated(helper).post(reverse("phone-sum-up", args=[workshop.pk]), sent)

    assert (page.status_code, dom(page).xpath("//textarea[@id='summary']")[0].value) == (422, "x" * 2000)
    assert said(page) == "Feltet rummer højst 1000 tegn, og der står nu 2000. Kort det lidt af, så bliver det gemt."


# --- The report ---


def test_the_report_tells_of_the_cards_that_were_turned_and_of_those_that_made_no_sense(room):
    workshop = room.go("card", "A2")
    workshop.fill(room.place("A2"), "Vi spørger hinanden")
    room.settle("A1", "senseless")
    page = dom(paper.html(again(workshop)))

    assert [text(each) for each in page.xpath("//h4")] == ["A2"]
    assert [text(each) for each in page.xpath("//p[@class='report-summary']")] == ["Opsummering: Vi spørger hinanden"]
    assert [text(each) for each in page.xpath("//ul[@class='report-agreed']/li")] == ["A1"]


def test_the_report_tells_of_the_round_and_of_a_card_that_was_written_about_and_put_back(room):
    workshop = room.go("card", "A2")
    for question, words in (("Hvad bruger I?", "Tavlen"), ("A2", "Vi spørger Lis")):
        workshop.write(room.place(question), "note", words, words)
        workshop.show([room.place(question)])
    room.settle("A2", "")
    page = dom(paper.html(again(room.workshop)))

    assert [text(each) for each in page.xpath("//div[@class='answers']")] == [
        "Hvad bruger I? Tavlen",
        "A2 Vi spørger Lis",
    ]


def test_a_chapter_is_plain_data(room):
    workshop = room.go("card", "A2")
    workshop.fill(room.place("A2"), "Vi spørger hinanden")
    room.write("Hvad bruger I?", text="Tavlen")
    room.settle("A1", "senseless")
    (chapter,) = telling.chapters(again(room.workshop))
    found = registry.get(chapter["tool"]).chapter(chapter)

    assert json.loads(json.dumps(found)) == found
    assert [area["cards"][0]["text"] for area in found["areas"]] == ["Vi spørger hinanden"]
    assert [answers["notes"][0]["text"] for answers in found["round"]] == ["Tavlen"]
    assert found["aside"] == ["A1"]
