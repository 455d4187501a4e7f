"""New mail during the demo: an endless row, the same for everybody."""

from __future__ import annotations

import email

from desktop.core.demo.authored import build_mails, load_accounts, next_arrival

NOW = 1_795_514_400


def test_at_least_twenty_five_different_texts_come_first() -> None:
    bodies = {next_arrival(n, NOW).raw.partition(b"\r\n\r\n")[2] for n in range(30)}
    assert len(bodies) == 30


def test_arrivals_are_unread_new_and_in_the_inbox_of_both_accounts() -> None:
    arrivals = [next_arrival(n, NOW + 60 * n) for n in range(40)]
    assert {mail.account for mail in arrivals} == {account.address for account in load_accounts()}
    assert all(mail.mailbox == "INBOX" and mail.flags == () for mail in arrivals)
    assert [mail.internaldate for mail in arrivals] == [NOW + 60 * n for n in range(40)]
    assert all(not email.message_from_bytes(mail.raw).defects for mail in arrivals)


def test_message_ids_never_repeat() -> None:
    known = {mail.message_id for mail in build_mails(NOW)}
    arrivals = [next_arrival(n, NOW).message_id for n in range(100)]
    assert len(set(arrivals)) == 100
    assert known.isdisjoint(arrivals)


def test_the_same_arrival_has_the_same_bytes() -> None:
    assert next_arrival(70, NOW) == next_arrival(70, NOW)


def test_some_arrivals_continue_a_thread() -> None:
    known = {mail.message_id for mail in build_mails(NOW)}
    parents = {email.message_from_bytes(next_arrival(n, NOW).raw)["In-Reply-To"] for n in range(32)} - {None}
    assert len(parents) >= 4
    assert parents <= known
