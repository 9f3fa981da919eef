"""The main job, from an empty form to a report in the leader's hands."""

import re

import docx
import openpyxl
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.valid import faults

from .screens import log_in, on, opened, put_together, send

REWORDED = "Hvad tager tid fra borgerne?"
POINT = "Tasteriet tager tiden fra borgerne"
OWN = "Hvad skal vi selv holde øje med?"
LATE = {"timeout": 60_000}  # the report is made in a process of its own


def test_from_agenda_to_report(room, tmp_path):
    desk = room.stranger()
    log_in(desk)
    room.login = desk.context.storage_state()
    prepare(desk)
    desk.get_by_role("button", name="Åbn workshoppen").click()
    desk.wait_for_url("**/styr/")

    wall = room.wall(desk.url.replace("/styr/", "/tavle/"))
    phones = join(room, wall)
    expect(wall.locator("#seats")).to_have_text("3 er med")
    expect(desk.locator("#seats")).to_contain_text("3 er med")

    write_and_show(wall, phones)
    tend_the_notes(desk, wall, phones)
    choose(wall, phones)
    agree(desk, wall)
    report = close(desk, wall, phones)
    write_up(report, phones)
    read_the_pdf(report, tmp_path)
    read_the_others(report, tmp_path)
    share(room, report)


def prepare(desk: Page) -> None:
    """A workshop with two of the twelve questions, the first reworded, and one of their own."""
    desk.get_by_role("link", name=re.compile("Ny workshop|Lav den første")).first.click()
    desk.get_by_label("Hvad skal workshoppen hedde?").fill("Før det nye omsorgssystem")
    desk.get_by_label("Arbejdsplads", exact=True).fill("Plejecenter Solgården")
    desk.get_by_label("Hvilken teknologi handler det om?").fill("Omsorgssystem")
    put_together(desk, "Digitalisering og psykisk arbejdsmiljø")
    desk.get_by_text("Grupper, opbevaring og hjælper").click()
    desk.get_by_label("Grupper, deltagerne kan vælge").fill("Medarbejder\nTR")
    desk.get_by_label("Alle sedler, der bliver vist, står ord for ord i opsamlingen.").check()
    desk.get_by_role("button", name="Gem, og gå til dagsordenen").click()

    desk.get_by_role("link", name="Vælg og ret indholdet").click()
    asked = desk.get_by_label("Tag spørgsmålet med")
    expect(asked).to_have_count(12)
    desk.get_by_role("button", name="Tag ingen", exact=True).click()
    expect(desk.locator("#total")).to_contain_text("10 af 45 minutter")
    expect(desk.locator(".question__asked input:checked")).to_have_count(0)
    asked.nth(0).check()
    asked.nth(3).check()
    desk.get_by_label("Spørgsmål 1").first.fill(REWORDED)
    desk.get_by_label("Spørgsmål 1").first.blur()
    expect(desk.locator("#total")).to_contain_text("gemt")
    desk.get_by_label("Jeres eget spørgsmål").last.fill(OWN)
    desk.get_by_role("button", name="Tilføj").last.click()
    expect(asked).to_have_count(13)
    desk.get_by_role("button", name="Gem", exact=True).click()
    expect(desk.locator(".agenda")).to_contain_text("3 spørgsmål")


def join(room, wall: Page) -> list[Page]:
    """Three phones: by the QR code, by a carelessly typed code, and as one of a group."""
    code = "".join(wall.locator(".lobby .code").inner_text().split())
    scanned, typed, grouped = room.phone(f"/k/{code}/"), room.phone("/"), room.phone(f"/k/{code}/")
    scanned.get_by_role("button", name="Kom med").click()
    typed.get_by_label("Koden på tavlen").fill(f"{code[:3]} {code[3:]}".lower())
    typed.get_by_role("button", name="Videre").click()
    typed.get_by_role("button", name="Kom med").click()
    grouped.get_by_label("TR", exact=True).check()
    grouped.get_by_role("button", name="Kom med").click()
    for phone in (scanned, typed, grouped):
        phone.wait_for_url("**/deltag/*/")
    return [scanned, typed, grouped]


def write_and_show(wall: Page, phones: list[Page]) -> None:
    """The wall's keys lead, the phones follow; notes stay face down until all have written."""
    current = wall.locator(".steps [aria-current]")
    wall.keyboard.press("ArrowRight")
    expect(wall.get_by_role("heading", name=REWORDED)).to_be_visible()
    expect(current).to_have_text("Skriv")
    for phone in phones:
        expect(phone.locator(".stage__question")).to_have_text(REWORDED)
        expect(phone.locator("#text")).to_be_visible()

    send(phones[0], "Systemet er nede hver fredag")
    send(phones[1], "Vi taster alt to gange")
    send(phones[2], "Jeg vil ikke sige mit navn")
    send(phones[2], "En tanke jeg fortryder")
    expect(wall.locator(".pile__count")).to_have_text("4 sedler")
    expect(wall.locator(".note")).to_have_count(0)

    mine = phones[1].locator("#mine li")
    mine.locator("summary").click()
    mine.get_by_label("Ret din seddel").fill("Vi taster alt tre gange")
    mine.get_by_role("button", name="Gem").click()
    expect(mine.locator(".note__text")).to_have_text("Vi taster alt tre gange")
    regretted = phones[2].locator("#mine li", has_text="En tanke jeg fortryder")
    regretted.locator("summary").click()
    regretted.get_by_role("button", name="Træk tilbage").click()
    expect(regretted).to_have_count(0)
    expect(wall.locator(".pile__count")).to_have_text("3 sedler")

    wall.keyboard.press("Space")
    expect(current).to_have_text("Gennemsyn")
    expect(wall.locator("#reviewed")).to_have_text("3 sedler venter")
    expect(wall.locator(".note")).to_have_count(0)
    wall.keyboard.press("Space")
    shown = ["Systemet er nede hver fredag", "Vi taster alt tre gange", "Jeg vil ikke sige mit navn"]
    expect(wall.locator(".note__text")).to_have_text(shown)
    expect(phones[0].locator("#text")).to_have_count(0)
    wall.keyboard.press("ArrowLeft")
    expect(current).to_have_text("Skriv")
    expect(wall.locator(".note")).to_have_count(0)
    expect(phones[0].locator("#mine .note__text")).to_have_text("Systemet er nede hver fredag")
    wall.keyboard.press("Space")
    expect(wall.locator(".note__text")).to_have_text(shown)


def tend_the_notes(desk: Page, wall: Page, phones: list[Page]) -> None:
    """Hide and undo, hide for good, move, and write one for somebody without a phone."""
    on_wall = wall.locator(".note__text")
    expect(desk.locator(".place .note")).to_have_count(3)
    desk.get_by_role("link", name="Skjul Systemet er nede hver fredag").click()
    opened(desk).get_by_role("button", name="Den er krænkende").click()
    expect(on_wall).to_have_text(["Vi taster alt tre gange", "Jeg vil ikke sige mit navn"])
    expect(desk.locator("#toast")).to_contain_text("Sedlen er skjult.")
    desk.locator("#undo").click()
    expect(on_wall).to_have_count(3)
    desk.get_by_role("link", name="Skjul Jeg vil ikke sige mit navn").click()
    opened(desk).get_by_role("button", name="Den nævner en person").click()
    expect(on_wall).to_have_text(["Systemet er nede hver fredag", "Vi taster alt tre gange"])
    expect(phones[2].locator("#mine")).to_contain_text("holdt tilbage, fordi den nævner en person")

    desk.get_by_role("link", name="Ret Vi taster alt tre gange").click()
    opened(desk).get_by_label("Flyt til").select_option(label=OWN)
    desk.get_by_role("button", name="Flyt", exact=True).click()
    expect(on_wall).to_have_text(["Systemet er nede hver fredag"])

    desk.get_by_role("link", name="Skriv en seddel").click()
    opened(desk).get_by_role("textbox", name="Seddel").fill("Sagt højt af Karen")
    desk.get_by_role("button", name="Sæt den på").click()
    expect(desk.locator("#dialog")).to_be_hidden()
    expect(on_wall).to_have_text(["Systemet er nede hver fredag", "Sagt højt af Karen"])


def press(wall: Page, times: int) -> None:
    """The clicker's next, each once the wall has come to the stop before."""
    for _time in range(times):
        on(wall)


def choose(wall: Page, phones: list[Page]) -> None:
    """Past the other two questions to the dots, and what they say."""
    wall.bring_to_front()
    press(wall, 5)
    expect(wall.locator("#options .note")).to_have_count(3)
    row = phones[0].locator(".dots__one", has_text="Systemet er nede hver fredag")
    row.get_by_role("button", name="Sæt en prik").click()
    expect(wall.locator("#dotted")).to_have_text("1 af 3 har sat prikker")
    press(wall, 1)
    expect(wall.locator(".option__dots")).to_have_text("1. ● 1 prik")


def agree(desk: Page, wall: Page) -> None:
    """An agreement from a note, seen by the room."""
    press(wall, 1)
    expect(wall.locator("#agreements")).to_contain_text("Ingen aftaler endnu.")
    expect(desk.locator("#desk-next")).to_be_enabled()
    desk.get_by_role("link", name="Aftal Systemet er nede hver fredag").click()
    form = opened(desk)
    what = form.get_by_label("Hvad aftaler I?")
    expect(what).to_have_value("Systemet er nede hver fredag")
    what.fill("It ringer hver fredag kl. 9")
    form.get_by_label("Hvem gør det?").fill("Superbrugerne")
    form.get_by_label("Hvornår skal det være gjort?").fill("2031-05-02")
    form.locator(".choice", has_text="Før").click()
    form.get_by_role("button", name="Gem aftalen").click()
    expect(desk.locator("#agreements .agreement__what")).to_have_text("It ringer hver fredag kl. 9")
    expect(wall.locator(".agreements__what")).to_have_text("It ringer hver fredag kl. 9")
    expect(wall.locator(".agreements__who")).to_have_text(re.compile(r"Superbrugerne\s+· 2\. maj 2031\s+Før"))


def close(desk: Page, wall: Page, phones: list[Page]) -> Page:
    """To the end; the report is made meanwhile."""
    wall.bring_to_front()
    press(wall, 1)
    expect(wall.locator("#wall-next")).to_be_disabled()
    expect(wall.locator(".agreements__what")).to_have_text("It ringer hver fredag kl. 9")
    desk.get_by_role("button", name="Afslut, og lav opsamlingen").click()
    desk.wait_for_url("**/rapport/")
    expect(wall.get_by_role("heading", name="Tak for i dag")).to_be_visible()
    for phone in phones:
        expect(phone.get_by_role("heading", name="Tak, fordi du var med")).to_be_visible()
    expect(desk.get_by_role("link", name="Hent som PDF")).to_be_visible(**LATE)
    return desk


def write_up(report: Page, phones: list[Page]) -> None:
    """The facilitator writes what matters most; once it is approved, those who were there read it on their phones."""
    report.get_by_role("link", name="Skriv det vigtigste").click()
    report.get_by_label("Det vigtigste", exact=True).fill(POINT)
    report.get_by_label("Udvalg").fill("Lokal-MED på Solgården")
    report.get_by_role("button", name="Gem", exact=True).click()
    expect(report.get_by_role("heading", name="Først et udkast")).to_be_visible()
    for phone in phones:
        expect(phone.get_by_text(POINT)).to_have_count(0)

    report.get_by_label("Hvem har godkendt den?").fill("Formand og næstformand")
    report.get_by_role("button", name="Godkend").click()
    for phone in phones:
        expect(phone.get_by_role("heading", name="Det vigtigste")).to_be_visible(**LATE)
        expect(phone.get_by_text(POINT)).to_be_visible()
        expect(phone.locator(".paper--screen")).to_have_css("background-color", "rgb(255, 255, 255)")
        expect(phone.get_by_role("cell", name="It ringer hver fredag kl. 9")).to_be_visible()
        expect(phone.get_by_text("Sagt højt af Karen")).to_have_count(0)
    expect(report.get_by_role("link", name="Hent som PDF")).to_be_visible(**LATE)


def read_the_others(report: Page, folder) -> None:
    """What one goes on with: a document to write on in, and a spreadsheet."""
    report.get_by_text("Andre formater: Word, Excel, billeder").click()
    for name, kept in (("Word", "a.docx"), ("Excel", "a.xlsx")):
        with report.expect_download() as download:
            report.get_by_role("link", name=name).click()
        download.value.save_as(folder / kept)
    paragraphs = [each.text for each in docx.Document(folder / "a.docx").paragraphs if each.text]
    agreed = openpyxl.load_workbook(folder / "a.xlsx")["Aftaler"]

    assert paragraphs[0].startswith("Opsamling, godkendt af Formand og næstformand den ")
    assert paragraphs[1] == "Før det nye omsorgssystem"
    assert paragraphs[2:4] == ["Det vigtigste", POINT]
    assert [cell.value for cell in agreed[2]][1:4] == ["It ringer hver fredag kl. 9", "Superbrugerne", "2031-05-02"]


def read_the_pdf(report: Page, folder) -> None:
    """What the downloaded file says, and that it can be read by everyone."""
    with report.expect_download() as download:
        report.get_by_role("link", name="Hent som PDF").click()
    path = folder / "opsamling.pdf"
    download.value.save_as(path)
    assert download.value.suggested_filename.endswith(".pdf")
    with PdfReader(path) as reader:
        text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    for said in ("Systemet er nede hver fredag", "Vi taster alt tre gange", "Sagt højt af Karen", REWORDED, OWN):
        assert said in text
    for agreed in (POINT, "Før det nye omsorgssystem", "It ringer hver fredag kl. 9", "Superbrugerne", "2. maj 2031"):
        assert agreed in text
    for unsaid in ("Jeg vil ikke sige mit navn", "En tanke jeg fortryder", "Vi taster alt to gange"):
        assert unsaid not in text
    errors = faults(path.read_bytes())
    assert errors == []


def share(room, report: Page) -> None:
    """The leader, and the employees, read it by link alone, until the links are taken back."""
    report.get_by_role("button", name="Lav to link").click()
    link = report.get_by_label("Lederens link").input_value()
    employees = room.stranger(report.get_by_label("Medarbejdernes link").input_value())
    expect(employees.get_by_text("Sagt højt af Karen")).to_be_visible()
    leader = room.stranger(link)
    expect(leader.get_by_role("heading", name="Før det nye omsorgssystem")).to_be_visible()
    expect(leader.get_by_text("Sagt højt af Karen")).to_be_visible()
    expect(leader.get_by_text("Jeg vil ikke sige mit navn")).to_have_count(0)
    assert leader.context.request.get(f"{link}pdf/").headers["content-type"] == "application/pdf"

    report.get_by_role("button", name="Træk tilbage").click()
    expect(report.get_by_text("Linkene er trukket tilbage.")).to_be_visible()
    assert leader.reload().status == 410
    expect(leader.get_by_role("heading", name="Linket virker ikke længere")).to_be_visible()
    assert leader.context.request.get(f"{link}pdf/").status == 410
