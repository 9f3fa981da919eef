"""A form of something stored that two people may have open at once."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from . import texts
from .fields import LimitedField


class SharedForm(forms.ModelForm):
    """A form of something stored, that two people may have open at once.

    The page carries what each field began from. What only someone else changed meanwhile is merged; a field that both
    changed is stored by neither press before the last one has seen the other's text. To be filled in while what guards
    the instance is held, with the instance as it is now. ``data`` is changed in place, so it must be one's own.
    """

    bound_field_class = LimitedField
    drawn_apart: tuple[str, ...] = ()  # fields whose template draws what they began from with ``began``

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.changed_meanwhile = False
        self.clashes: dict[str, str] = {}
        self._has_met = False
        for name, each in self.fields.items():
            each.show_hidden_initial = bool(self.instance.pk) and name not in self.drawn_apart

    def full_clean(self) -> None:
        """Meet what someone else stored meanwhile, then validate."""
        if self.is_bound and self.instance.pk and not self._has_met:
            self._has_met = True
            self._meet()
        super().full_clean()

    def _meet(self) -> None:
        """Let what was typed begin from what is stored now: what only someone else changed says what they wrote."""
        typed = cast(dict[str, str], self.data)
        for name, field in self.fields.items():
            here, began = self[name].html_name, self[name].html_initial_name
            initial = self.get_initial_for_field(field, name)
            now = self.as_shown(name, initial)
            was = self._as_sent(name, typed[began]) if began in typed else now
            typed[began] = now
            if was == now:
                continue
            self.changed_meanwhile = True
            mine = self._as_sent(name, typed.get(here, "" if isinstance(field, forms.BooleanField) else was))
            if mine == was:
                typed[here] = now
            elif mine != now:
                self.clashes[name] = self._told(field, initial, now)

    def as_shown(self, name: str, value: Any) -> str:
        """``value`` as the page would say it: what people see is what is compared."""
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return "on" if value else ""
        value = field.prepare_value(value)
        if isinstance(field.widget, forms.DateTimeInput | forms.DateInput):
            value = field.widget.format_value(value)
        tidy = getattr(field, "tidy", texts.lines)
        return "" if value is None else tidy(str(value))

    def _as_sent(self, name: str, sent: str) -> str:
        try:
            return self.as_shown(name, self.fields[name].to_python(sent))
        except forms.ValidationError:
            return sent

    def _told(self, field: forms.Field, value: Any, shown: str) -> str:
        if isinstance(value, dt.datetime):
            return date_format(timezone.localtime(value), r"j. F Y \k\l. H.i")
        if isinstance(value, dt.date):
            return date_format(value)
        return str(dict(getattr(field.widget, "choices", ())).get(value, shown))

    @property
    def began(self) -> SafeString:
        """What the fields ``drawn_apart`` began from, for the page to carry."""
        return mark_safe("".join(self[name].as_hidden(only_initial=True) for name in self.drawn_apart))

    def clean(self) -> dict[str, Any] | None:
        """A field that two people changed is for the one who comes last to decide, with both texts at hand."""
        for name, theirs in self.clashes.items():
            said = gettext("Teksten her blev slettet, mens du skrev. Gem igen, hvis din udgave skal stå.")
            if theirs:
                said = (
                    gettext("Feltet blev rettet, mens du skrev. Nu står der: »%s«. Gem igen, hvis din udgave skal stå.")
                    % theirs
                )
            self.add_error(name, said)
        return super().clean()
