"""Stands before every wish of a person to save a mail to the CRM: what the never list names is refused, what is saved is logged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from desktop.core.api.commands import Receipt
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.link_commands import LinkExisting, LinkMail
from desktop.core.api.linking import LinkKind
from desktop.core.store import bodies, crm_rules, links
from desktop.core.store.jobs import Job, Prepare
from desktop.core.store.store import Connection
from desktop.core.store.writer import UnitOfWork

Wish = TypeVar("Wish", LinkMail, LinkExisting)
Find = Callable[[Connection, Sequence[int]], list[int]]
"""The keys of mails as they are stored: those below 0 belong to mails that the same transaction has just stored."""


def _as_they_are(_connection: Connection, location_keys: Sequence[int]) -> list[int]:
    return list(location_keys)


def guard(prepare: Callable[[Wish], Job], find: Find = _as_they_are) -> Callable[[Wish], Job]:
    """The same preparation, with the guard in the wish's own transaction."""

    def prepared(command: Wish) -> Job:
        job = prepare(command)

        def run(uow: UnitOfWork) -> Receipt:
            if not _is_crm(uow, command):
                return job(uow)
            mails = _mails(uow, find(uow.connection, command.locations))
            refuse_never(uow, mails)
            receipt = job(uow)
            for message_key in mails if receipt.count else ():
                judged = crm_rules.load_judged(uow.connection, message_key)
                if judged is not None:
                    crm_rules.add_log(uow, judged.account_key, judged.identity, "by_hand:", automatic=False)
            return receipt

        return run

    return prepared


def guarded(prepared: Mapping[type, Prepare], find: Find = _as_they_are) -> dict[type, Prepare]:
    """Every preparation of a command, those that may save to the CRM behind the guard."""
    return {
        kind: guard(prepare, find) if kind in (LinkMail, LinkExisting) else prepare
        for kind, prepare in prepared.items()
    }


def refuse_never(uow: UnitOfWork, message_keys: Iterable[int]) -> None:
    """Raises BandejaError(NEVER_SAVED) when the never list names one of these mails."""
    found = crm_rules.find_never(uow.connection, message_keys)
    if found is not None:
        raise BandejaError(Code.NEVER_SAVED, subject=found[0], entry=found[1])


def _is_crm(uow: UnitOfWork, command: LinkMail | LinkExisting) -> bool:
    if isinstance(command, LinkMail):
        return command.kind is LinkKind.CRM
    return links.load_kind(uow.connection, command.link_key) == LinkKind.CRM.value


def _mails(uow: UnitOfWork, location_keys: Iterable[int]) -> list[int]:
    found = (bodies.load_message_key(uow.connection, key) for key in location_keys)
    return list(dict.fromkeys(key for key in found if key is not None))
