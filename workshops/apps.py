from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    """The engine: people, agenda, notes, live updates, report."""

    name = "workshops"
    verbose_name = "Workshops"

    def ready(self) -> None:
        """Register the system checks, what makes reports, and what records are made of."""
        from . import checks  # noqa: F401
        from .report import making, telling  # noqa: F401
