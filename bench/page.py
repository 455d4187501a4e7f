"""Writes docs/performance.md from the kept measurements: side by side, with machine and date, as measured."""

from __future__ import annotations

from typing import Any

from bench.measure import ROOT, load

PAGE = ROOT / "docs" / "performance.md"
_HEAD = """# Measured

Made by `python3 run.py bench`; each row is the median of its runs, on the machine named below. Figures of one table belong together;
on another machine look at the ratios. How each is measured stands at the top of the modules in `bench/`.
"""

_ANSWERS = {"now": "answers at once", "slow": "answers after 5 s", "never": "never answers"}


def write_page() -> None:
    results = load()
    parts = [
        _HEAD, _sync(results), _reading(results), _screen(results), _leafing(results), _badges(results), _sweep(results),
        _idle(results),
    ]  # fmt: skip
    seen = sorted({f"{one['machine']}, {one['date']}" for one in results.values()})
    parts.append("Machine: " + "; ".join(seen) + ". Windows and macOS: not measured.\n")
    PAGE.write_text("\n".join(part for part in parts if part))


def _sync(results: dict[str, Any]) -> str:
    ours = results.get("sync.bandeja")
    if ours is None:
        return ""
    rows = [
        "## Full sync into an empty profile (headers, bodies, search index) from a Dovecot on loopback\n",
        "| program | mails | mails/s | CPU ms a mail | peak memory MB | rate against ours | first 50 of INBOX s |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, one in [("**Bandeja** (with search index)", ours)] + [
        (key.removeprefix("sync.peer."), value) for key, value in results.items() if key.startswith("sync.peer.")
    ]:
        rows.append(
            f"| {name} | {one['mails']:,} | {one['rate']:,.0f} | {one['cpu'] / one['mails'] * 1000:.2f} | "
            f"{one['peak_mb']:.0f} | {one['rate'] / ours['rate']:.2f} | {_seconds(one.get('first_s'))} |"
        )
    rows.append(
        f"\nNothing new on the server, asked again: {ours['again'] * 1000:.0f} ms with connecting. Profile: "
        f"{ours['profile_mb']:.0f} MB.\n"
    )
    return "\n".join(rows)


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _reading(results: dict[str, Any]) -> str:
    found = [value for key, value in sorted(results.items()) if key.startswith("reading.")]
    if not found:
        return ""
    rows = [
        "## Reading a large folder (one folder, synthetic mail, in process)\n",
        "| mails | first 60 rows ms | all keys ms | search p50 ms | search p95 ms | memory MB |",
        "|---|---|---|---|---|---|",
    ]
    for one in sorted(found, key=lambda value: value["mails"]):
        rows.append(
            f"| {one['mails']:,} | {one['first_screen_ms']:.1f} | {one['all_keys_ms']:.0f} | {one['search_p50_ms']:.1f} | "
            f"{one['search_p95_ms']:.1f} | {one['peak_mb']:.0f} |"
        )
    rows.append(
        "\nA search reads the first 100 rows, newest first; 150 queries: words, two words, prefixes, phrases, senders.\n"
    )
    return "\n".join(rows)


def _badges(results: dict[str, Any]) -> str:
    found = [(name, results[f"badge.{name}"]) for name in _ANSWERS if f"badge.{name}" in results]
    if not found:
        return ""
    rows = [
        "## From the key to the badge\n",
        "| the server | Enter to badge p50 ms | p95 ms | worst ms | T to filled sheet p50 ms | twenty at once p50 ms | worst ms |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, one in found:
        rows.append(
            f"| {_ANSWERS[name]} | {one['p50_ms']:.0f} | {one['p95_ms']:.0f} | {one['worst_ms']:.0f} | "
            f"{one['sheet_p50_ms']:.0f} | {one['together_p50_ms']:.0f} | {one['together_worst_ms']:.0f} |"
        )
    rows.append(
        "\nA task from a mail of 4 kB, in the whole window; a hundred mails one by one, then twenty together.\n"
    )
    return "\n".join(rows)


def _leafing(results: dict[str, Any]) -> str:
    one = results.get("leafing")
    if one is None:
        return ""
    rows = [
        "## From the arrow to the mail\n",
        "| the mail below is | p50 ms | p95 ms | worst ms |",
        "|---|---|---|---|",
        *(
            f"| {name} | {one[f'{kind}_p50_ms']:.0f} | {one[f'{kind}_p95_ms']:.0f} | {one[f'{kind}_worst_ms']:.0f} |"
            for name, kind in (("plain, 4 kB", "plain"), ("formatted, 20 kB", "page"))
        ),
        f"\nFrom Down until the mail is painted beside the list; {one['mails']} of each. The first formatted mail of a run, which loads the web "
        f"engine: {one['first_page_ms']:.0f} ms, of which {one['first_page_stall_ms']:.0f} ms without the event loop. With the key held "
        f"through {one['held']} mails a timer of 10 ms is late by {one['held_p99_ms']:.0f} ms (p99), "
        f"{one['held_worst_ms']:.0f} ms (worst); {one['held_after_ms']:.0f} ms after the last press its mail is there.\n",
    ]
    return "\n".join(rows)


def _idle(results: dict[str, Any]) -> str:
    one = results.get("idle")
    if one is None:
        return ""
    return (
        "## A window that waits\n\n"
        f"Three accounts in IDLE, nothing arrives, {one['seconds']:.0f} s: all threads together are woken "
        f"{one['wakeups_per_s']:.2f} times a second and take {one['cpu_ms_per_minute']:.0f} ms of the processor a minute.\n"
    )


def _screen(results: dict[str, Any]) -> str:
    rows = []
    if start := results.get("start"):
        rows.append("## The window\n")
        rows.append(
            f"Start on a cache of {start['mails']:,} mails, offscreen: first paint {start['first_paint_s']:.2f} s, list filled "
            f"{start['list_filled_s']:.2f} s after the process began, by {start['cpu_s']:.2f} s of the processor{_engine(start)}. "
            f"Peak memory {start['peak_mb']:.0f} MB (the first formatted mail loads QtWebEngine, which is not in it).\n"
        )
    if demo := results.get("demo"):
        rows.append(
            f"First mail of the demo on the screen, with its servers: {demo['first_mail_s']:.2f} s after the command.\n"
        )
    if stalls := results.get("stalls"):
        rows.append(
            f"Event loop while {stalls['mails']:,} mails are synced at full speed ({stalls['wall']:.0f} s): a 10 ms timer is "
            f"late by {stalls['p50_ms']:.1f} ms (median), {stalls['p99_ms']:.0f} ms (p99), {stalls['worst_ms']:.0f} ms (worst).\n"
        )
    return "\n".join(rows)


def _engine(start: dict[str, Any]) -> str:
    if "engine_s" not in start:
        return ""
    return (
        f"; the engine behind it {start['engine_s']:.2f} s, while a timer was late by {start['worst_stall_ms']:.0f} ms at most. "
        f"Settled: {start['settled_mb']:.0f} MB (PSS)"
    )


def _sweep(results: dict[str, Any]) -> str:
    one = results.get("sweep")
    if one is None:
        return ""
    return (
        "## A sweep behind the window\n\n"
        f"{one['removed']:,} of {one['mails']:,} mails leave a cache of {one['profile_mb']:.0f} MB in {one['wall']:.1f} s "
        f"({one['rate']:,.0f} mails/s, with the search index rewritten and the disk space given back): "
        f"{one['given_back_mb']:.0f} MB are free again. The writer holds the file for {one['slice_hold_ms']:.0f} ms at most for a "
        f"slice of mails, and for {one['worst_hold_ms']:.0f} ms at most for anything ({one['worst_hold']}).{_wishes(one)} Event loop meanwhile: "
        f"a 10 ms timer is late by {one['p50_ms']:.1f} ms (median), {one['p99_ms']:.0f} ms (p99), {one['worst_ms']:.0f} ms (worst).\n"
    )


def _wishes(one: dict[str, Any]) -> str:
    if "wish_p99_ms" not in one:
        return ""
    return (
        f" A wish, ten of them a second, is stored after {one['wish_p50_ms']:.0f} ms (median), {one['wish_p99_ms']:.0f} ms (p99), "
        f"{one['wish_worst_ms']:.0f} ms (worst)."
    )
