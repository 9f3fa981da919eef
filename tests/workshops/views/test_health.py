import pytest
from django.db import OperationalError, connection
from django.test import Client


def test_it_answers_when_the_database_does(db):
    answer = Client().get("/healthz")

    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "text/plain", b"ok\n")


def test_it_is_503_when_the_database_does_not(db, monkeypatch, caplog):
    def away(*args, **kwargs):
        raise OperationalError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", away)
        assert Client().get("/healthz").status_code == 503
    assert caplog.messages[:1] == ["The database does not answer: gone"]


@pytest.mark.parametrize(("method", "status"), [("head", 200), ("post", 405)])
def test_it_is_only_read(db, method, status):
    assert getattr(Client(), method)("/healthz").status_code == status
