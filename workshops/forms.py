from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.forms import modelformset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from . import schema
from .models import Agreement, Question, User, Workshop
from .yaml_tree import BIGGEST, Fault

KEEP = [
    (7, _("En uge")),
    (30, _("En måned")),
    (90, _("Tre måneder")),
    (180, _("Et halvt år")),
    (365, _("Et år")),
]
REQUIRED = {"required": _("Feltet skal udfyldes.")}


class WorkshopForm(forms.ModelForm):
    """What a workshop is about, when it is, and which groups people can say they belong to."""

    groups = forms.CharField(
        label=_("Grupper, deltagerne kan vælge"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Én på hver linje, for eksempel Leder, Medarbejder, TR, AMR. Lad feltet stå tomt, hvis I ikke vil dele op."
        ),
    )

    class Meta:
        model = Workshop
        fields = ["title", "workplace", "technology", "starts_at", "minutes", "groups", "keep_days"]
        labels = {
            "title": _("Hvad skal workshoppen hedde?"),
            "workplace": _("Arbejdsplads"),
            "technology": _("Hvilken teknologi handler det om?"),
            "starts_at": _("Dato og tid"),
            "minutes": _("Tid til rådighed, i minutter"),
            "keep_days": _("Hvor længe skal de enkelte sedler gemmes?"),
        }
        help_texts = {
            "technology": _(
                "For eksempel »Nyt omsorgssystem«. Kan stå tomt, hvis I taler om digitalisering i det hele taget."
            )
        }
        widgets = {
            "starts_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "minutes": forms.NumberInput(attrs={"min": 5, "max": 600, "inputmode": "numeric"}),
            "keep_days": forms.Select(choices=KEEP),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
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
        """The lines as a list: each once, at most 12, at most 60 characters each."""
        lines = [line.strip() for line in self.cleaned_data["groups"].splitlines()]
        groups = list(dict.fromkeys(line for line in lines if line))
        if len(groups) > 12:
            raise forms.ValidationError(_("Det er for mange grupper. Skriv højst 12."))
        if too_long := [group for group in groups if len(group) > 60]:
            raise forms.ValidationError(
                _("Gruppen »%s…« har for langt et navn. Brug højst 60 tegn.") % too_long[0][:20]
            )
        return groups


class QuestionForm(forms.ModelForm):
    """A question on the agenda: with or not, how it is worded, how long it may take."""

    asked = forms.BooleanField(label=_("Tag spørgsmålet med"), required=False)

    class Meta:
        model = Question
        fields = ["text", "minutes"]
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


class AgreementForm(forms.ModelForm):
    """Who does what, when."""

    class Meta:
        model = Agreement
        fields = ["what", "who", "due", "phase"]
        labels = {
            "what": _("Hvad aftaler vi?"),
            "who": _("Hvem gør det?"),
            "due": _("Hvornår skal det være gjort?"),
            "phase": _("Før, under eller efter digitaliseringen?"),
        }
        widgets = {
            "what": forms.Textarea(attrs={"rows": 3, "autofocus": True}),
            "due": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "phase": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["what"].error_messages.update(required=_("Skriv, hvad I aftaler."))

    def clean_due(self) -> dt.date | None:
        """Not a day that has passed, unless it was that already."""
        due = self.cleaned_data["due"]
        if due and "due" in self.changed_data and due < timezone.localdate():
            raise forms.ValidationError(_("Datoen er gået. Vælg en dag fra i dag og frem."))
        return due


class InviteForm(forms.Form):
    """Another facilitator of the same workshop."""

    email = forms.EmailField(label=_("Mail på den, der skal være med til at styre"), label_suffix="")

    def clean_email(self) -> User:
        """The account with that e-mail."""
        email = self.cleaned_data["email"]
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise forms.ValidationError(
                _("Ingen ordstyrer har mailen %s. Tjek stavningen, eller bed jeres administrator oprette en konto.")
                % email
            )
        return user


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
            cleaned["content"] = schema.read(data)
        except Fault as fault:
            lines = data[:BIGGEST].decode(errors="replace").replace("\0", "").splitlines()
            there = lines[fault.line - 1].strip()[:100] if 0 < fault.line <= len(lines) else ""
            self.add_error("text", fault.told + (" " + _("Der står nu: »%s«") % there if there else ""))
            if file and fault.line:  # else it is no text, or too much
                self.data = {"text": "\n".join(lines)}
        return cleaned
