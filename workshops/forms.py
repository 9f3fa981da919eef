from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import modelformset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import registry
from .fields import LineField, LinesField, Tidy
from .merging import SharedForm
from .models import Activity, Agreement, Note, Question, Topic
from .models.agreements import TO_BE_DONE
from .models.written import MAX_LENGTH, clean
from .persons import named
from .registry import RHYTHM

LONGEST_QUESTION = Question._meta.get_field("text").max_length
REQUIRED = {"required": _("Feltet skal udfyldes.")}


class QuestionForm(SharedForm):
    """A question on the agenda: with or not, how it is worded, how long it may take."""

    drawn_apart = ("asked", "text", "minutes", "talks")

    asked = forms.BooleanField(label=_("Tag spørgsmålet med"), required=False)

    class Meta(Tidy):
        model = Question
        fields = ["text", "minutes", "talks"]
        labels = {"text": _("Spørgsmål"), "minutes": _("Minutter")}
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2}),
            "minutes": forms.NumberInput(attrs={"min": 1, "max": 240, "inputmode": "numeric"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["asked"] = not self.instance.skipped
        self.fields["text"].error_messages.update(
            required=_("Spørgsmålet er tomt. Skriv det, eller fjern fluebenet for at springe det over.")
        )

    def clean_minutes(self) -> int:
        """Between one minute and four hours."""
        minutes = self.cleaned_data["minutes"]
        if not 1 <= minutes <= 240:
            raise forms.ValidationError(_("Skriv et tal mellem 1 og 240 minutter."))
        return minutes

    def planned(self) -> Question:
        """The question as the form says."""
        self.instance.skipped = not self.cleaned_data["asked"]
        return self.instance


QuestionFormSet = modelformset_factory(Question, form=QuestionForm, extra=0)


class ActivityForm(SharedForm):
    """How an activity goes: what of the rhythm it has, and how its notes come to be shown."""

    class Meta(Tidy):
        model = Activity
        fields = ["title", *RHYTHM, "dots", "stacks", "talk_minutes", "notes_visible"]
        labels = {
            "picks": _("Lad alle vælge med prikker, hvilke spørgsmål I skal tale om."),
            "reads": _("Læs hvert spørgsmål, og tænk lidt, før I skriver."),
            "reviews": _("Gennemsyn: Læs sedlerne igennem, før I viser dem, så ingen bliver nævnt eller krænket."),
            "talks": _("Tal og aftal ved hvert spørgsmål. Ellers gør I det samlet til sidst."),
            "gathers": _("Læg sedlerne i bunker, før I taler om dem. Det tager tid: Gør det gerne i en pause."),
            "chooses": _("Sæt prikker til sidst ved det, der er vigtigst at tale om."),
            "title": _("Punktets navn på dagsordenen"),
            "dots": _("Prikker til hver"),
            "talk_minutes": _("Minutter til at vælge og tale sammen til sidst"),
            "stacks": _("Man må sætte flere prikker ved det samme."),
            "notes_visible": _(
                "Vis sedlerne på tavlen, mens der bliver skrevet. Ellers viser I dem samlet, når alle er færdige."
            ),
        }
        widgets = {
            "dots": forms.NumberInput(attrs={"min": 1, "max": 10, "inputmode": "numeric"}),
            "talk_minutes": forms.NumberInput(attrs={"min": 1, "max": 240, "inputmode": "numeric"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offers = registry.get(self.instance.tool).offers
        left_out = {*RHYTHM} - {*offers} | (set() if "chooses" in offers else {"dots", "stacks"})
        if not {"talks", "gathers", "chooses"} & {*offers}:
            left_out.add("talk_minutes")
        if self.is_bound:  # a page from before there were any
            left_out |= {"title", "dots", "talk_minutes"} - {*self.data}
        for name in left_out:
            self.fields.pop(name, None)
        self.drawn_apart = tuple(self.fields)
        for field in self.fields.values():
            field.show_hidden_initial = False

    @property
    def switches(self) -> list[forms.BoundField]:
        """What is on or off of how it goes."""
        return [field for field in self if isinstance(field.field, forms.BooleanField)]

    def clean_talk_minutes(self) -> int:
        """Between one minute and four hours."""
        minutes = self.cleaned_data["talk_minutes"]
        if not 1 <= minutes <= 240:
            raise forms.ValidationError(_("Skriv et tal mellem 1 og 240 minutter."))
        return minutes

    def clean_dots(self) -> int:
        """Between one and ten."""
        dots = self.cleaned_data["dots"]
        if not 1 <= dots <= 10:
            raise forms.ValidationError(_("Skriv et tal mellem 1 og 10 prikker."))
        return dots


class NameForm(SharedForm):
    """What a row or a column is called. Its one field is named as the form is."""

    @property
    def clash_errors(self) -> list[str]:
        """What another has called it meanwhile, where both renamed it."""
        return [str(error) for errors in self.errors.values() for error in errors] if self.clashes else []

    def add_prefix(self, field_name: str) -> str:
        """The form's name."""
        return str(self.prefix)


class RowForm(NameForm):
    """What a row is called."""

    drawn_apart = ("title",)

    class Meta(Tidy):
        model = Topic
        fields = ["title"]


class ColumnForm(NameForm):
    """What a column is called."""

    drawn_apart = ("text",)

    class Meta(Tidy):
        model = Question
        fields = ["text"]


class NoteForm(SharedForm):
    """The text of a note, as the facilitator corrects it. What it may be is the note's to say."""

    text = forms.CharField(required=False, strip=False)
    drawn_apart = ("text",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].validators = []

    def clean_text(self) -> str:
        """As a note is stored."""
        return clean(self.cleaned_data["text"])

    class Meta(Tidy):
        model = Note
        fields = ["text"]


class AgreementForm(SharedForm):
    """What the room came to: what that is, and where it is agreed or recommended, who and when.

    ``words`` are what the fields are called, by result.
    """

    drawn_apart = ("result", "period")
    names: list[str] = []  # that were asked about
    words = {
        "what": {
            "agreed": _("Hvad aftaler I?"),
            "recommended": _("Hvad anbefaler I?"),
            "disagreed": _("Hvad er I uenige om?"),
            "later": _("Hvad vender I tilbage til?"),
        },
        "who": {"agreed": _("Hvem gør det?"), "recommended": _("Hvem anbefaler I det til?")},
        "due": {"agreed": _("Hvornår skal det være gjort?"), "recommended": _("Svar senest den")},
    }

    class Meta(Tidy):
        model = Agreement
        fields = ["result", "what", "who", "due", "period"]
        field_classes = {"what": LinesField}
        labels = {"result": _("Hvad kom I frem til?"), "period": _("Før, under eller efter digitaliseringen?")}
        widgets = {
            "result": forms.RadioSelect,
            "what": forms.Textarea(attrs={"rows": 3, "autofocus": True}),
            "due": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "period": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].error_messages.update(required=_("Skriv, hvad det handler om."))
        self.fields["result"].required = False  # a page from before there was a choice says none
        for name, words in self.words.items():
            self.fields[name].label = words.get(self["result"].value()) or words["agreed"]

    def clean_who(self) -> str:
        """Rather a function than a person: a name is asked about once, since the report can be filed (``named`` are
        those that were asked about)."""
        who = self.cleaned_data["who"]
        self.names = named(who) if "who" in self.changed_data else []
        if {*self.names} - {*self.data.get("named", "").split()}:
            raise forms.ValidationError(
                _(
                    "Er »%(name)s« en person? Opsamlingen kan blive journaliseret, så skriv hellere en funktion, for "
                    "eksempel teamleder. Skal navnet stå der, så gem igen."
                ),
                params={"name": ", ".join(self.names)},
            )
        return who

    def clean_due(self) -> dt.date | None:
        """Not a day that has passed, unless it was that already."""
        due = self.cleaned_data["due"]
        if due and "due" in self.changed_data and due < timezone.localdate():
            raise forms.ValidationError(_("Datoen er gået. Vælg en dag fra i dag og frem."))
        return due

    def clean_result(self) -> str:
        return self.cleaned_data["result"] or self.instance.result

    def clean(self) -> dict[str, Any] | None:
        """What a result does not have is empty, whatever was sent: only what is agreed has a period, and what one
        disagrees on or comes back to has nobody and no day."""
        super().clean()
        result = self.cleaned_data.get("result", "agreed")
        left_out: dict[str, Any] = {} if result == "agreed" else {"period": Agreement.Period.DURING}
        if result not in TO_BE_DONE:
            left_out |= {"who": "", "due": None}
        for name in left_out:
            self.errors.pop(name, None)
        self.cleaned_data |= left_out
        return self.cleaned_data


class OwnQuestionsForm(forms.Form):
    """A field under each topic for a question of the workplace's own."""

    def __init__(self, topics: Iterable[Topic], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "%s", **kwargs})
        for topic in topics:
            # `hx-trigger`: what is typed is not sent before it is whole, with the button beside it
            widget = forms.TextInput(attrs={"hx-trigger": "none", "data-needs-press": ""})
            self.fields[f"own-{topic.pk}"] = LineField(
                label=_("Jeres eget spørgsmål"), max_length=LONGEST_QUESTION, required=False, widget=widget
            )


class OwnQuestionForm(forms.Form):
    """A question of the workplace's own, on the spot, and which of ``topics`` it belongs to, if any take one."""

    text = LineField(
        label=_("Hvad vil I spørge om?"),
        max_length=LONGEST_QUESTION,
        error_messages={"required": _("Skriv et spørgsmål først.")},
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
    )
    topic = forms.ModelChoiceField(
        Topic.objects.none(),
        label=_("Hvor hører det til?"),
        empty_label=None,
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Vælg, hvor det hører til.")),
    )

    def __init__(self, topics: QuerySet[Topic] | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        if topics is None:
            del self.fields["topic"]
        else:
            self.fields["topic"].queryset = topics  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """Words that stand in a record."""

    text = LinesField(
        label=_("Det skal der stå"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Skriv, hvad der skal stå, eller tag det ud i stedet.")},
    )
