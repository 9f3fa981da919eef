from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """A verb that cannot be done now. The message is Danish, says what happened and what to do, and goes on screen."""


class Gone(Refused):
    """The place is not on the agenda, or left out: what was written can go to another one."""


class Unknown(Refused):
    """A code or a link that lets nobody in anywhere."""


class TooMany(Refused):
    """Too much has come of it in a short time; ``seconds`` is how long to wait."""

    def __init__(self, text: str, seconds: float) -> None:
        super().__init__(text)
        self.seconds = seconds
