from django.apps import AppConfig


class DialogueConfig(AppConfig):
    """The ways of talking, a room for each."""

    name = "dialogue"

    def ready(self) -> None:
        from workshops.tool import register

        from .cards.tool import Cards
        from .checklist.tool import Checklist
        from .questions.tool import Questions
        from .relations.tool import Relations
        from .rules.tool import Rules
        from .scale.tool import Scale
        from .story.tool import Story
        from .turn.tool import Turn
        from .wheel.tool import Wheel

        for each in (Questions, Cards, Turn, Rules, Checklist, Wheel, Scale, Relations, Story):
            register(each())
