from .agenda import Activity, Closure, Workshop
from .agreements import Agreement
from .library import Hint, Question, QuestionSet, Topic
from .notes import Note, Revision
from .people import Participant, User
from .reports import Report, ReportLink

__all__ = [
    "Activity",
    "Agreement",
    "Closure",
    "Hint",
    "Note",
    "Participant",
    "Question",
    "QuestionSet",
    "Report",
    "ReportLink",
    "Revision",
    "Topic",
    "User",
    "Workshop",
]
