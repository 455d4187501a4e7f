"""What the fake session does with each wish: plain changes of its dictionaries, on its core thread, under its lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from desktop.core.api import commands as wishes
from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import Command, DraftContent, Receipt
from desktop.core.api.errors import BandejaError, Code, PlanError
from desktop.core.api.rows import MailboxRow, MessageRow, OperationRow, OutboxRow, OutboxState, PlanRow
from desktop.core.mail.flags import Flag
from desktop.core.mail.mailbox import SpecialUse


class Wishes:
    """`undo_key` 0 in a receipt asks the session to keep what was before under a key of its own."""

    now: int
    mailbox_rows: list[MailboxRow]
    message_rows: dict[int, MessageRow]
    operation_rows: list[OperationRow]
    outbox_rows: dict[int, OutboxRow]
    draft_contents: dict[int, DraftContent]
    plan_row: PlanRow

    def tell(self, change: ChangeSet) -> None:
        raise NotImplementedError

    def _new_key(self) -> int:
        raise NotImplementedError

    def _apply(self, command: Command) -> Receipt:
        match command:
            case wishes.SetSeen(locations, value):
                return self._set_flag(locations, Flag.SEEN, value, "read" if value else "unread")
            case wishes.SetFlagged(locations, value):
                return self._set_flag(locations, Flag.FLAGGED, value, "starred" if value else "unstarred")
            case wishes.MarkAllSeen(mailbox_key):
                keys = [
                    key for key, row in self.message_rows.items() if row.mailbox_key == mailbox_key and not row.seen
                ]
                return self._set_flag(keys, Flag.SEEN, True, "read")
            case wishes.MoveTo(locations, mailbox_key):
                return self._move(locations, lambda _: mailbox_key, "moved", self._label(mailbox_key))
            case wishes.CopyTo(locations, mailbox_key):
                return self._move(locations, lambda _: mailbox_key, "copied", self._label(mailbox_key), keep=True)
            case wishes.Archive(locations):
                return self._move(locations, lambda row: self._find(row, SpecialUse.ARCHIVE), "archived")
            case wishes.Snooze(locations, until):
                if until <= self.now:
                    return self._move(locations, lambda row: self._find(row, SpecialUse.INBOX), "came_back")
                for account_key in {self.message_rows[key].account_key for key in locations}:
                    self._make_later(account_key)
                receipt = self._move(locations, lambda row: self._find(row, SpecialUse.LATER), "snoozed")
                later = {box.mailbox_key for box in self.mailbox_rows if box.special_use is SpecialUse.LATER}
                for key, row in self.message_rows.items():
                    if row.mailbox_key in later and row.snoozed_until is None:
                        self.message_rows[key] = replace(row, snoozed_until=until)
                return receipt
            case wishes.Remind(locations, at, reminders):
                return self._remind((*locations, *reminders), at)
            case wishes.MarkJunk(locations, value):
                use = SpecialUse.JUNK if value else SpecialUse.INBOX
                return self._move(locations, lambda row: self._find(row, use), "junk" if value else "not_junk")
            case wishes.Delete(locations, permanent):
                held = [self.message_rows[key] for key in locations if self.message_rows[key].held_by == "task"]
                if held:
                    raise PlanError(Code.LINKED_TO_TASK, task=held[0].links[0].title)
                at_once = self.workspace.for_good
                if permanent or all(self.message_rows[key].account_key in at_once for key in locations):
                    for key in locations:
                        del self.message_rows[key]
                    return Receipt("deleted_for_good", len(locations), 0)
                return self._move(locations, lambda row: self._find(row, SpecialUse.TRASH), "deleted")
            case wishes.WatchMailbox(mailbox_key, watched):
                self.mailbox_rows = [
                    replace(row, watched=watched) if row.mailbox_key == mailbox_key else row
                    for row in self.mailbox_rows
                ]
                return Receipt("watched" if watched else "unwatched", 0)
            case wishes.CreateMailbox(account_key, name):
                key, label = self._new_key(), name.rpartition("/")[2]
                depth = name.count("/")
                self.mailbox_rows.append(MailboxRow(key, account_key, name, label, depth, SpecialUse.NONE, True, 0, 0))
                return Receipt("folder_created", 1, 0, name, key)
            case wishes.RenameMailbox(mailbox_key, new_name):
                label = new_name.rpartition("/")[2]
                self.mailbox_rows = [
                    replace(row, name=new_name, label=label) if row.mailbox_key == mailbox_key else row
                    for row in self.mailbox_rows
                ]
                return Receipt("folder_renamed", 1, 0, new_name)
            case wishes.DeleteMailbox(mailbox_key):
                label = self._label(mailbox_key)
                self.mailbox_rows = [row for row in self.mailbox_rows if row.mailbox_key != mailbox_key]
                return Receipt("folder_deleted", 1, 0, label)
            case wishes.SaveDraft(draft_key, content):
                key = draft_key if draft_key is not None else self._new_key()
                self.draft_contents[key] = content
                return Receipt("draft_saved", 1, key=key)
            case wishes.DiscardDraft(draft_key):
                self.draft_contents.pop(draft_key, None)
                return Receipt("draft_discarded", 1, 0)
            case wishes.Send(draft_key, content, _, at):
                self.draft_contents.pop(draft_key or 0, None)
                key = self._new_key()
                plan = self.plan_row
                full = plan.sent_this_month >= plan.sends_per_month
                state, when = (OutboxState.HELD, plan.month_resets_at) if full else (OutboxState.WAITING, self.now)
                date = f"{datetime.fromtimestamp(when, UTC):%Y-%m-%d}"
                refusal = PlanError(Code.PLAN_SENDS, plan=plan.plan_name, limit=plan.sends_per_month, date=date)
                self.outbox_rows[key] = OutboxRow(
                    key, content.account_key, content.subject, (content.to,), state, self.now, when, 0,
                    refusal.sentence() if full else "", "", refusal if full else None,
                    paused=self.enrolment.is_paused(content.account_key), send_at=at,
                )  # fmt: skip
                return Receipt("sent", 1, 0, key=key)
            case wishes.EditOutbox(outbox_key):
                row, key = self.outbox_rows.pop(outbox_key), self._new_key()
                self.draft_contents[key] = DraftContent(
                    row.account_key, to=", ".join(row.recipients), subject=row.subject
                )
                return Receipt("restored", 1, key=key)
            case wishes.RetryOutbox(outbox_key):
                self.outbox_rows[outbox_key] = replace(self.outbox_rows[outbox_key], state=OutboxState.WAITING, said="")
                return Receipt("queued", 1)
            case wishes.DiscardOutbox(outbox_key):
                del self.outbox_rows[outbox_key]
                return Receipt("outbox_discarded", 1)
            case wishes.CancelOperation(operation_key) | wishes.RetryOperation(operation_key):
                self.operation_rows = [row for row in self.operation_rows if row.operation_key != operation_key]
                return Receipt("cancelled", 1)
            case _:
                return Receipt("done", 1)

    def _set_flag(self, keys: Sequence[int], flag: Flag, value: bool, done: str) -> Receipt:
        changing = [key for key in keys if key in self.message_rows and (flag in self.message_rows[key].flags) != value]
        for key in changing:
            row = self.message_rows[key]
            self.message_rows[key] = replace(row, flags=row.flags | flag if value else row.flags & ~flag, pending=True)
        return Receipt(done, len(changing), 0 if changing else None)

    def _move(
        self,
        keys: Sequence[int],
        where: Callable[[MessageRow], int],
        done: str,
        target: str = "",
        *,
        keep: bool = False,
    ) -> Receipt:
        for key in keys:
            row = self.message_rows[key] if keep else self.message_rows.pop(key)
            new = self._new_key()
            self.message_rows[new] = replace(row, location_key=new, mailbox_key=where(row), pending=True)
        return Receipt(done, len(keys), 0, target)

    def _remind(self, keys: Sequence[int], at: int) -> Receipt:
        for key in keys:
            self.message_rows[key] = replace(self.message_rows[key], remind_at=at or None)
        self.tell(ChangeSet(desk=True))
        return Receipt("reminding" if at else "reminding_ended", len(keys), 0)

    def _make_later(self, account_key: int) -> None:
        own = [box for box in self.mailbox_rows if box.account_key == account_key]
        if not any(box.special_use is SpecialUse.LATER for box in own):
            later = MailboxRow(self._new_key(), account_key, "Later", "Later", 0, SpecialUse.LATER, True, 0, 0)
            self.mailbox_rows.insert(self.mailbox_rows.index(own[0]) + 1, later)

    def _find(self, row: MessageRow, use: SpecialUse) -> int:
        return next(
            box.mailbox_key
            for box in self.mailbox_rows
            if box.account_key == row.account_key and box.special_use is use
        )

    def _label(self, mailbox_key: int) -> str:
        for box in self.mailbox_rows:
            if box.mailbox_key == mailbox_key:
                return box.label
        raise BandejaError(Code.NOT_FOUND, what="folder", name=mailbox_key)
