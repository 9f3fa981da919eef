"""The library counted against the publications it is written from (their own counts, list by list)."""

from collections import Counter

import pytest
from django.conf import settings

from workshops.library.loading import load
from workshops.models import QuestionSet
from workshops.models.question_sets import OWN


@pytest.fixture(scope="module")
def counted(django_db_setup, django_db_blocker):
    """Each set of the library by its key, with its topics, questions and hints as lists; nothing is left behind."""
    with django_db_blocker.unblock():
        for path in sorted((settings.BASE_DIR / "fixtures").glob("*.yaml")):
            load(path)
        found = {
            each.key: {
                "topics": list(each.topics.all()),
                "questions": list(each.questions.select_related("topic")),
                "hints": list(each.hints.select_related("topic", "question")),
                "set": each,
            }
            for each in QuestionSet.objects.library()
        }
        QuestionSet.objects.all().delete()
    return found


REVERSE = ", omvendt"  # how the source of the other side of a benefit or drawback ends


def groups(counted, key: str) -> dict[str, int]:
    """How many hints a set has under each heading."""
    return dict(Counter(hint.heading for hint in counted[key]["hints"]))


def test_every_item_says_where_it_is_from(counted):
    without = [
        (key, str(item))
        for key, found in counted.items()
        for item in [found["set"], *found["topics"], *found["questions"], *found["hints"]]
        if not item.source
    ]
    assert without == []


@pytest.mark.parametrize(
    ("key", "group", "credit", "count"),
    [
        ("sammen-om-ny-teknologi", "Fire gode råd om teknologi og kerneopgaven", "HK Kommunal", 4),
        ("sammen-om-ny-teknologi", "Fem gode råd om forandring", "HK Kommunal", 5),
        ("sammen-om-ny-teknologi", "Sådan arbejder man agilt", "HK Kommunal", 4),
        ("sammen-om-ny-teknologi", "Det er godt at arbejde agilt, når", "HK Kommunal", 3),
        ("sammen-om-ny-teknologi", "Dataetik: ti principper", "Dataetisk Råd", 10),
        ("sammen-om-ny-teknologi", "Det gode arbejde: det kan I vinde, og det kan I tabe", "BFA", 12),
    ],
)
def test_those_whom_the_source_credits_are_credited(counted, key, group, credit, count):
    hints = [each for each in counted[key]["hints"] if each.heading == group]

    assert [credit in each.source for each in hints] == [True] * count
    assert credit in counted[key]["set"].source  # which is what the report tells


def test_the_three_levels_of_involvement_are_from_where_they_stand(counted):
    degrees = [each for each in counted["fire-faser"]["questions"] if each.key == "degree"]

    assert {"Sammen om ny teknologi (Fremfærd), side 34" in each.source for each in degrees} == {True}
    assert {"Morten Jack og Morten Ejlskov" in each.source for each in [*degrees, counted["fire-faser"]["set"]]} == {
        True
    }


def test_what_is_written_here_says_so(counted):
    own = {
        (key, each.heading if hasattr(each, "heading") else each.key)
        for key, found in counted.items()
        for each in [*found["questions"], *found["hints"]]
        if each.source.startswith(OWN)
    }
    assert own == {
        ("fire-faser", "De tre niveauer"),
        ("kompetencehjulet", "Niveauer"),
        *((f"historie-{name}", "talk") for name in ("haderslev", "hvidovre", "naestved")),
        *((name, "") for name in ("hvor-enig-er-du", "kan-jeg-leve-med-det", "tjek-ind-og-ud")),
        ("spilleregler", "En regel om at ringe eller mødes kan lyde sådan"),
        ("spilleregler", "En regel om svartid kan lyde sådan"),
        ("spilleregler", "En regel om mobning og chikane kan lyde sådan"),
    }


def test_the_deck_has_the_card_on_keeping_digital_content_where_the_wheel_has_security(counted):
    (card,) = [each for each in counted["dialogkort"]["questions"] if each.source == "Kort 26"]

    assert str(card.topic) == "Anvendelse"


def test_themes_circles_phases_and_the_matrix(counted):
    assert len(counted["psykisk-arbejdsmiljoe"]["topics"]) == 4
    assert len(counted["rasmus-foer"]["topics"]) == len(counted["rasmus-efter"]["topics"]) == 6
    assert len([topic for topic in counted["fire-faser"]["topics"] if not topic.apart]) == 4
    assert (len(counted["roller"]["topics"]), len(counted["roller"]["questions"])) == (6, 5)


def test_twelve_twenty_and_thirty_five_questions(counted):
    cards = [question for question in counted["dialogkort"]["questions"] if question.key == "card"]
    by_theme = Counter(str(question.topic) for question in counted["sammen-om-ny-teknologi"]["questions"])

    assert len(counted["psykisk-arbejdsmiljoe"]["questions"]) == 12
    assert list(by_theme.values()) == [5, 5, 5, 5]
    assert (len(cards), len({str(card.topic) for card in cards})) == (35, 4)


def test_every_card_has_its_examples(counted):
    examples = Counter(hint.question.source for hint in counted["dialogkort"]["hints"] if hint.question)

    assert (len(examples), sum(examples.values()), min(examples.values())) == (35, 119, 2)


def test_the_boxes_of_the_twenty_questions(counted):
    hints = [each for each in counted["sammen-om-ny-teknologi"]["hints"] if not each.source.endswith(REVERSE)]
    found = Counter(each.heading for each in hints)
    numbers = {
        "Fire gode råd om teknologi og kerneopgaven": 4,
        "En god businesscase fortæller altid om": 6,
        "Utilsigtede virkninger": 6,
        "Dataetik: ti principper": 10,
        "Tre træk ved ny teknologi": 3,
        "Tre ting mere om arbejdsmiljøet": 3,
        "Tre principper for kompetenceudvikling": 3,
        "Fem gode råd om forandring": 5,
        "Ti gode råd om inddragelse": 10,
    }
    assert {name: found.get(name) for name in numbers} == numbers


@pytest.mark.parametrize(
    ("group", "both"),
    [
        ("Utilsigtede virkninger", 5),  # what the source says of surveillance has no other side
        ("Tre træk ved ny teknologi", 3),
        ("Det gode arbejde: det kan I vinde, og det kan I tabe", 6),
        ("Tre ting mere om arbejdsmiljøet", 2),  # nothing good is said of what does not work
    ],
)
def test_what_is_both_good_and_bad_is_shown_as_both(counted, group, both):
    """A benefit and a drawback side by side: the source stresses that none of them is only the one."""
    hints = [each for each in counted["sammen-om-ny-teknologi"]["hints"] if each.heading == group]
    kinds = {each.source: each.kind for each in hints}
    pairs = [{kind, kinds[source.removesuffix(REVERSE)]} for source, kind in kinds.items() if source.endswith(REVERSE)]

    assert pairs == [{"benefit", "drawback"}] * both


def test_the_ten_pieces_of_advice_are_one_list(counted):
    advice = [question.text for question in counted["fire-faser"]["questions"] if question.key == "advice"]
    principles = [
        hint.text for hint in counted["sammen-om-ny-teknologi"]["hints"] if hint.heading == "Ti gode råd om inddragelse"
    ]
    assert (len(advice), principles) == (10, advice)


def test_the_activities_in_the_recommendations(counted):
    assert len(counted["spilleregler"]["questions"]) == 3
    assert len(counted["beskriv-del-vend"]["topics"]) == 3
    assert len(counted["beskriv-del-vend"]["hints"]) == 4
    points = Counter(str(question.topic) for question in counted["implementeringsplan"]["questions"])
    assert list(points.values()) == [5, 4]
    assert groups(counted, "relationskort") == {"Sådan gør I": 4}


def test_the_wheel_has_four_areas_of_three(counted):
    assert list(Counter(topic.heading for topic in counted["kompetencehjulet"]["topics"]).values()) == [3, 3, 3, 3]


@pytest.mark.parametrize(("key", "tips"), [("haderslev", 2), ("hvidovre", 10), ("naestved", 4)])
def test_the_stories_and_what_they_learned(counted, key, tips):
    story = counted[f"historie-{key}"]

    assert (len(story["questions"]), len(story["hints"])) == (1, tips)
    assert 4 <= len(story["topics"][0].description.split("\n\n")) <= 5
