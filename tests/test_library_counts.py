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
        ("businesscasen", "En kort historie kan lyde sådan"),
        ("businesscasen", "Lad medarbejderne se med"),
        ("et-ord-ind", ""),
        ("et-ord-ud", ""),
        ("fire-faser", "De tre niveauer"),
        ("godt-for-hvem", ""),
        ("historie-haderslev", "talk"),
        ("historie-hvidovre", "talk"),
        ("historie-naestved", "talk"),
        ("hvad-registrerer-systemet", ""),
        ("hvad-registrerer-systemet", "Og om jer selv"),
        ("hvor-enig-er-du", ""),
        ("jeres-egen-tekst", ""),
        ("jeres-eget-spoergsmaal", ""),
        ("kan-jeg-leve-med-det", ""),
        ("kompetencehjulet", "Niveauer"),
        ("med-og-ret", ""),
        ("med-og-ret", "De tre niveauer"),
        ("med-og-ret", "En fast regel kan lyde sådan"),
        ("med-og-ret", "Pligten"),
        ("paa-tvaers", "Til den, der ejer projektet"),
        ("pause", ""),
        ("projektets-profil", "Sådan læser I svarene"),
        ("raaderum", ""),
        ("saet-holdet", "Skriv ikke navne"),
        ("spilleregler", "En regel om at ringe eller mødes kan lyde sådan"),
        ("spilleregler", "En regel om mobning og chikane kan lyde sådan"),
        ("spilleregler", "En regel om svartid kan lyde sådan"),
        ("tavle-under-udrulning", "Hvis I laver jeres egen tavle"),
        ("tjek-ind-og-ud", ""),
        ("usynligt-arbejde", ""),
        ("usynligt-arbejde", "Når I har skrevet det op"),
        ("velkommen", "agenda"),
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


READING = {
    "dataetik": 1,
    "dialogkort": 1,
    "fire-faser": 1,
    "godt-for-hvem": 1,
    "hvad-registrerer-systemet": 1,
    "kompetencehjulet": 1,
    "laering-i-smaa-bidder": 1,
    "paa-tvaers": 1,
    "psykisk-arbejdsmiljoe": 2,
    "roller": 1,
    "sammen-om-ny-teknologi": 8,
}

# What the publications hold beyond their lists: topics, questions and inspiration of each, and how many of the last two
# are our own.
BEYOND = {
    "businesscasen": (3, 14, 20, 3),
    "dataetik": (1, 10, 11, 0),
    "godt-for-hvem": (1, 6, 19, 1),
    "hvad-registrerer-systemet": (1, 3, 13, 5),
    "laering-i-smaa-bidder": (2, 6, 12, 0),
    "med-og-ret": (4, 7, 27, 15),
    "paa-tvaers": (4, 6, 10, 1),
    "projektets-profil": (2, 9, 6, 2),
    "raaderum": (1, 2, 6, 1),
    "saet-holdet": (3, 8, 20, 1),
    "tavle-under-udrulning": (1, 1, 10, 3),
    "udsagn": (8, 58, 0, 0),
    "usynligt-arbejde": (1, 2, 11, 3),
}


@pytest.mark.parametrize("key", BEYOND)
def test_what_the_publications_hold_beyond_their_lists(counted, key):
    found = counted[key]
    own = [each for each in [*found["questions"], *found["hints"]] if each.source.startswith(OWN)]

    assert (len(found["topics"]), len(found["questions"]), len(found["hints"]), len(own)) == BEYOND[key]


def test_every_quote_has_its_statement(counted):
    sources = Counter(each.source.partition(", side")[0] for each in counted["udsagn"]["questions"])

    assert sources == {"Digitalisering og det gode arbejde": 37, "Sammen om ny teknologi": 21}
    assert {tuple(each.kinds) for each in counted["udsagn"]["questions"]} == {("not-ours", "partly", "ours")}


def test_further_reading_stands_where_it_belongs(counted):
    reading = {key: sum(h.heading == "Læs videre" for h in found["hints"]) for key, found in counted.items()}

    assert {key: n for key, n in reading.items() if n} == READING
