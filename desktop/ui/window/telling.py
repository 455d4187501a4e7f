"""What the window says in its notices: what became of a wish, what went wrong, what the engine told; each with a way on.

It passes on and asks; what is done about it belongs to others. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.core.api.commands import Command, Receipt, Remind, Send, Snooze
from desktop.core.api.errors import Code, PlanError
from desktop.core.api.rows import AccountState
from desktop.core.api.status import AccountStatus, Notice
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui import words
from desktop.ui.actions import Actions
from desktop.ui.after_paint import AfterPaint
from desktop.ui.answers.words import sent_words
from desktop.ui.answers.words import stored_sentence as awaited_sentence
from desktop.ui.dispatch import Dispatch
from desktop.ui.folder_pane.names import use_name
from desktop.ui.later.words import back_sentence, lost_sentence, stored_sentence
from desktop.ui.links.words import is_work, receipt_words
from desktop.ui.notices.stack import NoticeStack
from desktop.ui.parts import Now
from desktop.ui.sentences import error_sentence, notice_sentence, receipt_sentence

_SILENT = frozenset({"read", "unread", "starred", "unstarred", "draft_saved", "retried"})
"""What is seen at its place needs no bar, unless many mails changed at once."""

_WAITING = frozenset({"operation_failed", "send_failed", "send_unknown", "link_failed"})
"""Notices about something that is in the list of what waits."""


_LIMITS = frozenset({
    Code.PLAN_MAILBOXES, Code.PLAN_SHARES, Code.PLAN_SENDS, Code.PLAN_NO_SYNC, Code.PLAN_SUSPENDED, Code.PLAN_REFUSED,
})  # fmt: skip
"""Where another plan may be the way on."""
MOST_SAID = 100


class Telling(QObject):
    confirmed = Signal(object)
    """A Command that was asked about and is wanted."""
    draft_wanted = Signal(int)
    """Draft key: a mail that was taken back is to be written on."""
    waiting_wanted = Signal()
    password_wanted = Signal(int)
    """Account key"""
    plan_wanted = Signal()
    """A limit of the plan was met."""
    mail_wanted = Signal(int)
    """Location key: that mail is to be shown."""
    told = Signal(str, str)
    """(heading, sentence), for the desktop"""
    look_wanted = Signal()
    """All is to be read again."""

    def __init__(self, notices: NoticeStack, dispatch: Dispatch, actions: Actions, now: Now, parent: QObject) -> None:
        super().__init__(parent)
        self._notices, self._dispatch, self._actions, self._now = notices, dispatch, actions, now
        self._states: dict[int, AccountState] = {}
        self._said: dict[int, str] = {}
        """What was done, by the key that undoes it: undoing says what it was."""
        self._after_paint = AfterPaint(self)
        dispatch.stored.connect(self._hear_stored)
        dispatch.failed.connect(self._tell_failure)

    def hear_status(self, status: AccountStatus) -> None:
        """An account that comes into trouble says so once."""
        before = self._states.get(status.account_key)
        self._states[status.account_key] = status.state
        if status.state is before or status.error is None:
            return
        sentence = error_sentence(status.error)
        if status.state is AccountState.NEEDS_PASSWORD:
            by_browser = status.error.code is Code.SIGN_IN_AGAIN
            label = self.tr("Sign in again") if by_browser else self.tr("Type the password")
            self._notices.warn(sentence, label, lambda: self.password_wanted.emit(status.account_key))
        elif status.state is AccountState.ERROR:
            self._notices.warn(sentence)

    def hear_notice(self, notice: Notice) -> None:
        if notice.kind == "came_back":
            self._tell_back(notice)
        sentence = notice_sentence(notice)
        if sentence and notice.kind in _WAITING:
            self._notices.warn(sentence, self.tr("Show"), self.waiting_wanted.emit)
        elif sentence:
            self._notices.warn(sentence)

    def ask(self, sentence: str, button: str, command: Command) -> None:
        """Something that cannot be undone, once."""
        self._notices.ask(sentence, button, lambda: self.confirmed.emit(command))

    def _hear_stored(self, receipt: Receipt, command: Command | None) -> None:
        """What was wished for is seen first; then it is said that it was done."""
        self._after_paint.start(lambda: self._tell_stored(receipt, command))

    def _tell_stored(self, receipt: Receipt, command: Command | None) -> None:
        if command is not None and receipt.undo_key is not None:
            self._said[receipt.undo_key] = (
                receipt_words(command, receipt) if is_work(command) else receipt_sentence(receipt)
            )
            while len(self._said) > MOST_SAID:
                del self._said[next(iter(self._said))]
        if receipt.done in ("unsent", "restored") and command is None:
            self._notices.close_undo()
            if receipt.key is not None:
                self.draft_wanted.emit(receipt.key)
        if command is None:
            self._notices.close_undo()
            self._tell_undone(receipt)
        elif isinstance(command, Snooze) and receipt.count:
            self._tell_done(stored_sentence(receipt, command.until, self._now()), receipt)
        elif isinstance(command, Remind):
            self._tell_done(awaited_sentence(receipt, command.at, self._now()), receipt)
        elif is_work(command):
            self._tell_work(receipt_words(command, receipt), receipt)
        elif receipt.count and (receipt.done not in _SILENT or receipt.count > 1):
            waits = self._waits_for_account(command) or self._waits_for_moment(command)
            waits = waits or self._waits_for_month(receipt)
            sentence = waits or receipt_sentence(receipt)
            if isinstance(command, Send) and command.content.remind_after:
                sentence = f"{sentence} · {sent_words(command.content.remind_after)}"
            self._tell_done(sentence, receipt)

    def _waits_for_account(self, command: Command) -> str:
        """Of a mail whose account the user has paused; else ""."""
        if isinstance(command, Send) and self._dispatch.session.enrolment.is_paused(command.content.account_key):
            return self.tr("The mail waits in the outbox, for its account is paused")
        return ""

    def _waits_for_moment(self, command: Command) -> str:
        """Of a mail that is to go later; else ""."""
        if not isinstance(command, Send) or not command.at:
            return ""
        return self.tr("The mail goes {moment}").format(moment=words.coming(command.at, self._now()))

    def _waits_for_month(self, receipt: Receipt) -> str:
        """Of a mail beyond the month's limit, which nobody should take for sent; else ""."""
        plan = self._dispatch.session.plan()
        if (
            not receipt.done.startswith(("sent", "invitation_", "meeting_"))
            or not 0 < plan.sends_per_month <= plan.sent_this_month
        ):
            return ""
        day = words.iso_of(plan.month_resets_at)
        return error_sentence(PlanError(Code.PLAN_SENDS, plan=plan.plan_name, limit=plan.sends_per_month, date=day))

    def _tell_back(self, notice: Notice) -> None:
        """Mail that was put off is there again, or its copy has left meanwhile."""
        about, rows = dict(notice.parameters), self._dispatch.session.rows(notice.locations[:1])
        for key, row in rows.items():
            sentence = back_sentence(len(notice.locations), row.subject)
            self._notices.remind(sentence, self.tr("Show"), lambda key=key: self.mail_wanted.emit(key))  # type: ignore[misc]
            self.told.emit(use_name(SpecialUse.LATER), sentence)
        if lost := int(about.get("lost", "0")):
            self._notices.warn(lost_sentence(lost))

    def _tell_work(self, sentence: str, receipt: Receipt) -> None:
        """What is seen at its place needs no bar here either."""
        if sentence:
            self._tell_done(sentence, receipt)

    def _tell_undone(self, receipt: Receipt) -> None:
        """Z may be about something of long ago, in another folder."""
        said = self._said.pop(receipt.undo_key, "") if receipt.undo_key is not None else ""
        if said and receipt.done == "undone":
            self._notices.tell(self.tr("Undone: {what}").format(what=said))
        else:
            self._notices.tell(receipt_sentence(receipt))

    def _tell_done(self, sentence: str, receipt: Receipt) -> None:
        if receipt.undo_key is None:
            self._notices.tell(sentence)
        else:
            key = receipt.undo_key
            self._notices.offer_undo(
                sentence, self.tr("Undo"), self._actions.key_text("undo"), lambda: self._dispatch.undo(key)
            )

    def _tell_failure(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if code is Code.INTERNAL or code is None:
            self._notices.warn(error_sentence(error), self.tr("Look again"), self.look_wanted.emit)
        elif code in _LIMITS:
            self._notices.warn(error_sentence(error), self.tr("See the plan"), self.plan_wanted.emit)
        else:
            self._notices.warn(error_sentence(error))
