"""What `manage.py check` says of the libraries that the PDF needs, and of what the law asks for."""

import builtins
import warnings

import pytest

from workshops.checks import INSTALL, key_is_strong, pango_is_there, statement_is_linked


@pytest.fixture
def importing(monkeypatch):
    """Lets a test decide what happens when WeasyPrint is imported."""
    real = builtins.__import__

    def decide(happens):
        def imported(name, *args, **kwargs):
            if name == "weasyprint":
                happens()
            return real(name, *args, **kwargs)

        monkeypatch.setattr(builtins, "__import__", imported)

    return decide


def test_with_all_libraries_there_is_nothing_to_say():
    assert pango_is_there(None) == []


def test_without_pango_the_pdf_is_told_to_be_missing_and_nothing_else_printed(importing, capsys):
    def happens():
        print("-----\nWeasyPrint could not import some external libraries.")
        raise OSError("cannot load library 'libpango-1.0-0'")

    importing(happens)
    (told,) = pango_is_there(None)

    assert (told.id, told.hint) == ("workshops.W001", INSTALL)
    assert told.msg == (
        "WeasyPrint cannot load Pango, so reports come without a PDF (cannot load library 'libpango-1.0-0')."
    )
    assert capsys.readouterr() == ("", "")


def test_what_weasyprint_complains_of_is_told_with_what_to_install(importing, recwarn):
    importing(lambda: warnings.warn("HarfBuzz-Subset will be required.", DeprecationWarning, stacklevel=1))
    (told,) = pango_is_there(None)

    assert (told.id, told.hint) == ("workshops.W002", INSTALL)
    assert told.msg == "WeasyPrint: HarfBuzz-Subset will be required."
    assert list(recwarn) == []


def test_a_site_that_others_reach_is_told_to_link_to_its_accessibility_statement(settings):
    settings.SITE_URL, settings.ACCESSIBILITY_URL = "https://dialog.example.dk", ""
    (told,) = statement_is_linked(None)
    assert (told.id, "DIALOG_ACCESSIBILITY_URL" in told.hint) == ("workshops.W003", True)

    settings.ACCESSIBILITY_URL = "https://www.was.digst.dk/dialog-example-dk"
    assert statement_is_linked(None) == []
    settings.SITE_URL, settings.ACCESSIBILITY_URL = "http://localhost:8000", ""
    assert statement_is_linked(None) == []


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("x", "1 characters, 1 of them different"),
        ("x" * 50, "50 characters, 1 of them different"),
        ("abcdefghi" * 5, "45 characters, 9 of them different"),
        ("abcdefghijklmnopqrstuvwxyz01234", "31 characters, 31 of them different"),
    ],
)
def test_a_key_that_can_be_guessed_is_an_error(settings, key, said):
    settings.SECRET_KEY = key
    (told,) = key_is_strong(None)

    assert (told.id, told.is_serious()) == ("workshops.E001", True)
    assert told.msg == f"The secret key can be guessed: it has {said}."


def test_a_key_of_chance_is_none(settings):
    settings.SECRET_KEY = "abcdefghijklmnopqrstuvwxyz012345"

    assert key_is_strong(None) == []
