from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from config.staticfiles import StaticFilesStorage

SHEETS = {
    "css/room.css": '/* The room. */\n\n@import "base.css";\n@import "wall.css";\n\n.room {\n  color: red;\n}\n',
    "css/base.css": "body {\n  margin: 0;\n}\n",
    "css/wall.css": '@import "far.css";\n.wall {\n  background: url("../wall.svg");\n}\n',
    "css/far.css": ".far {\n  color: blue;\n}\n",
    "other/theirs.css": '@import url("base.css");\n',
    "other/base.css": "",
    "wall.svg": "<svg/>",
}


def test_a_stylesheet_is_served_with_what_it_imports(tmp_path):
    source = FileSystemStorage(tmp_path / "source")
    storage = StaticFilesStorage(location=tmp_path / "static", base_url="/static/")
    for name, text in SHEETS.items():
        source.save(name, ContentFile(text))
        storage.save(name, ContentFile(text))  # as collectstatic does first
    assert [each for each in storage.post_process({name: (source, name) for name in SHEETS}) if each[1] is None] == []

    def served(name: str) -> str:
        return (tmp_path / "static" / storage.hashed_files[name]).read_text(encoding="utf-8")

    background = f'url("../{storage.hashed_files["wall.svg"]}")'
    wall = f".far {{\n  color: blue;\n}}\n\n.wall {{\n  background: {background};\n}}\n"
    assert served("css/wall.css") == wall
    assert (
        served("css/room.css")
        == f"/* The room. */\n\n{SHEETS['css/base.css']}\n{wall}\n\n.room {{\n  color: red;\n}}\n"
    )
    assert served("other/theirs.css") == f'@import url("{storage.hashed_files["other/base.css"].split("/")[1]}");\n'
