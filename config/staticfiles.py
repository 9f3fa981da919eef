import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'^@import "([\w-]+\.css)";$', re.M)


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed static files, the imports of our own JavaScript modules among them.

    A stylesheet that imports others of its folder is served with them in it: one request instead of many.
    """

    support_js_module_import_aggregation = True
    # Ours alone: an extension of htmx mentions a module that is not there.
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )

    def post_process(self, paths: dict[str, tuple[Storage, str]], *args: Any, **options: Any) -> Iterator[Any]:
        """Process ``paths`` as Django does, each stylesheet with what it imports."""
        joined = InMemoryStorage()
        sheets = [name for name in paths if name.endswith(".css")]
        for name in sheets:
            joined.save(name, ContentFile(_joined(name, paths)))
        yield from super().post_process(paths | {name: (joined, name) for name in sheets}, *args, **options)


def _joined(name: str, paths: dict[str, tuple[Storage, str]]) -> str:
    """The text of a stylesheet, with what it imports in the imports' place."""
    storage, path = paths[name]
    with storage.open(path) as file:
        text = file.read().decode()
    return IMPORT.sub(lambda found: _joined(posixpath.join(posixpath.dirname(name), found[1]), paths), text)
