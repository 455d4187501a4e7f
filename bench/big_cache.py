"""A profile with many mails made without a server, and what reading it costs: `python -m bench.big_cache PROFILE COUNT`.

Measures the first screen of the folder, its whole list of keys, and 50 searches (term, two terms, prefix, phrase, from) three times.
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path
from statistics import median, quantiles

from bench.engines import open_engine, settings
from bench.measure import peak_mb
from desktop.core.api.queries import ListView
from desktop.core.mail.address import Address
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.mail.structure import IndexedBody
from desktop.core.store import accounts, locations, mailboxes, messages
from desktop.core.store.mailboxes import Listed
from desktop.core.store.writer import UnitOfWork

BATCH = 2_000
WORDS = 32_000
BODY_WORDS = 120


def words() -> list[str]:
    """A vocabulary with the shape of a language: short words often, long ones seldom."""
    made = random.Random(1)
    syllables = [c + v for c in "bcdfglmnprstv" for v in "aeiou"]
    return ["".join(made.choices(syllables, k=1 + n % 4)) + str(n % 97) for n in range(WORDS)]


def fill(engine, count: int) -> None:  # type: ignore[no-untyped-def]
    key = engine.store.writer.run("a", lambda uow: accounts.add_account(uow, settings("big", 1), "big"))
    box = engine.store.writer.run(
        "m", lambda uow: mailboxes.merge_listed(uow, key, [Listed("INBOX", "/", SpecialUse.INBOX, True)])
    )["INBOX"]
    vocabulary, chance = words(), random.Random(2)
    weights = [1 / (n + 10) for n in range(WORDS)]
    base = 1_700_000_000

    def put(uow: UnitOfWork, first: int) -> None:
        news, texts = [], []
        for n in range(first, min(first + BATCH, count)):
            picked = chance.choices(vocabulary, weights, k=BODY_WORDS)
            sender = Address(f"{picked[0].title()} {picked[1].title()}", f"{picked[0]}@example.org")
            envelope = Envelope(subject=" ".join(picked[2:7]), from_=(sender,), message_id=f"b{n}@example.org")
            digest = n.to_bytes(16, "big")
            size = 9_000 if n % 400 else 6_000_000
            news.append(messages.NewMessage(digest, size, base + n * 20, envelope, f"t{n}"))
            texts.append(IndexedBody(" ".join(picked[7:20]), " ".join(picked), (), n % 7 == 0))
        keys = messages.find_or_add(uow, key, news)
        messages.add_bodies(uow, [(k, b"x", text) for k, text in zip(keys, texts, strict=True)])
        places = [
            locations.NewLocation(n + 1, k, new.internaldate, FlagSet(_flags(n)), n % 7 == 0)
            for n, (k, new) in enumerate(zip(keys, news, strict=True), start=first)
        ]
        locations.add_locations(uow, box, places)

    for first in range(0, count, BATCH):
        engine.store.writer.run("fill", lambda uow, n=first: put(uow, n))


def _flags(n: int) -> Flag:
    return (Flag.SEEN if n % 3 else Flag(0)) | (Flag(0) if n % 50 else Flag.FLAGGED)


OPERATORS = (
    "is:unread", "is:read", "is:unread has:attachment", "is:starred", "is:starred -has:attachment is:unread", "has:task",
    "larger:5M", "larger:20K", "after:2023-11-20 before:2023-11-22", "on:2023-11-18 is:unread", "in:inbox is:unread",
    "older_than:1y", "ba is:unread", "ba has:attachment is:starred larger:5M", "-ba is:starred", "ba OR is:starred",
    "ba (ce OR is:starred)",
)  # fmt: skip
"""All their mails, as the screen asks for them; `ba` begins many words."""


def queries(vocabulary: list[str]) -> list[str]:
    chance = random.Random(3)
    common = vocabulary[:4000]
    made = [chance.choice(common) for _ in range(10)]
    made += [" ".join(chance.sample(common[:800], 2)) for _ in range(10)]
    made += [chance.choice(common)[:3] for _ in range(10)]
    made += [f'"{chance.choice(common[:200])} {chance.choice(common[:200])}"' for _ in range(10)]
    made += [f"from:{chance.choice(common)}" for _ in range(10)]
    return made


def timed(function) -> float:  # type: ignore[no-untyped-def]
    started = time.perf_counter()
    function()
    return (time.perf_counter() - started) * 1000


def main(profile: str, count: str) -> None:
    engine = open_engine(Path(profile), threads=False)
    if not engine.accounts():
        fill(engine, int(count))
        engine.close()
        engine = open_engine(Path(profile), threads=False)  # gives the account its owner
    view = ListView(mailbox_key=engine.mailboxes()[0].mailbox_key)

    def first_screen() -> None:
        engine.rows(engine.first_keys(view, 60))

    first_screen()
    screen = [timed(first_screen) for _ in range(20)]
    keys = [timed(lambda: engine.list_keys(view)) for _ in range(5)]
    unread = [timed(lambda: engine.first_keys(view, 60)) for _ in range(20)]
    searches = [
        timed(lambda q=query: engine.rows(engine.first_keys(ListView(search=q), 100)))
        for _ in range(3)
        for query in queries(words())
    ]
    for query in OPERATORS:
        engine.list_keys(ListView(search=query))
    operators = {
        query: round(median(timed(lambda q=query: engine.list_keys(ListView(search=q))) for _ in range(5)), 1)
        for query in OPERATORS
    }
    print(
        json.dumps(
            {
                "mails": int(count), "first_screen_ms": median(screen), "all_keys_ms": median(keys),
                "first_keys_ms": median(unread), "search_p50_ms": median(searches),
                "search_p95_ms": quantiles(searches, n=20)[18], "peak_mb": peak_mb(),
                "profile_mb": engine.store.disk_bytes() / 1e6, "operators_ms": operators,
            }
        )
    )  # fmt: skip
    engine.close()


if __name__ == "__main__":
    main(*sys.argv[1:3])
