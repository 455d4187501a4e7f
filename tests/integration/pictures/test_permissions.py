"""Whose pictures may be fetched: remembered on disk, for what a person can mean by it, and never in Junk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.accounts.lookup import Unanswered
from desktop.core.api.discovery import Outcome
from desktop.core.api.errors import BandejaError
from desktop.core.api.pictures import PictureRule, Scope
from desktop.core.pictures.service import PictureService
from desktop.core.store import picture_rules
from tests.fakes.cache import Cache, mail


def no_network(url: str) -> bytes:
    raise Unanswered(Outcome.FAILED)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    made = Cache(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def pictures(cache: Cache) -> Iterator[PictureService]:
    service = PictureService(cache.store, no_network)
    yield service
    service.close()


def letter(number: int, sender: str) -> bytes:
    return mail(number).replace(f"bob{number}@example.com".encode(), sender.encode())


def test_each_width_covers_what_it_says(cache: Cache, pictures: PictureService):
    one = cache.put("INBOX", letter(1, "News@mail.shop.example"), 1)
    same_sender = cache.put("INBOX", letter(2, "news@MAIL.shop.example"), 2)
    same_domain = cache.put("INBOX", letter(3, "other@shop.example"), 3)
    stranger = cache.put("INBOX", letter(4, "news@shop.example.net"), 4)
    all_of_them = (one, same_sender, same_domain, stranger)
    assert [pictures.permission(key) for key in all_of_them] == [None] * 4
    pictures.allow(one, Scope.MAIL).result()
    assert [pictures.permission(key) for key in all_of_them] == [Scope.MAIL, None, None, None]
    sender = pictures.allow(one, Scope.SENDER).result()
    assert [pictures.permission(key) for key in all_of_them] == [Scope.SENDER, Scope.SENDER, None, None]
    domain = pictures.allow(one, Scope.DOMAIN).result()
    assert [pictures.permission(key) for key in all_of_them] == [Scope.DOMAIN] * 3 + [None]
    assert pictures.rules() == [sender, domain] == [
        PictureRule(Scope.SENDER, "news@mail.shop.example"), PictureRule(Scope.DOMAIN, "shop.example"),
    ]  # fmt: skip
    pictures.forbid(domain).result()
    assert [pictures.permission(key) for key in all_of_them] == [Scope.SENDER, Scope.SENDER, None, None]


def test_it_is_remembered_over_a_restart_and_from_another_folder(cache: Cache, pictures: PictureService):
    key = cache.put("INBOX", letter(1, "a@shop.example"), 1)
    pictures.allow(key, Scope.MAIL).result()
    cache.reopen()
    again = PictureService(cache.store, no_network)
    assert again.permission(cache.put("Archive", letter(1, "a@shop.example"), 1)) is Scope.MAIL
    again.close()


def test_junk_is_never_shown_by_itself_and_a_providers_domain_is_nobody(cache: Cache, pictures: PictureService):
    key = cache.put("INBOX", letter(1, "someone@gmail.com"), 1)
    assert [one.scope for one in pictures.offers(key)] == [Scope.MAIL, Scope.SENDER]
    with pytest.raises(BandejaError):
        pictures.allow(key, Scope.DOMAIN).result()
    pictures.allow(key, Scope.SENDER).result()
    junk = cache.put("Junk", letter(2, "someone@gmail.com"), 1)
    assert pictures.permission(junk) is None
    assert pictures.permission(key) is Scope.SENDER


def test_a_mail_that_is_gone_and_one_without_a_sender(cache: Cache, pictures: PictureService):
    assert pictures.permission(99) is None
    assert pictures.offers(99) == []
    with pytest.raises(BandejaError):
        pictures.allow(99, Scope.MAIL).result()
    key = cache.put("INBOX", letter(1, "nobody"), 1)
    assert [one.scope for one in pictures.offers(key)] == [Scope.MAIL]


def test_single_mails_do_not_pile_up(cache: Cache, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(picture_rules, "_MOST_MAILS", 3)
    for n in range(6):
        cache.clock.advance(1)
        rule = PictureRule(Scope.MAIL, f"{n:02x}")
        cache.store.writer.run("r", lambda uow, rule=rule: picture_rules.add_rule(uow, rule))
    asked = [PictureRule(Scope.MAIL, f"{n:02x}") for n in range(6)]
    with cache.store.reading() as connection:
        kept = [n for n, one in enumerate(asked) if picture_rules.find_rules(connection, [one])]
    assert kept == [3, 4, 5]
