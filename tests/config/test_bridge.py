"""A request reaches Django whole or not at all."""

import asyncio

import pytest

from config import bridge
from config.bridge import Pages

SCOPE = {
    "type": "http",
    "http_version": "1.1",
    "method": "POST",
    "path": "/deltag/1/sedler/",
    "root_path": "",
    "query_string": b"a=1",
    "headers": [(b"content-type", b"text/plain"), (b"x-polled", b"1")],
    "server": ("127.0.0.1", 80),
    "client": ("127.0.0.1", 5000),
}


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


def ask(django, *messages: dict) -> list[dict]:
    """What is sent to someone whose request comes in these messages."""
    coming, sent = iter(messages), []

    async def receive() -> dict:
        return next(coming)

    async def send(message: dict) -> None:
        sent.append(message)

    asyncio.run(Pages(django, threads=1)(dict(SCOPE), receive, send))
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


def test_a_request_that_is_too_big_is_refused_unread(monkeypatch):
    monkeypatch.setattr(bridge, "MOST", 10)
    django = Django()
    start, body = ask(django, part(b"12345678", more=True), part(b"901", more=True))

    assert (start["status"], body["body"], django.bodies) == (413, b"", [])
    assert (b"connection", b"close") in start["headers"]


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
