"""Fields for what people type: tidied as all text is, drawn with how long it may be, and never cut."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from . import texts


class LimitedField(BoundField):
    """A field on a page that is described by how long its text may be (``workshops/_limit.html``)."""

    @property
    def aria_describedby(self) -> str | None:
        """The ids of what tells about it."""
        told = super().aria_describedby
        limited = self.auto_id and getattr(self.field, "max_length", None) and not self.is_hidden
        return f"{told} {self.auto_id}_limit".strip() if limited else told

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """What tells about it tells about the field that is seen, not about what that began from."""
        built = super().build_widget_attrs(attrs, widget)
        if widget and widget.is_hidden:
            built.pop("aria-describedby", None)
        return built


class LineField(forms.CharField):
    """Text of one line."""

    tidy = staticmethod(texts.line)
    default_error_messages = {"max_length": texts.TOO_LONG}
    bound_field_class = LimitedField

    def to_python(self, value: Any) -> str:
        """The text as it is stored; empty when nothing in it can be seen."""
        return self.tidy(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """How the field is drawn: a browser that knew the limit as ``maxlength`` would cut what is pasted."""
        limit = {"data-limit": self.max_length} if self.max_length else {}
        return {"dir": "auto", **limit}


class LinesField(LineField):
    """Text of several lines."""

    tidy = staticmethod(texts.lines)
    widget = forms.Textarea


class MailField(forms.EmailField):
    """An e-mail address, which often comes with what stood around it where it was copied."""

    def to_python(self, value: Any) -> str:
        """The address alone."""
        return super().to_python(texts.line(value or "").removeprefix("mailto:").strip("<>,; ")) or ""


class NamesField(LineField):
    """A list of names, one a line."""

    tidy = staticmethod(lambda text: "\n".join(texts.names(text)))
    widget = forms.Textarea


def of_model(db_field: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field for a model's field (``Meta.formfield_callback``)."""
    ours = {models.CharField: LineField, models.TextField: LinesField}.get(type(db_field))
    if ours and not db_field.choices:
        kwargs.setdefault("form_class", ours)
    return db_field.formfield(**kwargs)


class Tidy:
    """For a model form's ``Meta``: its texts are tidied."""

    formfield_callback = staticmethod(of_model)


class ThisCentury(forms.DateTimeField):
    """A date and a time that can be reckoned with: near the first year and the last, a clock cannot be put forward."""

    def to_python(self, value: Any) -> Any:
        try:
            found = super().to_python(value)
        except OverflowError:
            found = None
            is_near = False
        else:
            is_near = found is None or 2000 <= found.year < 2100
        if not is_near:
            raise ValidationError(_("Vælg en dato mellem 2000 og 2100."))
        return found
