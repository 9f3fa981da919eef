"""The file that a backup is: made of the database and the key, and put back."""

from __future__ import annotations

import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection

from .. import files
from . import postgres, sealing, sqlite
from .manifest import Manifest, NotRestored, read

MANIFEST, KEY, DATABASE = "manifest.json", "secret-key", "database/"
BACKENDS = {"sqlite": sqlite, "postgresql": postgres}


def make(out: IO[bytes]) -> Manifest:
    """Write a backup. Others may go on writing: what is committed when it begins is in it."""
    with BACKENDS[connection.vendor].snapshot() as (manifest, parts), tarfile.open(fileobj=out, mode="w|gz") as tar:
        _add(tar, MANIFEST, io.BytesIO(manifest.as_json()))
        _add(tar, KEY, io.BytesIO(settings.SECRET_KEY.encode()))
        for name, file in parts:
            _add(tar, DATABASE + name, file)
    return manifest


def write(out: IO[bytes], passphrase: Path | None = None) -> None:
    """Write a backup, encrypted where there is a file with a passphrase."""
    if passphrase is None:
        make(out)
        return
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as plain:
        make(plain)
        plain.seek(0)
        sealing.seal(plain, out, passphrase)


def keep(path: Path, passphrase: Path | None = None) -> None:
    """Make a backup and keep it as ``path``: whole, or not at all."""
    with files.whole(path) as out:
        write(out, passphrase)


def _add(tar: tarfile.TarFile, name: str, file: IO[bytes]) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = file.seek(0, os.SEEK_END), 0o600
    file.seek(0)
    tar.addfile(info, file)


def restore(source: IO[bytes], force: bool, passphrase: Path | None = None) -> Manifest:
    """Put a backup in the place of what is here, the key last: what fails before leaves both as they were.

    Raises NotRestored and NotSealed with why not.
    """
    if passphrase is None:
        return _restore(source, force)
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as plain:
        sealing.unseal(source, plain, passphrase)
        plain.seek(0)
        return _restore(plain, force)


def _restore(source: IO[bytes], force: bool) -> Manifest:
    try:
        with tarfile.open(fileobj=source, mode="r|gz") as tar:
            parts = _parts(tar)
            manifest = read(_next(parts, MANIFEST))
            key = _next(parts, KEY)
            tables = ((name.removeprefix(DATABASE), file) for name, file in parts)
            BACKENDS[connection.vendor].load(manifest, tables, force)
    except (tarfile.TarError, EOFError, OSError) as error:
        if isinstance(error, OSError) and error.errno:  # the disk's, and not the file's
            raise
        raise NotRestored(f"The file is no backup, or not all of one, or it is encrypted ({error}).") from error
    with files.whole(key_file()) as file:
        file.write(key)
    return manifest


def key_file() -> Path:
    """Where the key is kept."""
    return settings.DATA_DIR / "secret-key"


def _parts(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for member in tar:
        file = tar.extractfile(member)
        if file is None:
            raise tarfile.ReadError(f"{member.name} is no file")
        yield member.name, file


def _next(parts: Iterator[tuple[str, IO[bytes]]], name: str) -> bytes:
    found, file = next(parts, ("", io.BytesIO()))
    if found != name:
        raise tarfile.ReadError(f"{name} is missing")
    return file.read()
