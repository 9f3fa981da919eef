"""The forms of the library: a search, a set that someone brings, and each thing of a set that is edited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .. import guides, registry, texts
from ..fields import LineField, LinesField, Tidy, of_model
from ..merging import SharedForm
from ..models import Hint, OwnGuide, Question, QuestionSet, Topic
from .faults import Fault
from .format import LONGEST_END, LONGEST_TEXT
from .parsing import BIGGEST
from .reading import read

MISSING: dict[str, Any] = {
    "title": _("Der mangler en titel."),
    "text": _("Her mangler en tekst. Skriv den, eller fjern linjen."),
    "source": _("Skriv, hvor det er fra, for eksempel »Vores egen«."),
}


class SearchForm(forms.Form):
    """A search in the library."""

    q = LineField(
        label=_("Find"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("digitalisering, samarbejde, superbruger …")}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "%s", **kwargs})


class ImportForm(forms.Form):
    """A question set as YAML: a file, or the same pasted."""

    file = forms.FileField(
        label=_("Vælg en fil"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,text/yaml,text/plain"}),
    )
    text = forms.CharField(
        label=_("Eller sæt teksten ind her"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "class": "code-text"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["file"].error_messages.update(empty=_("Filen er tom. Vælg en anden."))

    def clean(self) -> dict[str, Any]:
        """What the file says, as ``content``; the first thing that is wrong with it, by its line.

        The text of a wrong file comes into the field for text, to be put right there.
        """
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("text", "")
        if self.errors:
            return cleaned
        data = file.read(BIGGEST + 1) if file else text.encode(errors="surrogatepass")
        try:
            cleaned["content"] = read(data)
        except Fault as fault:
            lines = data[:BIGGEST].decode(errors="replace").replace("\0", "").splitlines()
            there = lines[fault.line - 1].strip()[:100] if 0 < fault.line <= len(lines) else ""
            self.add_error("text", str(fault) + (" " + _now("Der står nu: »%s«") % there if there else ""))
            if file and fault.line:  # else it is no text, or too much
                self.data = {"text": "\n".join(lines)}
        return cleaned


# --- The editor ---


def bounded(db_field: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field for a model's field, of bounded length also where the model has no bound."""
    most = {"max_length": LONGEST_TEXT} if isinstance(db_field, models.TextField) and not db_field.max_length else {}
    return of_model(db_field, **most, **kwargs)


class PartForm(SharedForm):
    """What one thing of a set says. Long text is bounded as in a file."""

    class Meta(Tidy):
        formfield_callback = staticmethod(bounded)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, **kwargs})
        for name, each in self.fields.items():
            if name in MISSING:
                each.required = True
                each.error_messages["required"] = MISSING[name]
            if isinstance(each.widget, forms.Textarea):
                each.widget.attrs["rows"] = 2


class SetForm(PartForm):
    """What a set is called, and where it is from."""

    class Meta(PartForm.Meta):
        model = QuestionSet
        fields = ["title", "intro", "use_when", "source"]
        labels = {
            "title": _("Titel"),
            "intro": _("Indledning"),
            "use_when": _("Brug det, når …"),
            "source": _("Hvor er det fra?"),
        }


class TopicForm(PartForm):
    """A topic's title, and what stands under it."""

    class Meta(PartForm.Meta):
        model = Topic
        fields = ["title", "description"]
        labels = {"title": _("Titel"), "description": _("Beskrivelse, hvis der skal være en")}


class QuestionForm(PartForm):
    """A question and how long it may take."""

    minutes = forms.IntegerField(
        label=_("Minutter"),
        error_messages={"required": _("Skriv et tal mellem 1 og 240 minutter.")},
        widget=forms.NumberInput(attrs={"min": 1, "max": 240, "inputmode": "numeric"}),
    )

    class Meta(PartForm.Meta):
        model = Question
        fields = ["text", "minutes"]
        labels = {"text": _("Spørgsmål")}
        widgets = {"text": forms.Textarea}

    line = forms.ChoiceField(label=_("Svares på en linje"))
    ends = LinesField(
        label=_("Ord ved de to ender"),
        required=False,
        help_text=_("En linje til hver ende. Står her ikke noget, er det »%(one)s« og »%(other)s«."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Where it is answered on a line, it says which, and what stands at the ends of that, too."""
        super().__init__(*args, **kwargs)
        tool = registry.get(self.instance.question_set.tool)
        if not tool.lines:
            del self.fields["line"], self.fields["ends"]
            return
        self.lines = {name: kinds for name, (_word, kinds) in tool.lines.items()}
        self.initial["line"] = next((name for name, each in self.lines.items() if self.instance.takes == {*each}), "")
        as_it_is = [] if self.initial["line"] else [("", _now("som den er nu"))]
        line = self.fields["line"]
        line.choices = [*as_it_is, *((name, word) for name, (word, _kinds) in tool.lines.items())]  # type: ignore[attr-defined]
        line.required = not as_it_is
        self.initial["ends"] = "\n".join(self.instance.ends)
        ends = self.fields["ends"]
        ends.help_text = str(ends.help_text) % {"one": tool.ends[0], "other": tool.ends[1]}

    def clean_line(self) -> str:
        """The line it is answered on; one that the set made itself, with other places, stays."""
        chosen = self.cleaned_data["line"]
        if chosen and chosen != self.initial["line"]:
            self.instance.kinds = list(self.lines[chosen])
        return chosen

    def clean_ends(self) -> str:
        """Two short lines, or none."""
        typed = self.cleaned_data["ends"]
        ends = [each for each in typed.splitlines() if each]
        if len(ends) not in (0, 2):
            raise forms.ValidationError(_now("Skriv to linjer, én til hver ende, eller ingen."))
        for each in ends:
            texts.check_length(each, LONGEST_END)
        self.instance.ends = ends
        return typed

    def clean_minutes(self) -> int:
        """Between one minute and four hours."""
        if not 1 <= self.cleaned_data["minutes"] <= 240:
            raise forms.ValidationError(_now("Skriv et tal mellem 1 og 240 minutter."))
        return self.cleaned_data["minutes"]


class GuideForm(PartForm):
    """What the set says to the facilitator at a step. What is left empty is what its tool says, shown in the field."""

    class Meta(PartForm.Meta):
        model = OwnGuide
        fields = ["say", "do", "hard"]
        labels = {"say": _("Sig"), "do": _("Gør"), "hard": _("Hvis det bliver svært")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = guides.of(self.instance.question_set.tool, self.instance.step)
        for name, each in self.fields.items():
            each.widget.attrs["placeholder"] = getattr(told, name)
            each.show_hidden_initial = True  # also where there was nothing: someone else may begin meanwhile

    def save(self, commit: bool = True) -> Any:
        """Store it, or nothing where nothing is said any more."""
        if any(self.cleaned_data.values()):
            return super().save(commit)
        if self.instance.pk:
            self.instance.delete()
        return self.instance


class HintForm(PartForm):
    """A hint: what it says, its other side, its heading and what kind it is."""

    class Meta(PartForm.Meta):
        model = Hint
        fields = ["text", "detail", "heading", "kind"]
        labels = {
            "text": _("Inspiration"),
            "detail": _("Uddybning"),
            "heading": _("Overskrift"),
            "kind": _("Slags"),
        }
