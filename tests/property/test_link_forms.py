"""Whatever a mail says, a sheet begins with something that can be taken: bounded, in order, and read again the same."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.api.linking import LinkKind, Person
from desktop.core.connectors.form.moments.reader import read_moment
from desktop.core.connectors.form.moments.words import fold
from desktop.core.connectors.form.text import LONGEST_TEXT, fold_quotes, own_words
from desktop.core.connectors.protocol import MailSnapshot, SnapshotAttachment, Wish
from desktop.core.connectors.queue.frozen import dump_snapshot, dump_wish, load_wish
from desktop.core.store.wish_rows import StoredAttachment, StoredMail, StoredWish

PIECES = st.sampled_from(
    [
        "el viernes",
        "a las",
        "17:00",
        "mañana",
        "tomorrow",
        "at 10",
        "before",
        "antes del",
        "20",
        "de",
        "noviembre",
        "Friday",
        "next",
        "in 3 days",
        "10-11",
        "am",
        "pm",
        ".",
        ",",
        "\n",
        "24:00",
        "31/12/2026",
        "30 de febrero",
        "2026-11-20",
        "T10:00",
        "hora de México",
        "GMT+14",
        "UTC-12",
        "de 10 a 11",
        "99",
        "€",
        "%",
        "> ",
        "Re:",
        "\u202e",
        "ß",
        "ñ",
        "İ",
        "٣",
        "½",
        "hoy",
        "tonight",
        "noon",
    ]
)
ZONES = st.sampled_from(
    ["Europe/Madrid", "UTC", "America/New_York", "Pacific/Kiritimati", "Pacific/Apia", "Asia/Kathmandu"]
)
WRITTEN = st.integers(31_536_000, 221_845_392_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=30).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS, WRITTEN, ZONES, st.booleans())
def test_a_time_that_is_read_lies_ahead_and_has_an_order(text: str, written: datetime, zone: str, event: bool):
    times = read_moment(text, written, ZoneInfo(zone), event=event)
    if times is not None:
        assert times.starts < times.ends
        assert max(times.ends, times.due) >= written
        assert times.words
        assert len(times.words) <= 160


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str):
    assert len(fold(text)) == len(text)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.text(max_size=30) | st.sampled_from(["> x", "-----Original Message-----", "On Monday Ana wrote:", "-- "]),
        max_size=30,
    ).map("\n".join)
)
def test_folded_text_is_bounded_and_says_something_when_the_mail_does(text: str):
    folded = fold_quotes(text)
    assert len(folded) <= LONGEST_TEXT + 10
    own_words(text)


PEOPLE = st.builds(Person, st.text(max_size=20), st.text(max_size=20), st.text(max_size=5), st.booleans())
MOMENTS = st.none() | st.integers(0, 1 << 40)
MAILS = st.builds(
    MailSnapshot,
    message_id=st.text(max_size=20),
    subject=st.text(max_size=40),
    sender=PEOPLE,
    to=st.lists(PEOPLE, max_size=3).map(tuple),
    cc=st.lists(PEOPLE, max_size=3).map(tuple),
    date=MOMENTS,
    received=st.integers(0, 1 << 40),
    text=st.text(),
    html=st.none() | st.text(),
    incoming=st.booleans(),
    account=st.text(max_size=20),
    mailbox=st.text(max_size=20),
    attachments=st.lists(
        st.builds(SnapshotAttachment, st.text(max_size=10), st.text(max_size=10), st.binary(max_size=20)), max_size=3
    ).map(tuple),
    raw=st.binary(max_size=50),
)
WISHES = st.builds(
    Wish,
    kind=st.sampled_from(LinkKind),
    key=st.uuids().map(str),
    title=st.text(max_size=40),
    text=st.text(),
    mails=st.lists(MAILS, max_size=3).map(tuple),
    people=st.lists(PEOPLE, max_size=3).map(tuple),
    due_at=MOMENTS,
    starts_at=MOMENTS,
    ends_at=MOMENTS,
    all_day=st.booleans(),
    zone=st.text(max_size=20),
    place=st.text(max_size=20),
    target_id=st.text(max_size=20),
)


@settings(max_examples=150, deadline=None)
@given(WISHES)
def test_a_wish_that_was_stored_is_read_back_as_it_was(wish: Wish):
    stored = StoredWish(wish.key, wish.kind, "shop", wish.title, dump_wish(wish), 0, False, "", 0, "", False)
    mails = tuple(
        StoredMail(
            1, dump_snapshot(mail), mail.raw or None,
            tuple(StoredAttachment("1", one.filename, one.content_type, one.content) for one in mail.attachments),
        )
        for mail in wish.mails
    )  # fmt: skip
    assert load_wish(stored, mails) == wish
