from tests.helpers import again


def steps(workshop) -> list[str]:
    return list(dict.fromkeys(stop.step.key for stop in again(workshop).route()))


def test_before_goes_from_understanding_to_deciding(before):
    assert steps(before.workshop) == [
        "lobby",
        "understand",
        "today",
        "today-shown",
        "expected",
        "expected-shown",
        "needs",
        "decide",
        "wrap-up",
    ]


def test_understanding_takes_the_circles_one_by_one(before):
    stops = [stop for stop in again(before.workshop).route() if stop.step.key == "understand"]

    assert [stop.topic for stop in stops] == [None, *before.circles]


def test_after_begins_with_what_was_agreed(after):
    assert steps(after.workshop) == [
        "lobby",
        "look-back",
        "understand",
        "experienced",
        "experienced-shown",
        "lessons",
        "decide",
        "wrap-up",
    ]


def test_a_skipped_question_takes_its_steps_with_it(before):
    before.questions["needs"].skipped = True
    before.questions["needs"].save()

    assert [key for key in steps(before.workshop) if key in ("needs", "decide")] == []


def test_a_skipped_circle_has_no_places(before):
    before.circles[5].skipped = True
    before.circles[5].save()

    today = next(stop for stop in again(before.workshop).route() if stop.step.key == "today")
    assert [place.topic for place in today.places] == [circle.pk for circle in before.circles[:5]]


def test_a_close_up_is_the_same_stop_and_next_goes_on_from_it(before):
    workshop = before.go("today-shown", focus=2)
    route = workshop.route()

    assert route[workshop.find(route)].step.key == "today-shown"
    assert workshop.stop().topic == before.circles[2]

    workshop.advance(workshop.stop().key)
    assert (again(workshop).stop().step.key, again(workshop).stop().topic) == ("expected", None)


def test_inspiration_folds_when_the_room_goes_on(before):
    workshop = before.go("understand")
    workshop.show_hints(True)
    workshop.advance(workshop.stop().key)

    assert again(workshop).hints_shown is False
