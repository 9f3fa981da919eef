"""What comes over a real socket, from proxies and from whoever sends what no browser would."""

import http.client
import http.cookiejar
import re
import socket
import urllib.request

import pytest

pytestmark = pytest.mark.once

FORM = "application/x-www-form-urlencoded"


class Phone:
    """A seat in a workshop that speaks HTTP by hand."""

    def __init__(self, server, made) -> None:
        self.server, self.made = server, made
        jar = http.cookiejar.CookieJar()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        page = opener.open(f"{server.url}/k/{made.code}/").read().decode()
        opener.open(f"{server.url}/k/{made.code}/", data=f"csrfmiddlewaretoken={token(page)}".encode())
        self.cookies = "; ".join(f"{each.name}={each.value}" for each in jar)
        page = opener.open(f"{server.url}{made.phone}").read().decode()
        self.token = token(page)

    def form(self, text: str) -> bytes:
        """The form of a note as a browser sends it."""
        return f"csrfmiddlewaretoken={self.token}&place={self.made.places[0]}&kind=note&key={text}&text={text}".encode()

    def head(self, *more: str) -> bytes:
        """The request's first lines."""
        lines = [f"POST {self.made.phone}sedler/ HTTP/1.1", f"Host: 127.0.0.1:{self.server.port}"]
        lines += [f"Cookie: {self.cookies}", f"Content-Type: {FORM}", *more]
        return "\r\n".join(lines).encode() + b"\r\n\r\n"


def token(page: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]


def ask(server, *sent: bytes, hang_up: bool = False) -> tuple[int, str]:
    """The status and the page that is answered to these bytes; nothing when it was only hung up."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as wire:
        for each in sent:
            wire.sendall(each)
        if hang_up:
            return 0, ""
        answer = http.client.HTTPResponse(wire, method="HEAD" if sent[0].startswith(b"HEAD") else None)
        answer.begin()  # passes over 100 Continue
        return answer.status, answer.read().decode()


def chunks(body: bytes, size: int = 7) -> bytes:
    """``body`` as a proxy sends it that does not know how long it is."""
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(each), each) for each in parts) + b"0\r\n\r\n"


@pytest.fixture(scope="module")
def phone(server) -> Phone:
    return Phone(server, server.workshop())


WHOLE = {
    "i+stykker": ("Transfer-Encoding: chunked", 1),
    "lovet": ("Expect: 100-continue", 1),
    "understreget": ("X_Forwarded_Proto: https", 3),
    "sidst": ("Connection: close", 40),
    "latin": ("X-Name: \xe6", 2),
}
ENDLESS = [
    ("Transfer-Encoding: chunked", b"zz\r\ntext=x\r\n0\r\n\r\n"),
    ("Transfer-Encoding: chunked", b"3\r\ntext=x\r\n0\r\n\r\n"),
    ("Transfer-Encoding: chunked", b"-1\r\ntext=x\r\n0\r\n\r\n"),
    ("Transfer-Encoding: chunked\r\nContent-Length: 3", b"6\r\ntext=x\r\n0\r\n\r\n"),
    ("Content-Length: 6\r\nContent-Length: 7", b"text=x"),
    ("Content-Length: -6", b"text=x"),
    ("Content-Length: six", b"text=x"),
]


def test_a_note_is_stored_whole_or_not_at_all(server, phone):
    for text, (more, pieces) in WHOLE.items():
        body = phone.form(text)
        if "chunked" in more:
            body = chunks(body)
        else:
            more += f"\r\nContent-Length: {len(body)}"
        step = len(body) // pieces + 1
        parts = [body[at : at + step] for at in range(0, len(body), step)]
        assert ask(server, phone.head(more), *parts)[0] == 302, more

    for more, tail in ENDLESS:  # a body nobody can tell the end of
        assert ask(server, phone.head(more), tail)[0] == 400, more

    half = phone.form("halvt")
    ask(server, phone.head("Transfer-Encoding: chunked"), chunks(half)[:-5], hang_up=True)
    ask(server, phone.head("Content-Length: 900"), half, hang_up=True)

    long = phone.form("x" * 3_000_000)
    for more, sent in [(f"Content-Length: {len(long)}", long), ("Transfer-Encoding: chunked", chunks(long, 60_000))]:
        status, page = ask(server, phone.head(more), sent)
        assert status == 413
        assert "<h1>Det var for meget på én gang</h1>" in page

    assert phone.made.notes() == [text.replace("+", " ") for text in WHOLE]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("GET /log-ind/ HTTP/1.1", 200),
        ("GET http://127.0.0.1/log-ind/ HTTP/1.1", 200),
        ("HEAD /log-ind/ HTTP/1.1", 200),
        ("GET /k/%FF/ HTTP/1.1", 422),
        ("GET /k/%C3%A6/ HTTP/1.1", 422),
        ("GET /findes-ikke/%FF%00/ HTTP/1.1", 404),
        ("GET /?a=%FF&b=%C3%28 HTTP/1.1", 200),
        ("OPTIONS * HTTP/1.1", 404),
        ("GET /\xff HTTP/1.1", 400),
        ("GET /?\xe6 HTTP/1.1", 400),
        ("BREW / HTTP/1.1", 400),
        ("GET / HTTP/9.9", 400),
    ],
)
def test_odd_first_lines_get_an_answer_and_leave_no_trace(server, line, expected):
    head = line.encode("latin-1") + f"\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()

    assert ask(server, head)[0] == expected
