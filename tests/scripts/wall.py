"""A page of nothing but fragments, for what `live.js` does with them."""

from .played import Screen

STREAM = "/live/wall/7/"


class Wall(Screen):
    path = "/tavle/"

    def open(self, *fragments: str, stream: str = STREAM, script: str = "live") -> None:
        """Open a page with these fragments, that has just heard from its stream."""
        self.goto(drawn(*fragments, script=script, stream=stream))
        if stream:
            self.stream("open")
            self.stream("beat")


def drawn(*fragments: str, script: str = "live", stream: str = STREAM) -> str:
    return f"""<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Tavle</title>
<script src="/static/django_htmx/htmx-2.min.js" defer></script>
<script type="module" src="/static/js/{script}.js"></script></head>
<body {f'data-stream="{stream}"' if stream else ""}><p id="offline" hidden>Ingen forbindelse</p>
{"".join(fragments)}
</body></html>"""


def fragment(name: str, inside: str, **data: object) -> str:
    """An element that takes the place of the one with its id."""
    return f"<div id='{name}' data-live {attributes(data)}>{inside}</div>"


def note(pk: int, text: str = "", version: int = 1, place: str = "1-1", gone: bool = False, **data: object) -> str:
    data = {"in": f"place-{place}", "version": version, "order": pk} | ({"gone": ""} if gone else {}) | data
    return f"<li id='note-{pk}' data-live {attributes(data)}>{text}</li>"


def attributes(data: dict[str, object]) -> str:
    return " ".join(f'data-{name}="{each}"' for name, each in data.items())
