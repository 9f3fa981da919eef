from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from ..models import Agreement, Report, Workshop
from .choosing import HasOptions
from .guiding import HasGuide
from .here import PHONE
from .inspiration import HasHints
from .reviewing import HasReview
from .spots import Spot
from .wall import HasWall
from .way import HasWay
from .writing import WriteForm

MOST_NEWCOMERS = 12  # that the desk lists one by one
# What the engine's own steps are drawn with, by what they are about.
REVIEW_PARTS = {"board": "wall/_review.html", "desk": "desk/_review.html"}
OPTIONS_PARTS = {"board": "wall/_options.html", "desk": "desk/_options.html", "overview": "workshops/_options.html"}


class Scene(HasHints, HasGuide, HasWay, HasWall, HasReview, HasOptions):
    """What a kind of screen shows of a workshop now: the input of all its templates."""

    @classmethod
    def of(cls, workshop_id: int, screen: str) -> Scene:
        """The scene of the workshop with that id. Raises Workshop.DoesNotExist when it is gone."""
        return cls(Workshop.objects.at_hand(workshop_id), screen)

    @cached_property
    def seats(self) -> int:
        return self.workshop.participants.inside().count()

    @property
    def has_more_seats_than_heads(self) -> bool:
        """Whether there are clearly more seats than people were counted: a few have two, or came in anew."""
        heads = self.workshop.heads
        return heads is not None and self.seats > heads + max(3, heads // 10)

    @cached_property
    def shut_outs(self) -> list[tuple[int, int]]:
        """The seats that were taken with all their notes: what takes each back, and how many notes were hidden."""
        return [(each.pk, len(each.notes)) for each in self.workshop.shut_outs.all()]

    @cached_property
    def waiting_newcomers(self) -> int:
        """How many wait to be let in."""
        return self.workshop.participants.waiting().count() if self.workshop.newcomers_wait else 0

    @property
    def newcomers(self) -> list[tuple[int, int]]:
        """As many of those who wait as can be told apart by a number: the id of the seat, and the number that its phone
        shows."""
        waiting = self.workshop.participants.waiting().only("key").order_by("pk")
        return [(each.pk, each.number) for each in waiting[:MOST_NEWCOMERS]]

    @property
    def more_newcomers(self) -> int:
        """How many more there are."""
        return max(0, self.waiting_newcomers - MOST_NEWCOMERS)

    @cached_property
    def done(self) -> int:
        """How many of them say that they have written what they wanted to here."""
        if not self.stop.written:
            return 0
        return self.workshop.participants.inside().filter(done_with=self.stop_key).count()

    @cached_property
    def asks_to_help(self) -> int:
        """The number of the phone that wants to help and has no answer yet; 0 where none does."""
        waits = self.workshop.helper_id and not self.workshop.helper_approved
        return self.workshop.helper.number if waits else 0  # type: ignore[union-attr]

    @cached_property
    def agreements(self) -> list[Agreement]:
        """All that the room came to: the newest last while talking, in order at the end."""
        return list(self.workshop.agreements.all() if self.stop.activity else self.workshop.agreements.in_order())

    @property
    def agreed(self) -> list[Agreement]:
        return [each for each in self.agreements if each.is_agreed]

    @property
    def not_agreed(self) -> list[Agreement]:
        """What is recommended, disagreed on and put aside, in that order."""
        order = Agreement.Result.values.index
        return sorted((each for each in self.agreements if not each.is_agreed), key=lambda each: order(each.result))

    @cached_property
    def later(self) -> list[Agreement]:
        """What the room comes back to, where that stands on its own: at the end."""
        return [each for each in self.agreements if each.is_later] if self.stop.is_last else []

    @cached_property
    def beside(self) -> list[Agreement]:
        """What stands beside what the room looks at: all that it came to, but for what stands on its own."""
        return [each for each in self.agreements if each not in self.later]

    @cached_property
    def is_mixed(self) -> bool:
        """Whether that is more than agreements."""
        return not all(each.is_agreed for each in self.beside)

    @cached_property
    def earlier_agreements(self) -> list[Agreement]:
        """What was agreed and recommended in the workshop that this one follows."""
        return list(Agreement.objects.looked_back_on(self.workshop).in_order())

    @cached_property
    def left_open(self) -> list[Agreement]:
        """What that one left open."""
        return list(Agreement.objects.left_open(self.workshop).in_order())

    @cached_property
    def report(self) -> Report | None:
        """The report, once there is one."""
        return Report.objects.filter(workshop=self.workshop.pk).defer("html", "pdf").first()

    @property
    def offers_new_code(self) -> bool:
        """Whether the desk has a button for a new join code: while people come in, once the code has expired, and while
        newcomers wait, since the code may have come out of the room."""
        return self.stop.step.key == "lobby" or self.workshop.code_expired or self.workshop.newcomers_wait

    @property
    def is_waiting(self) -> bool:
        """Whether a phone only follows now: there is nothing to write or mark."""
        return self.workshop.is_open and not (self.writable or self.marking or self.stop.step.dots)

    @property
    def site(self) -> str:
        """The address people type to join, without ``https://``."""
        return settings.SITE_URL.partition("://")[2]

    @property
    def join_url(self) -> str:
        """The address in the QR code."""
        return f"{settings.SITE_URL}/k/{self.workshop.link_key}/"

    @property
    def engine_parts(self) -> dict[str, str] | None:
        """The templates of the parts of the screen, where the stop is the engine's own."""
        if self.stop.step.reviews:
            return REVIEW_PARTS
        return OPTIONS_PARTS if self.stop.step.gathers else None

    def part(self, name: str, *of: Spot) -> dict[str, Any]:
        """What a part of the screen is drawn of: what the tool gives; at the engine's own steps nothing but this."""
        return {} if self.engine_parts is not None else getattr(self.tool, name)(self, *of)

    def template_of(self, part: str) -> str:
        """The template of a part of the screen: the tool's, at the engine's own steps the engine's; empty where there
        is none."""
        if self.engine_parts is not None:
            return self.engine_parts.get(part, "")
        return getattr(self.tool, f"{part}_template", "") if self.tool else ""

    @property
    def overview_template(self) -> str:
        """The template of what is drawn anew with every note and mark."""
        return self.template_of("overview")

    @property
    def overview_beside(self) -> bool:
        """Whether the desk has the overview beside what is done: where all is seen together it is what that is done
        with."""
        return bool(self.overview_template) and not self.stop.step.gathers

    @property
    def draws_overview(self) -> bool:
        """Whether a phone's board has the overview: what the room chose among, or settles."""
        return bool(self.stop.step.gathers or (self.tool and self.tool.settles))

    @property
    def listed_spots(self) -> list[Spot]:
        """The places that a phone's board lists one by one: none where all that was written is seen together."""
        return [] if self.stop.step.gathers else self.spots

    @property
    def read_out(self) -> list[str]:
        """What a tool's board says of the content itself, as text."""
        return self.tool.read_out(self) if self.tool and self.engine_parts is None else []

    @property
    def read(self) -> list[Spot]:
        """The places whose notes are read aloud one by one: none where all that was written is seen together."""
        return [] if self.stop.step.gathers else [spot for spot in self.shown if spot.holds_something]

    def draw_cell(self, spot: Spot) -> str:
        """The outcome at one place, drawn as the tool does."""
        assert self.tool
        return self.draw(self.tool.cell_template, spot=spot, **self.tool.cell(self, spot))

    def draw(self, template: str, **extra: Any) -> str:
        """Render a template of this scene."""
        return render_to_string(template, {**self.context(), **extra})

    def context(self) -> dict[str, Any]:
        """What every template of a screen is given. What a phone writes with is worked out where it is drawn: few are
        drawn with it, and it takes all that is at the stop."""
        given = {"scene": self, "workshop": self.workshop, "stop": self.stop, "screen": self.screen}
        if self.screen != PHONE:
            return given | {"spot": None, "form": None, "kinds": self.stop.kinds}
        return given | {
            "spot": lambda: self.writing,
            "form": lambda: WriteForm(self, self.writing),
            "kinds": lambda: self.writing.kinds if self.writing else self.stop.kinds,
        }
