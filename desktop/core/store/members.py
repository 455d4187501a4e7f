"""Members of the workspace, who owns which account and who else sees it. Functions with `uow` write on the writer.

Invariants: there is always a member; an account whose owner is not known (an older file, a damaged one) belongs to the first.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update

from desktop.core.api.account_settings import parse_settings
from desktop.core.store import accounts
from desktop.core.store.database import inserted_key
from desktop.core.store.schema import account, member, setting, share
from desktop.core.store.undo_rows import Recorder
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass

_CURRENT = "member"


@dataclass(frozen=True, slots=True)
class Member:
    member_key: int
    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Owned:
    """An account as the plan rules see it."""

    account_key: int
    address: str
    member_key: int
    connected_at: int
    chosen: bool
    deletes_for_good: bool


@dataclass(frozen=True, slots=True)
class Share:
    account_key: int
    member_key: int
    shared_at: int


def is_whole(connection: Connection) -> bool:
    """Is there a member, and has every account an owner that is there?"""
    homeless = select(account.c.account_key).where(_is_homeless()).limit(1)
    return connection.scalar(select(member.c.member_key).limit(1)) is not None and connection.scalar(homeless) is None


def adopt(uow: UnitOfWork) -> None:
    """The first member, where there is none, and a home for accounts without one."""
    first = uow.connection.scalar(select(member.c.member_key).order_by(member.c.position, member.c.member_key).limit(1))
    if first is None:
        first = add_member(uow, "")
    uow.connection.execute(update(account).where(_is_homeless()).values(member_key=first))
    name_after_first_account(uow, first)
    uow.plan = True


def add_member(uow: UnitOfWork, name: str) -> int:
    position = int(uow.connection.scalar(select(func.coalesce(func.max(member.c.position), -1))) or 0) + 1
    result = uow.connection.execute(insert(member).values(name=name, position=position))
    uow.plan = True
    return inserted_key(result)


def set_name(uow: UnitOfWork, member_key: int, name: str, group_key: int | None = None) -> None:
    Recorder(uow, group_key).update(member, member.c.member_key == member_key, name=name)
    uow.plan = True


def name_after_first_account(uow: UnitOfWork, member_key: int) -> None:
    """A member without a name takes that of the first account."""
    if uow.connection.scalar(select(member.c.name).where(member.c.member_key == member_key)):
        return
    text = uow.connection.scalar(
        select(account.c.settings).where(account.c.member_key == member_key).order_by(account.c.account_key).limit(1)
    )
    if text is not None:
        settings = parse_settings(text)
        set_name(uow, member_key, settings.display_name or settings.address.partition("@")[0])


def drop_member(uow: UnitOfWork, member_key: int, group_key: int | None = None) -> None:
    """The member, what was shared with them and what they searched for; must own no account."""
    rows = Recorder(uow, group_key)
    rows.delete(share, share.c.member_key == member_key)
    rows.delete(member, member.c.member_key == member_key)
    uow.connection.execute(delete(setting).where(setting.c.name == searches_of(member_key)))
    uow.plan = uow.everything = True


def set_current(uow: UnitOfWork, member_key: int) -> None:
    accounts.set_setting(uow, _CURRENT, member_key)
    uow.plan = uow.everything = True


def set_owner(uow: UnitOfWork, account_key: int, member_key: int) -> None:
    uow.connection.execute(update(account).where(account.c.account_key == account_key).values(member_key=member_key))
    name_after_first_account(uow, member_key)
    uow.accounts.add(account_key)
    uow.plan = True


def set_chosen(uow: UnitOfWork, chosen: Iterable[int], not_chosen: Iterable[int]) -> None:
    for keys, value in ((chosen, True), (not_chosen, False)):
        uow.connection.execute(update(account).where(account.c.account_key.in_(list(keys))).values(chosen=value))
    uow.plan = True


def set_deletes_for_good(uow: UnitOfWork, account_key: int, value: bool) -> None:
    uow.connection.execute(update(account).where(account.c.account_key == account_key).values(deletes_for_good=value))
    uow.accounts.add(account_key)


def set_shares(uow: UnitOfWork, account_key: int, member_keys: Iterable[int], group_key: int | None = None) -> None:
    """The whole list of members who see the account beside its owner. When it was first shared is kept while anybody sees
    it."""
    since = uow.connection.scalar(select(func.min(share.c.shared_at)).where(share.c.account_key == account_key))
    here, wanted = share.c.account_key == account_key, set(member_keys)
    before = set(uow.connection.scalars(select(share.c.member_key).where(here)))
    rows = Recorder(uow, group_key)
    rows.delete(share, here, share.c.member_key.in_(before - wanted))
    for member_key in sorted(wanted - before):
        rows.insert(share, account_key=account_key, member_key=member_key, shared_at=since or uow.now)
    uow.accounts.add(account_key)
    uow.plan = uow.everything = True


def load_members(connection: Connection) -> list[Member]:
    return [Member(*row) for row in connection.execute(_MEMBERS)]


_MEMBERS = select(member.c.member_key, member.c.name, member.c.position).order_by(
    member.c.position, member.c.member_key
)
"""Read with every list."""


def searches_of(member_key: int) -> str:
    """The name under which a member's recent searches are kept."""
    return f"recent_searches.{member_key}"


def load_current(connection: Connection) -> int:
    """Whose mail the screen shows: the one chosen last, else the first."""
    keys = [one.member_key for one in load_members(connection)]
    chosen = accounts.load_setting(connection, _CURRENT)
    return chosen if chosen in keys else keys[0] if keys else 0


def load_owned(connection: Connection) -> list[Owned]:
    """Every account of the workspace, in the order of connecting."""
    rows = connection.execute(
        select(
            account.c.account_key, account.c.address, account.c.member_key, account.c.connected_at, account.c.chosen,
            account.c.deletes_for_good,
        ).order_by(account.c.connected_at, account.c.account_key)
    )  # fmt: skip
    return [Owned(row[0], row[1], row[2] or 0, row[3], bool(row[4]), bool(row[5])) for row in rows]


def load_shares(connection: Connection) -> list[Share]:
    rows = connection.execute(
        select(share.c.account_key, share.c.member_key, share.c.shared_at).order_by(
            share.c.account_key, share.c.member_key
        )
    )
    return [Share(*row) for row in rows]


def _is_homeless() -> ColumnElement[bool]:
    return or_(account.c.member_key.is_(None), account.c.member_key.not_in(select(member.c.member_key)))
