"""Rows, columns, phases: what of an activity's content a workplace makes its own, before and during the workshop."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from .. import changes, registry, texts
from ..errors import Refused
from ..forms import ColumnForm, NameForm, OwnQuestionForm, RowForm
from ..http import Request
from ..models import Activity, Question, Sent, Topic, Workshop
from ..registry import Text
from .access import facilitator
from .page import back_to, faults_of, page
from .reply import done, refused

LONGEST = 120
Name = tuple[str, Topic | Question, str, NameForm]  # of the field, what it names, what is in it, and its form


class Rows:
    """The rows, or the columns, on the page: what they are called together, their names, and the field for one more.

    ``kind`` begins the names of their fields. Without ``add`` there is none to be added.
    """

    def __init__(self, kind: str, title: Text, add: Text, names: list[Name], typed: Mapping[str, str]) -> None:
        self.title, self.add = title, add
        self.names = [each for each in names if each[0].startswith(kind)]
        self.new = f"new-{kind}"
        self.typed = typed.get(self.new, "")


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def show(request: Request, workshop: Workshop, activity_id: int) -> HttpResponse:
    """Rename, hide, reorder, add and remove. Every press of a button stores the names too."""
    activity = get_object_or_404(workshop.activities.select_related("question_set"), pk=activity_id)
    if registry.get(activity.tool).shape is None:
        raise Http404
    if request.method != "POST":
        return _page(request, workshop, activity)
    typed = {name: _seen(name, str(value)) for name, value in request.POST.items()}
    try:
        Sent.objects.once(request, lambda: _press(activity, typed))
    except ValidationError as error:
        return _page(request, workshop, _again(activity), request.POST, error.messages)
    if not request.htmx:
        return redirect(_pressed(typed, _again(activity), reverse("shape", args=[workshop.pk, activity.pk])))
    return _page(request, workshop, _again(activity))


def _pressed(typed: Mapping[str, str], activity: Activity, there: str) -> str:
    """The page at what was pressed on it: it is loaded anew, and one goes on from there."""
    verb, _sep, name = typed.get("do", "").partition(":")
    names = list(_items(activity))
    if name not in names:
        added = next((new for new in ("new-topic", "new-column") if typed.get(new)), "")
        return f"{there}#{added}" if added else there
    if verb not in ("up", "down"):
        return f"{there}#{name}-skip"
    kind = name.partition("-")[0]
    return back_to(there, name, verb, [each for each in names if each.startswith(kind)], name)


def _seen(name: str, value: str) -> str:
    """What was typed, as it is stored; what a field began from is left as it is."""
    return value if name.startswith("initial-") else texts.line(value)


def _press(activity: Activity, typed: dict[str, str]) -> None:
    """All that one press says, or none of it."""
    typed = typed.copy()
    with activity.held():
        _rename(activity, typed)
        _do(activity, typed)


def _again(activity: Activity) -> Activity:
    """The activity as it is stored now."""
    return get_object_or_404(Activity.objects.select_related("question_set"), pk=activity.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@facilitator
def ask(request: Request, workshop: Workshop, activity_id: int) -> HttpResponse:
    """Add a question, or a card, of the workplace's own on the spot: the next one where the room is in its topic. Where
    the tool's questions are what they are, it is an activity of its own, right after."""
    activity = get_object_or_404(workshop.activities.select_related("question_set"), pk=activity_id)
    takes = activity.question_set.takes_questions()
    topics = activity.question_set.topics.filter(apart=False, skipped=False) if takes else None
    here = workshop.stop()
    form = OwnQuestionForm(topics, request.POST or None, initial={"topic": here.topic})
    if form.is_valid():
        own = form.cleaned_data
        try:
            if takes:
                Sent.objects.once(request, lambda: activity.question_set.add_question(**own, behind=here.question).pk)
                toast = gettext("Det er med nu, under »%s«.") % own["topic"]
            else:
                Sent.objects.once(request, lambda: workshop.ask_beside(activity, own["text"]).pk)
                toast = gettext("Det er med nu, lige efter »%s«.") % activity
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            return done(request, workshop, changes.STAGE, toast=toast)
    context = {
        "workshop": workshop,
        "activity": activity,
        "form": form,
        "item": activity.item if takes else registry.QUESTION,
        "screen": request.POST.get("screen") or request.GET.get("screen", ""),
    }
    return page(request, "desk/question_add.html", context, faults=faults_of(form))


@require_POST
@facilitator
def take_up(request: Request, workshop: Workshop, activity_id: int) -> HttpResponse:
    """Make what a note proposes a topic."""
    activity = get_object_or_404(workshop.activities, pk=activity_id)
    proposal = request.POST.get("note", "")
    notes = workshop.notes.visible().filter(topic__question_set=activity.question_set_id)
    note = get_object_or_404(notes, number=proposal if proposal.isdecimal() and len(proposal) < 18 else None)
    try:
        topic = note.take_up()
    except ValidationError as error:
        return refused(request, workshop, error)
    return done(request, workshop, changes.STAGE, toast=gettext("»%s« er med nu.") % topic)


def _items(activity: Activity) -> dict[str, Topic | Question]:
    """What can be changed, by its name in the form."""
    content = activity.question_set
    topics = [topic for topic in content.topics.all() if not topic.apart]
    return {f"topic-{each.pk}": each for each in topics} | {f"column-{each.pk}": each for each in content.columns()}


def _forms(activity: Activity, typed: dict[str, str] | None = None) -> dict[str, NameForm]:
    """A form for each of what can be changed: bound to ``typed``, of which it takes what someone else changed."""
    forms: dict[str, NameForm] = {}
    for name, item in _items(activity).items():
        kind = RowForm if isinstance(item, Topic) else ColumnForm
        forms[name] = kind(typed if typed and name in typed else None, instance=item, prefix=name)
        forms[name].full_clean()
    return forms


def _rename(activity: Activity, typed: dict[str, str]) -> None:
    if any(form.clashes for form in _forms(activity, typed).values()):
        raise Refused(gettext("Ikke gemt endnu. Ret det, der står ved felterne herunder."))
    names = {name: item for name, item in _items(activity).items() if name in typed and typed[name] != str(item)}
    for name in names:
        if not typed[name]:
            raise Refused(gettext("Der mangler et navn. Skriv det, eller skjul linjen i stedet."))
        _check_length(typed[name])
    for name, item in names.items():
        activity.question_set.rename(item, typed[name])


def _do(activity: Activity, typed: dict[str, str]) -> None:
    """What the pressed button says: ``add``, or ``up``, ``down``, ``hide``, ``show``, ``remove`` and an item."""
    content, shape = activity.question_set, activity.dialogue_tool.shape
    for new, allowed, add in (
        ("new-topic", shape and shape.add_topic, content.add_topic),
        ("new-column", shape and shape.add_column, content.add_column),
    ):
        if typed.get(new) and allowed:
            _check_length(typed[new])
            add(typed[new])
    verb, _sep, name = typed.get("do", "").partition(":")
    if not name:
        return
    item = _items(activity).get(name)
    if item is None:
        raise Refused(gettext("Den linje findes ikke længere. Se listen igen."))
    if verb in ("up", "down"):
        content.move(item, -1 if verb == "up" else 1)
    elif verb == "hide":
        content.leave_out(item)
    elif verb == "show":
        content.take_in(item)
    elif verb == "remove" and shape and (shape.add_topic if isinstance(item, Topic) else shape.add_column):
        content.remove(item)


def _check_length(name: str) -> None:
    if len(name) > LONGEST:
        said = {"name": texts.shortened(name, 21), "now": len(name), "most": LONGEST}
        raise Refused(gettext("Navnet »%(name)s« er på %(now)d tegn. Brug højst %(most)d.") % said)


def _wrong(typed: Mapping[str, str], forms: Mapping[str, NameForm]) -> set[str]:
    """The names of the fields that hold what was refused."""
    texts_of = {name: text for name, text in typed.items() if name in forms or name.startswith("new-")}
    wrong = {name for name, text in texts_of.items() if len(text) > LONGEST or (name in forms and not text)}
    return wrong | {name for name, form in forms.items() if form.clashes}


def _page(
    request: Request,
    workshop: Workshop,
    activity: Activity,
    typed: Mapping[str, str] | None = None,
    errors: list[str] | None = None,
) -> HttpResponse:
    typed = dict((typed or {}).items())
    forms = _forms(activity, typed)
    names = [(name, item, typed.get(name, str(item)), forms[name]) for name, item in _items(activity).items()]
    shape = registry.get(activity.tool).shape
    assert shape
    context = {
        "workshop": workshop,
        "activity": activity,
        "topics": Rows("topic", shape.topics, shape.add_topic, names, typed),
        "columns": Rows("column", shape.columns, shape.add_column, names, typed),
        "errors": errors or [],
        "wrong": _wrong(typed, forms) if errors else set(),
        "longest": LONGEST,
    }
    return page(request, "prepare/shape.html", context, wrong=bool(errors))
