from .agenda import Activity, Closure, Workshop
from .agreements import Agreement
from .invitations import Invitation
from .library import Hint, Question, QuestionSet, Topic
from .logins import FailedLogin
from .marks import Mark
from .notes import Note, Revision
from .outcomes import Outcome
from .people import Participant, User
from .reports import Report, ReportLink
from .sent import Sent

__all__ = [
    "Activity",
    "Agreement",
    "Closure",
    "FailedLogin",
    "Hint",
    "Invitation",
    "Mark",
    "Note",
    "Outcome",
    "Participant",
    "Question",
    "QuestionSet",
    "Report",
    "ReportLink",
    "Revision",
    "Sent",
    "Topic",
    "User",
    "Workshop",
]
