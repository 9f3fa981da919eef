from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """A verb that cannot be done now. The message is Danish, says what happened and what to do, and goes on screen."""


class Gone(Refused):
    """The place is not on the agenda, or left out: what was written can go to another one."""
