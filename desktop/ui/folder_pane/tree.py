"""The lines of the folder tree as values: what all accounts share first, then each account with its folders.

Invariant: building them reads nothing and touches no widget, so a worker does it; a tree that is shown belongs to the model
alone. Any thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from enum import Enum

from desktop.core.api.rows import AccountRow, MailboxRow
from desktop.core.api.status import AccountStatus
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui import words
from desktop.ui.folder_pane import names
from desktop.ui.i18n import tr
from desktop.ui.sentences import error_sentence, state_sentence
from desktop.values import dataclass


class Kind(Enum):
    UNIFIED = 0
    ACCOUNT = 1
    MAILBOX = 2
    LEAVING = 3
    """What leaves soon, of all accounts; `unread` counts all of it."""
    AWAITING = 4
    """What waits for an answer, of all accounts; `unread` counts all of it."""


COUNTED = (Kind.LEAVING, Kind.AWAITING)
"""Their number says how much is there, not what is new."""


@dataclass(eq=False, slots=True)
class Node:
    """One line of the tree. `key` is the account's or mailbox's; for what all accounts share it is 0."""

    kind: Kind
    key: int
    label: str
    use: SpecialUse = SpecialUse.NONE
    unread: int = 0
    mailbox: MailboxRow | None = None
    account: AccountRow | None = None
    status: AccountStatus | None = None
    sentence: str = ""
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None
    row: int = 0
    """Its place below its parent."""
    number: int = 0
    """What an index calls it by; 0 while it is in no model."""
    identity: tuple[Kind, int, SpecialUse] = field(init=False)
    """What makes it the same line in two trees."""

    def __post_init__(self) -> None:
        self.identity = self.kind, self.key, self.use

    @property
    def selectable(self) -> bool:
        return self.kind in (Kind.UNIFIED, *COUNTED) or (self.mailbox is not None and self.mailbox.selectable)


def build_tree(
    accounts: Sequence[AccountRow],
    mailboxes: Sequence[MailboxRow],
    statuses: dict[int, AccountStatus],
    now: int,
    leaving: int,
    awaited: int = 0,
) -> list[Node]:
    """All lines, in the language in force. Where no mail is `awaited` there is no line for it."""
    roots: list[Node] = []
    if len(accounts) > 1:
        shared = [_unified_node(use, mailboxes) for use in names.UNIFIED]
        shared[0].children = [_under(shared[0], node) for node in shared[1:] if _is_used(node.use, mailboxes)]
        roots.append(shared[0])
    if accounts:
        roots.append(Node(Kind.LEAVING, 0, names.leaving_name(), unread=leaving))
    if accounts and awaited:
        roots.append(Node(Kind.AWAITING, 0, names.awaiting_name(), unread=awaited))
    for account in accounts:
        status = statuses.get(account.account_key)
        sentence = state_line(status, now)
        node = Node(
            Kind.ACCOUNT, account.account_key, account.address, account=account, status=status, sentence=sentence
        )
        _add_mailboxes(node, [row for row in mailboxes if row.account_key == account.account_key])
        roots.append(node)
    for node in walk(roots):
        number_children(node.children)
    number_children(roots)
    return roots


def state_line(status: AccountStatus | None, now: int) -> str:
    """How an account is, in a few words."""
    return state_sentence(status, now) if status else ""


def number_children(children: Sequence[Node], first: int = 0) -> None:
    """Tell each of them its place, from the one at `first` on."""
    for row in range(first, len(children)):
        children[row].row = row


def _add_mailboxes(account: Node, rows: Sequence[MailboxRow]) -> None:
    """Nest by depth; a folder whose parent the server does not list hangs from the nearest one above."""
    above: list[Node] = [account]
    for row in rows:
        depth = max(0, min(row.depth, len(above) - 1))
        parent = above[depth]
        node = Node(Kind.MAILBOX, row.mailbox_key, names.mailbox_name(row), row.special_use, row.unread, row)
        parent.children.append(_under(parent, node))
        above[depth + 1 :] = [node]


def _unified_node(use: SpecialUse, mailboxes: Sequence[MailboxRow]) -> Node:
    unread = sum(row.unread for row in mailboxes if row.special_use is use)
    return Node(Kind.UNIFIED, 0, names.unified_name(use), use, unread)


def _is_used(use: SpecialUse, mailboxes: Sequence[MailboxRow]) -> bool:
    return any(row.special_use is use for row in mailboxes)


def _under(parent: Node, node: Node) -> Node:
    node.parent = parent
    return node


def walk(nodes: Sequence[Node]) -> Iterator[Node]:
    """All lines from the first to the last."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def tip_of(node: Node) -> str:
    """What a pointer that rests on it is told."""
    if node.kind is Kind.ACCOUNT:
        error = error_sentence(node.status.error) if node.status and node.status.error else ""
        return "\n".join(piece for piece in (node.label, node.sentence, error) if piece)
    if node.mailbox and node.mailbox.held_removals:
        return _held_sentence(node.mailbox.held_removals)
    if node.kind is Kind.LEAVING:
        return _leaving_sentence(node.unread)
    if node.kind is Kind.AWAITING:
        return _awaiting_sentence(node.unread)
    if node.mailbox is None:
        return node.label
    text = tr("{name}: {count} mail(s)", "", node.mailbox.total)
    return text.format(name=node.mailbox.name, count=words.number(node.mailbox.total))


def heard_of(node: Node) -> str:
    """What a screen reader says."""
    pieces = [node.label, node.sentence]
    if node.kind is Kind.LEAVING:
        return f"{node.label}, {_leaving_sentence(node.unread)}"
    if node.kind is Kind.AWAITING:
        return f"{node.label}, {_awaiting_sentence(node.unread)}"
    if node.unread:
        pieces.append(tr("{count} unread", "", node.unread).format(count=words.number(node.unread)))
    if node.mailbox and node.mailbox.held_removals:
        pieces.append(_held_sentence(node.mailbox.held_removals))
    return ", ".join(piece for piece in pieces if piece)


def _leaving_sentence(count: int) -> str:
    text = tr("{count} mail(s) leave this computer in the next 7 days", "", count)
    return text.format(count=words.number(count))


def _awaiting_sentence(count: int) -> str:
    return tr("{count} sent mail(s) wait for an answer", "", count).format(count=words.number(count))


def _held_sentence(count: int) -> str:
    text = tr("{count} mail(s) vanished from the server at once and are kept here until you say so.", "", count)
    return text.format(count=words.number(count))
