"""The application as it is served to the tests: notes are numbered as they are written, so that one can say which comes
first; by the clock, since several processes write them."""

import time

from workshops import codes

_last = 0


def _in_turn(_below: int) -> int:
    global _last
    _last = max(_last + 1, time.time_ns() // 1000)
    return _last


codes.randbelow = _in_turn

from config.asgi import application  # noqa: E402, F401  (numbered so from the first note on)
