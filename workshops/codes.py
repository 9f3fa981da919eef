"""Codes and keys: what people type, and what nobody can guess."""

import re
import secrets
import unicodedata
from secrets import randbelow
from urllib.parse import unquote

from . import texts

# No 0/O, no 1/I/L: a code is read off a wall and typed with a thumb. 31 letters, six of them: 887 million codes.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 6
MOST_WORDS = 60  # that a code is looked for among
MAX_NUMBER = 2**53  # below it a browser holds whole numbers exactly (ECMA-262, 21.1.2.6)
NEVER = set("01OIL")
CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
KEY = re.compile(r"(?:.*/k/)?([\w-]{22})/?", re.ASCII)
IN_LINK = re.compile(r"(?:/K/|[?&]KODE=)([^/?&#\s]+)")


def new_code() -> str:
    """A join code of six letters and digits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def tidy(typed: str) -> str:
    """What someone typed or pasted, as a code is written: alone, in capitals, without what it was read out with.

    It may come in its link, in quotes, after a word, in wide letters, parted by spaces or dashes. What no code can be
    found in stays what it is, so that it can be told.
    """
    text = texts.line(unicodedata.normalize("NFKC", texts.line(typed)).upper())  # a wide accent may be left alone
    link = IN_LINK.search(text)
    words = re.findall(r"[^\W_]+", unquote(link[1]).upper() if link else text)[:MOST_WORDS]
    joined = "".join(words)
    if len(joined) <= LENGTH:
        return joined or text.strip(" -")
    parted = ["".join(words[n : n + many]) for many in range(1, LENGTH + 1) for n in reversed(range(len(words)))]
    return next(filter(CODE.fullmatch, parted), joined)


def link_key(typed: str) -> str:
    """The key in the link of a QR code, or alone as that link's page sends it; empty where there is none."""
    found = KEY.fullmatch(texts.line(typed).strip("»«\"'<>., "))
    return found[1] if found else ""


def mixed_up(code: str) -> bool:
    """Whether ``code`` holds what is never in one, so that it must be another letter that looks like it."""
    return len(code) == LENGTH and bool(set(code) & NEVER)


def new_key() -> str:
    """A key of 22 characters that nobody can guess (128 random bits)."""
    return secrets.token_urlsafe(16)


def new_number() -> int:
    """A number that nobody can guess."""
    return randbelow(MAX_NUMBER)


def sent_key(sent: str) -> str:
    """The key that came with a form; a new one when what came cannot be a key of ours."""
    return sent if re.fullmatch(r"[\w-]{1,48}", sent, re.ASCII) else new_key()
