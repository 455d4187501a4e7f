"""Real mails: the embedded server reads structure and header as Dovecot does, and gives back the same bytes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.fakes.corpus import sample
from tests.fakes.dovecot import Dovecot
from tests.fakes.servers import EmbeddedServer
from tests.integration.imap_server_contract.conftest import quoted
from tests.integration.imap_server_contract.dialogue import Dialogue, Nested

LISTS = ("enron", "openbmc", "linux-raid", "usrp-users")
ROUGH = ("spamassassin", "phishing_pot")
ITEMS = "RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY.PEEK[HEADER.FIELDS (RECEIVED SUBJECT)] BODY.PEEK[1] BODY.PEEK[2.MIME] BODY.PEEK[]"


def read(host: str, port: int, user: str, password: str) -> dict[int, dict[str, Nested]]:
    dialogue = Dialogue(host, port, patience=120)
    dialogue.ok(f"LOGIN {user} {quoted(password)}")
    dialogue.ok("EXAMINE INBOX")
    found = dialogue.ok(f"UID FETCH 1:* ({ITEMS})").by_uid()
    dialogue.close()
    return found


def levelled(value: Nested) -> Nested:
    """Without what the RFC leaves free: letter case, runs of blanks, nothing as NIL or as an empty string."""
    if isinstance(value, list):
        return [levelled(each) for each in value]
    plain = re.sub(rb"\s+", b" ", value.lower()).strip() if value else b""
    return b"" if plain in (b"missing_mailbox", b"missing_domain") else plain  # Dovecot's words for what is not there


def disagreements(judge: Dovecot, embedded: EmbeddedServer, mails: list[tuple[str, bytes]]) -> dict[str, list[str]]:
    """Item -> names of the mails on which the two differ."""
    stored = [(re.sub(rb"(?<!\r)\n", b"\r\n", raw), 1_700_000_000, ()) for _, raw in mails]
    user = judge.new_user()
    assert judge.load(user, "INBOX", stored) == len(mails)
    embedded.account.deliver_many("INBOX", stored)
    theirs = read(judge.host, judge.port, user, judge.password)
    ours = read(embedded.host, embedded.port, embedded.user, embedded.password)
    assert sorted(ours) == sorted(theirs) == list(range(1, len(mails) + 1))
    found: dict[str, list[str]] = {}
    for uid, (name, _) in enumerate(mails, 1):
        for item in ours[uid].keys() - {"SEQ"}:
            if levelled(ours[uid][item]) != levelled(theirs[uid][item]):
                found.setdefault(item, []).append(name)
    return found


@pytest.mark.corpus
@pytest.mark.dovecot
@pytest.mark.parametrize(
    ("sets", "count", "share", "envelopes"),
    [
        pytest.param(LISTS, 600, 0.005, 0.005, id="lists"),
        pytest.param(ROUGH, 400, 0.01, 0.12, id="rough"),
        pytest.param(LISTS, 8000, 0.005, 0.005, id="many-lists", marks=pytest.mark.slow),
        pytest.param(ROUGH, 4000, 0.01, 0.12, id="many-rough", marks=pytest.mark.slow),
    ],
)
def test_agreement_with_dovecot(
    dovecot_server: Dovecot,
    embedded_server: EmbeddedServer,
    corpus: Path,
    sets: tuple[str, ...],
    count: int,
    share: float,
    envelopes: float,
):
    """Bytes never differ, other items in at most this share of the mails. Addresses of spam and phishing are no addresses
    often (whoever made these sets anonymous broke many more), and each server makes of them what it can."""
    mails = [(name, raw) for name, raw in sample(corpus, count, sets) if raw.strip() and b"\0" not in raw]
    found = disagreements(dovecot_server, embedded_server, mails)
    assert not found.pop("BODY[]", [])
    allowed = {item: envelopes if item == "ENVELOPE" else share for item in found}
    assert {item: names for item, names in found.items() if len(names) > allowed[item] * len(mails)} == {}
