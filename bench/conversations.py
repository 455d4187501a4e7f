"""The conversation of an opened mail: how well it is found and how fast: `python -m bench.conversations CORPUS [MAILS]`.

The mailing lists of the corpus are put into one profile, with other mail until there are MAILS (100,000). Every conversation
that is found on demand is compared with the one that threading all mails of its list at once gives (RFC 5256, REFERENCES
without its step 5, which joins by subject): precision and recall are means over mails. So is each row of the list by conversation
(decision 39), beside what the stored first ids alone would give; and how often a row is what is found on demand. The time is the
processor's, of the thread that reads. Prints numbers alone, of no mail anything.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from statistics import fmean, median, quantiles
from time import thread_time

from bench.big_cache import BATCH, words
from bench.engines import open_engine, settings
from desktop.core import mime
from desktop.core.api.queries import ListView
from desktop.core.api.rows import MessageRow
from desktop.core.engine import Engine
from desktop.core.mail.address import Address
from desktop.core.mail.conversation import Letter, find_conversation
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.mail.structure import IndexedBody
from desktop.core.reading.conversations import letter_of
from desktop.core.store import accounts, locations, mailboxes, messages
from desktop.core.store.conversations import Kin
from desktop.core.store.mailboxes import Listed
from desktop.core.store.messages import NewMessage
from desktop.core.store.writer import UnitOfWork
from tests.fakes import corpus as mails

LISTS = ("linux-raid", "openbmc", "usrp-users")
_OTHERS_FROM = 1_500_000_000


def read_list(corpus: Path, name: str) -> list[NewMessage]:
    """The mails of a list, oldest first."""
    found = []
    for _, raw in mails.files(corpus, name):
        raw = raw[raw.index(b"\n") + 1 :] if raw.startswith(b"From ") else raw
        header = raw[: mime.headers.find_body(raw)[0]]
        read = mime.index_message.index_message(raw)
        date = read.envelope.date
        received = max(0, int(date.timestamp())) if date is not None else _OTHERS_FROM
        digest, key = messages.header_digest(header), mime.threading_keys.thread_key(read.envelope)
        found.append(NewMessage(digest, len(raw), received, read.envelope, key, content=(b"x", read)))
    return sorted(found, key=lambda one: one.internaldate)


def make_others(count: int) -> list[NewMessage]:
    """Other mail, a third of it answers to one another, a tenth with one of a few subjects that come again and again."""
    vocabulary, chance = words(), random.Random(4)
    weights = [1 / (n + 10) for n in range(len(vocabulary))]
    made: list[NewMessage] = []
    for n in range(count):
        picked = chance.choices(vocabulary, weights, k=40)
        sender = Address(picked[0].title(), f"{picked[0]}@example.org")
        subject = " ".join(picked[2:7]) if n % 10 else f"Invoice {picked[2] if n % 20 else ''}"
        earlier = made[max(0, n - chance.randrange(1, 400))].envelope if n % 3 == 0 and made else None
        references = () if earlier is None else (*earlier.references, earlier.message_id)
        subject = subject if earlier is None else f"Re: {earlier.subject.removeprefix('Re: ')}"
        envelope = Envelope(
            subject=subject, from_=(sender,), message_id=f"o{n}@example.org",
            references=references[-20:], in_reply_to=references[-1:],
        )  # fmt: skip
        body = IndexedBody(" ".join(picked[7:20]), " ".join(picked), (), False)
        key = mime.threading_keys.thread_key(envelope)
        digest = n.to_bytes(16, "big")
        made.append(NewMessage(digest, 9_000, _OTHERS_FROM + n * 1_500, envelope, key, content=(b"x", body)))
    return made


def put(engine: Engine, account_key: int, box: int, news: list[NewMessage]) -> list[int]:
    """Location keys, in order."""
    keys: list[int] = []

    def store(uow: UnitOfWork, part: list[NewMessage]) -> None:
        stored = messages.store_messages(uow, account_key, part).keys
        seen = FlagSet(Flag.SEEN)
        places = [
            locations.NewLocation(len(keys) + n + 1, key, new.internaldate, seen, False)
            for n, (key, new) in enumerate(zip(stored, part, strict=True))
        ]
        locations.add_locations(uow, box, places)
        keys.extend(stored)

    for first in range(0, len(news), BATCH):
        engine.store.writer.run("fill", lambda uow, n=first: store(uow, news[n : n + BATCH]))
    return keys


def threads_of(keys: list[int], news: list[NewMessage]) -> dict[int, frozenset[int]]:
    """By message key, the conversation that threading all of them gives."""
    found: dict[int, frozenset[int]] = {}
    for root in mime.threading_keys.build_threads(
        zip(keys, (new.envelope for new in news), strict=True), by_subject=False
    ):
        members = frozenset(node.key for _, node in root.walk() if isinstance(node.key, int))
        found.update(dict.fromkeys(members, members))
    return found


def compare(engine: Engine, box: int, truth: dict[int, frozenset[int]], step: int) -> dict[str, float]:
    """Every `step`-th mail of the folder."""
    precision, recall, times, sizes = [], [], [], []
    rows = engine.rows(list(engine.list_keys(ListView(mailbox_key=box))))
    ids = engine.message_ids(list(rows))
    once: defaultdict[str, set[int]] = defaultdict(set)
    for key, row in rows.items():
        once[ids[key] or str(key)].add(row.message_key)
    same = {key: min(twins) for twins in once.values() for key in twins}  # a mail that is here twice is shown once
    for key, row in list(rows.items())[::step]:
        began = thread_time()
        conversation = engine.conversation(key)
        times.append((thread_time() - began) * 1_000)
        assert conversation is not None
        found = {same.get(one.row.message_key, 0) for one in conversation.mails if one.row is not None}
        wanted = {same[other] for other in truth[row.message_key] if other in same}
        precision.append(len(found & wanted) / len(found))
        recall.append(len(found & wanted) / len(wanted))
        sizes.append(len(wanted))
    return {
        "mails": len(times), "largest": max(sizes), "precision": round(fmean(precision), 4),
        "recall": round(fmean(recall), 4), "whole": round(fmean(p == r == 1 for p, r in zip(precision, recall, strict=True)), 4),
        "p50_ms": round(median(times), 2), "p95_ms": round(quantiles(times, n=20)[18], 2), "max_ms": round(max(times), 2),
    }  # fmt: skip


def compare_list(
    engine: Engine, box: int, keys: list[int], news: list[NewMessage], truth: dict[int, frozenset[int]], step: int
) -> dict[str, float]:
    """The rows of the list by conversation: every mail against threading, every `step`-th against what is found on demand."""
    view = ListView(mailbox_key=box)
    rows = engine.rows(list(engine.list_keys(view)))
    began = thread_time()
    groups = engine.list_groups(view)
    took = (thread_time() - began) * 1_000
    by_row: dict[int, frozenset[int]] = {}
    for number in range(len(groups)):
        members = frozenset(rows[key].message_key for key in groups.members(number))
        by_row.update(dict.fromkeys(members, members))
    first_ids: defaultdict[object, set[int]] = defaultdict(set)
    for key, new in zip(keys, news, strict=True):
        own = new.envelope.message_id or key
        first_ids[own if new.thread_key.startswith("subject:") else new.thread_key].add(key)
    alone = {key: frozenset(members) for members in first_ids.values() for key in members}
    asked = equal = 0
    for key, row in list(rows.items())[::step]:
        conversation = engine.conversation(key)
        assert conversation is not None
        found = {
            one.row.message_key for one in conversation.mails if one.row is not None and one.row.mailbox_key == box
        }
        copies = {one for one in by_row[row.message_key] if one not in found}
        asked += 1
        equal += found <= by_row[row.message_key] and _are_copies(engine, rows, copies, found)
    return {
        "mails": len(by_row), "rows": len(groups), "ms": round(took, 1), **_likeness("", by_row, truth),
        **_likeness("first_ids_", alone, truth), "as_on_demand": round(equal / asked, 4),
    }  # fmt: skip


def _likeness(name: str, found: dict[int, frozenset[int]], truth: dict[int, frozenset[int]]) -> dict[str, float]:
    both = [(members, truth[key], len(members & truth[key])) for key, members in found.items()]
    return {
        f"{name}precision": round(fmean(same / len(members) for members, _, same in both), 4),
        f"{name}recall": round(fmean(same / len(wanted) for _, wanted, same in both), 4),
        f"{name}whole": round(fmean(members == wanted for members, wanted, _ in both), 4),
    }


def _are_copies(engine: Engine, rows: dict[int, MessageRow], copies: set[int], found: set[int]) -> bool:
    """A mail that is here twice stands twice in a list, and once in what is found on demand."""
    if not copies:
        return True
    ids = engine.message_ids([key for key, row in rows.items() if row.message_key in copies | found])
    return {ids[key] for key, row in rows.items() if row.message_key in copies} <= {
        ids[key] for key, row in rows.items() if row.message_key in found
    }


def compare_answers(
    keys: list[int], news: list[NewMessage], truth: dict[int, frozenset[int]], step: int
) -> dict[str, float]:
    """Every `step`-th answer as if its mail program had named nothing: how many are joined all the same, and how many of those
    to the conversation that they really belong to."""
    letters = [letter_of(Kin(key, new.envelope, "", new.internaldate)) for key, new in zip(keys, news, strict=True)]
    alike: defaultdict[str, list[Letter]] = defaultdict(list)
    for letter in letters:
        alike[letter.subject].append(letter)
    asked = joined = right = 0
    for answer in [one for one in letters if one.answers and one.ancestors and len(truth[one.key]) > 1][::step]:
        before = [one for one in alike[answer.subject] if one.received < answer.received]
        if not any(one.key in truth[answer.key] for one in before):
            continue  # nothing that it could be found by
        found = find_conversation(answer.key, [*before, replace(answer, ancestors=())]) - {answer.key}
        asked += 1
        joined += bool(found)
        right += not found.isdisjoint(truth[answer.key])
    return {"answers": asked, "joined": round(joined / asked, 4), "right": round(right / joined, 4)}


def main(corpus: str, count: str = "100000", step: str = "7") -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Path(folder), threads=False)
        key = engine.store.writer.run("a", lambda uow: accounts.add_account(uow, settings("big", 1), "big"))
        names = [Listed(name, "/", SpecialUse.NONE, True) for name in (*LISTS, "others")]
        boxes = engine.store.writer.run("m", lambda uow: mailboxes.merge_listed(uow, key, names))
        truths, answers, lists = {}, {}, {}
        for name in LISTS:
            news = read_list(Path(corpus), name)
            keys = put(engine, key, boxes[name], news)
            truths[name] = threads_of(keys, news)
            answers[name] = compare_answers(keys, news, truths[name], max(1, int(step) // 6))
            lists[name] = compare_list(engine, boxes[name], keys, news, truths[name], int(step))
        others = make_others(int(count) - sum(map(len, truths.values())))
        truths["others"] = threads_of(put(engine, key, boxes["others"], others), others)
        found = {name: compare(engine, boxes[name], truth, int(step)) for name, truth in truths.items()}
        print(
            json.dumps({"conversations": found, "in the list": lists, "answers that name nothing": answers}, indent=1)
        )
        engine.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
