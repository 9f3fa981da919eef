"""The parts of the bench that say whether a note was lost, and one small room from end to end."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bench import table
from bench.beside import most_in_a_second
from bench.faults import MOVE_WITHIN
from bench.floor import GATHER, Connection, Floor
from bench.hosts import CannotStart
from bench.http import HOST, Client, Stream
from bench.notify import after
from bench.phones import Notes, doubled, miscounted, numbers_in
from bench.plan import parse
from bench.proxy import Proxy
from bench.run import sound, spread
from workshops.live import hub

ROOT = Path(__file__).resolve().parent.parent.parent
DEFAULT = ["--phones", "20"]


# --- What is asked for ---


def test_a_bare_command_is_a_quick_one():
    plan = parse([], "")
    assert plan.rooms == [50, 200, 500]
    assert (plan.rounds, plan.processes, plan.workshops, plan.faults, plan.beside) == ([20], 1, 1, (), ())
    assert (plan.act, str(plan)) == ("notes", "sqlite, every note on the wall, one workshop, one server process")


def test_what_goes_wrong_and_what_goes_on_are_lists():
    plan = parse([*DEFAULT, "--faults", "kill,offline,kill", "--while", "pdf,stall", "--burst", "2"], "")
    assert plan.faults == ("kill", "offline")
    assert plan.beside == ("pdf", "stall")
    assert plan.rounds == [20, 2]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--phones", "0"],
        ["--phones", "5001"],
        ["--phones", "many"],
        ["--seconds", "0"],
        ["--seconds", "301"],
        ["--burst", "0"],
        ["--faults", "flood"],
        ["--while", "lunch"],
        ["--workshops", "0"],
        ["--phones", "20", "--workshops", "21"],
        ["--phones", "5000", "--workshops", "501"],
        ["--database", "postgres", "--processes", "5"],
        ["--processes", "2"],
        ["--act", "votes"],
        ["--act", "dots", "--while", "stall"],
        ["--act", "dots", "--while", "flood"],
        ["--hosts"],
    ],
)
def test_out_of_bounds_is_refused(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        parse(arguments, "")
    assert ended.value.code == 2
    assert "error:" in capsys.readouterr().err


# --- Lost and doubled ---


@pytest.fixture
def notes() -> Notes:
    """Four notes of workshop 7, acknowledged and seen on its wall."""
    notes = Notes()
    for _each in range(4):
        note, text = notes.write(7)
        note.acknowledged = 1.0
        notes.seen_on_wall(7, text.encode())
    return notes


EVERYWHERE = {(7, number) for number in range(4)}


def test_what_is_stored_and_shown_is_not_lost(notes):
    assert notes.lost(range(4), Counter(EVERYWHERE), EVERYWHERE) == 0


def test_lost_when_missing_in_the_database_or_on_the_wall(notes):
    assert notes.lost(range(4), Counter(EVERYWHERE - {(7, 0)}), EVERYWHERE - {(7, 1)}) == 2


def test_lost_when_in_another_workshop(notes):
    elsewhere = EVERYWHERE - {(7, 3)} | {(8, 3)}
    assert notes.lost(range(4), Counter(elsewhere), elsewhere) == 1


def test_lost_when_it_never_came_by_the_stream(notes):
    notes.every[2].on_wall = 0.0
    assert notes.lost(range(4), Counter(EVERYWHERE), EVERYWHERE) == 1


def test_a_note_on_another_workshops_wall_is_not_seen():
    notes = Notes()
    note, text = notes.write(7)
    notes.seen_on_wall(8, text.encode())
    assert not note.on_wall


def test_what_nobody_acknowledged_cannot_be_lost(notes):
    notes.every[0].acknowledged = 0.0
    assert notes.lost(range(4), Counter(EVERYWHERE - {(7, 0)}), EVERYWHERE) == 0


def test_doubled_also_across_workshops():
    stored = Counter([(7, 0), (7, 1), (7, 1), (7, 2), (8, 2)])
    assert doubled(range(3), stored) == 2
    assert doubled([0], stored) == 0


def test_dots_are_lost_or_doubled_by_how_many_there_are():
    assert [miscounted(5, stored) for stored in (5, 3, 6)] == [
        {"lost": 0, "doubled": 0},
        {"lost": 2, "doubled": 0},
        {"lost": 0, "doubled": 1},
    ]


def test_numbers_are_read_from_a_page():
    assert numbers_in(b"<p>seddel-000012 Vi</p><p>seddel-000003 Vi</p>") == {3, 12}


# --- The figures ---


def test_spread_of_nothing_is_nothing():
    assert spread([]) == {}
    assert spread([0.001, 0.003, 0.002]) == {"p50": 2.0, "p95": 3.0, "p99": 3.0, "max": 3.0}


def test_most_in_a_second():
    assert most_in_a_second([]) == 0
    assert most_in_a_second([5.0, 0.0, 0.5, 0.9, 1.0, 1.4]) == 4


def result(**round_) -> dict:
    ms = {"p50": 10.0, "p95": 20.0, "p99": 30.0, "max": 40.0}
    written = {
        "over_s": 20,
        "sent": 3,
        "acknowledged": 3,
        "sent_again": 0,
        "lost": 0,
        "doubled": 0,
        "ack_ms": ms,
        "again_ms": {},
        "wall_ms": ms,
        "phones_ms": {},
        "seconds": 20.0,
        "server_cpu_s": 1.0,
        "database_cpu_s": 0.5,
        "cpu_ms_each": 5.0,
        "driver_cpu_s": 0.1,
        "driver_lag_ms": ms,
        "proxy_cpu_s": 0.0,
        "problems": {},
        "faults": {},
        "beside": {},
    }
    return {
        "phones": 3,
        "workshops": 1,
        "joined": 3,
        "join": {"seconds": 0.2, "problems": {}},
        "streams": 3,
        "reopened": 0,
        "memory": {"peak_kb": 76800, "kb_per_phone": 100.2, "pss_kb_per_phone": 99.0},
        "restart": None,
        "floor": None,
        "rounds": [written | round_],
        "step": {"followed": 3, "follow_ms": ms},
        "server_log": [],
    }


def test_a_good_round_is_one_row_as_wide_as_the_heading():
    [row] = table.rows(result())
    assert len(row) == len(table.heading())
    assert "3 in 20" in row
    assert "10/20/30" in row
    assert "1.0+0.5" in row
    assert "100/99" in row


@pytest.mark.parametrize(
    ("more", "one_port"),
    [
        (["--processes", "2"], True),
        (["--processes", "4", "--faults", "offline"], True),
        (["--processes", "2", "--faults", "kill"], False),
        (["--processes", "2", "--hosts"], False),
        ([], False),
    ],
)
def test_processes_share_a_port_unless_one_is_to_be_killed_or_they_are_on_hosts(more, one_port):
    assert parse(["--database", "postgres", *more], "").one_port is one_port


def test_the_multiple_of_the_floor_is_told_below():
    floor = {"cpu_ms_each": 0.8, "bytes_each": 433, "streams_ms": {"p50": 200.0, "p95": 398.0}}
    [_row, told] = table.rows(result() | {"floor": floor})
    assert told == (
        "  the floor, 433 bytes a note to each stream: 0.80 ms each, to the streams 50/95 ms 200/398;"
        " ours costs 6.2 times as much"
    )


def test_the_floor_gathers_as_long_as_screens_do():
    assert {"phones": hub.GATHER[hub.PHONE], "wall": hub.GATHER[hub.WALL]} == GATHER


@pytest.mark.parametrize("parts", [1, 2, 7])
def test_the_floor_takes_a_note_in_any_pieces_and_sends_it_with_as_many_bytes(parts):
    async def post() -> tuple[bytes, bytes]:
        server = await asyncio.get_running_loop().create_server(lambda: Connection(floor), "127.0.0.1", 0)
        where = server.sockets[0].getsockname()
        stream, to_stream = await asyncio.open_connection(*where)
        to_stream.write(b"GET /live/phone/1/ HTTP/1.1\r\n\r\n")
        await stream.readuntil(b"data: -\n\n")
        answer, to_answer = await asyncio.open_connection(*where)
        request = b"POST /note HTTP/1.1\r\nContent-Length: 10\r\n\r\ntext=hello"
        for n in range(parts):
            to_answer.write(request[n * len(request) // parts : (n + 1) * len(request) // parts])
            await to_answer.drain()
            await asyncio.sleep(0.01)
        found = await answer.readuntil(b"ok"), await stream.readuntil(b"\n\n")
        for each in (to_stream, to_answer):
            each.close()
        server.close()
        return found

    floor = Floor(0.01, 20)
    taken, sent = asyncio.run(post())

    assert (taken[:15], sent) == (b"HTTP/1.1 200 OK", b"event: patch\ndata: hello...............\n\n")


def test_what_went_wrong_on_purpose_is_told_below():
    each = {
        "kill": {"kills": 10, "longest_away_s": 4.5, "back_after_last_s": None},
        "offline": {"phones": 1, "offline_s": 30.0, "back_s": 2.5},
    }
    beside = {
        "pdf": {"made": 2, "failed": 1, "took_s": [1.5, 2.5], "cpu_s": 3.0},
        "stall": {"waited_kb": 12.5, "let_go": False, "server_grew_kb": 512},
        "flood": {"sent": 166, "taken": 18, "refused": 148, "slowest_ms": 7.5},
    }
    again = {"sent_again": 2, "again_ms": {"p50": 3000, "p95": 6000, "p99": 6000, "max": 6000}}
    told = "\n".join(table.rows(result(faults=each, beside=beside, driver_cpu_s=19.0, **again)))
    assert "2 were sent again until they were taken, 50/95/max ms: 3000/6000/6000" in told
    assert "away for at most 4.5 s, all back never after the last" in told
    assert "1 phones had no network for 30 s: all back 2.5 s after" in told
    assert "2 reports were made, 1.5 to 2.5 s each, 1 failed" in told
    assert "12.5 kB waited for it, the server had not let go" in told
    assert "a phone that wrote 166 notes: 18 taken, 148 refused, answered within 7.5 ms" in told
    assert "the driver itself was busy" in told


@pytest.mark.parametrize(
    "round_",
    [
        {"lost": 1},
        {"doubled": 1},
        {"acknowledged": 2},
        {"faults": {"kill": {"back_after_last_s": None}}},
        {"faults": {"kill": {"moved_s": MOVE_WITHIN + 1}}},
    ],
)
def test_a_run_is_not_sound_when_something_was_left_behind(round_):
    assert sound(result())
    assert not sound(result(**round_))


def test_the_fastest_move_is_sound():
    assert sound(result(faults={"kill": {"moved_s": MOVE_WITHIN}}))


# --- The proxy ---


@asynccontextmanager
async def answering(word: str):
    """A server that says ``word`` to every request. Yields it and its address."""
    open_: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_.add(writer)
        try:
            while True:
                await reader.readuntil(b"\r\n\r\n")
                writer.write(f"HTTP/1.1 200 OK\r\ncontent-length: {len(word)}\r\n\r\n{word}".encode())
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    serving = await asyncio.start_server(serve, HOST, 0)

    def die() -> None:
        serving.close()
        for writer in open_:
            writer.transport.abort()

    try:
        yield die, serving.sockets[0].getsockname()[:2]
    finally:
        die()
        await asyncio.sleep(0.05)


async def said(port: int) -> str:
    client = Client(port)
    try:
        return (await client.get("/")).text
    finally:
        client.close()


async def listening(*behind) -> tuple[asyncio.Server, int]:
    listening = await Proxy(list(behind)).listen(0)
    return listening, listening.sockets[0].getsockname()[1]


def test_the_proxy_takes_turns_and_leaves_out_one_that_is_gone():
    async def scene() -> None:
        async with answering("a") as (die, a), answering("b") as (_die, b):
            proxy, port = await listening(a, b)
            assert sorted([await said(port) for _each in range(4)]) == ["a", "a", "b", "b"]
            die()
            assert [await said(port) for _each in range(4)] == ["b"] * 4
            proxy.close()

    asyncio.run(scene())


def test_a_connection_breaks_with_the_one_behind_and_the_next_try_is_served():
    async def scene() -> None:
        async with answering("a") as (die, a), answering("b") as (_die, b):
            proxy, port = await listening(a, b)
            client = Client(port)
            assert (await client.get("/")).text == "a"
            die()
            assert (await client.get("/")).text == "b"
            client.close()
            proxy.close()

    asyncio.run(scene())


def test_with_nobody_behind_the_proxy_hangs_up():
    async def scene() -> None:
        async with answering("a") as (die, a):
            proxy, port = await listening(a)
            die()
            with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
                await said(port)
            proxy.close()

    asyncio.run(scene())


# --- The network ---


def test_without_a_network_nothing_gets_out():
    async def scene() -> None:
        async with answering("a") as (_die, (_host, port)):
            client = Client(port)
            assert (await client.get("/")).text == "a"
            client.lose_network()
            with pytest.raises(OSError, match="no network"):
                await client.get("/")
            with pytest.raises(OSError, match="no network"):
                await Stream(client, "/", lambda events: None).open()
            client.offline = False
            assert (await client.get("/")).text == "a"
            client.close()

    asyncio.run(scene())


# --- From end to end ---


def bench(*arguments: str, module: str = "bench") -> subprocess.Popen:
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def descendants(pid: int) -> list[int]:
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return children + [below for child in children for below in descendants(child)]


@pytest.mark.thorough
def test_a_small_room_from_end_to_end(tmp_path):
    process = bench("--phones", "3", "--workshops", "2", "--seconds", "1", "--json", str(tmp_path / "figures"))
    said, _none = process.communicate(timeout=180)
    assert process.returncode == 0, said
    [measured] = json.loads((tmp_path / "figures").read_text())["measured"]
    [written] = measured["rounds"]
    assert (measured["joined"], measured["streams"], measured["workshops"]) == (3, 3, 2)
    assert (written["sent"], written["acknowledged"], written["lost"], written["doubled"]) == (3, 3, 0, 0)
    assert said.splitlines()[1] == table.heading()
    assert measured["floor"] is None  # it has one workshop


@pytest.mark.thorough
@pytest.mark.parametrize("board", ["wall", "phones"])
def test_what_the_same_costs_on_the_floor_is_beside_it(tmp_path, board):
    figures = tmp_path / "figures"
    process = bench("--phones", "4", "--seconds", "1", "--board", board, "--json", str(figures))
    said, _none = process.communicate(timeout=180)
    assert process.returncode == 0, said
    [measured] = json.loads(figures.read_text())["measured"]
    floor, written = measured["floor"], measured["rounds"][0]
    assert 0 < floor["cpu_ms_each"] < written["cpu_ms_each"]
    assert 100 < floor["bytes_each"] < 5000
    assert 0 < floor["streams_ms"]["p50"] <= floor["streams_ms"]["p95"] < 1000
    assert f"ours costs {written['cpu_ms_each'] / floor['cpu_ms_each']:.1f} times as much" in said


@pytest.mark.thorough
def test_one_who_writes_without_end_costs_the_others_nothing_they_lose(tmp_path):
    figures = tmp_path / "figures"
    process = bench("--phones", "3", "--seconds", "4", "--while", "flood", "--json", str(figures))
    said, _none = process.communicate(timeout=180)
    assert process.returncode == 0, said
    [written] = json.loads(figures.read_text())["measured"][0]["rounds"]
    flood = written["beside"]["flood"]
    assert (written["acknowledged"], written["lost"], flood["taken"] + flood["refused"]) == (3, 0, flood["sent"])
    assert flood["taken"] <= 14 < flood["sent"]


@pytest.mark.thorough
def test_a_small_room_that_puts_dots(tmp_path):
    figures = str(tmp_path / "figures")
    process = bench("--act", "dots", "--phones", "3", "--seconds", "1", "--burst", "1", "--json", figures)
    said, _none = process.communicate(timeout=180)
    assert process.returncode == 0, said
    [measured] = json.loads(Path(figures).read_text())["measured"]
    assert [(each["sent"], each["acknowledged"], each["lost"], each["doubled"]) for each in measured["rounds"]] == [
        (3, 3, 0, 0),
        (3, 3, 0, 0),
    ]
    assert measured["step"]["followed"] == 3


@pytest.mark.thorough
def test_what_notify_costs_is_measured_and_every_listener_hears_it(tmp_path):
    figures = str(tmp_path / "figures")
    process = bench("--listeners", "2", "--rates", "50", "--seconds", "1", "--json", figures, module="bench.notify")
    said, _none = process.communicate(timeout=180)
    assert process.returncode == 0, said
    without, told = json.loads(Path(figures).read_text())
    assert (without["told"], without["listeners"], without["p95_ms"]) == (False, 0, None)
    assert (told["told"], told["listeners"], told["missed"]) == (True, 2, 0)
    assert 0 < told["p50_ms"] <= told["p95_ms"]
    assert len(said.splitlines()) == 3


@pytest.mark.parametrize("wrong", [["--listeners", "0"], ["--rates", "many"], ["--rates", "-1"], ["--seconds", "0"]])
def test_notify_refuses_what_is_out_of_bounds(wrong):
    process = bench(*wrong, module="bench.notify")
    said, _none = process.communicate(timeout=180)
    assert (process.returncode, "error: --" in said) == (2, True)


def test_what_pgbench_does_not_tell_is_an_error():
    with pytest.raises(CannotStart, match="did not tell its latency average"):
        after("latency average", "number of transactions actually processed: 7")


@pytest.mark.thorough
def test_what_it_started_ends_with_it_on_ctrl_c():
    process = bench("--phones", "2", "--seconds", "60")
    until = time.monotonic() + 120
    started: list[int] = []
    while time.monotonic() < until and not started:
        assert process.poll() is None
        with suppress(OSError):  # one of them ended while it was looked at
            below = descendants(process.pid)
            started = [pid for pid in below if b"config.server" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        time.sleep(0.1)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130
    assert started
    assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]
