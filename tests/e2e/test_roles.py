"""The roles matrix in a real room: two laptops that write in the same row at once, a phone that proposes, the wall."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.valid import faults

from .screens import BACK_WITHIN, on, opened, put_together, send
from .server import EMAIL

LATE = {"timeout": 60_000}  # the report is made in a process of its own
STATUS = "Status og næste skridt"
WHO, WHAT, HOW, WHEN = "Hvem", "Hvad", "Hvordan", "Hvornår, og hvor tit?"
COLUMNS = WHO, WHAT, HOW, WHEN, STATUS
LEADERS, SPECIALISTS, OTHERS = "Ledere", "Fagspecialister", "Andre"
BO, BOS_PASSWORD = "bo@example.dk", "te og tvebakker i lange baner"


@pytest.mark.once
def test_from_proposals_to_the_report(room, server, tmp_path):
    ane = made(room, server)
    bo = log_in_as_bo(room, ane.url)
    wall = room.wall(ane.url.replace("/styr/", "/tavle/"))
    phone = joined(room, code_on(wall))
    ane.get_by_role("button", name="Udfyld skemaet").first.click()

    propose(phone, ane, bo, wall)
    write_at_once(ane, bo, wall)
    write_in_the_same_cell(ane, bo, wall)
    write_too_much(bo, wall)
    hide_a_row_under_someone(ane, bo, wall)
    set_the_status(ane, wall)
    agree(ane, bo)
    add_a_row(ane, bo, wall)
    look_closely(wall)
    read_the_pdf(closed(wall, ane), tmp_path / "opsamling.pdf")


def made(room, server) -> Page:
    """A workshop with the matrix: Ane makes it, and invites Bo to steer it with her."""
    server.shell(f"User.objects.filter(email={BO!r}) or User.objects.create_user({BO!r}, {BOS_PASSWORD!r}, name='Bo')")
    ane = room.desk("/workshops/")
    ane.get_by_role("link", name=re.compile("Ny workshop|Lav den første")).first.click()
    ane.get_by_label("Hvad skal workshoppen hedde?").fill("Hvem gør hvad?")
    ane.get_by_label("Arbejdsplads", exact=True).fill("Borgerservice")
    put_together(ane, "Roller i digitaliseringsforløbet")
    ane.get_by_text("Grupper, opbevaring og hjælper").click()
    ane.get_by_label("Grupper, deltagerne kan vælge").fill("Leder\nMedarbejder")
    ane.get_by_role("button", name="Gem, og gå til dagsordenen").click()
    ane.get_by_label("Mail på den, der skal være med til at styre").fill(BO)
    ane.get_by_role("button", name="Inviter").click()
    expect(ane.get_by_role("listitem").filter(has_text=BO)).to_contain_text("inviteret")
    ane.get_by_role("button", name="Åbn workshoppen").click()
    ane.wait_for_url("**/styr/")
    return ane


def log_in_as_bo(room, desk: str) -> Page:
    bo = room.stranger("/workshops/")
    bo.get_by_label("Mail").fill(BO)
    bo.get_by_label("Adgangskode").fill(BOS_PASSWORD)
    bo.get_by_role("button", name="Log ind").click()
    bo.get_by_role("button", name="Vær med").click()
    bo.get_by_role("heading", name="Dagsorden").wait_for()
    bo.goto(desk)
    return bo


def code_on(wall: Page) -> str:
    return "".join(wall.get_by_role("listitem").filter(has_text="Skriv").locator("strong").inner_text().split())


def joined(room, code: str) -> Page:
    """The phone of a leader."""
    phone = room.phone(f"/k/{code}/")
    phone.get_by_label("Leder", exact=True).check()
    phone.get_by_role("button", name="Kom med").click()
    phone.wait_for_url("**/deltag/*/")
    return phone


def row(screen: Page, name: str) -> Locator:
    return screen.get_by_role("row").filter(has=screen.get_by_role("rowheader", name=name))


def cell(wall: Page, name: str, column: str) -> Locator:
    """A cell on the wall."""
    return row(wall, name).get_by_role("cell").nth(COLUMNS.index(column))


def field(desk: Page, name: str, column: str) -> Locator:
    """The same cell on a laptop: what can be typed in."""
    return desk.get_by_label(f"{name}, {column}", exact=True)


def write(desk: Page, name: str, column: str, text: str) -> None:
    field(desk, name, column).fill(text)
    field(desk, name, column).blur()


def saved(desk: Page, name: str, column: str, text: str) -> None:
    """Write, and wait until the laptop itself shows what was stored."""
    write(desk, name, column, text)
    expect(began_from(desk, name, column, "was")).to_have_value(text)


def began_from(desk: Page, name: str, column: str, what: str) -> Locator:
    """What the laptop knows is stored in a cell."""
    return desk.locator("form").filter(has=field(desk, name, column)).locator(f"[name={what}]")


def propose(phone: Page, ane: Page, bo: Page, wall: Page) -> None:
    """A leader's phone proposes to the leaders' row; taken in, it stands in the cell everywhere."""
    expect(wall.get_by_role("rowheader")).to_have_count(6)
    expect(wall.get_by_text("Tomt endnu")).to_have_count(30)
    nav = phone.get_by_role("navigation", name="Vælg et felt")
    expect(nav).to_be_visible()
    own = nav.get_by_role("group").filter(has_text=LEADERS)
    if not own.get_by_role("link", name=WHAT, exact=True).is_visible():
        own.get_by_text(LEADERS, exact=True).click()
    own.get_by_role("link", name=WHAT, exact=True).click()
    expect(phone.get_by_role("heading", name=f"{LEADERS} · {WHAT}")).to_be_visible()
    send(phone, "Fortælle, hvad der ligger fast")
    expect(cell(wall, LEADERS, WHAT)).to_contain_text("1 seddel")
    ane.locator("#desk-next").click()
    expect(ane.locator("#review .note__text")).to_have_text("Fortælle, hvad der ligger fast")
    ane.locator("#desk-next").click()
    expect(cell(wall, LEADERS, WHAT)).to_contain_text("Fortælle, hvad der ligger fast")
    for desk in (ane, bo):
        proposed = desk.get_by_role("list", name=f"Forslag til {LEADERS}, {WHAT}")
        expect(proposed.get_by_role("listitem")).to_contain_text("Fortælle, hvad der ligger fast")

    ane.get_by_role("button", name="Tag med Fortælle").click()
    expect(cell(wall, LEADERS, WHAT)).to_have_text("Fortælle, hvad der ligger fast")
    expect(cell(wall, LEADERS, WHAT).get_by_role("listitem")).to_have_count(0)
    for desk in (ane, bo):
        expect(field(desk, LEADERS, WHAT)).to_have_value("Fortælle, hvad der ligger fast")
        expect(desk.get_by_role("list", name=f"Forslag til {LEADERS}, {WHAT}").get_by_role("listitem")).to_have_count(0)


def write_at_once(ane: Page, bo: Page, wall: Page) -> None:
    """Two cells of one row, begun at the same time: each stands on all screens."""
    field(ane, SPECIALISTS, WHO).fill("Superbrugerne")
    field(bo, SPECIALISTS, HOW).fill("På ugemødet")
    field(ane, SPECIALISTS, WHO).blur()
    field(bo, SPECIALISTS, HOW).blur()
    expect(cell(wall, SPECIALISTS, WHO)).to_have_text("Superbrugerne")
    expect(cell(wall, SPECIALISTS, HOW)).to_have_text("På ugemødet")
    for desk in (ane, bo):
        expect(field(desk, SPECIALISTS, WHO)).to_have_value("Superbrugerne")
        expect(field(desk, SPECIALISTS, HOW)).to_have_value("På ugemødet")


def write_in_the_same_cell(ane: Page, bo: Page, wall: Page) -> None:
    """What Bo types stays while Ane saves; he is told; when he leaves, both texts stand."""
    field(bo, SPECIALISTS, WHAT).fill("Teste systemet")
    write(ane, SPECIALISTS, WHAT, "Hjælpe kollegerne")
    expect(cell(wall, SPECIALISTS, WHAT)).to_have_text("Hjælpe kollegerne")
    told = bo.locator(".cell__meanwhile:not([hidden])").filter(has_text="En anden har skrevet her imens:")
    expect(told).to_be_visible()
    expect(told).to_contain_text("Hjælpe kollegerne")
    expect(field(bo, SPECIALISTS, WHAT)).to_have_value("Teste systemet")
    expect(field(bo, SPECIALISTS, WHAT)).to_be_focused()
    field(bo, SPECIALISTS, WHAT).blur()
    expect(cell(wall, SPECIALISTS, WHAT)).to_contain_text("Hjælpe kollegerne")
    expect(cell(wall, SPECIALISTS, WHAT)).to_contain_text("Teste systemet")
    for desk in (ane, bo):
        expect(field(desk, SPECIALISTS, WHAT)).to_have_value("Hjælpe kollegerne\nTeste systemet")
    expect(bo.locator("#toast")).to_contain_text("Begge tekster står der nu.")
    expect(told).to_have_count(0)


def write_too_much(bo: Page, wall: Page) -> None:
    """2,000 characters are not stored, and not lost either."""
    long = "Alt for meget. " * 134
    assert len(long) > 2000
    write(bo, LEADERS, HOW, long)
    wrong = bo.locator(".cell__wrong").filter(has_text="Feltet rummer højst")
    expect(wrong).to_be_visible()
    expect(field(bo, LEADERS, HOW)).to_have_value(long)
    expect(cell(wall, LEADERS, HOW)).to_have_text("Tomt endnu")
    write(bo, LEADERS, HOW, "Mundtligt")
    expect(cell(wall, LEADERS, HOW)).to_have_text("Mundtligt")
    expect(wrong).to_have_count(0)


def shape(desk: Page) -> Locator:
    """The dialog where rows and columns are changed."""
    desk.get_by_role("link", name="Ret rækker og kolonner").click()
    return opened(desk)


def hide_a_row_under_someone(ane: Page, bo: Page, wall: Page) -> None:
    """The row is gone when Bo saves: his text is kept, he is told, and puts it elsewhere."""
    field(bo, OTHERS, WHO).fill("Ældrerådet")
    dialog = shape(ane)
    dialog.get_by_role("button", name=f"Skjul {OTHERS}").click()
    expect(dialog.get_by_role("button", name=f"Vis {OTHERS}")).to_be_visible()
    dialog.get_by_role("link", name="Færdig").click()
    expect(wall.get_by_role("rowheader")).to_have_count(5)
    expect(ane.get_by_label(f"{OTHERS}, {WHO}")).to_have_count(0)
    expect(field(bo, OTHERS, WHO)).to_have_value("Ældrerådet")

    field(bo, OTHERS, WHO).blur()
    wrong = bo.locator(".cell__wrong").filter(has_text="Det sted er skjult eller fjernet imens.")
    expect(wrong).to_be_visible()
    expect(field(bo, OTHERS, WHO)).to_have_value("Ældrerådet")
    wrong.get_by_label("Læg din tekst et andet sted:").select_option(label=f"{LEADERS} · {WHO}")
    wrong.get_by_role("button", name="Læg den dér").click()
    expect(cell(wall, LEADERS, WHO)).to_have_text("Ældrerådet")
    expect(field(ane, LEADERS, WHO)).to_have_value("Ældrerådet")
    expect(field(bo, OTHERS, WHO)).to_have_count(0)


def set_the_status(ane: Page, wall: Page) -> None:
    """How far they are, the next step, and a date that has not passed."""
    ane.get_by_label(f"Status, {LEADERS}").select_option(label="→ I gang")
    expect(cell(wall, LEADERS, STATUS)).to_contain_text("I gang")
    saved(ane, LEADERS, STATUS, "Skrive rammerne ned")
    expect(cell(wall, LEADERS, STATUS)).to_contain_text("Skrive rammerne ned")
    ane.get_by_label(f"{LEADERS}: Hvornår?").fill("2020-01-31")
    ane.get_by_label(f"{LEADERS}: Hvornår?").blur()
    expect(
        ane.get_by_role("paragraph").filter(has_text="Datoen er gået. Vælg en dag fra i dag og frem.")
    ).to_be_visible()
    expect(field(ane, LEADERS, STATUS)).to_have_value("Skrive rammerne ned")
    expect(cell(wall, LEADERS, STATUS)).not_to_contain_text("2020")
    ane.get_by_label(f"{LEADERS}: Hvornår?").fill("2031-05-02")
    ane.get_by_label(f"{LEADERS}: Hvornår?").blur()
    expect(cell(wall, LEADERS, STATUS)).to_contain_text("2. maj 2031")
    expect(ane.get_by_role("paragraph").filter(has_text="Datoen er gået.")).to_have_count(0)
    expect(began_from(ane, LEADERS, STATUS, "due_was")).to_have_value("2031-05-02")


def agree(ane: Page, bo: Page) -> None:
    """The next step becomes an agreement: what, who and when are filled in already."""
    ane.get_by_label(f"{LEADERS}: Hvornår?").blur()
    ane.get_by_role("link", name=re.compile(f"^Gør til aftale.*{LEADERS}$")).click()
    form = opened(ane)
    expect(form.get_by_label("Hvad aftaler I?")).to_have_value("Skrive rammerne ned")
    expect(form.get_by_label("Hvem gør det?")).to_have_value("Ældrerådet")
    expect(form.get_by_label("Hvornår skal det være gjort?")).to_have_value("2031-05-02")
    form.get_by_role("button", name="Gem aftalen").click()
    expect(ane.locator("#dialog")).to_be_hidden()
    for desk in (ane, bo):
        agreements = desk.get_by_role("region", name="Aftaler")
        expect(agreements).to_contain_text("Skrive rammerne ned")
        expect(agreements).to_contain_text("Ældrerådet · 2. maj 2031")


def add_a_row(ane: Page, bo: Page, wall: Page) -> None:
    dialog = shape(ane)
    dialog.get_by_label("En række mere").fill("Borgerne")
    dialog.get_by_role("button", name="Tilføj").first.click()
    expect(wall.get_by_role("rowheader", name="Borgerne")).to_be_visible()
    dialog.get_by_role("link", name="Færdig").click()
    dialog = shape(ane)
    dialog.get_by_label("Borgerne", exact=True).fill("Borgere og pårørende")
    dialog.get_by_role("button", name="Gem navnene").click()
    for screen in (wall, bo):
        expect(screen.get_by_role("rowheader", name="Borgere og pårørende")).to_be_visible()
    expect(wall.get_by_role("rowheader", name="Borgerne")).to_have_count(0)
    opened(ane).get_by_role("link", name="Færdig").click()
    write(bo, "Borgere og pårørende", WHO, "Brugerrådet")
    expect(cell(wall, "Borgere og pårørende", WHO)).to_have_text("Brugerrådet")


def look_closely(wall: Page) -> None:
    wall.keyboard.press("1")
    expect(wall.get_by_role("heading", name=re.compile(f"^{LEADERS}"))).to_be_visible()
    expect(wall.get_by_role("region", name=WHAT, exact=True)).to_contain_text("Fortælle, hvad der ligger fast")
    expect(wall.get_by_role("rowheader")).to_have_count(0)
    wall.keyboard.press("0")
    expect(wall.get_by_role("rowheader")).to_have_count(6)


def closed(wall: Page, desk: Page) -> Page:
    """To the end of the agenda, and to the report."""
    here = wall.locator("form:has(#wall-next) [name=at]")
    while ".wrap-up." not in here.input_value():
        on(wall)
    desk.get_by_role("button", name="Afslut, og lav opsamlingen").click()
    desk.wait_for_url("**/rapport/")
    expect(desk.get_by_role("link", name="Hent som PDF")).to_be_visible(**LATE)
    return desk


def read_the_pdf(report: Page, file) -> None:
    with report.expect_download() as download:
        report.get_by_role("link", name="Hent som PDF").click()
    download.value.save_as(file)
    assert faults(file.read_bytes()) == []
    with PdfReader(file) as reader:
        pages = {" ".join(page.extract_text().split()): page.mediabox for page in reader.pages}
    words = " ".join(pages)
    for said in (
        "Fortælle, hvad der ligger fast",
        "Superbrugerne",
        "På ugemødet",
        "Hjælpe kollegerne",
        "Teste systemet",
        "Mundtligt",
        "Ældrerådet",
        "I gang, 2. maj 2031",
        "Skrive rammerne ned",
        "Borgere og pårørende",
        "Brugerrådet",
    ):
        assert said in words, words
    landscape = [text for text, box in pages.items() if box.width > box.height]
    assert any("Brugerrådet" in text and STATUS in text for text in landscape)


# --- What goes wrong between two laptops, or on one that is quick ---

FILL = f"""
import json
workshop = Workshop.objects.create(title="Hvem gør hvad?", workplace="Borgerservice", groups=["Leder"])
workshop.facilitators.add(User.objects.get(email={EMAIL!r}))
workshop.add_activity(QuestionSet.objects.get(key="roller", activity=None))
workshop.open()
workshop.go_to(next(stop for stop in workshop.route() if stop.step.key == "fill").key)
print(json.dumps([workshop.pk, workshop.code]))
"""
SOON = {"timeout": 3_000}


@pytest.fixture
def matrix(room, server) -> tuple[Page, Page, Page]:
    """Two laptops and the wall at the matrix."""
    pk, _code = json.loads(server.shell(FILL))
    return (
        room.desk(f"/workshops/{pk}/styr/"),
        room.desk(f"/workshops/{pk}/styr/"),
        room.wall(f"/workshops/{pk}/tavle/"),
    )


def row_heads(wall: Page, name: str) -> Locator:
    """The rows of that name on whatever page of the wall."""
    return wall.locator("tbody th", has_text=name)


@pytest.mark.once
def test_what_waited_is_not_older_than_what_came_since(matrix):
    ane, bo, wall = matrix
    field(bo, LEADERS, WHO).fill("Lis")
    dialog = shape(ane)
    dialog.get_by_label("En række mere").fill("Borgerne")
    dialog.get_by_role("button", name="Tilføj").first.click()
    expect(row_heads(wall, "Borgerne")).to_have_count(1)
    dialog.get_by_role("link", name="Færdig").click()
    saved(ane, SPECIALISTS, WHO, "Superbrugerne")
    expect(field(bo, SPECIALISTS, WHO)).to_have_value("Superbrugerne")

    field(bo, LEADERS, WHO).blur()
    expect(bo.get_by_role("rowheader", name="Borgerne")).to_be_visible()
    expect(field(bo, SPECIALISTS, WHO)).to_have_value("Superbrugerne", **SOON)
    expect(field(bo, LEADERS, WHO)).to_have_value("Lis", **SOON)


@pytest.mark.once
def test_the_dialog_shows_what_it_did(matrix):
    ane, _bo, wall = matrix
    dialog = shape(ane)
    dialog.get_by_label("En række mere").fill("Borgerne")
    dialog.get_by_role("button", name="Tilføj").first.click()
    expect(row_heads(wall, "Borgerne")).to_have_count(1)
    expect(dialog.get_by_label("Borgerne", exact=True)).to_be_visible(**SOON)
    dialog.get_by_role("button", name=f"Flyt {LEADERS} ned").click()
    expect(wall.get_by_role("rowheader").nth(1)).to_have_text(LEADERS)
    expect(dialog.get_by_role("textbox").nth(1)).to_have_value(LEADERS, **SOON)
    dialog.get_by_role("button", name="Fjern Borgerne").click()
    expect(row_heads(wall, "Borgerne")).to_have_count(0)
    expect(dialog.get_by_label("Borgerne", exact=True)).to_have_count(0, **SOON)


def next_step(desk: Page) -> Locator:
    """The link that makes the leaders' next step an agreement."""
    return desk.get_by_role("link", name=re.compile(f"^Gør til aftale.*{LEADERS}$"))


@pytest.mark.once
def test_an_agreement_straight_from_what_is_typed(matrix):
    ane, _bo, _wall = matrix
    saved(ane, LEADERS, STATUS, "Skrive rammerne")
    field(ane, LEADERS, STATUS).fill("Skrive rammerne ned")
    next_step(ane).click()
    expect(ane.locator("#dialog")).to_be_visible(**SOON)


@pytest.mark.once
def test_a_cell_says_that_it_is_agreed(matrix):
    ane, bo, _wall = matrix
    saved(ane, LEADERS, STATUS, "Skrive rammerne ned")
    next_step(ane).click()
    opened(ane).get_by_role("button", name="Gem aftalen").click()
    expect(ane.locator("#dialog")).to_be_hidden()
    for desk in (ane, bo):
        expect(desk.get_by_text("Står i aftalerne")).to_be_visible(**SOON)
        expect(next_step(desk)).to_have_count(0)


@pytest.mark.once
def test_a_status_chosen_while_the_text_is_on_its_way(matrix):
    ane, _bo, wall = matrix
    waiting = []
    ane.route("**/felt/", lambda route: waiting.append(route), times=1)
    with ane.expect_request(lambda request: request.method == "POST"):
        write(ane, LEADERS, STATUS, "Skrive rammerne ned")
    ane.get_by_label(f"Status, {LEADERS}").select_option(label="→ I gang")
    waiting.pop().continue_()
    expect(cell(wall, LEADERS, STATUS)).to_contain_text("Skrive rammerne ned")
    expect(cell(wall, LEADERS, STATUS)).to_contain_text("I gang", **SOON)


@pytest.mark.once
def test_a_date_typed_digit_by_digit(matrix):
    ane, _bo, wall = matrix
    ane.get_by_label(f"Status, {LEADERS}").select_option(label="✓ Gjort")
    expect(cell(wall, LEADERS, STATUS)).to_contain_text("Gjort")
    expect(began_from(ane, LEADERS, STATUS, "choice_was")).to_have_value("done")
    due = ane.get_by_label(f"{LEADERS}: Hvornår?")
    due.focus()
    ane.keyboard.type("03032025", delay=150)  # as fast as people type
    ane.keyboard.press("Tab")
    expect(cell(wall, LEADERS, STATUS)).to_contain_text("3. marts 2025", **SOON)


@pytest.mark.once
def test_what_is_written_offline_is_stored_by_itself(matrix):
    ane, _bo, wall = matrix
    ane.context.set_offline(True)
    write(ane, LEADERS, WHAT, "Skrevet i kælderen")
    expect(ane.locator("#toast")).to_contain_text("Ingen forbindelse.")
    ane.context.set_offline(False)
    expect(cell(wall, LEADERS, WHAT)).to_contain_text("Skrevet i kælderen", timeout=BACK_WITHIN)


@pytest.mark.once
def test_the_tab_key_goes_on_to_the_next_cell(matrix):
    ane, _bo, wall = matrix
    field(ane, LEADERS, WHO).fill("Lis")
    ane.keyboard.press("Tab")
    expect(cell(wall, LEADERS, WHO)).to_have_text("Lis")
    expect(began_from(ane, LEADERS, WHO, "was")).to_have_value("Lis")
    expect(field(ane, LEADERS, WHAT)).to_be_focused(**SOON)


@pytest.mark.once
def test_ones_own_row_is_open_on_the_phone(room, server):
    pk, code = json.loads(server.shell(FILL.replace('"fill"', '"actors"')))
    wall, phone = room.wall(f"/workshops/{pk}/tavle/"), joined(room, code)
    here = wall.locator("form:has(#wall-next) [name=at]")
    while ".fill." not in here.input_value():
        on(wall)
    nav = phone.get_by_role("navigation", name="Vælg et felt")
    expect(nav).to_be_visible()
    expect(nav.get_by_role("link", name=WHAT, exact=True)).to_be_visible(**SOON)
