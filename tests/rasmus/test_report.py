import io

import pytest
from pypdf import PdfReader

from tests.helpers import again
from tests.pages import dom, text
from workshops import report
from workshops.models import Agreement


@pytest.fixture
def decided(before):
    red = before.write("expected", "worse", "Mere skærm")
    need = before.write("needs", "before", "To timers oplæring", answers=(red,))
    before.write("today", "today", "Skjult i dag").hide()
    topic = before.circles[0]
    Agreement(workshop=before.workshop, note=need, topic=topic, what="Kursus i uge 5", who="Ane").settle()
    return before


def test_a_precondition_its_link_and_its_agreement_are_told(decided):
    content = report.html(again(decided.workshop))
    (need,) = dom(content).xpath("//li[contains(., 'To timers')]")

    assert text(need) == "To timers oplæringSvarer på: Mere skærmAftalt: Kursus i uge 5 (Ane)"
    assert "Skjult i dag" not in content


def test_the_picture_has_its_words_and_its_table(decided):
    content = dom(report.html(again(decided.workshop)))
    (picture,) = content.xpath("//img[@class='compass-image']")

    assert "Realistisk: 0 i dag, 0 forbedringer, 1 forringelser" in picture.get("alt")
    rows = [[text(cell) for cell in row] for row in content.xpath("//table[@class='compass-table']/tbody/tr")]
    assert rows[0] == ["Realistisk", "0", "0", "1"]
    assert len(rows) == 6


def test_the_pdf_holds_it_all(decided):
    made = report.pdf("Kompas", report.html(again(decided.workshop)))
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)

    assert [each in words for each in ("To timers oplæring", "Mere skærm", "Kursus i uge 5")] == [True] * 3


def test_then_and_now_are_compared(after):
    after.write("experienced", "better", "Det gik godt")
    content = dom(report.html(again(after.workshop)))
    (picture,) = content.xpath("//img[@class='time-image']")

    assert "Realistisk: ventet 1 forbedringer og 2 forringelser, oplevet 1 og 0" in picture.get("alt")
    assert [text(each) for each in content.xpath("//h4[contains(., 'dengang')]")] == ["Det ventede I dengang"]
