"""What the core tells, brought to the panes: first what is under the user's eyes, the rest when that has been painted.

Only reads that are quick are made here; a pane reads its own. GUI thread only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.core.api.changes import ChangeSet
from desktop.core.api.session import MailSession
from desktop.core.api.status import AccountStatus
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui.after_paint import AfterPaint
from desktop.ui.folder_pane.pane import FolderPane
from desktop.ui.late import Late
from desktop.ui.message_list.pane import MessageListPane
from desktop.ui.plan.screen import PlanScreen
from desktop.ui.window.body import Body
from desktop.ui.window.reading import Reading
from desktop.ui.window.telling import Telling

if TYPE_CHECKING:
    from desktop.ui.waiting.operations_panel import OperationsPanel


class Hearing(QObject):
    def __init__(
        self,
        session: MailSession,
        body: Body,
        folders: FolderPane,
        mails: MessageListPane,
        reading: Reading,
        plan: PlanScreen,
        telling: Telling,
        waiting: Late[OperationsPanel],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._body, self._frame = session, body, body.frame
        self._folders, self._mails, self._reading = folders, mails, reading
        self._plan, self._telling, self._waiting = plan, telling, waiting
        self._unheard = ChangeSet()
        self._chooses = False  # the accounts have changed: a folder is chosen when the folders have been read
        self._after_paint = AfterPaint(self)
        folders.refreshed.connect(self._hear_folders)

    def close(self) -> None:
        """Nothing more is heard."""
        self._after_paint.close()

    def read_accounts(self) -> None:
        """All that is quick, and what the folders mean when they are there."""
        accounts = self._session.accounts()
        self._chooses = bool(accounts)
        self._body.show_panes(bool(accounts))
        self._body.status_line.show_accounts(accounts, self._session.statuses())
        plan = self._session.plan()
        self._body.status_line.show_plan(plan)
        self._body.top_bar.show_plan(plan)
        self._plan.refresh()

    def read_all(self) -> None:
        self.read_accounts()
        self._folders.refresh()

    def hear_change(self, change: ChangeSet) -> None:
        if change.everything or change.accounts or change.plan:
            self.read_all()
        elif change.mailboxes:
            self._folders.refresh()
        self._mails.hear(change)
        if not self._unheard:
            self._after_paint.start(self._hear_rest)
        self._unheard = self._unheard.merged(change)

    def hear_status(self, status: AccountStatus) -> None:
        self._body.status_line.show_status(status)
        self._folders.refresh_states()
        self._telling.hear_status(status)

    def _hear_rest(self) -> None:
        """What is not under the user's eyes at this moment, when the list has been painted."""
        change, self._unheard = self._unheard, ChangeSet()
        if change.outbox:
            self._body.status_line.show_plan(self._session.plan())
        if change.outbox or change.drafts or change.operations or change.links or change.everything:
            self._folders.waiting.refresh()
        self._plan.hear(change)
        waiting = self._waiting.made
        if waiting is not None and self._frame.shows(waiting):
            waiting.refresh()
        self._reading.hear(change)

    def _hear_folders(self) -> None:
        if self._chooses:
            self._chooses = False
            self._choose_first_folder()

    def _choose_first_folder(self) -> None:
        """Where nobody has chosen one; again when more accounts have come before anybody did."""
        node = self._folders.current_node()
        if node is None or (self._reading.untouched and node.use is SpecialUse.INBOX and not self._frame.on_page):
            self._reading.begin_again()
            self._folders.select_first()
        if node is None:
            self._mails.take_focus()
