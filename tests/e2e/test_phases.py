"""The four phases in a real room: where we are, what is open, what to talk about, who is involved how."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.valid import faults

from .screens import BACK_WITHIN, on, opened, put_together, send
from .server import EMAIL

LATE = {"timeout": 60_000}  # the report is made in a process of its own
IDEAS, BUSINESS, BUILD, RUN = FOUR = (
    "Idéudvikling",
    "Konsekvensvurdering",
    "Udvikling og anskaffelse",
    "Implementering og drift",
)
SAY_CLEARLY, EARLY = "Sig klart, hvad der kan rykkes, og hvad der ikke kan", "Få medarbejderne med tidligt"
SPECIALISTS = "Fagspecialister og superbrugere"

OPEN = f"""
import json
from tests.valid import faults
workshop = Workshop.objects.create(title="Assistent til svar", workplace="Borgerservice", technology="AI")
workshop.facilitators.add(User.objects.get(email={EMAIL!r}))
workshop.add_activity(QuestionSet.objects.get(key="fire-faser", activity=None))
workshop.open()
stop = next(stop for stop in workshop.route() if stop.step.key == "where")
workshop.go_to(stop.key)
print(json.dumps([workshop.pk, workshop.code]))
"""


@pytest.mark.once
def test_from_where_we_are_to_the_report(room, tmp_path):
    desk = made(room)
    wall = room.wall(desk.url.replace("/styr/", "/tavle/"))
    phones = [joined(room, code_on(wall)) for _ in range(3)]

    see_the_path(wall)
    where_are_we(wall, desk, phones)
    doors(wall, phones)
    choose(wall)
    discuss(wall, phones)
    degree(wall, desk, phones)
    advice(wall, desk, phones)
    read_the_pdf(closed(wall, desk), tmp_path / "opsamling.pdf")


def made(room) -> Page:
    """A workshop with the four phases, opened by the facilitator."""
    desk = room.desk("/workshops/")
    desk.get_by_role("link", name=re.compile("Ny workshop|Lav den første")).first.click()
    desk.get_by_label("Hvad skal workshoppen hedde?").fill("Assistenten, der foreslår svar")
    desk.get_by_label("Arbejdsplads", exact=True).fill("Borgerservice")
    put_together(desk, "Inddragelse i de fire faser")
    desk.get_by_role("button", name="Gem, og gå til dagsordenen").click()
    desk.get_by_role("button", name="Åbn workshoppen").click()
    desk.wait_for_url("**/styr/")
    return desk


def code_on(wall: Page) -> str:
    return "".join(wall.get_by_role("listitem").filter(has_text="Skriv").locator("strong").inner_text().split())


def joined(room, code: str, **options) -> Page:
    phone = room.phone(f"/k/{code}/", **options)
    phone.get_by_role("button", name="Kom med").click()
    phone.wait_for_url("**/deltag/*/")
    return phone


def here(wall: Page) -> Locator:
    """What the wall's next-button says of where the room is."""
    return wall.locator("form:has(#wall-next) [name=at]")


def at(wall: Page, step: str) -> None:
    """Press next until the room is at that step."""
    while f".{step}." not in here(wall).input_value():
        on(wall)


def path(screen: Page) -> Locator:
    """The drawing of the path; its name says in words what it shows."""
    return screen.get_by_role("img", name=re.compile("^De fire faser: "))


def see_the_path(wall: Page) -> None:
    """Each phase in turn with its description; I shows the ideas for it."""
    on(wall)
    expect(path(wall)).to_be_visible()
    begin = {IDEAS: "Her opstår", BUSINESS: "Nu bliver det", BUILD: "Det kommer an på", RUN: "Løsningen er klar"}
    for phase in FOUR:
        on(wall)
        expect(wall.get_by_text(re.compile(f"^{begin[phase]}"))).to_be_visible()
        if phase == IDEAS:
            ideas = wall.get_by_role("listitem").filter(has_text="fast vej for problemer")
            expect(ideas).to_have_count(0)
            wall.keyboard.press("i")
            expect(ideas).to_be_visible()
            expect(wall.get_by_role("heading", name="Sådan kan medarbejderne være med")).to_be_visible()
            wall.keyboard.press("i")
            expect(ideas).to_have_count(0)


def marked(phone: Page, label: str) -> None:
    """Tick a phase, and wait until it is stored."""
    with phone.expect_response("**/kryds/"):
        phone.get_by_label(label).check()
    expect(phone.locator("#said")).to_have_text("Gemt")


def where_are_we(wall: Page, desk: Page, phones: list[Page]) -> None:
    """Phones mark; the wall says how many did, then the spread; the room settles it."""
    at(wall, "where")
    for phone in phones:
        expect(phone.get_by_role("heading", name="Hvor er projektet nu?")).to_be_visible()
    marked(phones[0], BUILD)
    expect(wall.get_by_text("1 har svaret")).to_be_visible()
    marked(phones[1], BUILD)
    marked(phones[1], RUN)
    marked(phones[2], IDEAS)
    expect(wall.get_by_text("3 har svaret")).to_be_visible()
    expect(path(wall)).not_to_have_accessible_name(re.compile("kryds"))

    at(wall, "where-shown")
    spread = f"1. {IDEAS}, 1 kryds; 2. {BUSINESS}; 3. {BUILD}, 2 krydser; 4. {RUN}, 1 kryds"
    expect(path(wall)).to_have_accessible_name(re.compile(spread))
    wall.get_by_role("button", name=f"{BUILD}: Er vi her?").click()
    for screen in (wall, desk):
        expect(screen.get_by_role("button", name=f"{BUILD}: Her er vi")).to_have_attribute("aria-pressed", "true")
        expect(path(screen)).to_have_accessible_name(re.compile(f"3. {BUILD}, her er vi, 2 krydser"))


def doors(wall: Page, phones: list[Page]) -> None:
    """What is fixed and what is open, of this phase and the one ahead; nobody is asked about what has passed."""
    at(wall, "doors")
    for phone in phones:
        expect(phone.locator("[data-pick]")).to_have_text([BUILD, RUN])
    door(phones[0], BUILD, "Ligger fast", "Kontrakten er skrevet under")
    door(phones[0], RUN, "Kan påvirkes", "Hvornår vi begynder")
    door(phones[1], BUILD, "Kan påvirkes", "Hvad assistenten må svare på")
    expect(wall.get_by_text("Kontrakten er skrevet under")).to_have_count(0)
    expect(wall.locator(".door-column__count")).to_have_text(["2 sedler", "1 seddel"])

    at(wall, "doors-shown")
    expect(path(wall)).to_have_accessible_name(re.compile(f"3. {BUILD}, her er vi, 1 ligger fast, 1 kan påvirkes"))
    expect(notes(wall, BUILD)).to_have_count(2)
    expect(notes(wall, BUILD).first).to_contain_text("Kontrakten er skrevet under")
    expect(notes(wall, BUILD).first).to_contain_text("ligger fast")
    expect(notes(wall, RUN)).to_have_count(1)
    expect(notes(wall, RUN)).to_contain_text("kan påvirkes")
    expect(wall.get_by_role("list", name=IDEAS)).to_have_count(0)


def door(phone: Page, phase: str, kind: str, text: str) -> None:
    """Pick a phase, say which kind of note it is, and write."""
    phone.locator("[data-pick]", has_text=phase).click()
    expect(phone.locator("#write").get_by_role("heading", name=phase)).to_be_visible()
    phone.locator("#write-form").get_by_label(kind).check()
    send(phone, text)


def notes(wall: Page, phase: str) -> Locator:
    return wall.get_by_role("list", name=phase).get_by_role("listitem")


def choose(wall: Page) -> None:
    """The phase the project is in is discussed unasked; another is taken in too."""
    at(wall, "choose")
    expect(taken_in(wall, BUILD)).to_have_attribute("aria-pressed", "true")
    for phase in (IDEAS, BUSINESS, RUN):
        expect(taken_in(wall, phase)).to_have_attribute("aria-pressed", "false")
    taken_in(wall, RUN).click()
    expect(taken_in(wall, RUN)).to_have_attribute("aria-pressed", "true")


def taken_in(wall: Page, phase: str) -> Locator:
    """The button that says whether a phase is discussed."""
    return wall.get_by_role("button", name=re.compile(f"^{phase}: (Drøftes|Tag den med)$"))


def discuss(wall: Page, phones: list[Page]) -> None:
    """The questions of both phases come one by one."""
    question = "Hvordan får vi de rigtige medarbejdere med, når der skal stilles krav til et system"
    at(wall, "discuss")
    expect(wall.get_by_role("heading", name=re.compile(question))).to_be_visible()
    expect(wall.get_by_text("Spørgsmål 1 af 5", exact=True)).to_be_visible()
    send(phones[2], "Spørg dem, der har vagten")
    expect(wall.get_by_text("1 seddel")).to_be_visible()
    at(wall, "discuss-shown")
    expect(wall.get_by_text("Spørg dem, der har vagten")).to_be_visible()
    for _stop in range(8):
        on(wall)
    assert ".discuss-shown." in here(wall).input_value()
    expect(wall.get_by_text("Spørgsmål 5 af 5", exact=True)).to_be_visible()


def degree(wall: Page, desk: Page, phones: list[Page]) -> None:
    """Each phase and group: the phones propose, the room settles on the desk, the wall shows it."""
    at(wall, "degree")
    for phone, degree in zip(phones, ("Information", "Medindflydelse", "Medindflydelse"), strict=True):
        with phone.expect_response("**/kryds/"):
            ballot(phone, SPECIALISTS, nth=2).get_by_label(degree).check()
        expect(phone.locator("#said")).to_have_text("Gemt")
    expect(wall.get_by_text("3 har svaret")).to_be_visible()
    expect(cell(wall).get_by_text(re.compile(r"Medindflydelse\s*2"))).to_have_count(0)

    at(wall, "degree-shown")
    expect(cell(wall).get_by_role("button", name=re.compile(r"Medindflydelse\s*2"))).to_be_visible()
    cell(desk).get_by_role("button", name="Medindflydelse").click()
    for screen in (desk, wall):
        expect(cell(screen).get_by_role("button", name="Medindflydelse")).to_have_attribute("aria-pressed", "true")


def ballot(phone: Page, name: str, nth: int = 0) -> Locator:
    return phone.get_by_role("group", name=name).nth(nth)


def cell(screen: Page) -> Locator:
    """What was proposed for the specialists in phase 3."""
    row = screen.get_by_role("row").filter(has=screen.get_by_role("rowheader", name=BUILD))
    return row.get_by_role("list", name=SPECIALISTS)


def advice(wall: Page, desk: Page, phones: list[Page]) -> None:
    """What most miss stands first, and becomes an agreement."""
    at(wall, "advice")
    for phone in phones:
        with phone.expect_response("**/kryds/"):
            ballot(phone, EARLY).get_by_label("Det mangler").check()
        with phone.expect_response("**/kryds/"):
            ballot(phone, SAY_CLEARLY).get_by_label("Det gør vi").check()
        expect(phone.locator("#said")).to_have_text("Gemt")
    rows = wall.locator("#overview").get_by_role("listitem")
    expect(rows.first).to_contain_text("Lad medarbejderne vurdere")
    expect(wall.get_by_text("3 har svaret")).to_be_visible()

    at(wall, "advice-shown")
    expect(rows.first).to_contain_text(EARLY)
    expect(rows.first).to_contain_text(re.compile(r"det mangler:\s*3"))
    wall.get_by_role("link", name=f"Aftal {EARLY}").click()
    form = opened(wall)
    expect(form.get_by_label("Hvad aftaler I?")).to_have_value(EARLY)
    form.get_by_label("Hvad aftaler I?").fill("Superbrugerne er med fra april")
    form.get_by_label("Hvem gør det?").fill("Superbrugerne")
    form.get_by_role("button", name="Gem aftalen").click()
    expect(wall.locator("#dialog")).to_be_hidden()
    expect(desk.locator("#agreements")).to_contain_text("Superbrugerne er med fra april")
    at(wall, "decide")
    expect(wall.locator("#agreements")).to_contain_text("Superbrugerne er med fra april")


def closed(wall: Page, desk: Page) -> Page:
    at(wall, "wrap-up")
    desk.get_by_role("button", name="Afslut, og lav opsamlingen").click()
    desk.wait_for_url("**/rapport/")
    expect(wall.get_by_role("heading", name="Tak for i dag")).to_be_visible()
    expect(desk.get_by_role("link", name="Hent som PDF")).to_be_visible(**LATE)
    return desk


def read_the_pdf(report: Page, file) -> None:
    with report.expect_download() as download:
        report.get_by_role("link", name="Hent som PDF").click()
    download.value.save_as(file)
    assert faults(file.read_bytes()) == []
    with PdfReader(file) as reader:
        words = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    for said in (
        f"{IDEAS} 1 –",
        f"{BUSINESS} 0 –",
        f"{BUILD} 2 Her er vi",
        f"{RUN} 1 –",
        "Kontrakten er skrevet under",
        "Hvornår vi begynder",
        "Hvad assistenten må svare på",
        "Spørg dem, der har vagten",
        "Medindflydelse Foreslået: information 1, medindflydelse 2",
        f"{EARLY} 3 0 0",
        f"{SAY_CLEARLY} 0 0 3",
        "Superbrugerne er med fra april",
        "Superbrugerne",
    ):
        assert said in words, words
    assert words.index(f"{EARLY} 3 0 0") < words.index(f"{SAY_CLEARLY} 0 0 3")


# --- Marks and the network ---


def at_where(server) -> tuple[int, str]:
    """A workshop where phones mark the phases."""
    pk, code = json.loads(server.shell(OPEN))
    return pk, code


def stored(server, pk: int) -> list[str]:
    return server.value(f"sorted(mark.topic.title for mark in Mark.objects.filter(workshop={pk}))")


@pytest.mark.once
def test_a_mark_made_offline_is_stored_by_itself(room, server):
    pk, code = at_where(server)
    wall, phone = room.wall(f"/workshops/{pk}/tavle/"), joined(room, code)
    marked(phone, BUSINESS)
    phone.context.set_offline(True)
    phone.get_by_label(RUN).check()
    said = phone.locator("#said")
    expect(said).to_have_text("Gemt på telefonen. Sendes, når der er net.")
    expect(phone.get_by_label(RUN)).to_be_checked()
    assert stored(server, pk) == [BUSINESS]

    phone.context.set_offline(False)
    expect(said).to_have_text("Gemt", timeout=BACK_WITHIN)
    expect(phone.get_by_label(RUN)).to_be_checked()
    assert stored(server, pk) == [RUN, BUSINESS]
    expect(wall.get_by_text("1 har svaret")).to_be_visible()
    phone.reload()
    for phase in FOUR:
        expect(phone.get_by_label(phase)).to_be_checked(checked=phase in (BUSINESS, RUN))


@pytest.mark.once
def test_space_goes_on_after_the_room_has_settled_it(room, server):
    pk, _code = at_where(server)
    wall = room.wall(f"/workshops/{pk}/tavle/")
    at(wall, "where-shown")
    before = here(wall).input_value()
    wall.get_by_role("button", name=f"{BUILD}: Er vi her?").click()
    expect(path(wall)).to_have_accessible_name(re.compile("her er vi"))
    wall.keyboard.press("Space")
    expect(here(wall)).not_to_have_value(before, timeout=3_000)
    wall.keyboard.press("PageUp")
    expect(path(wall)).to_have_accessible_name(re.compile("her er vi"))


@pytest.mark.once
def test_marks_by_the_plain_form(room, server):
    pk, code = at_where(server)
    wall, phone = room.wall(f"/workshops/{pk}/tavle/"), joined(room, code, java_script_enabled=False)
    phone.get_by_label(IDEAS).check()
    phone.get_by_label(BUILD).check()
    phone.get_by_role("button", name="Gem").click()
    phone.wait_for_url("**/deltag/*/")
    for phase in FOUR:
        expect(phone.get_by_label(phase)).to_be_checked(checked=phase in (IDEAS, BUILD))
    expect(wall.get_by_text("1 har svaret")).to_be_visible()
    phone.get_by_label(BUILD).uncheck()
    phone.get_by_role("button", name="Gem").click()
    expect(phone.get_by_label(BUILD)).not_to_be_checked()
    assert stored(server, pk) == [IDEAS]
