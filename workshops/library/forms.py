"""What is asked of the library: a search, and a set that someone brings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..fields import LineField
from .faults import Fault
from .format import read
from .parsing import BIGGEST


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
            self.add_error("text", fault.told + (" " + _("Der står nu: »%s«") % there if there else ""))
            if file and fault.line:  # else it is no text, or too much
                self.data = {"text": "\n".join(lines)}
        return cleaned
