from django.apps import AppConfig


class RolesConfig(AppConfig):
    """The roles matrix: who does what, how and when, and how far they are."""

    name = "roles"

    def ready(self) -> None:
        from workshops.tool import register

        from .tool import Roles

        register(Roles())
