"""What can be done with one link, by its state: open, try again, give up, end it, delete its object.

One list for the panel, the strip and what waits, so that the same link offers the same everywhere. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.api.link_commands import RetryLink, Unlink
from desktop.core.api.linking import OWN_DESK, LinkKind, LinkRow, LinkState
from desktop.ui.links.words import kind_word
from desktop.values import dataclass

_WAITING = (LinkState.PENDING, LinkState.FAILED, LinkState.UNSURE)


@dataclass(frozen=True, slots=True)
class LinkChoice:
    """`command` None: open it. `question` is asked once before it is done."""

    text: str
    icon: str
    command: object | None = None
    question: str = ""
    first: bool = False
    """Belongs on the card itself; the others into its menu."""


def choices_of(row: LinkRow) -> tuple[LinkChoice, ...]:
    translate = QCoreApplication.translate
    kind = kind_word(row.kind)
    made: list[LinkChoice] = []
    if row.state not in (*_WAITING, LinkState.GONE):
        made.append(LinkChoice(translate("Links", "Open"), "external", first=True))
    if row.state is LinkState.FAILED:
        made.append(LinkChoice(translate("Links", "Try again"), "refresh", RetryLink(row.link_key), first=True))
    if row.state is LinkState.UNSURE:
        if row.url:
            made.append(LinkChoice(translate("Links", "Look there"), "external", first=True))
        again = RetryLink(row.link_key, confirmed_not_made=True)
        made.append(LinkChoice(translate("Links", "It is not there: make it"), "refresh", again, first=True))
    if row.state is LinkState.GONE and row.remote_id and row.backend != OWN_DESK:
        made.append(LinkChoice(translate("Links", "Look again"), "refresh", RetryLink(row.link_key), first=True))
    if row.state is LinkState.PENDING:
        made.append(LinkChoice(translate("Links", "Try now"), "refresh", RetryLink(row.link_key)))
    if row.state in _WAITING:
        made.append(LinkChoice(translate("Links", "Give up"), "close", Unlink(row.link_key), first=True))
        return tuple(made)
    made.append(LinkChoice(translate("Links", "End the link"), "unlink", Unlink(row.link_key)))
    if row.state is not LinkState.GONE:
        question = translate("Links", "Delete the {kind} “{title}” in {backend} too?").format(
            kind=kind, title=row.title[:80], backend=row.backend_name
        )
        delete = {
            LinkKind.TASK: translate("Links", "Delete the task"),
            LinkKind.CRM: translate("Links", "Delete the saved copy"),
            LinkKind.CHAT: translate("Links", "Delete the chat"),
            LinkKind.EVENT: translate("Links", "Delete the event"),
        }[row.kind]
        made.append(LinkChoice(delete, "trash", Unlink(row.link_key, delete_object=True), question))
    return tuple(made)
