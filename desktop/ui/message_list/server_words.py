"""What is said of a search on the servers: how far it is, what it found, and what could not be searched. Pure; GUI thread, for the
language.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.core.api.errors import Code, ConnectionFailure
from desktop.core.api.server_search import AccountProgress, Failure, SearchResult, Unasked
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui import words
from desktop.ui.folder_pane.names import use_name
from desktop.ui.i18n import tr
from desktop.ui.sentences import error_sentence


def progress_sentence(running: Sequence[AccountProgress]) -> str:
    """Of the account that is furthest behind; of others only how many there are."""
    translate = QCoreApplication.translate
    if not running:
        return translate("ServerSearch", "Asking the server…")
    first = next((one for one in running if one.mailbox), running[0])
    if not first.mailbox:
        text = translate("ServerSearch", "Asking {address}…").format(address=first.address)
    else:
        text = translate("ServerSearch", "Searching {folder} at {address}, {done} of {total} folders").format(
            folder=first.mailbox if first.special_use is SpecialUse.NONE else use_name(first.special_use),
            address=first.address,
            done=words.number(first.done + 1),
            total=words.number(first.total),
        )
    others = len(running) - 1
    if others:
        text += " · " + tr("{count} more account(s)", "", others).format(count=words.number(others))
    return text


def found_sentence(result: SearchResult, shown: int) -> str:
    """`shown`: without what the list above has already."""
    translate = QCoreApplication.translate
    if result.impossible:
        return translate("ServerSearch", "The server cannot be asked for this")
    if not shown:
        if result.stopped:
            return translate("ServerSearch", "On the server: stopped before anything was found")
        if result.failures:
            return translate("ServerSearch", "On the server: nothing found")
        return translate("ServerSearch", "On the server: nothing more")
    count = words.number(shown)
    if result.more:
        return tr("On the server: the newest {count}", "", shown).format(count=count)
    if result.stopped:
        return tr("On the server: {count} found before you stopped", "", shown).format(count=count)
    return tr("On the server: {count} more", "", shown).format(count=count)


def remarks(result: SearchResult) -> list[str]:
    """A sentence for each thing that was not searched."""
    translate = QCoreApplication.translate
    found = [failure_sentence(one) for one in result.failures]
    if Unasked.LINKS in result.unasked:
        found.append(translate("ServerSearch", "What is linked is only known of the mail here."))
    if Unasked.FILES in result.unasked:
        found.append(translate("ServerSearch", "Servers find no mail by the names of its files."))
    if Unasked.ATTACHMENTS in result.unasked:
        found.append(translate("ServerSearch", "Servers tell only roughly which mails have attachments."))
    return found


def failure_sentence(failure: Failure) -> str:
    """One sentence; that it is tried again by itself, as a synchronisation is, would not be true."""
    translate = QCoreApplication.translate
    error, who = failure.error, failure.address
    if isinstance(error, ConnectionFailure):
        said = translate("ServerSearch", "its server could not be reached, or did not answer in time.")
    elif failure.mailbox:
        said = translate("ServerSearch", "{folder} could not be searched: {said}").format(
            folder=failure.mailbox, said=error.parameters.get("said", "")
        )
    elif error.code is Code.SERVER_CONFUSED:
        said = translate("ServerSearch", "its server answered in a way that cannot be trusted.")
    else:
        said = error_sentence(error)
    return f"{who}: {said}" if who else said
