from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

from .spots import HasSpots, Spot


@dataclass
class WriteForm:
    """A phone's form for a note: the place it is for, which the room may have left, and what was typed in it.

    ``meant`` is what was sent with it and not taken: it stays for the place and of the kind that it was meant.
    """

    scene: HasSpots
    spot: Spot | None
    is_late: bool = False
    typed: str = ""
    meant: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_shown(self) -> bool:
        """Whether there is a place to write at, or something typed that must not be lost."""
        return bool(self.spot or self.typed)

    @property
    def is_picked(self) -> bool:
        """Whether it is for a place that was picked among several."""
        return bool(self.spot and self.scene.picks and not self.is_late)

    @property
    def names_topic(self) -> bool:
        """Whether it says itself what it is about: what stands above it does not."""
        return self.is_late or self.scene.picks

    @property
    def names_question(self) -> bool:
        """Whether that takes the question, too."""
        return self.is_late or not self.scene.stop.question

    @property
    def place(self) -> str:
        """Where the note goes."""
        return self.meant.get("place", "") if self.meant else str(self.spot.place if self.spot else "")

    @property
    def kind(self) -> str:
        """The kind that is chosen already."""
        return self.meant.get("kind", "")

    @property
    def seen(self) -> str:
        """Who sees the note, and when: said before anyone writes."""
        activity = self.scene.stop.activity
        if self.is_late and self.spot:
            activity = self.spot.question.question_set.activity
        helped = bool(self.scene.workshop.helper_reviews and activity and activity.reviews)
        if self.is_late and helped:
            return gettext("Du skriver uden navn. Sedlen vises først, når hjælperen har set på den.")
        if self.is_late:
            return gettext("Du skriver uden navn. Sedlen vises først, når ordstyreren har set på den.")
        if activity and activity.notes_visible:
            return gettext("Du skriver uden navn. Sedlen vises på tavlen med det samme.")
        if activity and activity.reviews and helped:
            return gettext(
                "Du skriver uden navn. En hjælper gennemser sedlerne på sin telefon, før de vises, men kan ikke se, "
                "hvem der har skrevet dem. Det kan ordstyreren heller ikke."
            )
        if activity and activity.reviews:
            return gettext(
                "Du skriver uden navn. Ordstyreren gennemser sedlerne, før de vises, men kan ikke se, hvem der har "
                "skrevet dem."
            )
        return gettext("Du skriver uden navn. Sedlerne vises på tavlen, når alle har skrevet.")

    @property
    def keep(self) -> str:
        """Names the form to ``live.js``: one of the same name does not take its place, whatever the room has in focus.

        Another stop has another, and so has a workshop that was closed, and a stop where one can no longer pick.
        """
        scene = self.scene
        told = [scene.stop_key, "open" if scene.workshop.is_open else "closed", "picks" if scene.picks else ""]
        return "late" if self.is_late else " ".join(told).strip()
