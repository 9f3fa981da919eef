"""What a participant sees and does. Works by plain forms; htmx and the stream are improvements."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ..codes import new_key, sent_key
from ..errors import Refused
from ..forms import AgreementForm
from ..http import Request
from ..models import Note, Participant, Topic, agendas
from ..pace import NOTES, ROOM_NOTES, TAPS, Pace
from ..persons import named
from ..place import Place
from ..screens import phone
from ..screens.here import PHONE, WALL
from ..screens.scene import Scene
from ..screens.writing import WriteForm
from .access import participant
from .reply import drawn, patch

View = Callable[..., HttpResponse]


def paced(of_seat: Pace, of_room: Pace | None = None) -> Callable[[View], View]:
    """Call the view for a seat, and a room, that send no faster than they may. One that does is answered 429
    (RFC 6585), with what was typed kept and when it may be sent; the phone's outbox sends it then."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: Request, seat: Participant, *args: Any, **kwargs: Any) -> HttpResponse:
            seconds = of_seat.wait(seat.pk) or (of_room.wait(seat.workshop_id) if of_room else 0.0)
            if not seconds:
                return view(request, seat, *args, **kwargs)
            note = seat.notes.kept().filter(number=kwargs["number"]).first() if "number" in kwargs else None
            told = Refused(gettext("Det går lidt hurtigt. Vent et øjeblik, og prøv igen."))
            in_outbox = request.htmx and "key" in request.POST  # which says so itself: static/js/write.js
            response = patch("") if in_outbox else wrong(request, seat, told, note=note)
            response.status_code, response["Retry-After"] = 429, str(math.ceil(seconds))
            return response

        return inner

    return decorate


@never_cache
@require_safe
@participant
def show(request: Request, seat: Participant) -> HttpResponse:
    """The phone's page: where we are, the form when it is time to write, one's own notes.

    A phone that asks again, because streams do not get through, is told when nothing changed (RFC 9110, 304).
    """
    tag = f'"{seat.workshop.version}"'
    page = get_conditional_response(request, etag=tag) or page_of(request, seat, picked=request.GET.get("place", ""))
    page["ETag"] = tag
    return page


@never_cache
@require_safe
@participant
def read(request: Request, seat: Participant) -> HttpResponse:
    """What the wall shows now, as text: for someone who cannot see it (WCAG 2.2, 1.1.1)."""
    wall = Scene.of(seat.workshop_id, WALL).context()
    return render(request, "phone/read.html", wall | {"screen": PHONE})  # what it says, drawn for a phone


@require_POST
@participant
@paced(NOTES, ROOM_NOTES)
def write(request: Request, seat: Participant) -> HttpResponse:
    """Store a note where it was meant, also when the room has just moved on.

    One that seems to name a person is asked about first; sent once more, with the name that was asked about, it is
    stored.
    """
    if names := [name for name in named(request.POST.get("text", "")) if name not in _asked_about(request)]:
        return wrong(request, seat, Refused(_is_it_someone(names)), names=[*_asked_about(request), *names])
    try:
        place = Place.parse(request.POST.get("place", ""))
        note = seat.workshop.write(
            place,
            request.POST.get("kind", ""),
            request.POST.get("text", ""),
            sent_key(request.POST.get("key", "")),
            participant=seat,
            answers=_answers(request),
        )
    except ValueError:
        return wrong(
            request, seat, Refused(gettext("Vi kan ikke se, hvad sedlen svarer på. Genindlæs siden, og prøv igen."))
        )
    except ValidationError as error:
        return wrong(request, seat, error)
    if not request.htmx:
        return redirect("phone", seat.workshop_id)
    return _answer(note, gettext("Sendt"), new_key())


@require_POST
@participant
def pick(request: Request, seat: Participant) -> HttpResponse:
    """The form of another place with what was typed in it, for a browser without scripts."""
    return page_of(request, seat, picked=request.POST.get("pick", ""), typed=request.POST.get("text", ""))


@require_POST
@participant
@paced(NOTES, ROOM_NOTES)
def reword(request: Request, seat: Participant, number: int) -> HttpResponse:
    """Write one's own note differently, while its step is open."""
    note = get_object_or_404(seat.notes.kept(), number=number)
    stood = note.shown or note.hidden
    try:
        _check_open(seat, note)
        answers = (_answers(request), _answers(request, "began")) if "links" in request.POST else (None, ())
        note.reword(request.POST.get("text", ""), request.POST.get("kind", ""), *answers)
    except ValidationError as error:
        return wrong(request, seat, error, note=note)
    if not request.htmx:
        return redirect("phone", seat.workshop_id)
    waits = stood and not note.shown
    done = gettext("Sendt igen. Ordstyreren ser på den.") if waits else gettext("Rettet")
    names = named(note.text)
    return _answer(note.dressed(), f"{done.rstrip('.')}. {_is_someone(names)}" if names else done)


@require_POST
@participant
@paced(TAPS)
def withdraw(request: Request, seat: Participant, number: int) -> HttpResponse:
    """Take one's own note back, while its step is open."""
    note = get_object_or_404(seat.notes.kept(), number=number)
    try:
        _check_open(seat, note)
        note.withdraw()
    except ValidationError as error:
        return wrong(request, seat, error)
    return _answer(note, gettext("Trukket tilbage")) if request.htmx else redirect("phone", seat.workshop_id)


@require_POST
@participant
@paced(TAPS)
def mark(request: Request, seat: Participant) -> HttpResponse:
    """Store what is marked at each place of the form, also when the room has just moved on."""
    try:
        marked = {each: request.POST.get(f"mark-{each}", "") for each in request.POST.getlist("place")}
        marked |= dict.fromkeys(request.POST.getlist("clear"), "")  # the button beside a choice, without scripts
        choices = {Place.parse(each): choice for each, choice in marked.items()}
        refused = seat.workshop.mark(seat, choices)
    except ValueError:
        return wrong(
            request, seat, Refused(gettext("Vi kan ikke se, hvad du krydsede af. Genindlæs siden, og prøv igen."))
        )
    except ValidationError as error:
        return wrong(request, seat, error)
    if refused:
        return wrong(request, seat, _not_marked(seat, refused, rest=len(refused) < len(choices)))
    if not request.htmx:
        return redirect("phone", seat.workshop_id)
    response = patch(told(gettext("Gemt")))
    response["X-Version"] = str(seat.workshop.version)
    return response


@require_POST
@participant
@paced(TAPS)
def done(request: Request, seat: Participant) -> HttpResponse:
    """Say that one has written what one wanted to where the room is, or not after all. Only how many is seen."""
    is_done = request.POST.get("done") == "1"
    seat.workshop.finish(seat, request.POST.get("at", ""), is_done)
    if not request.htmx:
        return redirect("phone", seat.workshop_id)
    scene = Scene.of(seat.workshop_id, PHONE)
    drawn = phone.done(scene, seat.done_with == scene.stop_key)
    return patch(told(gettext("Fint. Du kan stadig skrive.") if is_done else "") + drawn)


@require_POST
@participant
@paced(TAPS)
def dot(request: Request, seat: Participant) -> HttpResponse:
    """Put dots at a note, or take them back: ``note`` with how many are to be there, ``"123:1"``."""
    number, _sep, n = request.POST.get("note", "").partition(":")
    try:
        if not (number.isdecimal() and len(number) < 18 and n.isdecimal() and len(n) < 3):
            raise Refused(gettext("Vi kan ikke se, hvor prikken skal sidde. Genindlæs siden, og prøv igen."))
        there, put = seat.workshop.put_dots(request.POST.get("at", ""), int(number), int(n), seat)
    except ValidationError as error:
        return wrong(request, seat, error)
    if not request.htmx:
        return redirect("phone", seat.workshop_id)
    activity = agendas.at_hand(seat.workshop).stop.activity
    response = patch(told("") + phone.dotted(activity, int(number), put.get(there, 0), put))
    response["X-Version"] = str(seat.workshop.version)
    return response


def _not_marked(seat: Participant, places: list[Place], rest: bool) -> Refused:
    wanted = {place.topic for place in places}
    ours = Topic.objects.filter(question_set__activity__workshop=seat.workshop_id).values_list("pk", "title")
    names = ", ".join(f"»{title}«" for pk, title in ours if pk in wanted) or gettext("Det, du krydsede af,")
    text = gettext("%s er taget ud eller lukket imens, så det kryds tæller ikke med.") % names
    return Refused(f"{text} {gettext('Resten er gemt.')}" if rest else text)


def _check_open(seat: Participant, note: Note) -> None:
    """Raise Refused when the room has left where the note was written; one that is held back can be written anew."""
    if note.hidden:
        return
    scene = Scene.of(seat.workshop_id, PHONE)
    if note.place not in {spot.place for spot in scene.writable}:
        raise Refused(gettext("Der er lukket for at rette her. Sig det til ordstyreren, hvis sedlen skal ændres."))


def page_of(
    request: Request,
    seat: Participant,
    status: int = 200,
    picked: str = "",
    typed: str = "",
    meant: Mapping[str, str] | None = None,
    errors: Iterable[str] = (),
    note: Note | None = None,
    agreement: AgreementForm | None = None,
    **extra: object,
) -> HttpResponse:
    """The page as it is now, with the form of the place that was ``picked``, and in it what was ``typed``.

    With ``note`` in it, or the form of the place that is asked for as ``late``, also when the room has left there.
    ``agreement`` is the helper's, with what is wrong with it.
    """
    scene = Scene.of(seat.workshop_id, PHONE)
    own, chosen = phone.own(scene, seat)
    mine = phone.by_place(scene, own)
    if note and note.place not in {place for place, _label, _notes in mine}:
        mine.append((note.place, "", [phone.MyNote(note)]))
    late = phone.late(scene, request.GET.get("late", ""))
    spot = late or next((each for each in scene.writable if str(each.place) == picked), scene.writing)
    context: dict[str, object] = {
        "spot": spot,
        "form": WriteForm(scene, spot, late is not None, typed, meant or {}),
        "kinds": spot.kinds if spot else scene.stop.kinds,
        "answerable": phone.answerable(scene, spot) if spot else [],
        "mine": mine,
        "visited": {each.place for each in own},
        "ballots": phone.ballots(scene, chosen),
        "choosing": phone.DotsForm(scene, phone.put_by(scene, [seat.pk]).get(seat.pk, {})),
        "hints": scene.hints_at(spot.place) if spot and scene.picks else [],
        "said": " ".join(errors),
        "wrong": bool(errors),
        "is_wrong": bool(errors),
        "seat": seat,
        "helping": phone.Helping.of(scene, seat, agreement),
        "is_done": seat.done_with == scene.stop_key,
        "key": new_key(),
    }
    return drawn(request, "phone/phone.html", scene, status, **(context | extra))


def _answer(note: Note, said: str, key: str = "") -> HttpResponse:
    """The note as it is now, a word about what happened and, after it was stored, a key for the next.

    The phone puts it among its own notes if it still shows that place.
    """
    return patch(phone.my_note(phone.MyNote(note)) + render_to_string("phone/_answer.html", {"said": said, "key": key}))


def wrong(
    request: Request, seat: Participant, error: ValidationError, note: Note | None = None, names: Iterable[str] = ()
) -> HttpResponse:
    """What went wrong and what to do. What was typed stays in the form, also in a page without scripts.

    ``names`` are what was asked about: the form says so when it is sent again.
    """
    if request.htmx:
        return refusal(error, names)
    if "text" not in request.POST:
        return page_of(request, seat, status=422, errors=error.messages)
    typed = request.POST["text"]
    if note:
        kept: dict[str, Any] = {
            "typed_note": note.number,
            "typed_edit": typed,
            "typed_kind": request.POST.get("kind", ""),
        }
        return page_of(request, seat, status=422, note=note, errors=error.messages, **kept)
    try:
        question = seat.workshop.question_at(Place.parse(request.POST.get("place", "")))
    except ValueError:
        question = None
    kept = {"picked": request.POST.get("place", ""), "typed": typed, "answered": _answers(request)}
    kept["names"] = names or _asked_about(request)
    if question:
        kept["kinds"] = question.note_kinds()
    return page_of(request, seat, status=422, errors=error.messages, meant=request.POST, **kept)


def told(said: str) -> SafeString:
    return render_to_string("phone/_said.html", {"said": said})


def refusal(error: ValidationError, names: Iterable[str] = ()) -> HttpResponse:
    said = {"said": " ".join(error.messages), "wrong": True, "names": names}
    return patch(render_to_string("phone/_refused.html", said), status=422)


def _asked_about(request: Request) -> list[str]:
    return request.POST.get("named", "").split()


def _is_someone(names: list[str]) -> str:
    shown = ", ".join(f"»{name}«" for name in names)
    return gettext("Nævner sedlen en person (%s)? Skriv om opgaven i stedet.") % shown


def _is_it_someone(names: list[str]) -> str:
    return f"{_is_someone(names)} {gettext('Tryk Send igen, hvis den skal stå, som den er.')}"


def _answers(request: Request, name: str = "answers") -> list[int]:
    return [int(each) for each in request.POST.getlist(name) if each.isdecimal() and len(each) < 18]
