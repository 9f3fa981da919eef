from django.apps import AppConfig


class PhasesConfig(AppConfig):
    """Involvement in the four phases of a digitalisation: where we are, what is open, who is involved how."""

    name = "phases"

    def ready(self) -> None:
        """Tell the engine about it."""
        from workshops.tool import register

        from .tool import Phases

        register(Phases())
