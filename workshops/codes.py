"""Codes and keys: what people type, and what nobody can guess."""

import re
import secrets

# No 0/O, no 1/I/L: a code is read off a wall and typed with a thumb. 31 letters, six of them: 887 million codes.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 6


def new_code() -> str:
    """A join code of six letters and digits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def tidy(typed: str) -> str:
    """What someone typed, as a code would be written: upper case, without spaces, dashes and what cannot be seen."""
    return "".join(c for c in typed if c.isprintable() and c not in " -").upper()


def new_key() -> str:
    """A key of 22 characters that nobody can guess (128 random bits)."""
    return secrets.token_urlsafe(16)


def sent_key(sent: str) -> str:
    """The key that came with a form; a new one when what came cannot be a key of ours."""
    return sent if re.fullmatch(r"[\w-]{1,48}", sent, re.ASCII) else new_key()
