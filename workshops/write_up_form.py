"""What the facilitator writes about a closed workshop: its main points, who met, and when they meet again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .fields import LineField, LinesField, Tidy
from .merging import SharedForm
from .models import WriteUp
from .models.write_up import LONGEST_POINT, MOST_POINTS


class PointsField(LinesField):
    """Main points, one a line."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=format_lazy(_("Ét på hver linje, højst {n}."), n=MOST_POINTS),
        )


class WriteUpForm(SharedForm):
    """The main points of the whole and of each chapter, and what stands at the top.

    ``chapters`` are the ids and titles of the activities. Proposals that are ticked (``take``, the texts) become points
    of the whole.
    """

    points = PointsField(_("Det vigtigste"))

    class Meta(Tidy):
        model = WriteUp
        fields = ["points", "committee", "chair", "helper", "case_number", "next_on"]
        widgets = {"next_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        labels = {
            "committee": _("Udvalg"),
            "chair": _("Ordstyrer"),
            "helper": _("Hjælper"),
            "case_number": _("Sagsnummer"),
            "next_on": _("Hvornår mødes I igen?"),
        }
        help_texts = {"committee": _("For eksempel »Lokal-MED på Solgården«.")}

    def __init__(self, *args: Any, chapters: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chapters = {_field(pk): pk for pk, _title in chapters}
        for pk, title in chapters:
            self.fields[_field(pk)] = PointsField(title)
            self.initial[_field(pk)] = "\n".join(self.instance.chapters.get(str(pk), []))
        self.initial["points"] = "\n".join(self.instance.points)
        for field in self.fields.values():
            field.show_hidden_initial = True  # also the first time: two can begin on it at once

    @property
    def of_chapters(self) -> list[forms.BoundField]:
        return [self[name] for name in self.chapters]

    @property
    def of_head(self) -> list[forms.BoundField]:
        return [self[name] for name in self.Meta.fields if name != "points"]

    def clean_points(self) -> list[str]:
        """Those that were typed, and those that were ticked, each once."""
        ticked = self.data.getlist("take") if hasattr(self.data, "getlist") else []
        return self._points("points", ticked)

    def _points(self, name: str, more: Sequence[str] = ()) -> list[str]:
        typed = [*self.cleaned_data[name].split("\n"), *(" ".join(each.split()) for each in more)]
        points = list(dict.fromkeys(each.strip() for each in typed if each.strip()))
        if len(points) > MOST_POINTS:
            said = _("Her er %(n)d punkter. Vælg de %(most)d vigtigste.") % {"n": len(points), "most": MOST_POINTS}
            raise forms.ValidationError(said)
        for point in points:
            if len(point) > LONGEST_POINT:
                told = {"now": len(point), "most": LONGEST_POINT}
                raise forms.ValidationError(_("Et punkt er på %(now)d tegn. Brug højst %(most)d.") % told)
        return points

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        for name in self.chapters:
            if name in self.cleaned_data:
                try:
                    self.cleaned_data[name] = self._points(name)
                except forms.ValidationError as error:
                    self.add_error(name, error)
        points = {str(pk): self.cleaned_data.get(name) for name, pk in self.chapters.items()}
        gone = {key: said for key, said in self.instance.chapters.items() if key not in points}
        self.instance.chapters = gone | {key: said for key, said in points.items() if said}
        return self.cleaned_data


class ApproveForm(forms.Form):
    """Who approved it."""

    by = LineField(
        label=_("Hvem har godkendt den?"),
        max_length=120,
        error_messages={"required": _("Skriv, hvem der har godkendt opsamlingen.")},
        help_text=_("For eksempel »Formand og næstformand for MED-udvalget«."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="approved-%s")


def _field(pk: int) -> str:
    return f"chapter-{pk}"
