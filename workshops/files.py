"""Files of the data folder: written whole or not at all, and by one process at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.core.files import locks


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, which takes the place of ``path`` once all of it is on the disk. What hinders leaves ``path`` as
    it was."""
    new = path.with_name(f"{path.name}.new")
    try:
        with new.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Of the processes that share a data folder, one at a time starts."""
    with (folder / "starting").open("w") as file:
        locks.lock(file, locks.LOCK_EX)
        yield
