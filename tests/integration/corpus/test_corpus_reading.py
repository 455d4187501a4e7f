"""Real mail and the test suites of other mail programs: every message is read, and read as their authors expect.

Nothing of any message is printed: failures name the file and the kind of failure.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from bench.mime_agreement import (
    Table,
    compare_hostile,
    compare_mailcore,
    compare_mime4j,
    compare_stalwart,
    compare_standard_library,
    compare_threads,
)
from desktop.core.mail.envelope import Envelope
from desktop.core.mime.html_clean import sanitise
from desktop.core.mime.index_message import index_message
from desktop.core.mime.parse_message import load_attachment, parse_message
from desktop.core.mime.reply import forward, reply_to
from desktop.core.mime.threading_keys import build_threads
from tests.fakes import corpus as mails

pytestmark = pytest.mark.corpus


def read_all(found: Iterable[tuple[str, bytes]]) -> tuple[int, list[str]]:
    """How many messages were read, and the names of those that raised or were read in two ways."""
    count, failures = 0, []
    for name, raw in found:
        count += 1
        try:
            failures.extend(f"{name}: {failure}" for failure in read_one(raw))
        except Exception as error:
            failures.append(f"{name}: {type(error).__name__}")
    return count, failures


def read_one(raw: bytes) -> Iterable[str]:
    indexed, parsed = index_message(raw), parse_message(raw)
    if indexed.envelope != parsed.envelope:
        yield "envelopes differ"
    kept = set(parsed.text.encode()[:60_000].decode("utf-8", "ignore").split()[:-1])
    found = set(indexed.body_text.split())
    if len(raw) < 200_000 and len(kept & found) < 0.98 * len(kept):
        yield "index and reader differ"
    if parsed.html is not None:
        clean = sanitise(parsed.html)
        if sanitise(clean.html).html != clean.html:
            yield "sanitised twice differs"
        if ' src="http' in clean.html:
            yield "a remote image was let through"
        reply_to(parsed, raw)
        forward(parsed, raw)
    for file in parsed.attachments:
        load_attachment(raw, file.path)


@pytest.mark.parametrize("suite", mails.SUITES)
def test_every_file_of_the_suites_is_read(corpus: Path, suite: str):
    count, failures = read_all(mails.files(corpus, suite))
    assert count > 50
    assert failures == []


def test_a_sample_of_ordinary_mail_is_read(corpus: Path):
    count, failures = read_all(mails.sample(corpus, 2_000))
    assert count >= 2_000
    assert failures == []


@pytest.mark.slow
def test_twenty_thousand_ordinary_mails_are_read(corpus: Path):
    count, failures = read_all(mails.sample(corpus, 20_000))
    assert count >= 20_000
    assert failures == []


def shares(table: Table) -> dict[str, float]:
    return {
        f"{suite}: {question}": count.agreed / count.asked
        for suite, questions in table.counts.items()
        for question, count in questions.items()
    }


def test_agreement_with_other_programs(corpus: Path):
    table = Table()
    for compare in (compare_stalwart, compare_mime4j, compare_mailcore):
        compare(corpus, table)
    least = {
        "stalwart-mail-parser: subject": 0.9,
        "stalwart-mail-parser: from addresses": 1.0,
        "stalwart-mail-parser: to addresses": 1.0,
        "stalwart-mail-parser: number of files": 0.85,
        "stalwart-mail-parser: words of the text": 0.9,
        "mime4j: number of parts": 0.75,
        "mime4j: decoded bytes of all parts": 0.85,
        "mailcore2: subject": 1.0,
        "mailcore2: from address": 1.0,
        "mailcore2: types of the parts": 0.9,
    }
    found = shares(table)
    assert {
        question: found.get(question, 0.0) for question, share in least.items() if found.get(question, 0.0) < share
    } == {}


def test_agreement_with_the_standard_library(corpus: Path):
    table = Table()
    compare_standard_library(corpus, table, 1_000)
    found = shares(table)
    for question in ("types of the parts", "decoded bytes of all parts", "words of the index"):
        assert found[f"standard library, ordinary mail: {question}"] >= 0.99
        assert found[f"standard library, MIME suites: {question}"] >= 0.95


def test_nobody_is_taken_in(corpus: Path):
    table = Table()
    compare_hostile(corpus, table)
    assert {question: share for question, share in shares(table).items() if share < 1} == {}


def test_expected_conversations(corpus: Path):
    table = Table()
    compare_threads(corpus, table)
    found = shares(table)
    assert found["Mail::Thread: depth of a message"] == 1
    # MailKit drops the messages of a circle and joins unrelated mails of equal subject; here both stay.
    assert found["MailKit threads: places (depth and subject)"] >= 0.75


def test_no_message_of_the_expected_conversations_is_lost(corpus: Path):
    folder = mails.unpacked(corpus, "suites-threading") / "threading" / "jwz-truth"

    for case in json.loads((folder / "mailkit_jwz_cases.json").read_text("utf-8"))["cases"]:
        pairs = [
            (
                number,
                Envelope(entry["subject"], message_id=entry["message_id"] or "", references=tuple(entry["references"])),
            )
            for number, entry in enumerate(case["messages"])
        ]
        keys = [node.key for root in build_threads(pairs) for _, node in root.walk() if node.key is not None]
        assert sorted(keys) == list(range(len(pairs)))
