"""The forms of a workshop before it begins, and of notes that were written on paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from . import texts
from .fields import LinesField, NamesField, ThisCentury, Tidy
from .forms import REQUIRED
from .merging import SharedForm
from .models import Workshop
from .models.mandate import MANDATE
from .models.workshop import ABOUT, SPOKEN

KEEP = [
    (7, _("En uge")),
    (30, _("En måned")),
    (90, _("Tre måneder")),
    (180, _("Et halvt år")),
    (365, _("Et år")),
]
LONGEST_PASTED = 40_000


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
        field_classes = {"starts_at": ThisCentury}
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
            "opening_words": _("Står ved velkomsten på din side. Sig, hvad der sker med det, man skriver."),
            "closing_words": _("Står ved aftalerne til sidst."),
            "contact": _(
                "Ved trusler, chikane, eller når nogen har det svært, for eksempel »Arbejdsmiljørepræsentant Kim, "
                "lokal 1234, eller den psykologiske rådgivning«. Står kun på din side."
            ),
        }
        widgets = {
            "opening_words": forms.Textarea(attrs={"rows": 6}),
            "closing_words": forms.Textarea(attrs={"rows": 5}),
        }


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
