"""Mail that goes elsewhere: the row that shows it there at once, and the operations that make that row real. On the writer.

Within an account that is one `move` or `copy`. Between accounts it is an `import`, done by the account that receives, on the mail
that stays: it has a copy of its own of what it is to bring. A `move` then takes the original to its account's Trash (an
`expunge` where there is none, or where it lies there already), marked `after_import`: it waits for the import, goes with it
when that is taken back or refused, and does nothing unless the import is known to be done. Links go with what is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.core.api.errors import Code, PlanError
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.operations.overlay import reproject
from desktop.core.store import crm_offers, imports, links, locations, mailboxes, operations
from desktop.core.store.locations import Placed
from desktop.core.store.mailboxes import MailboxState
from desktop.core.store.operations import NewOperation, StoredOperation
from desktop.core.store.writer import UnitOfWork

AFTER_IMPORT = {"after_import": True}


def transfer(
    uow: UnitOfWork, kind: str, place: Placed, target: int, payload: dict[str, object] | None = None
) -> NewOperation:
    """The provisional row in the target and the operation that will make it real, within the account."""
    result = _show_there(uow, place, place.message_key, target)
    return NewOperation(
        place.account_key, kind, place.location_key, place.mailbox_key, target, result, payload=payload or {}
    )


def looked_for(new: NewOperation, parked: StoredOperation) -> NewOperation:
    """A parked operation that is wished again may have been done, by a try without an answer or before an older copy of the
    profile was put back: what came into its target since is looked at before its first try."""
    if parked.target_uidvalidity is None:
        return new
    noted = -abs(parked.target_uidvalidity)
    return replace(new, target_uidvalidity=noted, target_uidnext=parked.target_uidnext)


def import_mails(
    uow: UnitOfWork,
    group: int,
    placed: Sequence[Placed],
    target: MailboxState,
    *,
    moving: bool,
    not_before: int,
    parked: StoredOperation | None = None,
) -> None:
    """Queue the way of these mails, which lie in other accounts, into `target`; `parked` is what is wished again. Raises
    PlanError for linked mail that is to leave where it is."""
    if moving and (titles := links.task_titles(uow.connection, [place.message_key for place in placed])):
        raise PlanError(Code.LINKED_TO_TASK, task=next(iter(titles.values())))
    imports_, leaves = [], []
    for place in placed:
        message_key = imports.copy_message(uow, place.message_key, target.account_key)
        result = _show_there(uow, place, message_key, target.mailbox_key)
        linked = links.hand_over(uow, place.message_key, message_key) if moving else []
        offered = crm_offers.hand_over(uow, place.message_key, message_key) if moving else []
        new = NewOperation(
            target.account_key, "import", place.location_key, place.mailbox_key, target.mailbox_key, result,
            payload={"moving": moving, "copy": message_key, "links": linked, "offers": offered},
        )  # fmt: skip
        imports_.append(new if parked is None else looked_for(new, parked))
        if moving:
            leaves.append(_leave(uow, place))
    operations.add_operations(uow, group, imports_, not_before=not_before)
    operations.add_operations(uow, group, leaves, not_before=not_before)
    reproject(uow, [place.location_key for place in placed])


def _leave(uow: UnitOfWork, place: Placed) -> NewOperation:
    trash = mailboxes.find_special(uow.connection, place.account_key, SpecialUse.TRASH)
    if trash is None or trash == place.mailbox_key:
        return NewOperation(
            place.account_key, "expunge", place.location_key, place.mailbox_key, payload=dict(AFTER_IMPORT)
        )
    return transfer(uow, "move", place, trash, dict(AFTER_IMPORT))


def _show_there(uow: UnitOfWork, place: Placed, message_key: int, target: int) -> int:
    shown = locations.load_shown(uow.connection, [place.location_key])[place.location_key]
    attachment = locations.load_attachment_mark(uow.connection, place.location_key)
    return locations.add_provisional(
        uow, target, message_key, place.internaldate, shown.flags, has_attachment=attachment
    )
