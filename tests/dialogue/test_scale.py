"""A question answered on a line: its steps, how the answers lie, and that nothing is told of fewer than five."""

import json
import statistics

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from dialogue.scale.spread import Point, Spread, beside, line
from dialogue.scale.steps import FIGURES, POLES
from tests.helpers import again, from_cold
from tests.pages import dom, text
from tests.people import seated
from tests.rooms import Room, a_set
from tests.valid import faults
from workshops import changes, registry
from workshops.models import Agreement, Mark, Workshop
from workshops.report import paper, printing, telling
from workshops.screens import patches
from workshops.screens.scene import Scene

SCREENS = ("wall", "desk", "phone")
HOW = "Hvordan har du det med det nye system?"
ENOUGH = "Jeg har tid nok til at lære det."
WE = "Hvor meget er vi med?"
ENDS = ["Vi bestemmer", "Det er bestemt"]


@pytest.fixture
def scale_set(db):
    asked = [
        {"text": HOW, "kinds": [str(n) for n in range(1, 11)], "ends": ["skidt", "godt"]},
        {"text": ENOUGH},
        {"text": WE, "kinds": ["p1", "p2", "p3", "p4", "p5"], "ends": ENDS},
    ]
    return a_set("scale", {"Tjek ind": asked})


@pytest.fixture
def room(scale_set, ane) -> Room:
    return Room.about(scale_set, ane)


def answer(room: Room, question: str, *choices: int | str) -> None:
    """So many people answer it, one after the other."""
    for each in choices:
        room.marked((question, str(each)))


def drawn(room: Room, step: str, question: str, screen: str = "wall") -> str:
    room.go(step, question).set_wall_on_phones(True)
    return room.drawn(screen)


def counts(page) -> list[list[str]]:
    """How many stand at each place, in each spread that is drawn; empty where nobody does."""
    return [
        [text(stack) for stack in each.xpath(".//*[contains(@class, 'scale-stack')][not(self::svg)][not(self::span)]")]
        for each in dom(page).xpath("//section[@class='scale-spread']")
    ]


def said(page) -> list[str]:
    return [text(each) for each in dom(page).xpath("//section[@class='scale-spread']/div[1]/p")]


def people(page) -> int:
    return len(dom(page).xpath("//div[@id='overview']//rect"))


# --- Content and steps ---


def test_each_question_is_answered_then_shown(room):
    assert room.way() == [(step, each) for each in (HOW, ENOUGH, WE) for step in ("reply", "spread")]
    assert [stop.step.key for stop in again(room.workshop).route()] == ["lobby", *["reply", "spread"] * 3, "wrap-up"]


def test_what_is_left_out_is_not_asked(room):
    room.leave_out(room.question(ENOUGH))

    assert [question for _step, question in room.way()] == [HOW, HOW, WE, WE]


def test_the_room_can_talk_at_each_question_or_at_one(room):
    room.activity.plan([], talks=True)
    route = [stop.step.key for stop in again(room.workshop).route()]
    assert [step for step in route if step in ("reply", "spread", "decide")] == ["reply", "spread", "decide"] * 3

    room.activity.plan([], talks=False)
    room.go("spread", ENOUGH)
    room.workshop.insert("talks")
    assert again(room.workshop).stop().step.key == "decide"
    answer(room, ENOUGH, 1, 2, 3, 4, 5)
    assert people(room.drawn()) == 5


def test_a_question_without_kinds_is_answered_from_one_to_five(room):
    question = room.question(ENOUGH)

    assert [kind.key for kind in question.choices()] == ["1", "2", "3", "4", "5"]
    assert question.line == ("helt uenig", "helt enig")
    assert room.question(HOW).line == ("skidt", "godt")


# --- The phone ---


def ballot(room: Room, question: str):
    room.go("reply", question)
    return dom(seated(room.workshop.join()).get(reverse("phone", args=[room.workshop.pk])))


def test_the_ballot_tells_figure_and_end(room):
    page = ballot(room, ENOUGH)
    labels = [text(each.xpath("./span")[0]) for each in page.xpath("//fieldset//label")]

    assert text(page.xpath("//fieldset/legend")[0]) == ENOUGH
    assert labels == ["1, helt uenig", "2", "3", "4", "5, helt enig"]
    assert [text(each) for each in page.xpath("//fieldset//label/b")] == ["1", "2", "3", "4", "5"]
    assert [text(each) for each in page.xpath("//p[@class='scale-ends']/span")] == ["1 helt uenig", "helt enig 5"]


def test_ten_places_and_their_ends(room):
    labels = [text(each.xpath("./span")[0]) for each in ballot(room, HOW).xpath("//fieldset//label")]

    assert labels == ["1, skidt", *map(str, range(2, 10)), "10, godt"]


def test_between_poles_no_figure_is_printed(room):
    page = ballot(room, WE)
    labels = [text(each) for each in page.xpath("//fieldset//label")]

    assert labels == [
        *("helt »Vi bestemmer«", "mest »Vi bestemmer«", "midt imellem"),
        *("mest »Det er bestemt«", "helt »Det er bestemt«"),
    ]
    assert [text(each) for each in page.xpath("//p[@class='scale-ends']/span")] == ENDS


def test_what_a_phone_answers_is_its_own_and_comes_back(room):
    client, place = seated(room.workshop.join()), room.place(ENOUGH)
    room.go("reply", ENOUGH)
    client.post(reverse("phone-mark", args=[room.workshop.pk]), {"place": str(place), f"mark-{place}": "4"})

    assert Mark.objects.get().choice == "4"
    page = dom(client.get(reverse("phone", args=[room.workshop.pk])))
    assert page.xpath("//input[@checked]/@id") == [f"mark-{place}-4"]
    other = dom(seated(room.workshop.join()).get(reverse("phone", args=[room.workshop.pk])))
    assert other.xpath("//input[@checked]") == []


@pytest.mark.parametrize("choice", ["6", "p1", "0", "note"])
def test_what_is_not_on_the_line_is_not_taken(room, choice):
    seat = room.workshop.join()

    assert room.mark(seat, (ENOUGH, choice)) == [room.place(ENOUGH)]
    assert Mark.objects.count() == 0


# --- Withheld under five ---


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("step", ["spread", "decide"])
def test_four_answers_are_withheld(room, screen, step):
    room.activity.plan([], talks=True)
    answer(room, ENOUGH, 1, 4, 4, 5)
    html = drawn(room, step, ENOUGH, screen)

    assert (counts(html), people(html)) == ([], 0)
    assert text(dom(html).xpath("//div[@id='overview']")[0]) == (
        "Færre end fem har svaret, så svarene bliver ikke vist. Tag en runde, hvor de, der vil, siger deres."
    )


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("step", ["spread", "decide"])
def test_five_answers_are_shown(room, screen, step):
    room.activity.plan([], talks=True)
    answer(room, ENOUGH, 1, 3, 4, 4, 5)
    html = drawn(room, step, ENOUGH, screen)

    assert counts(html) == [["1", "", "1", "2", "1"]]
    assert people(html) == 5
    assert said(html) == [
        "Det midterste svar er 4.",
        "Over halvdelen svarede mellem 3 og 4.",
        "Så mange svarede: 1, helt uenig: 1; 2: 0; 3: 1; 4: 2; 5, helt enig: 1",
    ]
    assert "Færre end fem" not in html


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_is_shown_while_it_is_answered(room, screen):
    answer(room, ENOUGH, 1, 1, 1, 2, 2, 5)
    room.activity.show_notes(True)
    html = drawn(room, "reply", ENOUGH, screen)

    assert (counts(html), people(html)) == ([], 0)
    if screen != "phone":
        assert "<b>6</b> har svaret" in html
        assert "Linjen går fra 1, helt uenig, til 5, helt enig." in text(dom(html))


def test_one_who_was_removed_does_not_count(room):
    answer(room, ENOUGH, 1, 2, 3, 4)
    seat = room.marked((ENOUGH, "5"))
    room.workshop.remove(seat)

    assert people(drawn(room, "spread", ENOUGH)) == 0


def test_no_screen_is_even_given_what_is_withheld(room):
    answer(room, ENOUGH, 1, 2, 3, 4)
    for step in ("reply", "spread"):
        room.go(step, ENOUGH)
        scenes = [Scene.of(room.workshop.pk, screen) for screen in SCREENS]
        assert [spot.marks for scene in scenes for spot in scene.spots if spot.marks] == []


def test_a_figure_is_on_no_screen_between_poles(room):
    answer(room, WE, "p1", "p1", "p2", "p3", "p5")
    html = drawn(room, "spread", WE)

    assert said(html)[:2] == [
        "Det midterste svar er mest »Vi bestemmer«.",
        "Over halvdelen svarede mellem helt »Vi bestemmer« og midt imellem.",
    ]
    assert [text(each) for each in dom(html).xpath("//*[contains(@class, 'scale-figure')]")] == [""] * 5


def test_a_screen_never_says_what_the_tool_is_called_in_code(room):
    answer(room, ENOUGH, 1, 2, 3, 4, 5)
    for step in ("reply", "spread"):
        for screen in SCREENS:
            assert "skala" not in text(dom(drawn(room, step, ENOUGH, screen))).lower()


# --- How they lie ---

LINE = [Point(str(n), str(n), str(n), str(n)) for n in range(1, 11)]
ANSWERS = st.lists(st.integers(1, 10), min_size=1, max_size=120)


def spread(answers: list[int]) -> Spread:
    return Spread(LINE, {str(n): answers.count(n) for n in set(answers)})


@given(ANSWERS)
def test_the_middle_is_the_median(answers):
    low, high = spread(answers).middle

    assert (low + 1, high + 1) == (statistics.median_low(answers), statistics.median_high(answers))


@given(ANSWERS)
def test_half_of_them_are_in_the_middle_half_and_at_most_a_quarter_on_each_side(answers):
    low, high = (n + 1 for n in spread(answers).half)

    assert 2 * sum(low <= each <= high for each in answers) >= len(answers)
    assert 4 * sum(each < low for each in answers) <= len(answers)
    assert 4 * sum(each > high for each in answers) <= len(answers)
    assert low <= statistics.median(answers) <= high


@given(ANSWERS)
def test_what_is_said_of_half_of_them_is_so(answers):
    found = spread(answers)
    low, high = (n + 1 for n in found.half)
    inside, said_of = sum(low <= each <= high for each in answers), found.says[-1]

    assert said_of.startswith("Alle svarede") == (inside == len(answers))
    assert said_of.startswith("Halvdelen svarede") == (2 * inside == len(answers))


@given(ANSWERS)
def test_a_block_for_each_and_all_within_the_picture(answers):
    stacks = spread(answers).stacks

    assert sum(len(each.people) for each in stacks) == len(answers)
    assert all(0 <= each.height <= 80.1 for each in stacks)


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ([4] * 6, ["Alle svarede 4."]),
        ([1, 3, 3, 5, 5, 9], ["Det midterste svar ligger mellem 3 og 5.", "Over halvdelen svarede mellem 3 og 5."]),
        ([1, 2, 3, 4, 5, 6, 7, 8], ["Det midterste svar ligger mellem 4 og 5.", "Halvdelen svarede mellem 3 og 6."]),
        ([3, 3, 3, 3, 3, 4], ["Det midterste svar er 3.", "Over halvdelen svarede 3."]),
        ([1, 1, 1, 9, 9, 9], ["Det midterste svar ligger mellem 1 og 9.", "Alle svarede mellem 1 og 9."]),
    ],
)
def test_it_is_told_in_words(answers, says):
    assert spread(answers).says == says


def test_two_are_drawn_to_the_same_measure():
    one, other = beside(LINE, ("Før", {"1": 5}), ("Nu", {"2": 40}))
    alone = beside(LINE, ("Nu", {"2": 40}))

    assert (one.stacks[0].height, other.stacks[1].height) == (10, 80)
    assert [each.title for each in (one, other, *alone)] == ["Før", "Nu", ""]


def test_a_line_has_its_ends_at_its_ends():
    assert [each.label for each in line(FIGURES[:3], ["nej", "ja"])] == ["1, nej", "2", "3, ja"]
    assert [each.figure for each in line(POLES, ["nej", "ja"])] == [""] * 5


# --- Asked again ---


def asked_again(room: Room, scale_set, text: str = ENOUGH) -> Room:
    """The same set once more on the agenda of the same workshop, with that text for what was called ``ENOUGH``."""
    scale_set.questions.filter(text=ENOUGH).update(text=text)
    return Room(room.workshop, room.workshop.add_activity(scale_set))


def show(room: Room, question: str, screen: str = "wall") -> str:
    stop = next(each for each in room.stops() if (each.step.key, str(each.question)) == ("spread", question))
    room.workshop.go_to(stop.key)
    again(room.workshop).set_wall_on_phones(True)
    return room.drawn(screen)


def titles(page) -> list[str]:
    return [text(each) for each in dom(page).xpath("//p[@class='scale-spread__title']")]


@pytest.mark.parametrize("screen", SCREENS)
def test_the_same_question_later_is_shown_beside_the_first_time(room, scale_set, screen):
    answer(room, ENOUGH, 1, 1, 2, 2, 2)
    show(room, ENOUGH)
    loud = f"  {ENOUGH.upper()} "
    later = asked_again(room, scale_set, loud)
    answer(later, loud, 3, 4, 4, 5, 5)
    html = show(later, loud, screen)

    assert titles(html) == ["Første gang", "Nu"]
    assert counts(html) == [["2", "3", "", "", ""], ["", "", "1", "2", "2"]]
    assert titles(show(room, ENOUGH, screen)) == []


@pytest.mark.parametrize(("then", "now", "shown"), [(4, 5, 1), (5, 4, 0), (5, 5, 2)])
def test_both_are_shown_only_of_five(room, scale_set, then, now, shown):
    answer(room, ENOUGH, *[2] * then)
    show(room, ENOUGH)
    later = asked_again(room, scale_set)
    answer(later, ENOUGH, *[4] * now)

    assert len(counts(show(later, ENOUGH))) == shown


def test_another_line_is_not_compared(room, scale_set):
    answer(room, ENOUGH, *[2] * 5)
    show(room, ENOUGH)
    scale_set.questions.filter(text=ENOUGH).update(kinds=[str(n) for n in range(1, 11)])
    later = asked_again(room, scale_set)
    answer(later, ENOUGH, *[9] * 5)

    assert titles(show(later, ENOUGH)) == []


def test_the_same_words_under_another_topic_or_between_other_ends_are_not_compared(room, scale_set):
    answer(room, HOW, *[2] * 5)
    show(room, HOW)
    scale_set.questions.filter(text=HOW).update(ends=["godt", "skidt"])
    mirrored = asked_again(room, scale_set)
    answer(mirrored, HOW, *[9] * 5)
    assert titles(show(mirrored, HOW)) == []

    scale_set.questions.filter(text=HOW).update(ends=["skidt", "godt"])
    scale_set.topics.update(title="Tjek ud")
    elsewhere = asked_again(room, scale_set)
    answer(elsewhere, HOW, *[9] * 5)
    assert titles(show(elsewhere, HOW)) == []


@pytest.fixture
def followed(room, scale_set) -> Room:
    """The workshop that follows the room, about the same."""
    after = Workshop.objects.create(title="Opfølgning", workplace="Hjemmeplejen Syd", follows=room.workshop)
    after.add_activity(scale_set)
    after.open()
    return Room(after)


def test_what_a_followed_workshop_answered_is_beside_it(room, followed):
    answer(room, HOW, 1, 2, 3, 4, 5)
    room.workshop.close()
    answer(followed, HOW, 6, 7, 8, 9, 10)

    assert titles(show(followed, HOW)) == ["Sidst", "Nu"]


def test_one_that_was_deleted_is_not(room, followed):
    answer(room, HOW, 1, 2, 3, 4, 5)
    room.workshop.close()
    answer(followed, HOW, 6, 7, 8, 9, 10)
    Workshop.objects.filter(pk=room.workshop.pk).update(deleted_at=again(room.workshop).opened_at)

    assert titles(show(followed, HOW)) == []


# --- The report ---


def chapter(workshop):
    return dom(paper.html(again(workshop))).xpath("//section[contains(@class, 'chapter--scale')]")[0]


def table(page) -> list[list[str]]:
    return [[text(cell) for cell in row] for row in page.xpath(".//table[@class='scale-table']//tr")]


@pytest.mark.parametrize("people", [4, 5])
def test_the_report_withholds_and_shows_as_the_wall_does(room, people):
    answer(room, ENOUGH, *[4, 4, 2, 5, 4][:people])
    show(room, ENOUGH)
    page = chapter(room.workshop)
    withheld = [text(each) for each in page.xpath(".//p[@class='none']")]

    assert withheld == ["Færre end fem svarede, så svarene bliver ikke vist."] * (3 if people == 4 else 2)
    if people == 5:
        assert table(page) == [
            ["Svar", "Så mange"],
            ["1, helt uenig", "0"],
            ["2", "1 ■"],
            ["3", "0"],
            ["4", "3 ■■■"],
            ["5, helt enig", "1 ■"],
        ]
        assert "Det midterste svar er 4. Over halvdelen svarede 4." in text(page)
    else:
        assert table(page) == []


def test_the_report_has_the_earlier_beside(room, followed):
    answer(room, HOW, 1, 2, 3, 4, 5)
    room.workshop.close()
    answer(followed, HOW, 6, 7, 8, 9, 10)
    show(followed, HOW)
    page = chapter(followed.workshop)

    assert table(page)[0] == ["Svar", "Sidst", "Nu"]
    assert table(page)[1] == ["1, skidt", "1 ■", "0"]
    assert "Sidst: Det midterste svar er 3." in text(page)


def test_a_chapter_of_the_report_is_given_nothing_that_is_withheld(room):
    answer(room, ENOUGH, 1, 2, 3, 4)
    (told,) = telling.chapters(again(room.workshop))

    (section,) = registry.get(told["tool"]).chapter(told)["sections"]
    assert [(each["spreads"], each["rows"]) for each in section["questions"]] == [([], [])] * 3


def test_the_chapter_is_plain_data_and_tells_what_was_agreed(room):
    answer(room, ENOUGH, 1, 2, 3, 4, 5)
    Agreement(workshop=room.workshop, topic=room.topics[0], what="En time om ugen", who="Ane").write_down()
    (told,) = telling.chapters(again(room.workshop))
    data = registry.get(told["tool"]).chapter(told)

    assert json.loads(json.dumps(data)) == data
    assert "En time om ugen (Ane)" in text(chapter(room.workshop))


def test_the_pdf_is_accessible(room, tmp_path):
    answer(room, ENOUGH, 1, 2, 3, 4, 5)
    path = tmp_path / "report.pdf"
    path.write_bytes(printing.pdf("Tag temperaturen", paper.html(again(room.workshop))))

    assert faults(path.read_bytes()) == []


# --- Live, and what it costs ---


def test_the_fifth_answer_reaches_the_wall(room):
    answer(room, ENOUGH, 1, 2, 3, 4)
    room.go("spread", ENOUGH)
    answer(room, ENOUGH, 5)
    patch = patches.changed(room.workshop.pk, "wall", {changes.MARKS})

    assert people(patch.common) == 5


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("step", ["reply", "spread"])
def test_more_answers_cost_no_more_queries(room, screen, step):
    def cost() -> int:
        with from_cold() as captured:
            assert patches.whole(room.workshop.pk, screen).common
        return len(captured)

    answer(room, ENOUGH, *[1] * 6)
    drawn(room, step, ENOUGH, screen)
    one = cost()
    answer(room, ENOUGH, *[2] * 12)

    assert cost() == one


# --- Without seeing the wall ---


def test_how_the_answers_lie_is_read_as_text(room):
    me = room.workshop.join()
    answer(room, HOW, 2, 5, 5, 6, 9)
    read = reverse("phone-read", args=[room.workshop.pk])
    room.go("reply", HOW)
    assert said(seated(me).get(read)) == []

    room.go("spread", HOW)
    assert said(seated(me).get(read)) == said(room.drawn("wall"))
    assert said(room.drawn("wall")) != []
