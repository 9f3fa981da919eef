from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    """The engine: people, agenda, notes, live updates, report."""

    name = "workshops"
    verbose_name = "Workshops"

    def ready(self) -> None:
        """Register the system checks, and what makes reports."""
        from . import checks  # noqa: F401
        from .report import making  # noqa: F401
