from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import modelformset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from . import registry, texts
from .fields import LineField, LinesField, NamesField, Tidy
from .merging import SharedForm
from .models import Activity, Agreement, Note, Question, Topic, Workshop
from .models.agreements import TO_BE_DONE
from .models.mandate import MANDATE
from .models.workshop import ABOUT, SPOKEN
from .models.written import MAX_LENGTH, clean
from .persons import named
from .registry import RHYTHM

KEEP = [
    (7, _("En uge")),
    (30, _("En måned")),
    (90, _("Tre måneder")),
    (180, _("Et halvt år")),
    (365, _("Et år")),
]
LONGEST_PASTED = 40_000
LONGEST_QUESTION = Question._meta.get_field("text").max_length
REQUIRED = {"required": _("Feltet skal udfyldes.")}


class WorkshopForm(SharedForm):
    """What a workshop is about, when it is, and which groups people can say they belong to."""

    groups = NamesField(
        label=_("Grupper, deltagerne kan vælge"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Én på hver linje, for eksempel Leder, Medarbejder, TR, AMR. Højst 12, hver på højst 60 tegn. "
            "Lad feltet stå tomt, hvis I ikke vil dele op."
        ),
    )

    class Meta(Tidy):
        model = Workshop
        fields = list(ABOUT)
        labels = {
            "title": _("Hvad skal workshoppen hedde?"),
            "workplace": _("Arbejdsplads"),
            "technology": _("Hvilken teknologi handler det om?"),
            "starts_at": _("Dato og tid"),
            "minutes": _("Tid til rådighed, i minutter"),
            "keep_days": _("Hvor længe skal de enkelte sedler gemmes?"),
            "keeps_words": _("Alle sedler, der bliver vist, står ord for ord i opsamlingen."),
            "helper_reviews": _("En hjælper læser sedlerne igennem på sin egen telefon, før alle ser dem."),
        }
        help_texts = {
            "technology": _(
                "For eksempel »Nyt omsorgssystem«. Kan stå tomt, hvis I taler om digitalisering i det hele taget."
            ),
            "keeps_words": _(
                "Uden kryds kommer kun det vigtigste med ord for ord: sedler med prikker, tre fra hver bunke, og det, "
                "en opfølgning skal bruge. Er der højst tolv, kommer alle med. Deltagerne får at vide, hvad I har "
                "valgt, før de skriver. Derfor kan det ikke slås til, når I er begyndt."
            ),
            "helper_reviews": _(
                "Er lederen ordstyrer, så lad TR eller AMR være hjælper: Så ser lederen først sedlerne, når alle gør."
            ),
        }
        widgets = {
            "starts_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "minutes": forms.NumberInput(attrs={"min": 5, "max": 600, "inputmode": "numeric"}),
            "keep_days": forms.Select(choices=KEEP),
        }

    @property
    def opens_more(self) -> bool:
        """Whether what is seldom changed is unfolded: groups are written, or something is wrong there."""
        seldom = self["groups"].value() or self["helper_reviews"].value() or self["keeps_words"].value()
        return bool(seldom or self["groups"].errors or self["keep_days"].errors)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["groups"] = "\n".join(self.instance.groups or [])
        days = self.instance.keep_days
        if days not in dict(KEEP):  # set by the environment: a menu without it would choose another unasked
            choices = sorted([*KEEP, (days, ngettext("%d dag", "%d dage", days) % days)], key=lambda choice: choice[0])
            self.fields["keep_days"].widget.choices = choices
        for name in ("title", "workplace"):
            self.fields[name].error_messages.update(REQUIRED)

    def clean_minutes(self) -> int:
        """Between five minutes and ten hours."""
        minutes = self.cleaned_data["minutes"]
        if not 5 <= minutes <= 600:
            raise forms.ValidationError(_("Skriv et tal mellem 5 og 600 minutter."))
        return minutes

    def clean_groups(self) -> list[str]:
        """The names as a list: at most 12, at most 60 characters each."""
        groups = self.cleaned_data["groups"].splitlines()
        if len(groups) > 12:
            raise forms.ValidationError(_("Her er %d grupper. Skriv højst 12.") % len(groups))
        for group in groups:
            if len(group) > 60:
                said = {"name": texts.shortened(group, 21), "now": len(group)}
                raise forms.ValidationError(_("Gruppen »%(name)s« er på %(now)d tegn. Brug højst 60.") % said)
        return groups


class MandateForm(SharedForm):
    """What is fixed, what is open, and when it is decided."""

    class Meta(Tidy):
        model = Workshop
        fields = list(MANDATE)
        field_classes = {"mandate_fixed": LinesField, "mandate_open": LinesField}
        widgets = {
            "mandate_fixed": forms.Textarea(attrs={"rows": 3}),
            "mandate_open": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "mandate_fixed": _("For eksempel: »Systemet er købt og går i gang 1. marts.«"),
            "mandate_open": _("For eksempel: »Hvordan vi lærer det, og hvilke opgaver det skal bruges til.«"),
            "mandate_decided": _("For eksempel: »3. december på MED-mødet«"),
        }


class SpokenForm(SharedForm):
    """What the facilitator says first and last, and whom one can go to. What is empty is proposed, so what the page
    shows first is not what is stored: of two who write, the last one's words stand."""

    drawn_apart = ("opening_words", "closing_words")

    class Meta(Tidy):
        model = Workshop
        fields = list(SPOKEN)
        field_classes = {"opening_words": LinesField, "closing_words": LinesField}
        labels = {
            "opening_words": _("Sådan begynder du"),
            "closing_words": _("Sådan slutter du"),
            "contact": _("Hvem kan man gå til hos jer?"),
        }
        help_texts = {
            "opening_words": _("Står ved velkomsten på din skærm. Sig, hvad der sker med det, man skriver."),
            "closing_words": _("Står ved aftalerne til sidst."),
            "contact": _(
                "Ved trusler, chikane, eller når nogen har det svært, for eksempel »Arbejdsmiljørepræsentant Kim, "
                "lokal 1234, eller den psykologiske rådgivning«. Står kun på din skærm."
            ),
        }
        widgets = {
            "opening_words": forms.Textarea(attrs={"rows": 6}),
            "closing_words": forms.Textarea(attrs={"rows": 5}),
        }


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


class PastedForm(forms.Form):
    """Notes from paper: where they belong, and one a line."""

    place = forms.ChoiceField(
        label=_("Hvilket spørgsmål hører de til?"),
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Vælg, hvilket spørgsmål sedlerne hører til.")),
    )
    text = LinesField(
        label=_("Sedlerne, én på hver linje"),
        max_length=LONGEST_PASTED,
        help_text=_(
            "Tager spørgsmålet flere slags sedler, så begynd linjen med slagsens tegn, med + eller -, eller med ordet "
            "og et kolon. Du ser dem, før de bliver sat ind."
        ),
        error_messages={"required": _("Sæt sedlerne ind, én på hver linje.")},
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def __init__(self, places: list[tuple[str, list[tuple[str, str]]]], *args: Any, **kwargs: Any) -> None:
        """``places`` are those that notes can be written at, by activity, each with what it is called."""
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["place"].choices = places  # type: ignore[attr-defined]


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
    """A question of the workplace's own, on the spot, and the topic it belongs to."""

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

    def __init__(self, topics: QuerySet[Topic], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["topic"].queryset = topics  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """Words that stand in a record."""

    text = LinesField(
        label=_("Det skal der stå"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Skriv, hvad der skal stå, eller tag det ud i stedet.")},
    )
