"""``manage.py prove``: what the database could still link, in Danish; nothing once that is gone."""

import pytest
from django.core.management import CommandError, call_command

from tests.helpers import again, write
from workshops.models import Dot, Note, Participant, Revision, Workshop


@pytest.fixture
def full(open_workshop, places) -> Workshop:
    """Open, with one of everything that ties something to someone."""
    open_workshop.groups = ["TR"]
    open_workshop.save()
    first, second = open_workshop.join(group="TR"), open_workshop.join()
    open_workshop.remove(open_workshop.join())
    note = write(open_workshop, places[0], "Mere tid", "a", first)
    write(open_workshop, places[0], "Mere ro", "b", second)
    write(open_workshop, places[0], "Ikke vist", "c", second, private=True)
    note.edit("Mere tid til pauser")
    Dot.objects.create(
        workshop=open_workshop, activity=open_workshop.activities.get(), note=note, participant=first, n=1
    )
    open_workshop.ask_for_helper(True)
    open_workshop.offer_help(first)
    return again(open_workshop)


def proven(workshop: Workshop, capsys) -> list[str]:
    call_command("prove", workshop.code)
    return capsys.readouterr().out.splitlines()


def test_it_says_what_there_is(full, capsys):
    assert proven(full, capsys) == [
        "1 pladser, der har valgt gruppe",
        "3 pladser med det tidspunkt, de kom ind",
        "1 pladser, der er lukket",
        "3 sedler med den plads, de kom fra",
        "3 sedler i den rækkefølge, de blev skrevet, og med det, telefonen sendte",
        "1 sedler, der er rettet eller ændret, med hvor mange gange",
        "1 sedler, rummet ikke så: skjulte, ikke vist eller taget tilbage",
        "1 prikker med den plads, de kom fra, eller den seddel, de sidder ved",
        "1 ændringer med det, der stod før",
        "1 hjælpere med deres plads",
    ]


@pytest.mark.parametrize("then", ["unlink", "erase_notes"])
def test_it_says_nothing_once_the_workshop_is_finished(full, capsys, then):
    full.close()
    getattr(again(full), then)()

    assert proven(full, capsys) == []
    assert Note.objects.count() == {"unlink": 2, "erase_notes": 0}[then]


@pytest.mark.parametrize("left", ["note", "seat", "revision", "dot"])
def test_it_looks_in_the_rows_and_believes_no_flag(full, capsys, left):
    full.close()
    again(full).unlink()
    note = Note.objects.first()
    if left == "note":
        Note.objects.update(participant=Participant.objects.first())
    elif left == "seat":
        Participant.objects.update(group="TR")
    elif left == "revision":
        Revision.objects.create(note=note, before={}, after={})
    else:
        Dot.objects.create(workshop=full, activity=full.activities.get(), note=note, n=1)

    assert len(proven(full, capsys)) == 1


def test_another_workshop_is_not_looked_at(full, other_workshop, capsys):
    assert proven(other_workshop, capsys) == []


def test_a_code_is_typed_as_it_is_read_aloud_and_an_unknown_one_is_told(full, capsys):
    call_command("prove", f" {full.code[:3].lower()} {full.code[3:]}")
    assert len(capsys.readouterr().out.splitlines()) == 10

    with pytest.raises(CommandError, match="There is no workshop with the code AAAAAA"):
        call_command("prove", "AAAAAA")
