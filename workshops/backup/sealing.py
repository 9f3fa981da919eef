"""Encrypting a backup with a passphrase, by GnuPG: a cipher is not for an application to write."""

from __future__ import annotations

import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

SEAL = ["--symmetric", "--cipher-algo", "AES256", "--compress-algo", "none"]  # it is compressed already


class NotSealed(Exception):
    """GnuPG could not encrypt or decrypt; the text says why, to IT."""


def seal(plain: IO[bytes], out: IO[bytes], passphrase: Path) -> None:
    """Write ``plain`` to ``out``, encrypted with the first line of the file ``passphrase``. Raises NotSealed."""
    _gpg("encrypt", SEAL, plain, out, passphrase)


def unseal(source: IO[bytes], plain: IO[bytes], passphrase: Path) -> None:
    """Write to ``plain`` what :func:`seal` made of it. Raises NotSealed where that is not whole, or not of this
    passphrase: then nothing of ``plain`` is to be used."""
    _gpg("decrypt", ["--decrypt"], source, plain, passphrase)


def _gpg(what: str, arguments: list[str], source: IO[bytes], out: IO[bytes], passphrase: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="gpg-") as home:
        command = ["gpg", "--batch", "--quiet", "--no-options", "--homedir", home, "--pinentry-mode", "loopback"]
        command += ["--passphrase-file", str(passphrase), *arguments]
        try:
            done = subprocess.run(command, stdin=source, stdout=out, stderr=subprocess.PIPE)
        except FileNotFoundError:
            raise NotSealed("A passphrase needs GnuPG, which is not here: apt-get install gnupg.") from None
        finally:
            with suppress(FileNotFoundError):
                subprocess.run(["gpgconf", "--homedir", home, "--kill", "gpg-agent"], stderr=subprocess.DEVNULL)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise NotSealed(f"GnuPG could not {what} it ({said[-1] if said else done.returncode}).")
