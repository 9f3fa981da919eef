from django.apps import AppConfig


class RasmusConfig(AppConfig):
    """The RASMUS compass: six circles of good work, before and after a digitalisation."""

    name = "rasmus"

    def ready(self) -> None:
        from workshops.tool import register

        from .tool import After, Before

        register(Before())
        register(After())
