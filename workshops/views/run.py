"""Running the workshop: the wall, the desk, and where the room is."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from .. import changes, rehearsal
from ..errors import Refused
from ..http import Request
from ..models import Activity, Workshop, rehearsing
from ..place import Place
from ..screens.here import DESK, WALL
from ..screens.scene import Scene
from .access import facilitator, running
from .reply import done, drawn, refused

A_BREAK = 10  # minutes


@require_safe
@running
def wall(request: Request, workshop: Workshop) -> HttpResponse:
    """What the projector shows."""
    return drawn(request, "wall/wall.html", Scene.of(workshop.pk, WALL))


@require_safe
@running
def desk(request: Request, workshop: Workshop) -> HttpResponse:
    """What the facilitator steers from."""
    return drawn(request, "desk/desk.html", Scene.of(workshop.pk, DESK))


@require_POST
@facilitator
def open_(request: Request, workshop: Workshop) -> HttpResponse:
    """Let people in. An agenda with nothing on it is told of first."""
    if not any(stop.activity for stop in workshop.route()):
        messages.error(request, gettext("Dagsordenen er tom. Vælg, hvad I vil tale om, før I åbner."))
        return redirect("workshop", workshop.pk)
    workshop.open()
    return redirect("desk", workshop.pk)


@require_POST
@facilitator
def close(request: Request, workshop: Workshop) -> HttpResponse:
    """End the workshop; the report is then made. Of a rehearsal nothing is left."""
    if workshop.rehearses:
        of = workshop.rehearses
        workshop.delete_for_good()
        messages.success(request, gettext("Øvelsen er slut. Alt fra den er slettet."))
        return redirect("workshop", of.pk)
    try:
        workshop.close()
    except Refused:
        if not workshop.is_closed:  # else someone just did, or this is the second press
            raise
    return redirect("workshop-report", workshop.pk)


@require_POST
@facilitator
def renew_code(request: Request, workshop: Workshop) -> HttpResponse:
    """A new join code; everyone in must use it to come back."""
    workshop.renew_code()
    return done(
        request,
        workshop,
        changes.STAGE,
        toast=gettext("Ny kode: %s. Alle skal skrive den for at komme med igen.") % workshop.code,
    )


@require_POST
@running
def go(request: Request, workshop: Workshop) -> HttpResponse:
    """Next, back, or straight to a stop of the agenda."""
    at, to = request.POST.get("at", ""), request.POST.get("to", "")
    try:
        if to == "next":
            workshop.advance(at)
        elif to == "back":
            workshop.go_back(at)
        else:
            workshop.go_to(to)
    except Refused as error:
        return refused(request, workshop, error)
    return _gone_on(request, workshop)


def _gone_on(request: Request, workshop: Workshop, toast: str = "") -> HttpResponse:
    """The answer to a press that the room goes on by. In a rehearsal the room that is not there does its part."""
    if workshop.rehearses_id:
        rehearsal.answer(workshop)
    return done(request, workshop, changes.STAGE, toast=toast)


@require_POST
@facilitator
def rehearse(request: Request, workshop: Workshop) -> HttpResponse:
    """Try out the agenda alone, with a room that is not there."""
    if not any(stop.activity for stop in workshop.route()):
        messages.error(request, gettext("Dagsordenen er tom. Vælg, hvad I vil tale om, før du øver."))
        return redirect("workshop", workshop.pk)
    twin = rehearsing.rehearse(workshop, request.user)  # in the place of the one that an earlier press made
    rehearsal.fill(twin)
    return redirect("desk", twin.pk)


@require_POST
@facilitator
def insert(request: Request, workshop: Workshop) -> HttpResponse:
    """Put a step into the way while the room is on it."""
    what = request.POST.get("what", "")
    try:
        workshop.insert(what)
    except Refused as error:
        return refused(request, workshop, error)
    toasts = {
        "gathers": gettext("I lægger sedlerne i bunker, når spørgsmålene er nået."),
        "chooses": gettext("I sætter prikker, når spørgsmålene er nået."),
    }
    return _gone_on(request, workshop, toast=toasts.get(what, ""))


@require_POST
@facilitator
def talk_about(request: Request, workshop: Workshop) -> HttpResponse:
    """Talk about the questions that got most dots: ``n`` of them, or ``all``."""
    n = request.POST.get("n", "")
    try:
        if n == "all":
            workshop.talk_about_all()
            toast = gettext("Alle spørgsmål er med igen.")
        elif n.isdecimal() and len(n) < 3:
            kept = workshop.talk_about(int(n))
            toast = ngettext("I taler om %(n)d spørgsmål.", "I taler om %(n)d spørgsmål.", kept) % {"n": kept}
            toast += " " + gettext("Nogle stod lige, så de er med alle sammen.") if kept > int(n) else ""
        else:
            raise Refused(gettext("Vælg, hvor mange spørgsmål I vil tale om."))
    except Refused as error:
        return refused(request, workshop, error)
    return _gone_on(request, workshop, toast=toast)


@require_POST
@running
def timer(request: Request, workshop: Workshop) -> HttpResponse:
    """Start the clock, add to it, let it stand and go on, or take it away; whether the wall makes a sound; a break."""
    minutes = request.POST.get("minutes", "")
    if minutes.isdecimal() and len(minutes) <= 3 and 1 <= int(minutes) <= 240:
        workshop.start_timer(int(minutes))
    elif minutes == "stop":
        workshop.stop_timer()
    elif minutes in ("break", "no-break"):
        workshop.hold_break(A_BREAK) if minutes == "break" else workshop.end_break()
        return done(request, workshop, changes.STAGE)
    elif minutes == "pause":
        workshop.pause_timer()
    elif minutes == "resume":
        workshop.resume_timer()
    elif minutes in ("sound", "silent"):
        workshop.let_timer_sound(minutes == "sound")
        return done(request, workshop, changes.STAGE)
    else:
        return refused(request, workshop, Refused(gettext("Uret kan gå mellem 1 og 240 minutter. Vælg et andet tal.")))
    return done(request, workshop, changes.TIMER)


@require_POST
@running
def let_in(request: Request, workshop: Workshop) -> HttpResponse:
    """Let in the newcomer with the id ``seat``, or ``all`` who wait."""
    seat = request.POST.get("seat", "")
    if seat != "all" and not (seat.isdecimal() and len(seat) < 18):
        return refused(request, workshop, Refused(gettext("Vi kan ikke se, hvem der skal ind. Genindlæs siden.")))
    n = workshop.let_in(None if seat == "all" else int(seat))
    toast = ngettext("%(n)d er lukket ind.", "%(n)d er lukket ind.", n) % {"n": n}
    return done(request, workshop, changes.SEATS, toast=toast)


@require_POST
@running
def count_heads(request: Request, workshop: Workshop) -> HttpResponse:
    """Keep how many people there are in the room; an empty field forgets it."""
    heads = request.POST.get("heads", "").strip()
    if heads and not (heads.isdecimal() and len(heads) <= 4 and int(heads) > 0):
        return refused(request, workshop, Refused(gettext("Skriv et helt tal mellem 1 og 9999, eller lad feltet stå.")))
    workshop.count_heads(int(heads) if heads else None)
    return done(request, workshop, changes.STAGE)


@require_POST
@facilitator
def switch(request: Request, workshop: Workshop) -> HttpResponse:
    """Turn something on or off: notes on the wall while writing, the wall on the phones, writing at a place."""
    what, on = request.POST.get("what"), request.POST.get("on") == "1"
    if what == "board":
        workshop.set_wall_on_phones(on)
    elif what == "hints":
        workshop.show_hints(on)
    elif what == "newcomers":
        workshop.have_newcomers_wait(on)
    elif what == "helper":
        workshop.ask_for_helper(on)
    elif what == "other-helper":
        workshop.release_helper()
    elif what == "helper-reviews":
        workshop.let_helper_review(on)
    elif what == "notes" and (activity := _activity(request, workshop)):
        activity.show_notes(on)
    elif what == "place":
        try:
            place = Place.parse(request.POST.get("place", ""))
        except ValueError:
            place = Place(0, 0)
        try:
            if on:
                workshop.open_place(place)
            else:
                workshop.close_place(place)
        except Refused as error:
            return refused(request, workshop, error)
    else:
        return refused(request, workshop, Refused(gettext("Det kan ikke slås til eller fra her. Genindlæs siden.")))
    return done(request, workshop, changes.STAGE)


def _activity(request: Request, workshop: Workshop) -> Activity | None:
    """The activity that the screen was at when the form was drawn: the room may have gone on since."""
    pk = request.POST.get("activity", "")
    return workshop.activities.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 18 else None
