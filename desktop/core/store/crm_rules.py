"""The rules by which mail is saved to the CRM, what they need to know of a mail, and the log of why each was saved or not.

The log knows a mail by its Message-ID, so that a cache that was fetched anew does not have it judged again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, exists, insert, select, update

from desktop.core.api.desk import CrmRules
from desktop.core.crm.policy import Folder, MailFacts, Never
from desktop.core.mail.flags import Flag
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store import accounts, desk_activities, desk_contacts, desk_people
from desktop.core.store.envelope_json import load_envelope
from desktop.core.store.message_keys import first_key_of
from desktop.core.store.schema import account, crm_log, crm_rule, crm_waiting, location, mailbox, message
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass

_NEVER, _UNKNOWN = "crm_never", "crm_unknown_sender"
DEFAULT_UNKNOWN = "ask"


@dataclass(frozen=True, slots=True)
class Judged:
    """One mail before the rules: who it is, where a wish would find it, what is known of it, its mailbox's rule."""

    message_key: int
    account_key: int
    identity: str
    location_key: int | None
    auto_save: str
    facts: MailFacts
    judged: bool
    """The rules have had their word about it."""


def set_rules(uow: UnitOfWork, *, auto_save: Mapping[int, str], never: Iterable[str], unknown_sender: str) -> None:
    """Accounts that are not named keep their rule. One that is switched on judges what is received from now on."""
    before = _load_modes(uow.connection)
    for account_key, mode in auto_save.items():
        if account_key not in before:
            uow.connection.execute(
                insert(crm_rule).values(
                    account_key=account_key, auto_save=mode, since=uow.now, first_key=first_key_of(uow.now)
                )
            )
        elif before[account_key] != mode:
            values: dict[str, Any] = {"auto_save": mode}
            if before[account_key] == "off":
                values |= {"since": uow.now, "first_key": first_key_of(uow.now)}
            uow.connection.execute(update(crm_rule).where(crm_rule.c.account_key == account_key).values(**values))
    accounts.set_setting(uow, _NEVER, list(never))
    accounts.set_setting(uow, _UNKNOWN, unknown_sender)
    uow.links = True


def load_rules(connection: Connection) -> CrmRules:
    modes = _load_modes(connection)
    keys = connection.scalars(select(account.c.account_key).order_by(account.c.account_key))
    return CrmRules(
        tuple((key, modes.get(key, "off")) for key in keys),
        tuple(accounts.load_setting(connection, _NEVER, [])),
        load_unknown_sender(connection),
    )


def load_never(connection: Connection) -> Never:
    return Never(accounts.load_setting(connection, _NEVER, []))


def load_unknown_sender(connection: Connection) -> str:
    return accounts.load_setting(connection, _UNKNOWN, DEFAULT_UNKNOWN)


def load_judged(connection: Connection, message_key: int) -> Judged | None:
    """What the rules need to know; None for a mail that is not here."""
    row = connection.execute(
        select(message.c.account_key, message.c.message_id, message.c.digest, message.c.envelope).where(
            message.c.message_key == message_key
        )
    ).one_or_none()
    if row is None:
        return None
    envelope = load_envelope(row.envelope)
    own = desk_people.load_own_addresses(connection)
    sender = next((person.addr_spec for person in (*envelope.from_, *envelope.sender) if person.addr_spec), "")
    incoming = sender.lower() not in own
    others = (*envelope.to, *envelope.cc, *envelope.bcc)
    people = dict.fromkeys(
        address
        for address in (
            (sender, *(person.addr_spec for person in others)) if incoming else (p.addr_spec for p in others)
        )
        if address and address.lower() not in own
    )
    folders, junk, location_key = _load_places(connection, message_key)
    identity = identity_of(row.message_id, row.digest)
    facts = MailFacts(
        incoming=incoming,
        sender=sender,
        correspondents=tuple(people),
        folders=folders,
        junk=junk,
        answers_saved=desk_activities.has_message(connection, (*envelope.in_reply_to, *envelope.references[-50:])),
        from_list=bool(envelope.list_id),
        known=bool(desk_contacts.find_by_addresses(connection, list(people)[:200])),
    )
    mode = _load_modes(connection).get(row.account_key, "off")
    return Judged(
        message_key, row.account_key, identity, location_key, mode, facts, _has_judgement(connection, row, identity)
    )


def add_log(uow: UnitOfWork, account_key: int, identity: str, why: str, *, automatic: bool) -> None:
    uow.connection.execute(
        insert(crm_log).values(
            account_key=account_key, identity=identity, at=uow.now, automatic=automatic, why=why[:1000]
        )
    )


def load_why(connection: Connection, message_key: int) -> tuple[str, ...]:
    """Why a mail was saved or not, oldest first, as `rule:detail`; what is the case now when nothing has happened yet."""
    row = connection.execute(
        select(message.c.account_key, message.c.message_id, message.c.digest).where(
            message.c.message_key == message_key
        )
    ).one_or_none()
    if row is None:
        return ()
    found = connection.scalars(
        select(crm_log.c.why)
        .where(crm_log.c.account_key == row.account_key, crm_log.c.identity == identity_of(row.message_id, row.digest))
        .order_by(crm_log.c.entry_key)
    ).all()
    if found:
        return tuple(found)
    rule = connection.execute(select(crm_rule).where(crm_rule.c.account_key == row.account_key)).one_or_none()
    if rule is None or rule.auto_save == "off":
        return ("off:",)
    waits = connection.scalar(select(exists().where(crm_waiting.c.message_key == message_key)))
    return ("waits:",) if waits or message_key >= rule.first_key else ("before:",)


def find_never(connection: Connection, message_keys: Iterable[int]) -> tuple[str, str] | None:
    """(subject, entry of the never list) of the first of these mails that may not be saved by anybody."""
    never = load_never(connection)
    for message_key in message_keys:
        judged = load_judged(connection, message_key)
        if judged is None:
            continue
        entry = never.match((judged.facts.sender, *judged.facts.correspondents), judged.facts.folders)
        if entry is not None:
            subject = connection.scalar(select(message.c.subject).where(message.c.message_key == message_key))
            return subject or "", entry
    return None


def _load_modes(connection: Connection) -> dict[int, str]:
    return {key: mode for key, mode in connection.execute(select(crm_rule.c.account_key, crm_rule.c.auto_save))}


def _load_places(connection: Connection, message_key: int) -> tuple[tuple[Folder, ...], bool, int | None]:
    rows = connection.execute(
        select(location.c.location_key, location.c.flags, mailbox.c.name, mailbox.c.delimiter, mailbox.c.special_use)
        .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
        .where(location.c.message_key == message_key, location.c.hidden == 0)
        .order_by(location.c.location_key)
    ).all()
    folders = tuple(Folder(name, delimiter, SpecialUse(use)) for _, _, name, delimiter, use in rows)
    junk = any(flags & Flag.JUNK for _, flags, *_ in rows)
    return folders, junk, rows[0][0] if rows else None


def _has_judgement(connection: Connection, row: Any, identity: str) -> bool:
    return bool(
        connection.scalar(
            select(
                exists().where(
                    crm_log.c.account_key == row.account_key, crm_log.c.identity == identity, crm_log.c.automatic
                )
            )
        )
    )


def identity_of(message_id: str, digest: bytes) -> str:
    return f"<{message_id}>" if message_id else bytes(digest).hex()
