"""The phone: pick a circle on the compass, and write."""

import pytest
from django.urls import reverse

from tests.pages import HTMX, dom, said, text, typed
from tests.people import seated
from workshops.models import Note
from workshops.place import Place


def look(phone, room, place: Place | str | None = None, **query: str):
    """The phone's page, when that circle was picked."""
    picked = {} if place is None else {"place": str(place)}
    answer = phone.get(reverse("phone", args=[room.workshop.pk]), picked | query)
    assert answer.status_code == 200
    return answer


def picks(answer, more: str = "") -> list[str]:
    """The places that the compass leads to."""
    return dom(answer).xpath(f"//nav[contains(@class, 'picker')]//a{more}/@data-pick")


def has_form(answer) -> bool:
    return dom(answer).xpath("//form[@id='write-form']") != []


@pytest.mark.parametrize("step", ["today", "expected", "needs"])
def test_the_compass_is_the_way_to_the_six_circles(before, phone, step):
    before.go(step)
    answer = look(phone, before)
    links = dom(answer).xpath("//nav[contains(@class, 'picker')]//a")
    address = reverse("phone", args=[before.workshop.pk])

    assert picks(answer) == [str(place) for place in before.places(step)]
    assert [link.get("href") for link in links] == [f"{address}?place={place}" for place in before.places(step)]
    assert [" ".join(map(text, link.xpath("./*[local-name()='text'][not(@class)]"))) for link in links] == before.names
    assert not has_form(answer)


@pytest.mark.parametrize("step", ["understand", "today-shown", "expected-shown", "decide"])
def test_there_is_nothing_to_pick_when_nothing_is_written(before, phone, step):
    before.go(step)
    answer = look(phone, before, place=before.place("today"))

    assert (picks(answer), has_form(answer)) == ([], False)


def test_a_picked_circle_has_its_description_and_a_form(before, phone):
    before.go("expected")
    for circle, place in zip(before.topics, before.places("expected"), strict=True):
        answer = look(phone, before, place=place)
        (write,) = dom(answer).xpath("//*[@id='write']")

        assert text(write.xpath(".//h3")[0]) == circle.title
        assert text(write.xpath(".//*[contains(@class, 'write__about')]")[0]) == circle.description
        assert (typed(answer, "place"), typed(answer, "text").strip()) == (str(place), "")
        assert write.xpath(".//input[@name='kind']/@value") == ["better", "worse"]
        assert picks(answer, "[@aria-current='true']") == [str(place)]


def test_what_was_typed_comes_along_to_another_circle_where_there_are_no_scripts(before, phone):
    before.go("today")
    page = look(phone, before, place=before.place("today", 1))
    action = reverse("phone-pick", args=[before.workshop.pk])
    choices = dom(page).xpath(f"//noscript//select[../button[@formaction='{action}']]/option/@value")
    answer = phone.post(action, {"pick": str(before.place("today", 3)), "text": "Halvt <b>færdig"})

    assert choices == [str(place) for place in before.places("today")]
    assert (typed(answer, "text"), typed(answer, "place")) == ("Halvt <b>færdig", str(before.place("today", 3)))


def test_what_is_typed_is_read_from_no_address(before, phone):
    before.go("today")
    answer = look(phone, before, place=before.place("today", 3), text="Halvt færdig")

    assert typed(answer, "text") == ""


def test_a_circle_the_room_has_left_can_be_asked_for(before, phone):
    before.go("needs")
    for picked in ("today", "expected"):
        answer = look(phone, before, late=str(before.place(picked, 2)))
        (write,) = dom(answer).xpath("//*[@id='write']")

        assert typed(answer, "place") == str(before.place(picked, 2))
        assert text(write.xpath(".//h3")[0]).startswith(f"{before.names[2]} · ")
    assert write.xpath(".//input[@name='kind']/@value") == ["better", "worse"]


@pytest.mark.parametrize("late", ["", "x", "0-0", "9" * 40, "999999-999999", "<script>"])
def test_no_circle_is_not_to_be_had_late(before, phone, late):
    before.go("needs")

    assert not has_form(look(phone, before, late=late))


def test_a_circle_that_was_closed_is_not_to_be_had_late(before, phone):
    before.go("needs")
    before.workshop.close_place(before.place("today", 2))

    assert not has_form(look(phone, before, late=str(before.place("today", 2))))


def test_a_bad_place_is_no_circle(before, phone):
    before.go("today")
    bad = ["", "x", "0-0", "1-", "9" * 40, "999999-999999", "<script>", str(before.place("expected"))]
    found = {place: look(phone, before, place=place) for place in bad}

    assert {place: (len(picks(answer)), has_form(answer)) for place, answer in found.items()} == dict.fromkeys(
        bad, (6, False)
    )


def test_a_circle_closed_for_notes_cannot_be_picked(before, phone):
    before.go("today")
    closed = before.place("today", 2)
    before.workshop.close_place(closed)
    answer = look(phone, before, place=closed)

    assert picks(answer) == [str(place) for place in before.places("today") if place != closed]
    assert not has_form(answer)


def test_the_circles_one_has_been_to_are_marked_for_oneself_only(before, phone):
    before.go("today")
    before.send(phone, before.place("today", 2), "today", "Fint nok")
    other = seated(before.workshop.join())

    assert [picks(look(each, before), "[contains(@class, 'is-visited')]") for each in (phone, other)] == [
        [str(before.place("today", 2))],
        [],
    ]


def test_ones_own_notes_are_listed_by_circle(before):
    before.go("today")
    seat = before.workshop.join()
    before.write(before.place("today", 4), "today", "Min egen", by=seat)
    before.write(before.place("today", 4), "today", "En andens", by=before.workshop.join())
    (mine,) = dom(look(seated(seat), before)).xpath("//*[@id='mine']")

    listed = {
        text(each.xpath("./h3")[0]): [text(note) for note in each.xpath(".//*[@class='note__text']")]
        for each in mine.xpath("./*[@class='mine__place']")
    }
    assert listed == {name: [] for name in before.names} | {"Udviklende": ["Min egen"]}


# --- What is sent ---


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("step", ["expected", "needs"])
def test_a_note_goes_to_the_circle_that_was_picked_also_when_the_room_has_moved_on(before, phone, step, headers):
    before.go(step)
    place = before.place("expected", 5)
    answer = before.send(phone, place, "worse", "Ondt i ryggen", headers=headers)
    note = Note.objects.get()

    assert answer.status_code == (200 if headers else 302)
    assert (note.place, note.kind, note.text, note.topic.title) == (place, "worse", "Ondt i ryggen", "Sundt & sikkert")


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("x", "Vi kan ikke se, hvad sedlen svarer på. Genindlæs siden, og prøv igen."),
        ("0-0", "Spørgsmålet findes ikke længere i denne workshop. Vælg et andet spørgsmål."),
        ("999999-999999", "Spørgsmålet findes ikke længere i denne workshop. Vælg et andet spørgsmål."),
    ],
)
def test_a_note_for_no_circle_is_told_and_its_text_stays(before, phone, place, why):
    before.go("today")
    answer = before.send(phone, place, "today", "Det her skrev jeg")

    assert (answer.status_code, said(answer), typed(answer, "text")) == (422, why, "Det her skrev jeg")
    assert Note.objects.count() == 0


def test_a_form_for_an_earlier_step_keeps_that_steps_colours(before, phone):
    before.go("needs")
    page = dom(before.send(phone, before.place("expected"), "worse", "x" * 501))

    assert page.xpath("//input[@name='kind']/@value") == ["better", "worse"]
    assert page.xpath("//input[@name='kind'][@checked]/@value") == ["worse"]


# --- Preconditions ---


def test_at_preconditions_the_notes_to_answer_are_there_to_mark(full, phone):
    full.go("needs")
    full.write(full.place("expected", 1), "worse", "Ikke i denne cirkel")
    full.write("expected", "worse", "Skjult").hide("person")
    page = dom(look(phone, full, place=full.place("needs")))
    offered = page.xpath("//label[input[@name='answers']]")

    assert {each.xpath("string(input/@value)"): text(each) for each in offered} == {
        str(Note.objects.get(text=words).number): f"{look}: {words}"
        for look, words in [
            ("▲ forbedring", "Overblik"),
            ("▼ forringelse", "Mere skærm"),
            ("▼ forringelse", "Flere koder"),
        ]
    }
    assert page.xpath("//input[@name='kind']/@value") == ["before", "during", "after"]


def test_a_precondition_is_stored_with_the_notes_that_were_marked(full, phone):
    full.go("needs")
    red = full.note("worse")
    full.send(phone, full.place("needs"), "during", "Sidemakker", answers=[red.number, "x"])

    assert list(Note.objects.get(text="Sidemakker").answers.all()) == [red]


@pytest.mark.parametrize("step", ["today", "expected"])
def test_elsewhere_there_is_nothing_to_answer(full, phone, step):
    full.go(step)
    answer = look(phone, full, place=full.place(step))

    assert (dom(answer).xpath("//input[@name='answers']"), has_form(answer)) == ([], True)


def test_a_circle_without_expectations_still_takes_preconditions(full, phone):
    full.go("needs")
    answer = look(phone, full, place=full.place("needs", 4))

    assert dom(answer).xpath("//input[@name='answers'] | //fieldset[contains(@class, 'choices')]") == []
    assert has_form(answer)


@pytest.mark.parametrize("words", ["\u200b", "x" * 501])
def test_what_was_marked_stays_marked_when_the_text_is_refused(full, phone, words):
    full.go("needs")
    red = full.note("worse")
    answer = full.send(phone, full.place("needs"), "during", words, answers=[red.number])

    assert answer.status_code == 422
    assert dom(answer).xpath("//input[@name='answers'][@checked]/@value") == [str(red.number)]
    assert dom(answer).xpath("//input[@name='kind'][@checked]/@value") == ["during"]


# --- Correcting ---


def reword(phone, note: Note, headers=None, **data):
    return phone.post(reverse("phone-reword", args=[note.workshop_id, note.number]), data, headers=headers)


@pytest.fixture
def own_note(full, phone) -> Note:
    """A precondition of the participant's own, that answers the first of the two red notes."""
    full.go("needs")
    full.send(phone, full.place("needs"), "during", "Sidemakker", answers=[full.note("worse").number])
    return Note.objects.get(text="Sidemakker")


def test_ones_own_note_has_its_kind_and_what_it_answers_to_correct(full, phone, own_note):
    form = dom(look(phone, full)).get_element_by_id(f"change-{own_note.number}").forms[0]

    assert (form.fields["kind"], form.inputs["kind"].value_options) == ("during", ["before", "during", "after"])
    marked = [(each.get("value"), each.checked) for each in form.xpath(".//input[@name='answers']")]
    expected = [("Overblik", False), ("Mere skærm", True), ("Flere koder", False)]
    assert marked == [(str(Note.objects.get(text=words).number), is_marked) for words, is_marked in expected]


@pytest.mark.parametrize("headers", [None, HTMX])
def test_both_are_corrected(full, phone, own_note, headers):
    green = full.note("better")
    began = [each.number for each in own_note.answers.all()]
    data = {"text": "Makker", "kind": "before", "links": "1", "answers": [green.number], "began": began}
    done = reword(phone, own_note, headers, **data)

    assert done.status_code == (200 if headers else 302)
    changed = Note.objects.get(pk=own_note.pk)
    assert (changed.text, changed.kind, [*changed.answers.all()]) == ("Makker", "before", [green])
    if headers:
        assert dom(done).xpath("//input[@name='answers'][@checked]/@value") == [str(green.number)]
        assert dom(done).xpath("//input[@name='kind'][@checked]/@value") == ["before"]


def test_what_a_facilitator_linked_meanwhile_stays(full, phone, own_note):
    (red,), green = own_note.answers.all(), full.note("better")
    own_note.link([red.number, green.number])
    reword(phone, own_note, text="Makker", kind="during", links="1", answers=[red.number], began=[red.number])

    assert {*own_note.answers.all()} == {red, green}


def test_without_what_is_corrected_it_stays_as_it_is(full, phone, own_note):
    """A page of the version before sends the text alone."""
    reword(phone, own_note, text="Makker")

    changed = Note.objects.get(pk=own_note.pk)
    assert (changed.text, changed.kind, [*changed.answers.all()]) == ("Makker", "during", [full.note("worse")])


@pytest.mark.parametrize("kind", ["today", "x", "\x00"])
@pytest.mark.parametrize("headers", [None, HTMX])
def test_a_kind_that_is_not_for_it_is_told_and_changes_nothing(full, phone, own_note, kind, headers):
    answer = reword(phone, own_note, headers, text="Makker", kind=kind, links="1")

    assert answer.status_code == 422
    assert said(answer) == "Den slags seddel hører ikke til her. Vælg en anden farve."
    unchanged = Note.objects.get(pk=own_note.pk)
    assert (unchanged.text, unchanged.kind, [*unchanged.answers.all()]) == (
        "Sidemakker",
        "during",
        [full.note("worse")],
    )


def test_a_kind_the_facilitator_gave_it_is_not_asked_for_again(full, phone, own_note):
    Note.objects.filter(pk=own_note.pk).update(kind="today")
    form = dom(look(phone, full)).get_element_by_id(f"change-{own_note.number}").forms[0]

    assert form.xpath(".//input[@name='kind']") == []


@pytest.mark.parametrize("headers", [None, HTMX])
def test_kind_and_text_stay_as_typed_when_the_text_is_refused(full, phone, own_note, headers):
    answer = reword(phone, own_note, headers, text=" ", kind="after", links="1")

    assert answer.status_code == 422
    if not headers:
        form = dom(answer).get_element_by_id(f"change-{own_note.number}").forms[0]
        assert form.fields["kind"] == "after"
