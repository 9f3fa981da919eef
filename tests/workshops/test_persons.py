"""Whether a text seems to name a person."""

import pytest

from tests.notes import notes
from workshops.persons import first_names, named


def test_the_notes_of_a_room_are_told_apart():
    """At least 80 % of 30 that name someone are caught, and at most 2 % of the 170 others, of which 30 look like it."""
    someone = [note["text"] for note in notes() if note.get("names") == "person"]
    nobody = [note["text"] for note in notes() if note.get("names") != "person"]

    assert (len(someone), len(nobody)) == (30, 170)
    assert sum(bool(named(text)) for text in someone) >= 24
    assert sum(bool(named(text)) for text in nobody) <= 3


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Det er Pernille, der kan det", ["Pernille"]),
        ("spørg lars i it", ["lars"]),
        ("ANNETTE HAR LAVET LISTEN", ["ANNETTE"]),
        ("Jespers skema er bedre end det nye", ["Jespers"]),
        ("Lars' mappe er væk", ["Lars"]),
        ("Anne-Mette og Poul-Erik har koden", ["Anne-Mette", "Poul-Erik"]),
        ("Mohammad og Rikke hjælper alle. Rikke mest", ["Mohammad", "Rikke"]),
        ("tak til @Henriette!", ["Henriette"]),
        ("Bo er vores superbruger", ["Bo"]),
        ("Spørg Bo", ["Bo"]),
        ("Vi ringer til Per fra driften", ["Per"]),
        ("Storm sagde nej", ["Storm"]),
        ("Fru Nygaard ringer hver dag", ["Nygaard"]),
        ("hr. Lund vil have papir", ["Lund"]),
        ("Kirstens", ["Kirstens"]),
        ("Sofie:\nhun ved det", ["Sofie"]),
        ("Ifølge Mark er det os", ["Mark"]),
    ],
)
def test_someone_is_named(text, names):
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍",
        "Per seddel bruger vi ti minutter",
        "Bo-stedet har fået nye tablets",
        "bo hjemme så længe som muligt",
        "Mark alle felter",
        "Storm i et glas vand",
        "Liv og glade dage",
        "I august og i maj var der ingen",
        "Hans Majestæt sagde ikke noget om det",
        "for min skyld, hans skyld og alles skyld",
        "Max 20 minutter",
        "Palle med skærme står på gangen",
        "Svend og lærling skal kunne det samme",
        "Sankt Hans aften",
        "Vi mødes på Peter Bangs Vej",
        "Lokale Ida er optaget",
        "Andre afdelinger har det lettere",
        "Line 2 i skemaet",
        "Hr. og fru Danmark",
        "Aula, Nexus og KMD",
        "Teams er nede",
        "TR og AMR er med",
        "Frank tale, tak",
        "Systemet kan ikke bøjes",
        "RASMUS ligger på bordet",
    ],
)
def test_nobody_is_named(text):
    assert named(text) == []


def test_the_list_is_read_once_and_each_name_stands_in_one_part_of_it():
    names, words = first_names()

    assert first_names() is first_names()
    assert len(names) > 500
    assert not names & words
    assert all(name == name.lower() and name.isalpha() for name in names | words)
