"""What the store knows of mail that may be new: was it here before, is it the user's own, is its mailbox watched."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, exists, func, select

from desktop.core.mail.mailbox import VIEWS, SpecialUse, is_watched
from desktop.core.store.schema import account, location, mailbox, message

_VIEWS = [use.value for use in VIEWS]


def load_known(connection: Connection, account_key: int, identities: Mapping[int, tuple[bytes, int]]) -> set[int]:
    """UIDs of those that were here before under whatever name, by (digest, size): moved, copied, or renumbered. What only a view
    has shown so far, as Gmail's All Mail does, is not known for that."""
    if not identities:
        return set()
    in_view = exists().where(
        location.c.message_key == message.c.message_key, location.c.mailbox_key == mailbox.c.mailbox_key,
        mailbox.c.special_use.in_(_VIEWS),
    )  # fmt: skip
    elsewhere = exists().where(
        location.c.message_key == message.c.message_key, location.c.mailbox_key == mailbox.c.mailbox_key,
        mailbox.c.special_use.not_in(_VIEWS),
    )  # fmt: skip
    rows = connection.execute(
        select(message.c.digest, message.c.size).where(
            message.c.account_key == account_key,
            message.c.digest.in_({digest for digest, _ in identities.values()}),
            elsewhere | ~in_view,
        )
    )
    known = {(bytes(digest), size) for digest, size in rows}
    return {uid for uid, identity in identities.items() if identity in known}


def select_news(
    connection: Connection, mailbox_key: int, location_keys: Sequence[int], uids: Collection[int]
) -> list[int]:
    """Those of the rows, just added, that have one of the UIDs and are to be told of: of others than the mailbox's owner, in a
    mailbox that is watched. Oldest first."""
    if not uids or not location_keys:
        return []
    box = connection.execute(
        select(mailbox.c.special_use, mailbox.c.watched, account.c.member_key)
        .join(account, account.c.account_key == mailbox.c.account_key)
        .where(mailbox.c.mailbox_key == mailbox_key)
    ).one_or_none()
    if box is None or not is_watched(SpecialUse(box.special_use), box.watched):
        return []
    own = select(func.lower(account.c.address)).where(account.c.member_key.is_not_distinct_from(box.member_key))
    rows = connection.execute(
        select(location.c.location_key, location.c.uid)
        .join(message, message.c.message_key == location.c.message_key)
        .where(location.c.location_key.in_(location_keys), func.lower(message.c.sender_address).not_in(own))
        .order_by(location.c.internaldate, location.c.uid)
    )
    wanted = set(uids)
    return [key for key, uid in rows if uid in wanted]
