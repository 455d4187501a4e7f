"""What stands in the place of a text that is not on this computer yet. Quick reads only; GUI thread, for the language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.api.rows import BodyState, MessageRow
from desktop.core.api.session import MailSession
from desktop.ui import words
from desktop.ui.sentences import error_sentence


def waiting_words(session: MailSession, row: MessageRow) -> str:
    translate = QCoreApplication.translate
    failure = session.server_search.failure(row.location_key) if row.only_there else None
    if failure is not None:
        text = translate("ReaderPane", "The text of this mail could not be fetched. {reason}")
        return text.format(reason=error_sentence(failure))
    status = session.statuses().get(row.account_key)
    if status is not None and status.error is not None and not row.only_there:
        text = translate("ReaderPane", "The text of this mail is not on this computer yet. {reason}")
        return text.format(reason=error_sentence(status.error))
    if row.body_state is BodyState.TOO_LARGE:
        text = translate("ReaderPane", "This mail has {size}; it is being fetched from the server…")
        return text.format(size=words.size(row.size))
    return translate("ReaderPane", "The text of this mail is being fetched from the server…")
