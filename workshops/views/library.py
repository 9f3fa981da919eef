"""The library: finding a question set, looking at it, making one's own, taking it out and bringing it in."""

from __future__ import annotations

from collections.abc import Iterator

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import registry
from ..errors import Refused
from ..http import Request
from ..library import loading, programmes
from ..library.editor import Editor, clean
from ..library.format import EXAMPLE, THINGS
from ..library.forms import ImportForm, SearchForm, SetForm
from ..library.reading import read
from ..library.search import search
from ..library.writing import file_name, write
from ..models import QuestionSet, Sent
from ..screens.preview import previewed
from .access import author, logged_in, reader
from .page import Fault, faults_of, page

REMOVED = "set-removed"  # in the session: a set's id, what it said before something was taken away, and when that was


@require_safe
@logged_in
def index(request: Request) -> HttpResponse:
    """All sets one may use, one's own first and the rest by tool; or those that a search finds."""
    all_sets = QuestionSet.objects.for_user(request.user).with_counts()
    form = SearchForm(request.GET)
    if not form.is_valid():
        form.fields["q"].widget.attrs["autofocus"] = True
        return page(request, "library/index.html", {"form": form, "asked": form["q"].value()}, wrong=True)
    if asked := form.cleaned_data["q"]:
        found = search(all_sets, asked)
        return render(request, "library/index.html", {"form": form, "asked": asked, "found": found})
    context = {
        "form": form,
        "mine": all_sets.filter(owner=request.user),
        "shelves": all_sets.exclude(owner=request.user).by_tool(),
        "programmes": programmes.every(),
    }
    return render(request, "library/index.html", context)


@require_safe
@reader
def show(request: Request, question_set: QuestionSet) -> HttpResponse:
    """All that a set holds, with its sources, and the wall as it would be at one stop."""
    stops = previewed(question_set).route[1:-1]
    at = _number(request, len(stops))
    loose_hints = question_set.hints.filter(topic=None)  # one at a place is shown with its topic
    context = {
        "set": question_set,
        "tool": question_set.dialogue_tool,
        "topics": question_set.topics.prefetch_related("questions__hints", "hints"),
        "loose": question_set.questions.filter(topic=None).prefetch_related(Prefetch("hints", loose_hints)),
        "hints": question_set.hints.filter(topic=None, question=None),
        "stop": stops[at - 1] if stops else None,
        "guide": question_set.guide(stops[at - 1].step.key) if stops else None,
        "at": at,
        "stops": len(stops),
        "may_edit": question_set.may_edit(request.user),
        "may_delete": question_set.may_delete(request.user),
        "audiences": question_set.audiences(request.user),
    }
    return render(request, "library/set.html", context)


@require_safe
@csp_replace({"frame-ancestors": [SELF]})
@reader
def preview(request: Request, question_set: QuestionSet) -> HttpResponse:
    """The wall as it would be at one stop of a workshop about this set. Nothing is stored."""
    scene = previewed(question_set)
    if len(scene.route) < 3:
        raise Http404
    scene = previewed(question_set, _number(request, len(scene.route) - 2))
    return render(request, "library/preview.html", scene.context())


@require_http_methods(["GET", "HEAD", "POST"])
@logged_in
def create(request: Request) -> HttpResponse:
    """A set from scratch: its title and what it is for, then the editor."""
    tools = [tool for tool in registry.every() if tool.from_scratch]
    tool = next((tool for tool in tools if tool.key == request.POST.get("tool")), tools[0])
    new = QuestionSet(tool=tool.key, owner=request.user, source=gettext("Vores egen"))
    form = SetForm(clean(request.POST) if request.method == "POST" else None, instance=new)
    if request.method == "POST" and form.is_valid():
        return redirect("set-edit", Sent.objects.once(request, lambda: form.save().pk))
    context = {"form": form, "tools": tools, "chosen": tool}
    return page(request, "library/new.html", context, faults=faults_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@logged_in
def bring(request: Request) -> HttpResponse:
    """A set from a file or pasted text. A wrong one changes nothing: the page says which line, why and what to do."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        pk = Sent.objects.once(request, lambda: loading.bring(form.cleaned_data["content"], request.user).pk)
        messages.success(request, gettext("Sættet er hentet ind. Det er kun dig, der kan se det."))
        return redirect("set", pk)
    context = {"form": form, "things": THINGS, "example": EXAMPLE, "tools": registry.every()}
    return page(request, "library/import.html", context, faults=faults_of(form))


@require_safe
@reader
def export(request: Request, question_set: QuestionSet) -> HttpResponse:
    """The set as a YAML file that can be brought in again."""
    response = HttpResponse(write(question_set), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(question_set)}.yaml"'
    return response


@require_POST
@reader
def copy(request: Request, question_set: QuestionSet) -> HttpResponse:
    """One's own copy, to edit."""
    twin = Sent.objects.once(request, lambda: question_set.copy_for(request.user).pk)
    messages.success(request, gettext("Kopien er din egen. Ret i den, som du vil."))
    return redirect("set-edit", twin)


@require_http_methods(["GET", "HEAD", "POST"])
@author
def edit(request: Request, question_set: QuestionSet) -> HttpResponse:
    """The editor. Every press of a button stores the whole page; nothing typed is lost when something is wrong."""
    if request.method != "POST":
        return _editor(request, Editor(question_set))
    try:
        removed = Sent.objects.once(request, lambda: _save(request, question_set))
    except Wrong as error:
        return _editor(request, error.page, wrong=True)
    except Refused as error:
        now = QuestionSet.objects.filter(pk=question_set.pk).first()  # as it is stored: what was begun was taken back
        if now is None:
            raise
        editor = Editor(now, clean(request.POST))
        editor.errors += error.messages
        return _editor(request, editor, wrong=True)
    if "done" in request.POST:
        return redirect("set", question_set.pk)
    anchor = "top" if removed else request.POST.get("do", "").rpartition(":")[2]
    return redirect(reverse("set-edit", args=[question_set.pk]) + (f"#{anchor}" if anchor.isascii() else ""))


@require_POST
@author
def undo(request: Request, question_set: QuestionSet) -> HttpResponse:
    """Put back what was just taken away, unless someone changed the set since."""
    pk, before, at = request.session.get(REMOVED, (0, "", ""))
    with question_set.held():
        if pk != question_set.pk:
            messages.error(request, gettext("Det kan ikke fortrydes længere."))
        elif at != _when(question_set):
            messages.error(request, gettext("Sættet er rettet imens, så det kan ikke fortrydes længere."))
        else:
            loading.rewrite(question_set, read(before.encode()))
            messages.success(request, gettext("Det er tilbage."))
    if pk == question_set.pk:
        del request.session[REMOVED]
    return redirect("set-edit", question_set.pk)


@require_POST
@reader
def share(request: Request, question_set: QuestionSet) -> HttpResponse:
    """Show one's own set to the workplace, or no longer. An administrator publishes."""
    chosen = request.POST.get("visibility", "")
    allowed = {str(each): each for each in question_set.audiences(request.user)}
    if chosen not in allowed:
        raise PermissionDenied(gettext("Du kan ikke vælge, hvem der ser det her sæt."))
    question_set.show_to(allowed[chosen])
    messages.success(request, gettext("Nu kan sættet ses af: %s.") % allowed[chosen].label)
    still = QuestionSet.objects.for_user(request.user).filter(pk=question_set.pk).exists()
    return redirect("set", question_set.pk) if still else redirect("library")


@require_http_methods(["GET", "HEAD", "POST"])
@author
def delete(request: Request, question_set: QuestionSet) -> HttpResponse:
    """Delete a set of one's own, once one has said yes. Workshops made from it keep their copy."""
    if not question_set.may_delete(request.user):
        raise PermissionDenied(gettext("Sættet følger med Dialogværksted, så det kan ikke slettes."))
    if request.method != "POST":
        return render(request, "library/delete.html", {"set": question_set})
    question_set.delete()
    messages.success(request, gettext("»%s« er slettet.") % question_set.title)
    return redirect("library")


class Wrong(Exception):
    """Something typed in the editor cannot be stored; its page says what."""

    def __init__(self, page: Editor) -> None:
        super().__init__()
        self.page = page


def _save(request: Request, question_set: QuestionSet) -> str:
    """Store what the editor sent, and keep what takes a removal back. Returns a word when something was removed."""
    with question_set.held():
        editor = Editor(question_set, clean(request.POST))
        if not editor.is_valid():
            raise Wrong(editor)
        before = editor.save()
        request.session.pop(REMOVED, None)
        if before:
            request.session[REMOVED] = (question_set.pk, before, _when(question_set))
        return "removed" if before else ""


def _when(question_set: QuestionSet) -> str:
    return question_set.edited_at.isoformat() if question_set.edited_at else ""


def _editor(request: Request, editor: Editor, wrong: bool = False) -> HttpResponse:
    removed = request.session.get(REMOVED, (0, ""))[0] == editor.set.pk
    context = {"editor": editor, "set": editor.set, "removed": removed}
    return page(request, "library/edit.html", context, wrong, faults=_faults(editor) if wrong else ())


def _faults(editor: Editor) -> Iterator[Fault]:
    """What is wrong in the editor: with the whole of it, then by the things it is made of."""
    yield from (Fault(error) for error in editor.errors)
    if not editor.wrong:
        return
    yield from faults_of(editor.form)
    for each in editor.guides:
        if each.form.is_bound:
            yield from faults_of(each.form, about=each.title)
    for row in editor.rows:
        if row.form.is_bound:
            yield from faults_of(row.form, about=str(row.item))
    yield from (Fault(box.error, box.name, gettext("Det, du vil tilføje")) for box in editor.boxes if box.error)


def _number(request: Request, most: int) -> int:
    """Which stop is asked for, from 1; what is no number, or none there is, counts as the nearest."""
    asked = request.GET.get("trin", "")
    return min(max(int(asked), 1), most) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else min(1, most)
