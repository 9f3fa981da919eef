from . import accounts  # noqa: F401  # what follows when an account is switched off or deleted
from .activities import Activity
from .agreements import Agreement
from .clusters import Cluster
from .content import Hint, OwnGuide, Question, Topic
from .dots import Dot
from .figures import Figure
from .guesses import WrongCode
from .invitations import Invitation
from .links import Link
from .logins import FailedLogin
from .marks import Mark
from .notes import Note
from .outcomes import Outcome
from .participants import Participant
from .places import Closure
from .question_sets import QuestionSet
from .record import Record
from .reports import Report
from .revisions import Revision
from .sent import Sent
from .shutting import ShutOut
from .trail import AuditEvent
from .upkeep import Upkeep
from .users import User
from .workshop import Workshop
from .write_up import WriteUp

__all__ = [
    "Activity",
    "Agreement",
    "AuditEvent",
    "Closure",
    "Cluster",
    "Dot",
    "FailedLogin",
    "Figure",
    "Hint",
    "Invitation",
    "Link",
    "Mark",
    "Note",
    "Outcome",
    "OwnGuide",
    "Participant",
    "Question",
    "QuestionSet",
    "Record",
    "Report",
    "Revision",
    "Sent",
    "ShutOut",
    "Topic",
    "Upkeep",
    "User",
    "Workshop",
    "WriteUp",
    "WrongCode",
]
