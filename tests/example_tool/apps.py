from django.apps import AppConfig


class StartStopConfig(AppConfig):
    name = "tests.example_tool"

    def ready(self) -> None:
        from workshops.tool import register

        from .tool import StartStop

        register(StartStop())
