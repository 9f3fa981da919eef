"""A request reaches Django whole or not at all."""

import asyncio
import threading
import time

import pytest
from django.urls import reverse

from config import bridge
from config.bridge import Pages

SCOPE = {
    "type": "http",
    "http_version": "1.1",
    "method": "POST",
    "path": "/deltag/1/sedler/",
    "raw_path": b"/deltag/1/sedler/",
    "root_path": "",
    "query_string": b"a=1",
    "headers": [(b"content-type", b"text/plain"), (b"x-polled", b"1")],
    "server": ("127.0.0.1", 80),
    "client": ("127.0.0.1", 5000),
}


TOLD = {"408": "For sent", "413": "Send mindre", "busy": "Travlt"}


class Answer(list):
    closed = False

    def close(self) -> None:
        self.closed = True


class Django:
    """A WSGI application that notes what it was asked."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.answer = Answer([b"Hej ", b"Ane"])

    def __call__(self, environ, start_response):
        self.environ = environ
        self.bodies.append(environ["wsgi.input"].read())
        start_response("201 Created", [("Content-Type", "text/plain"), ("X-Patch", "1")])
        return self.answer


def ask(django, *messages: dict, **scope) -> list[dict]:
    """What is sent to someone whose request comes in these messages."""
    coming, sent = iter(messages), []

    async def receive() -> dict:
        return next(coming)

    async def send(message: dict) -> None:
        sent.append(message)

    asyncio.run(Pages(django, threads=1, writers=1, told=TOLD.get)(SCOPE | scope, receive, send))
    return sent


def part(body: bytes, more: bool = False) -> dict:
    return {"type": "http.request", "body": body, "more_body": more}


def test_what_django_answers_is_sent_once():
    django = Django()
    start, body = ask(django, part(b"text=Mere+tid"))

    assert start == {
        "type": "http.response.start",
        "status": 201,
        "headers": [(b"content-type", b"text/plain"), (b"x-patch", b"1")],
    }
    assert body == {"type": "http.response.body", "body": b"Hej Ane"}
    assert django.answer.closed
    asked = [django.environ[name] for name in ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "HTTP_X_POLLED")]
    assert asked == ["POST", "/deltag/1/sedler/", "a=1", "1"]


def test_a_request_in_pieces_is_put_together():
    django = Django()
    ask(django, part(b"text=Me", more=True), part(b"re", more=True), part(b"+tid"))

    assert django.bodies == [b"text=Mere+tid"]


@pytest.mark.parametrize("before", [[], [part(b"text=Me", more=True)]])
def test_half_a_request_is_no_request(before):
    django = Django()
    assert ask(django, *before, {"type": "http.disconnect"}) == []
    assert django.bodies == []


@pytest.mark.parametrize("rest", [[b""], [b"2"], [b"2345", b"6789"]])
def test_who_sends_too_much_is_told_when_all_has_come(monkeypatch, rest):
    """A browser that is still sending shows what broke the connection, not what it was answered."""
    monkeypatch.setattr(bridge, "MOST", 10)
    django = Django()
    more = [part(each, more=True) for each in [b"12345678", b"901", *rest]]
    start, body = ask(django, *more, part(b""))

    assert (start["status"], body["body"], django.bodies) == (413, b"Send mindre", [])
    assert start["headers"] == [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", b"11"),
        (b"connection", b"close"),
    ]


def test_who_never_stops_sending_is_not_listened_to_forever(monkeypatch):
    monkeypatch.setattr(bridge, "MOST", 10)
    monkeypatch.setattr(bridge, "UNREAD", 30)
    django = Django()
    start, _body = ask(django, *[part(b"1234567890", more=True)] * 4)

    assert (start["status"], django.bodies) == (413, [])


@pytest.mark.parametrize(("part_within", "all_within"), [(0.02, 5.0), (5.0, 0.02)])
def test_half_a_request_is_not_waited_for_for_ever(monkeypatch, part_within, all_within):
    monkeypatch.setattr(bridge, "PART_WITHIN", part_within)
    monkeypatch.setattr(bridge, "ALL_WITHIN", all_within)
    django, sent = Django(), []

    async def receive() -> dict:
        await asyncio.sleep(60 if part_within < all_within else 0.005)
        return part(b"x", more=True)

    async def send(message: dict) -> None:
        sent.append(message)

    asyncio.run(Pages(django, threads=1, writers=1, told=TOLD.get)(SCOPE, receive, send))
    assert (sent[0]["status"], sent[1]["body"], django.bodies) == (408, b"For sent", [])


async def status_of(pages: Pages, *messages: dict, rest: asyncio.Event | None = None) -> int:
    """What a request in these messages is answered; the last of them comes once ``rest`` is set."""
    coming, sent = list(messages), []

    async def receive() -> dict:
        if rest and len(coming) == 1:
            await rest.wait()
        return coming.pop(0)

    async def send(message: dict) -> None:
        sent.append(message)

    await pages(SCOPE, receive, send)
    return sent[0]["status"]


def test_of_large_requests_only_so_many_are_held_and_small_ones_always_come_through(monkeypatch):
    monkeypatch.setattr(bridge, "SMALL", 10)
    monkeypatch.setattr(bridge, "MOST_HELD", 250)
    pages = Pages(Django(), threads=1, writers=1, told=TOLD.get)

    async def room() -> list[int]:
        rest = asyncio.Event()
        sizes = (100, 100, 100, 10, 10)
        tasks = [asyncio.create_task(status_of(pages, part(b"x" * n, True), part(b""), rest=rest)) for n in sizes]
        await asyncio.sleep(0.05)
        assert bridge.Body.held == 200
        rest.set()
        return await asyncio.gather(*tasks)

    assert asyncio.run(room()) == [201, 201, 503, 201, 201]
    assert bridge.Body.held == 0


def test_of_what_takes_long_only_so_much_waits():
    turn = threading.Event()

    def slow(environ, start_response):
        turn.wait(10)
        start_response("200 OK", [])
        return [b""]

    async def room() -> list[int]:
        pages = Pages(slow, threads=1, writers=1, told=TOLD.get, most_waiting=2)
        tasks = [asyncio.create_task(status_of(pages, part(b""))) for _ in range(4)]
        await asyncio.sleep(0.05)
        turn.set()
        return await asyncio.gather(*tasks)

    assert asyncio.run(room()) == [200, 200, 503, 503]


def test_so_many_write_at_once_and_so_many_read():
    together = {"GET": 0, "POST": 0}
    most = dict(together)

    def slow(environ, start_response):
        method = environ["REQUEST_METHOD"]
        together[method] += 1
        most[method] = max(most[method], together[method])
        time.sleep(0.05)
        together[method] -= 1
        start_response("200 OK", [])
        return [b""]

    async def room() -> None:
        pages = Pages(slow, threads=3, writers=1, told=TOLD.get)

        async def one(method: str) -> None:
            async def receive() -> dict:
                return part(b"")

            async def send(message: dict) -> None:
                pass

            await pages(SCOPE | {"method": method}, receive, send)

        await asyncio.gather(*(one(method) for method in ["GET", "POST"] * 4))

    asyncio.run(room())
    assert most == {"GET": 3, "POST": 1}


@pytest.mark.parametrize(
    ("name", "arguments", "is_apart"),
    [
        *[(name, [], True) for name in ("login", "second-step", "account", "password-change", "admin:login")],
        ("password-new", ["x"], True),
        ("library", [], True),
        *[(name, [], False) for name in ("join", "logout", "workshops")],
        ("phone-write", [1], False),
    ],
)
def test_what_can_take_long_and_is_of_no_meeting_has_threads_of_its_own(name, arguments, is_apart):
    assert bool(bridge.APART.fullmatch(reverse(name, args=arguments))) is is_apart


@pytest.mark.parametrize("body", [b"", b"text=Mere+tid", "text=æ".encode()])
@pytest.mark.parametrize(
    "length", [[(b"transfer-encoding", b"chunked")], [(b"content-length", b"3")], [(b"content-length", b"99")], []]
)
def test_the_body_is_as_long_as_what_came(body, length):
    django = Django()
    ask(django, part(body), headers=[*SCOPE["headers"], *length])

    assert (django.bodies, django.environ["CONTENT_LENGTH"]) == ([body], str(len(body)))
    assert "HTTP_CONTENT_LENGTH" not in django.environ


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([(b"content-type", b"text/plain")], {"CONTENT_TYPE": "text/plain"}),
        ([(b"x-forwarded-proto", b"https")], {"HTTP_X_FORWARDED_PROTO": "https"}),
        ([(b"x_forwarded_proto", b"https")], {}),
        ([(b"x-forwarded_proto", b"https")], {}),
        ([(b"x_forwarded_proto", b"https"), (b"x-forwarded-proto", b"http")], {"HTTP_X_FORWARDED_PROTO": "http"}),
        ([(b"content_length", b"3")], {}),
        ([(b"accept", b"a"), (b"accept", b"b")], {"HTTP_ACCEPT": "a,b"}),
        ([(b"cookie", b"a=1"), (b"cookie", b"b=2")], {"HTTP_COOKIE": "a=1; b=2"}),
        ([(b"x-name", b"\xc3\xa6")], {"HTTP_X_NAME": "Ã¦"}),
        ([(b"x-name", b"")], {"HTTP_X_NAME": ""}),
        ([(b"host", b"dialog.example.dk")], {"HTTP_HOST": "dialog.example.dk"}),
    ],
)
def test_headers_are_told_as_they_came_and_none_passes_for_the_proxys(headers, expected):
    found = bridge.environ(SCOPE | {"headers": headers}, b"")

    assert {key: found[key] for key in found if key.startswith("HTTP_") or key == "CONTENT_TYPE"} == expected
    assert found["CONTENT_LENGTH"] == "0"


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b"/k/ABC234/", "/k/ABC234/"),
        (b"/k/%C3%A6/", "/k/æ/"),
        (b"/k/%41BC234/", "/k/ABC234/"),
        (b"/k/a%2Fb/", "/k/a/b/"),
        (b"/k/%252F/", "/k/%2F/"),
        (b"/k/a+b/", "/k/a+b/"),
        (b"/k/%zz/", "/k/%zz/"),
        (b"/k/%/", "/k/%/"),
        (b"/k/%00/", "/k/\0/"),
        (b"//k/", "//k/"),
        (b"/../k/", "/../k/"),
        (b"*", "*"),
    ],
)
def test_the_path_is_the_bytes_that_were_asked_for(raw, path):
    found = bridge.environ(SCOPE | {"raw_path": raw, "path": "-"}, b"")

    assert found["PATH_INFO"].encode("latin-1").decode() == path


def test_the_path_is_what_follows_where_the_project_is_mounted():
    found = bridge.environ(SCOPE | {"root_path": "/dialog", "raw_path": b"/dialog/k/"}, b"")

    assert (found["SCRIPT_NAME"], found["PATH_INFO"]) == ("/dialog", "/k/")


def test_a_path_that_is_no_text_is_kept_as_its_bytes():
    assert bridge.environ(SCOPE | {"raw_path": b"/k/%FF/"}, b"")["PATH_INFO"] == "/k/\xff/"


@pytest.mark.parametrize("query", [b"", b"a=%C3%A6", b"a=\xc3\xa6", b"a=\xff"])
def test_the_query_is_the_bytes_that_were_asked_for(query):
    assert bridge.environ(SCOPE | {"query_string": query}, b"")["QUERY_STRING"].encode("latin-1") == query


def test_as_much_as_is_taken_is_taken(monkeypatch):
    monkeypatch.setattr(bridge, "MOST", 10)
    django = Django()
    ask(django, part(b"1234567890"))

    assert django.bodies == [b"1234567890"]


def test_what_django_could_not_answer_is_the_servers_to_tell():
    def broken(_environ, _start_response):
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        ask(broken, part(b""))
