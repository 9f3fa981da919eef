from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """A verb that cannot be done now. The message is Danish, says what happened and what to do, and goes on screen."""
