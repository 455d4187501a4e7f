"""What stands behind `session.pictures`: plans, permissions that are remembered, and loads of one small pool.

Invariant: a rule covers only what a person could mean by it: never a domain whose addresses belong to strangers of each other
(a mail provider's), and nothing in Junk. Any thread; nothing here waits for the network.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING

from desktop.core import mime
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.pictures import PicturePlan, PictureRule, Scope
from desktop.core.config import resource_text
from desktop.core.mail.domain import owner_of
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.pictures.fetching import Fetch, Load, PictureCache
from desktop.core.store import picture_rules
from desktop.core.store.picture_rules import Origin
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork

if TYPE_CHECKING:
    from desktop.core.mime.remote_pictures import KnownTracker

_AT_A_TIME = 6


class PictureService:
    """Implements `core.api.pictures.Pictures`."""

    def __init__(self, store: Store, fetch: Fetch) -> None:
        self._store, self._fetch = store, fetch
        self._cache = PictureCache()
        self._pool = ThreadPoolExecutor(_AT_A_TIME, thread_name_prefix="pictures")

    def plan(self, html: str) -> PicturePlan:
        return mime.remote_pictures.plan_pictures(html, self._trackers)

    def load(self, plan: PicturePlan) -> Load:
        return Load(plan, self._fetch, self._pool, self._cache)

    def permission(self, location_key: int) -> Scope | None:
        with self._store.reading() as connection:
            origin = picture_rules.load_origin(connection, location_key)
            if origin is None or origin.special_use is SpecialUse.JUNK:
                return None
            given = picture_rules.find_rules(connection, self._offers(origin))
        return next((scope for scope in (Scope.DOMAIN, Scope.SENDER, Scope.MAIL) if scope in given), None)

    def offers(self, location_key: int) -> list[PictureRule]:
        with self._store.reading() as connection:
            origin = picture_rules.load_origin(connection, location_key)
        return [] if origin is None else self._offers(origin)

    def allow(self, location_key: int, scope: Scope) -> Future[PictureRule]:
        def allow(uow: UnitOfWork) -> PictureRule:
            origin = picture_rules.load_origin(uow.connection, location_key)
            offers = [] if origin is None else self._offers(origin)
            rule = next((one for one in offers if one.scope is scope), None)
            if rule is None:
                raise BandejaError(Code.NOT_FOUND, what="mail", name=location_key)
            picture_rules.add_rule(uow, rule)
            return rule

        return self._store.writer.submit("allow pictures", allow, durable=True)

    def forbid(self, rule: PictureRule) -> Future[None]:
        return self._store.writer.submit(
            "forbid pictures", lambda uow: picture_rules.drop_rule(uow, rule), durable=True
        )

    def rules(self) -> list[PictureRule]:
        return self._store.read(picture_rules.load_rules)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _offers(self, origin: Origin) -> list[PictureRule]:
        """The rules that would cover this mail, narrowest first."""
        rules = [PictureRule(Scope.MAIL, origin.digest)]
        domain = origin.sender.rpartition("@")[2]
        if domain and "." in domain:
            rules.append(PictureRule(Scope.SENDER, origin.sender))
            if owner_of(domain) not in self._shared_domains:
                rules.append(PictureRule(Scope.DOMAIN, owner_of(domain)))
        return rules

    @cached_property
    def _trackers(self) -> tuple[KnownTracker, ...]:
        return mime.remote_pictures.parse_trackers(resource_text("trackers.toml"))

    @cached_property
    def _shared_domains(self) -> frozenset[str]:
        from desktop.core.accounts.providers import load_providers

        return frozenset(domain for provider in load_providers() for domain in provider.domains)
