"""``manage.py shell`` for many commands: reads code in a line of JSON each, and answers with what it printed.

Starting Django takes longer than most of what tests ask of the database.
"""

import contextlib
import io
import json
import sys
import traceback

import django

django.setup()

from django.core.management.commands.shell import Command  # noqa: E402  (the models are there only now)
from django.db import close_old_connections  # noqa: E402

import tests.e2e.served  # noqa: E402, F401  (what the shell writes is numbered as what the server does)
from workshops.models import agendas  # noqa: E402
from workshops.screens import phone  # noqa: E402


def run(code: str, names: dict[str, object]) -> dict[str, str]:
    """What ``code`` prints, or how it failed. What is kept of workshops is forgotten first."""
    agendas.forget()
    phone.forget()
    close_old_connections()
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(code, dict(names))
    except Exception:  # noqa: BLE001  (whatever it is, it is the test that must hear of it)
        return {"failed": traceback.format_exc()}
    return {"printed": printed.getvalue().strip()}


if __name__ == "__main__":
    known = Command().get_namespace(verbosity=0)
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line), known)), flush=True)
