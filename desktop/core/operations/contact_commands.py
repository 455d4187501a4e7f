"""Wishes about contacts, what was saved to them, and the rules by which mail is saved. Runs on the writer."""

from __future__ import annotations

from desktop.core.api import link_commands as wish
from desktop.core.api.commands import Receipt
from desktop.core.api.desk import CrmRules
from desktop.core.api.errors import BandejaError, Code
from desktop.core.crm.merging import merge_rules
from desktop.core.crm.policy import AUTO_SAVE, UNKNOWN_SENDER, Never
from desktop.core.store import accounts, crm_offers, crm_rules, desk_activities, desk_contacts, undo_groups
from desktop.core.store.desk_objects import one_line
from desktop.core.store.undo_rows import Recorder
from desktop.core.store.writer import UnitOfWork


def save_contact(uow: UnitOfWork, command: wish.SaveContact) -> Receipt:
    addresses = tuple(one_line(address, 320) for address in command.addresses if address.strip())
    for address in addresses:
        if address.count("@") != 1 or " " in address or address.startswith("@") or address.endswith("@"):
            raise BandejaError(Code.BAD_INPUT, what=f"The address '{address}'", why="it is not complete")
    name = one_line(command.name) or next(iter(addresses), "")
    if not name:
        raise BandejaError(Code.BAD_INPUT, what="This contact", why="it has neither a name nor an address")
    group = undo_groups.add_group(uow, "contact_saved", 1, name)
    rows = Recorder(uow, group)
    fields = {
        "name": name, "addresses": addresses, "is_company": command.is_company, "phone": command.phone,
        "company_key": None if command.is_company else command.company_key, "note": command.note,
    }  # fmt: skip
    key = command.contact_key
    if key is None:
        key = desk_contacts.add_contact(rows, **fields)  # type: ignore[arg-type]
    elif not desk_contacts.set_contact(rows, key, **fields):  # type: ignore[arg-type]
        raise BandejaError(Code.NOT_FOUND, what="contact", name=key)
    return Receipt("contact_saved", 1, group, name, key)


def delete_contact(uow: UnitOfWork, command: wish.DeleteContact) -> Receipt:
    """With its activities; their bytes leave the file when this can no longer be undone."""
    group = undo_groups.add_group(uow, "contact_deleted", 1)
    name = desk_contacts.drop_contact(Recorder(uow, group), command.contact_key)
    if name is None:
        raise BandejaError(Code.NOT_FOUND, what="contact", name=command.contact_key)
    return Receipt("contact_deleted", 1, group, name)


def delete_activity(uow: UnitOfWork, command: wish.DeleteActivity) -> Receipt:
    group = undo_groups.add_group(uow, "activity_deleted", 1)
    subject = desk_activities.drop_activity(Recorder(uow, group), command.activity_key)
    if subject is None:
        raise BandejaError(Code.NOT_FOUND, what="saved mail", name=command.activity_key)
    return Receipt("activity_deleted", 1, group, subject)


def set_crm_rules(uow: UnitOfWork, command: wish.SetCrmRules) -> Receipt:
    """A mailbox that is switched on saves what comes from now on, never what is here already."""
    if command.unknown_sender not in UNKNOWN_SENDER:
        raise BandejaError(Code.BAD_INPUT, what=f"'{command.unknown_sender}'", why="it says nothing about senders")
    for _, auto_save in command.auto_save:
        if auto_save not in AUTO_SAVE:
            raise BandejaError(Code.BAD_INPUT, what=f"'{auto_save}'", why="it is no rule for saving mail")
    entries = tuple(dict.fromkeys(one_line(entry, 320) for entry in command.never if entry.strip()))
    for entry in entries:
        if not Never.is_entry(entry):
            raise BandejaError(
                Code.BAD_INPUT, what=f"'{entry}'", why="it is no address, no @domain and no #folder"
            )  # fmt: skip
    wanted = CrmRules(command.auto_save, entries, command.unknown_sender)
    if command.shown is not None:
        wanted = merge_rules(crm_rules.load_rules(uow.connection), command.shown, wanted)
    known = {row.account_key for row in accounts.load_accounts(uow.connection)}
    crm_rules.set_rules(
        uow,
        auto_save={key: mode for key, mode in wanted.auto_save if key in known},
        never=wanted.never,
        unknown_sender=wanted.unknown_sender,
    )
    return Receipt("crm_rules_set", 1)


def answer_offers(uow: UnitOfWork, command: wish.AnswerOffers) -> Receipt:
    return Receipt("offers_answered", crm_offers.drop_offers(uow, command.addresses))
