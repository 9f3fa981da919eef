"""The figures of a run as a table for the terminal: a row for each round of writing."""

from __future__ import annotations

from collections import Counter
from typing import Any

BUSY = 0.7  # of a core

# Heading, width. A blank heading is a rule between groups.
COLUMNS = [
    ("phones", 6),
    ("joined", 6),
    ("in s", 5),
    ("streams", 7),
    ("", 1),
    ("sent in s", 10),
    ("acked", 5),
    ("lost", 4),
    ("doubled", 7),
    ("", 1),
    ("ack 50/95/99 ms", 15),
    ("wall 50/95/99 ms", 16),
    ("phones 50/95", 12),
    ("step 95 ms", 10),
    ("", 1),
    ("cpu app+db s", 12),
    ("ms each", 7),
    ("peak MiB", 8),
    ("rss/pss kB/phone", 16),
    ("", 1),
    ("driver cpu s", 12),
    ("lag 95/max ms", 13),
]


def heading() -> str:
    """The first line."""
    return _line([name for name, _width in COLUMNS])


def rows(result: dict[str, Any]) -> list[str]:
    """A line for each round of one room, then a line for each thing that went wrong."""
    join, memory, step = result["join"], result["memory"], result["step"]
    lines = []
    for each in result["rounds"]:
        cells = [
            result["phones"],
            result["joined"],
            f"{join['seconds']:.1f}",
            result["streams"],
            "",
            f"{each['sent']} in {each['over_s']:g}",
            each["acknowledged"],
            each["lost"],
            each["doubled"],
            "",
            _ms(each["ack_ms"], "p50", "p95", "p99"),
            _ms(each["wall_ms"], "p50", "p95", "p99"),
            _ms(each["phones_ms"], "p50", "p95"),
            _ms(step["follow_ms"], "p95"),
            "",
            f"{each['server_cpu_s']:.1f}+{each['database_cpu_s']:.1f}",
            f"{each['cpu_ms_each']:.1f}",
            f"{memory['peak_kb'] / 1024:.0f}",
            f"{memory['kb_per_phone']:.0f}/{memory['pss_kb_per_phone']:.0f}",
            "",
            f"{each['driver_cpu_s']:.1f}",
            _ms(each["driver_lag_ms"], "p95", "max"),
        ]
        lines.append(_line(cells))
        lines += _told(each)
    if (beneath := result["floor"]) and beneath["cpu_ms_each"]:
        lines.append(_floor(beneath, result["rounds"][0]))
    if restart := result["restart"]:
        lines.append(_restart(restart))
    return lines + _troubles(result)


def _floor(beneath: dict[str, Any], written: dict[str, Any]) -> str:
    times = written["cpu_ms_each"] / beneath["cpu_ms_each"]
    return (
        f"  the floor, {beneath['bytes_each']} bytes a note to each stream: {beneath['cpu_ms_each']:.2f} ms each,"
        f" to the streams 50/95 ms {_ms(beneath['streams_ms'], 'p50', 'p95')}; ours costs {times:.1f} times as much"
    )


def _restart(figures: dict[str, Any]) -> str:
    waits = figures["waits_s"] or [0.0]
    return (
        f"  restarted, {figures['screens']} screens quiet: answering after {figures['answered_s']:g} s,"
        f" screens back p50 {waits[len(waits) // 2]:g} s, all {_s(figures['back_s'])},"
        f" at most {figures['most_requests_in_a_second']} requests in one second"
    )


def _told(written: dict[str, Any]) -> list[str]:
    """What went wrong on purpose in a round of writing, and how it went."""
    lines = []
    if written["sent_again"]:
        again = _ms(written["again_ms"], "p50", "p95", "max")
        lines.append(f"  {written['sent_again']} were sent again until they were taken, 50/95/max ms: {again}")
    kill = written["faults"].get("kill", {})
    if "moved_s" in kill:
        moved = ", ".join(map(_s, kill["each_s"]))
        lines.append(
            f"  each process was killed once, for {kill['down_s']:g} s: all its screens at another after {moved}"
        )
    elif kill:
        lines.append(
            f"  killed {kill['kills']} times: screens away for at most {kill['longest_away_s']} s,"
            f" all back {_s(kill['back_after_last_s'])} after the last"
        )
    if offline := written["faults"].get("offline"):
        lines.append(
            f"  {offline['phones']} phones had no network for {offline['offline_s']:g} s:"
            f" all back {_s(offline['back_s'])} after"
        )
    if reports := written["beside"].get("pdf"):
        took = f", {min(reports['took_s']):g} to {max(reports['took_s']):g} s each" if reports["took_s"] else ""
        lines.append(
            f"  {reports['made']} reports were made{took}, {reports['failed']} failed, {reports['cpu_s']:.1f} s of CPU"
        )
    if stall := written["beside"].get("stall"):
        lines.append(
            f"  a phone that read nothing: {stall['waited_kb']:g} kB waited for it, the server had"
            f" {'' if stall['let_go'] else 'not '}let go; its memory grew {stall['server_grew_kb'] / 1024:.1f} MiB"
        )
    if flood := written["beside"].get("flood"):
        lines.append(
            f"  a phone that wrote {flood['sent']} notes: {flood['taken']} taken, {flood['refused']} refused,"
            f" answered within {flood['slowest_ms']:g} ms"
        )
    if written["proxy_cpu_s"]:
        lines.append(f"  the proxy took {written['proxy_cpu_s']:.1f} s of CPU")
    if written["driver_cpu_s"] > BUSY * written["seconds"]:
        lines.append("  the driver itself was busy: it, and not the server, may be what is measured")
    return lines


def _troubles(result: dict[str, Any]) -> list[str]:
    counted: Counter[str] = Counter(result["join"]["problems"])
    for each in result["rounds"]:
        counted.update(each["problems"])
    lines = [f"  {count} × {problem}" for problem, count in counted.items()]
    if missing := result["joined"] - result["step"]["followed"]:
        lines.append(f"  {missing} phones did not follow the step")
    if result["reopened"]:
        lines.append(f"  {result['reopened']} times a stream broke and was opened again")
    if log := result["server_log"]:
        lines += [
            f"  the server's log has {len(log)} lines, the first of them:",
            *(f"    {each}" for each in log[:8]),
        ]
    return lines


def _s(seconds: float | None) -> str:
    return "never" if seconds is None else f"{seconds:g} s"


def _ms(spread: dict[str, float], *names: str) -> str:
    return "/".join(f"{spread[name]:.0f}" for name in names) if spread else "-"


def _line(cells: list[Any]) -> str:
    padded = (f"{cell:>{width}}" if name else "│" for cell, (name, width) in zip(cells, COLUMNS, strict=True))
    return " ".join(padded)
