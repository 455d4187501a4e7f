"""Mails that are looked at in passing: bounded, never mixed up, gone when nobody may see them any more."""

from __future__ import annotations

import pytest

from desktop.core.api.rows import BodyState, MessageRow
from desktop.core.mail.address import Address
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.seeking import passing as room
from desktop.core.seeking.passing import PassingMails, Place


def row(account_key: int = 1) -> MessageRow:
    return MessageRow(
        0, 0, 7, account_key, "Ana", "ana@x.org", "Obra", "", 1_000, 90, Flag(0), False, BodyState.HEADER_ONLY, False, True,
        None, None,
    )  # fmt: skip


def place(uid: int, account_key: int = 1) -> Place:
    return Place(account_key, 7, "Archive", 9, uid)


def add(mails: PassingMails, uid: int, account_key: int = 1, envelope: Envelope | None = None) -> int:
    return mails.add(
        row(account_key), place(uid, account_key), envelope or Envelope(), digest=b"d%d" % uid, thread_key="t", flags=FlagSet(),
    )  # fmt: skip


@pytest.fixture
def mails() -> PassingMails:
    return PassingMails()


def test_keys_are_below_0_and_stay_with_their_mail(mails):
    first, second = (add(mails, uid) for uid in (1, 2))
    assert (first, second) == (-1, -2)
    assert add(mails, 1) == first
    assert mails.rows((first, second, -3)).keys() == {first, second}
    assert mails.rows((first,))[first].only_there


def test_only_so_many_are_kept_and_no_key_comes_again(mails, monkeypatch):
    monkeypatch.setattr(room, "MOST_KEPT", 3)
    for uid in range(1, 6):
        add(mails, uid)
    assert mails.rows(range(-5, 0)).keys() == {-3, -4, -5}
    assert add(mails, 1) == -6


def test_texts_are_bounded_and_the_last_one_stays(mails, monkeypatch):
    monkeypatch.setattr(room, "MOST_BYTES", 100)
    for uid in (1, 2):
        add(mails, uid)
        mails.put_raw(-uid, b"x" * 80, "text", has_attachment=True)
    assert (mails.raw(-1), len(mails.raw(-2))) == (None, 80)
    assert mails.rows((-1,))[-1].body_state is BodyState.HEADER_ONLY
    assert mails.rows((-2,))[-2].body_state is BodyState.COMPLETE
    mails.put_raw(-2, b"y" * 500, "text", has_attachment=False)
    assert len(mails.raw(-2)) == 500
    mails.put_raw(-9, b"z", "", has_attachment=False)
    assert mails.raw(-9) is None


def test_found_again_it_keeps_its_text(mails):
    key = add(mails, 1)
    mails.put_raw(key, b"raw", "text", has_attachment=False)
    assert add(mails, 1) == key
    assert mails.rows((key,))[key].body_state is BodyState.COMPLETE
    assert [one[2] for one in mails.iterate((key, -5))] == [b"raw"]


def test_of_endless_lists_of_people_a_part_is_kept(mails):
    key = add(mails, 1, envelope=Envelope(to=(Address("", "a@x.org"),) * 10_000, references=("a",) * 10_000))
    kept = mails.mail(key).envelope
    assert len(kept.to) == len(kept.references) == 100


def test_what_is_not_seen_any_more_goes(mails):
    mine, other = add(mails, 1, 1), add(mails, 1, 2)
    mails.put_raw(other, b"raw", "", has_attachment=False)
    mails.drop_accounts_but({1})
    assert mails.rows((mine, other)).keys() == {mine}
    assert mails.raw(other) is None


def test_what_was_brought_is_known_until_it_is_found_again(mails):
    first, second = add(mails, 1), add(mails, 2)
    mails.note_brought((first, second, -9), leaving=False)
    mails.note_brought((second,), leaving=True)
    mails.note_brought((second,), leaving=False)
    assert mails.brought((first, second, -9)) == {first: False, second: True}
    assert add(mails, 2) == second
    assert mails.brought((first, second)) == {first: False}, "found again, it is there"
    mails.drop_accounts_but(())
    assert mails.brought((first, second)) == {}


def test_it_is_shown_with_the_flags_that_it_got(mails):
    key = add(mails, 1)
    mails.set_flags(key, FlagSet(Flag.FLAGGED, frozenset({"$Junk"})))
    assert mails.rows((key,))[key].flagged
    assert mails.mail(key).flags.keywords == {"$Junk"}
    mails.set_flags(-9, FlagSet())
