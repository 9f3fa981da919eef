"""Network namespaces that stand for hosts: each has its own addresses and is reached by a wire of its own.

Linux and root only. They share the disk, and so PostgreSQL's socket, and the cores.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

NETWORK = "198.18.213"  # of those for benchmarks (RFC 2544): nobody else's


class CannotStart(Exception):
    """The server, its database or a host did not come up. Says why, in English."""


@dataclass(frozen=True)
class Host:
    """One namespace: where it is reached, and the words before a command that is to run inside."""

    address: str
    inside: tuple[str, ...]


@contextmanager
def hosts(count: int) -> Iterator[list[Host]]:
    """So many hosts, gone afterwards. Raises CannotStart when this machine does not let us."""
    with ExitStack() as after:
        yield [_host(index, after) for index in range(count)]


def _host(index: int, after: ExitStack) -> Host:
    name, wire = f"bench-{os.getpid()}-{index}", f"bench{os.getpid()}{index}"[-15:]
    here, there = f"{NETWORK}.{index * 4 + 1}", f"{NETWORK}.{index * 4 + 2}"
    _ip("netns", "add", name)
    after.callback(_ip, "netns", "del", name)  # and with it the wire
    _ip("link", "add", wire, "type", "veth", "peer", "name", "wire", "netns", name)
    _ip("address", "add", f"{here}/30", "dev", wire)
    _ip("link", "set", wire, "up")
    for words in (("address", "add", f"{there}/30", "dev", "wire"), ("link", "set", "wire", "up")):
        _ip("-n", name, *words)
    return Host(there, ("ip", "netns", "exec", name))


def _ip(*words: str) -> None:
    try:
        subprocess.run(["ip", *words], check=True, capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", "") or error
        raise CannotStart(f"--hosts needs root and iproute2: ip {' '.join(words)}: {said}".strip()) from None
