"""What a tool may use of the engine: everything in here, and nothing else.

``docs/extend.md`` shows how. Each name says in its own docstring what it is.

=====================  ================================================================================================
``Tool``               What a tool is: a class of it says everything about itself.
``register``           Makes a tool known.
``Kind``, ``Step``     A kind of note or a choice; a step of the way.
``Shape``              What of the content a workplace can change.
``Context``            What a method gives its template: names and values.
``Activity``           The tool on a workshop's agenda, with its own question set: ``activity.question_set``.
``Topic``,             The content. ``question_set.topics``, ``.questions``, ``.places()``; ``question.key``,
``Question``, ``Hint`` ``.choices()``, ``.note_kinds()``.
``Place``              Where a note sits: a topic and a question.
``Stop``               A step at its places, on the way through the workshop.
``Workshop``           ``workshop.settled`` (outcomes by place), ``.settle(place, choice)``, ``.follows``.
``Note``, ``Outcome``  A post-it; what the room came to at a place.
``Scene``              What a screen shows: ``workshop``, ``screen``, ``stop``, ``spots`` (all places of the stop),
                       ``shown`` (those in focus), ``writable``, ``marking``, ``shows_notes``,
                       ``shows_figures``, ``running``, ``settling``, ``tally`` (notes by topic and kind), ``answered``,
                       ``voters``, ``agreed``, ``hints``, ``whole_key``.
``Spot``               One place as a screen shows it: ``notes``, ``marks``, ``choices``, ``outcome``, ``count``.
``WALL``, ``DESK``,    The kinds of screen.
``PHONE``
``Chapter``            What the report tells of an activity, as plain data; and its parts ``ToldSection``,
                       ``ToldAnswers``, ``ToldNote``, ``ToldChoice``.
``last_time``          The chapters of the workshop that a workshop follows, as that is remembered.
``as_image``           A picture of the tool's own as the address of an image.
``lettering``          Words set in a picture.
``ranked``, ``bar``    Places by what is most missed, and the bar of one.
``texts``              Text as it is stored and compared.
=====================  ================================================================================================
"""

from __future__ import annotations

from . import lettering, texts
from .models import Activity, Hint, Note, Outcome, Question, Topic, Workshop
from .models.outcomes import Choice
from .models.proposing import alike
from .models.stops import Stop
from .pictures import as_image
from .place import Place
from .ranking import bar, ranked
from .registry import (
    Chapter,
    Context,
    Kind,
    Shape,
    Step,
    ToldAgreement,
    ToldAnswers,
    ToldChoice,
    ToldNote,
    ToldSection,
    Tool,
    register,
)
from .report.telling import last_time
from .screens.here import DESK, PHONE, WALL
from .screens.scene import Scene
from .screens.spots import Spot

__all__ = [
    "DESK",
    "PHONE",
    "WALL",
    "Activity",
    "Chapter",
    "Choice",
    "Context",
    "Hint",
    "Kind",
    "Note",
    "Outcome",
    "Place",
    "Question",
    "Scene",
    "Shape",
    "Spot",
    "Step",
    "Stop",
    "ToldAgreement",
    "ToldAnswers",
    "ToldChoice",
    "ToldNote",
    "ToldSection",
    "Tool",
    "Topic",
    "Workshop",
    "alike",
    "as_image",
    "bar",
    "last_time",
    "lettering",
    "ranked",
    "register",
    "texts",
]
