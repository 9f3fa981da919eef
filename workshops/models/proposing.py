from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .. import changes, texts
from ..errors import Refused
from .content import Topic
from .moderating import Moderated
from .revisions import Revision

MAX_NAME = 60  # of a note that becomes the name of a topic


class Proposal(Moderated):
    """A note that proposes something: the room takes it into the outcome at its place, or makes it a topic."""

    class Meta:
        abstract = True

    @property
    def taken(self) -> bool:
        """Whether it has been taken; its look must be at hand."""
        return bool(self.look and self.look.use == "taken")

    def adopt(self) -> Revision:
        """Take this proposal into the outcome at its place, and make it the kind of note that says so.

        Raises Refused when its question has no such kind, or the outcome would be too long.
        """
        with self.held():
            outcome = self.workshop.outcome_at(self.place, "adopt")
            taken = outcome.take_in(self.text)
            revision = self.revise(kind=outcome.question.note_kinds("taken")[0].key)
            revision.also = taken
            revision.save(update_fields=["also"])
            return revision

    def take_up(self) -> Topic:
        """Make what it proposes a topic: a new one, or the one of that name, taken in again where it was hidden.

        The visible notes at its place that say the same are taken with it. Raises Refused when its tool makes no
        topics of notes, the workshop is not open, or the text is too long for a name.
        """
        with self.held():
            self.workshop.check_open()
            question = self.workshop.question_for("take up", self.place)
            name = texts.line(self.text)
            if len(name) > MAX_NAME:
                said = {"now": len(name), "most": MAX_NAME}
                raise Refused(
                    _("Navnet er for langt: %(now)d tegn. Ret sedlen til højst %(most)d, og tag den så med.") % said
                )
            content = self.workshop.activities.get(question_set=question.question_set_id).question_set
            known = {alike(each.title): each for each in content.topics.all() if not each.apart}
            topic = known.get(alike(name)) or content.add_topic(name)
            if topic.skipped:
                content.take_in(topic)
            for note in self.workshop.notes.at([self.place]).visible():
                if alike(note.text) == alike(name):
                    note.revise(kind=question.note_kinds("taken")[0].key)
            self.workshop.tell(changes.STAGE)
            return topic


def alike(text: str) -> str:
    """What two proposals have in common that say the same: capitals, spaces and a full stop make no difference."""
    return texts.line(text).strip(" .").casefold()
