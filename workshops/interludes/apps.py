from django.apps import AppConfig


class InterludesConfig(AppConfig):
    name = "workshops.interludes"

    def ready(self) -> None:
        from workshops.tool import register

        from .pause import Pause
        from .slide import Slide
        from .word import Word

        for tool in (Slide(), Pause(), Word()):
            register(tool)
