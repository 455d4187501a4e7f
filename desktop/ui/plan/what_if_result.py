"""What another plan would do, spelled out: the mail that leaves by folder, mailboxes, shares, sends; nothing happens here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop.core.api.workspace import WhatIf
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui import icons, words
from desktop.ui.folder_pane.names import use_name
from desktop.ui.i18n import tr
from desktop.ui.layouts import empty
from desktop.ui.plan.blocks import card, table, text_label
from desktop.ui.plan.mailbox_choice import MailboxChoice
from desktop.ui.plan.plan_words import days, joined, kept_words, plan_name
from desktop.ui.plan.snapshot import Snapshot
from desktop.ui.theme import Space


class WhatIfResult(QWidget):
    choice_changed = Signal()

    def __init__(self, make_menu: Callable[[QWidget, WhatIf], QMenu], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make_menu = make_menu
        self.choice = MailboxChoice()
        self.choice.chosen.connect(self.choice_changed)
        self.export: QToolButton | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, Space.S, 0)
        self._column.setSpacing(Space.S)

    def show_result(self, result: WhatIf, shown: Snapshot, *, keep_choice: bool) -> None:
        """`keep_choice`: the answer to a tick in the boxes, which stay as they are."""
        focused = next((box for box in self.choice.boxes.values() if box.hasFocus()), None)
        self.choice.setParent(self)
        empty(self._column)
        self.export = None
        self._add_mail(result)
        self._add_mailboxes(result, shown, keep_choice=keep_choice)
        self._add_shares(result, shown)
        self._add_sends(result)
        self._column.addStretch(1)
        if focused is not None and keep_choice:
            focused.setFocus()

    def _add_mail(self, result: WhatIf) -> None:
        frame, inside = card()
        name = plan_name(result.plan.plan_id, result.plan.name)
        head = QHBoxLayout()
        if result.leaving_mails:
            text = tr("{count} mail(s) leave this computer ({size})", "", result.leaving_mails)
            text = text.format(count=words.number(result.leaving_mails), size=words.size(result.leaving_bytes))
            head.addWidget(text_label(text, "strong"), 1)
            self.export = QToolButton()
            self.export.setText(self.tr("Export them…"))
            self.export.setProperty("kind", "filter")
            self.export.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            self.export.setToolTip(self.tr("Save what would leave into files first"))
            icons.set_icon(self.export, "download")
            self.export.setMenu(self._make_menu(self.export, result))
            head.addWidget(self.export)
        else:
            head.addWidget(text_label(self.tr("No mail leaves this computer"), "strong"), 1)
        inside.addLayout(head)
        period = result.plan.storage_days
        if period is None:
            why = self.tr("The {plan} plan keeps only what is linked to a task.").format(plan=name)
        else:
            why = self.tr("The {plan} plan keeps {days}.").format(plan=name, days=days(period))
        server = self.tr("All of it stays on your mail server.")
        inside.addWidget(text_label(f"{why} {server}", "muted"))
        if result.leaving:
            inside.addSpacing(Space.XS)
            rows = [
                (
                    _folder_name(loss.mailbox, loss.special_use),
                    loss.address,
                    words.number(loss.mails),
                    words.size(loss.bytes),
                )
                for loss in result.leaving
            ]
            heads = (self.tr("Folder"), self.tr("Mailbox"), self.tr("Mails"), self.tr("Size"))
            inside.addWidget(table(rows, heads=heads, right=(2, 3), elided=1))
        if result.staying:
            kept = joined([kept_words(reason, count) for reason, count in result.staying if count])
            inside.addWidget(
                text_label(self.tr("Past their time, and kept all the same: {kept}.").format(kept=kept), "muted")
            )
        if result.fetch_again_days is not None:
            text = self.tr(
                "It keeps longer. What has left can then be fetched again from your server, up to {days} back."
            )
            inside.addWidget(text_label(text.format(days=days(result.fetch_again_days)), "success"))
        self._column.addWidget(frame)

    def _add_mailboxes(self, result: WhatIf, shown: Snapshot, *, keep_choice: bool) -> None:
        addresses = {row.account_key: row.address for row in shown.connected}
        allowed = result.plan.mailboxes_per_employee
        frame, inside = card()
        if not result.plan.syncs:
            text = self.tr("No mailbox is fetched from or sent from. Their settings stay.")
        else:
            text = tr("{count} mailbox(es) for each member", "", allowed).format(count=words.number(allowed))
        inside.addWidget(text_label(text, "strong"))
        if result.suspended and result.plan.syncs:
            stop = joined([addresses.get(key, "") for key in result.suspended])
            text = tr(
                "{count} stop(s): {names}. No fetching and no sending; the settings stay.", "", len(result.suspended)
            )
            inside.addWidget(text_label(text.format(count=words.number(len(result.suspended)), names=stop), "warning"))
        if result.resumed:
            names = joined([addresses.get(key, "") for key in result.resumed])
            text = tr("{count} go(es) on again: {names}.", "", len(result.resumed))
            text = text.format(count=words.number(len(result.resumed)), names=names)
            inside.addWidget(text_label(text, "success"))
        if not keep_choice:
            still = {row.account_key for row in shown.connected if row.suspended}
            stopped = frozenset((still | set(result.suspended)) - set(result.resumed))
            self.choice.show_choice(shown.connected, shown.members, allowed if result.plan.syncs else 0, stopped)
        if self.choice.boxes:
            inside.addWidget(text_label(self.tr("Choose which stay:"), "muted"))
            inside.addWidget(self.choice)
            self.choice.show()
        self._column.addWidget(frame)

    def _add_shares(self, result: WhatIf, shown: Snapshot) -> None:
        if not result.shares_resting:
            return
        addresses = {row.account_key: row.address for row in shown.connected}
        frame, inside = card()
        names = joined([addresses.get(key, "") for key in result.shares_resting])
        rest = tr("{count} share(s) rest", "", len(result.shares_resting))
        inside.addWidget(text_label(rest.format(count=words.number(len(result.shares_resting))), "strong"))
        text = self.tr("Until there is a place again, only its owner sees: {names}.")
        inside.addWidget(text_label(text.format(names=names), "muted"))
        self._column.addWidget(frame)

    def _add_sends(self, result: WhatIf) -> None:
        frame, inside = card()
        limit = words.number(result.plan.sends_per_month)
        inside.addWidget(text_label(self.tr("{count} mails a month").format(count=limit), "strong"))
        left = result.sends_left
        if not result.plan.sends_per_month:
            text, kind = self.tr("Nothing is sent. What is written waits in the outbox."), "warning"
        elif left:
            text = tr("{count} of them are left this month: what was sent counts on.", "", left)
            kind = "muted"
        else:
            text, kind = self.tr("None is left this month: what is written waits until the next."), "warning"
        inside.addWidget(text_label(text.format(count=words.number(left)), kind))
        if "sends_per_month" in result.plan.assumed:
            inside.addWidget(text_label(self.tr("This number is assumed: the rules do not state one."), "small"))
        self._column.addWidget(frame)


def _folder_name(name: str, use: SpecialUse) -> str:
    return name if use is SpecialUse.NONE else use_name(use)
