from django.core import signing

from workshops.models import ReportLink


def test_a_token_finds_its_link(leader, open_workshop):
    found = ReportLink.from_token(leader.token)

    assert found == leader
    assert found.workshop == open_workshop


def test_a_link_is_its_own(workshop):
    first, second = workshop.report_links.create(), workshop.report_links.create()

    assert first.token != second.token
    assert list(workshop.report_links.all()) == [second, first]


def test_a_tampered_token_finds_nothing(leader, other_workshop):
    other = other_workshop.report_links.create()
    key, signature = leader.token.rsplit(":", 1)

    for token in [
        "",
        ":",
        key,
        leader.token[:-1],
        leader.token + "A",
        f"{other.key}:{signature}",
        f"x{leader.token}",
        signing.Signer().sign(leader.key),
        signing.Signer(key="another key", salt="workshops.report-link").sign(leader.key),
    ]:
        assert ReportLink.from_token(token) is None, token


def test_a_revoked_link_is_found_as_revoked(leader, now):
    leader.revoke()

    assert ReportLink.from_token(leader.token).revoked_at == now


def test_the_link_of_a_deleted_workshop_finds_nothing(leader, open_workshop):
    open_workshop.discard()

    assert ReportLink.from_token(leader.token) is None


def test_the_signature_does_not_show_in_the_database(leader):
    assert leader.key != leader.token
    assert leader.get_absolute_url() == f"/rapport/{leader.token}/"
