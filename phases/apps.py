from django.apps import AppConfig


class PhasesConfig(AppConfig):
    """Involvement in the four phases of a digitalisation: where we are, what is open, who is involved how."""

    name = "phases"

    def ready(self) -> None:
        from workshops.tool import register

        from .tool import Phases

        register(Phases())
