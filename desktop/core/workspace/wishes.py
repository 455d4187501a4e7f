"""The wishes of `core.api.workspace_commands`: each becomes one Job, judged and written in one transaction on the writer.

A plan chosen now is in force with the commit; a later one waits for the housekeeper.
"""

from __future__ import annotations

from dataclasses import replace

from desktop.core.api import workspace_commands as wish
from desktop.core.api.commands import Receipt
from desktop.core.api.errors import BandejaError, Code, PlanError
from desktop.core.api.workspace import ChangeReason
from desktop.core.plan import limits, schedule
from desktop.core.plan.retention import DAY
from desktop.core.plan.schedule import Change
from desktop.core.store import accounts, mailboxes, members, undo_groups
from desktop.core.store.jobs import Prepare, unprepared
from desktop.core.store.members import Member, Owned
from desktop.core.store.writer import UnitOfWork
from desktop.core.workspace import plan_time
from desktop.core.workspace.standing import Standing, shared

_LONGEST_NAME = 120


class WorkspaceWishes:
    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def prepared(self) -> dict[type, Prepare]:
        """For `OperationsService(more=…)`."""
        return unprepared(
            {
                wish.SetPlan: self._set_plan,
                wish.CancelPlanChange: self._cancel_change,
                wish.EndTrial: self._end_trial,
                wish.PlanLapsed: self._lapse,
                wish.KeepMailboxes: self._keep,
                wish.SetDeleteForGood: _set_delete_for_good,
                wish.SetSignature: _set_signature,
                wish.FetchAgain: self._fetch_again,
                wish.AddMember: _add_member,
                wish.RenameMember: _rename_member,
                wish.RemoveMember: _remove_member,
                wish.SwitchMember: _switch_member,
                wish.ShareMailbox: self._share,
            }
        )

    # the plan

    def _set_plan(self, uow: UnitOfWork, command: wish.SetPlan) -> Receipt:
        plan = self._standing.catalogue.find(command.plan_id)
        for account_key in command.keep or ():
            _account(uow, account_key)
        if command.at is not None and command.at < uow.now:
            raise PlanError(Code.PLAN_MOMENT_PAST, date=self._standing.day(command.at))
        begun = schedule.begun_at(self._standing.changes(uow.connection), plan.plan_id)
        if plan.lasts_days is not None and begun is not None and not command.again:
            raise PlanError(Code.TRIAL_USED, plan=plan.name, date=self._standing.day(begun))
        at = uow.now if command.at is None else command.at
        waits = at > uow.now
        change = Change(0, plan.plan_id, at, uow.now, ChangeReason.CHOSEN, command.keep)
        key = self._decide(uow, change)
        return Receipt("plan_scheduled" if waits else "plan_set", 1, target=plan.name, key=key)

    def _cancel_change(self, uow: UnitOfWork, command: wish.CancelPlanChange) -> Receipt:
        changes = self._standing.changes(uow.connection)
        found = next((one for one in schedule.waiting(changes) if one.change_key == command.change_key), None)
        if found is None:
            raise PlanError(Code.NOT_FOUND, what="waiting plan change", name=command.change_key)
        if found.reason is ChangeReason.TRIAL_ENDED:
            raise PlanError(Code.TRIAL_END_FIXED, date=self._standing.day(found.at))
        free = self._standing.catalogue.free().plan_id
        plan_time.write(uow, schedule.call_off(changes, found.change_key, self._standing.find, free))
        return Receipt("plan_change_cancelled", 1, target=self._standing.find(found.plan_id).name)

    def _end_trial(self, uow: UnitOfWork, command: wish.EndTrial) -> Receipt:
        plan = self._standing.plan(uow.connection)
        if plan.lasts_days is None:
            raise PlanError(Code.NO_TRIAL, plan=plan.name)
        free = self._standing.catalogue.free()
        key = self._decide(uow, Change(0, free.plan_id, uow.now, uow.now, ChangeReason.TRIAL_ENDED))
        return Receipt("plan_set", 1, target=free.name, key=key)

    def _lapse(self, uow: UnitOfWork, command: wish.PlanLapsed) -> Receipt:
        """Ten days of grace; a trial has none and ends by itself."""
        plan = self._standing.plan(uow.connection)
        if not plan.is_paid:
            raise PlanError(Code.PLAN_NOT_PAID, plan=plan.name)
        free = self._standing.catalogue.free()
        at = uow.now + self._standing.catalogue.grace_days * DAY
        key = self._decide(uow, Change(0, free.plan_id, at, uow.now, ChangeReason.LAPSED))
        return Receipt("plan_scheduled", 1, target=free.name, key=key)

    def _keep(self, uow: UnitOfWork, command: wish.KeepMailboxes) -> Receipt:
        for account_key in command.accounts:
            _account(uow, account_key)
        stopped = self._standing.suspended(uow.connection)
        plan_time.choose(uow, command.accounts)
        plan_time.settle(uow, self._standing, stopped)
        return Receipt("mailboxes_kept", len(command.accounts))

    def _fetch_again(self, uow: UnitOfWork, command: wish.FetchAgain) -> Receipt:
        """Of every mailbox that syncs: how far back is the present plan's window (reading 12)."""
        plan = self._standing.plan(uow.connection)
        if not plan.syncs:
            raise PlanError(Code.PLAN_NO_SYNC, plan=plan.name)
        stopped = self._standing.suspended(uow.connection, plan)
        keys = [one.account_key for one in members.load_owned(uow.connection) if one.account_key not in stopped]
        for account_key in keys:
            mailboxes.fetch_again(uow, account_key)
        uow.plan = True
        return Receipt("fetching_again", len(keys))

    def _decide(self, uow: UnitOfWork, change: Change) -> int:
        """Into the schedule, and into force when its moment is now; the key of the change."""
        stopped = self._standing.suspended(uow.connection)
        decision = schedule.decide(
            self._standing.changes(uow.connection), change, self._standing.find, self._standing.catalogue.free().plan_id
        )
        key = plan_time.write(uow, decision)[0]
        if change.at <= uow.now:
            plan_time.bring_into_force(uow, self._standing, replace(change, change_key=key), stopped)
        return key

    # shares

    def _share(self, uow: UnitOfWork, command: wish.ShareMailbox) -> Receipt:
        """The place is asked for only when the mailbox was not shared before; giving one back is always possible."""
        account = _account(uow, command.account_key)
        wanted = {key for key in command.members if key != account.member_key}
        for key in wanted:
            _member(uow, key)
        plan = self._standing.plan(uow.connection)
        places = [one.account_key for one in shared(uow.connection)]
        if wanted and account.account_key not in places and not limits.may_share(len(places), plan):
            raise PlanError(Code.PLAN_SHARES, plan=plan.name, limit=plan.shared_mailboxes)
        done, count = "shared" if wanted else "share_withdrawn", max(1, len(wanted))
        group = undo_groups.add_group(uow, done, count, account.address)
        members.set_shares(uow, account.account_key, wanted, group)
        return Receipt(done, count, group, account.address)


def _set_delete_for_good(uow: UnitOfWork, command: wish.SetDeleteForGood) -> Receipt:
    account = _account(uow, command.account_key)
    members.set_deletes_for_good(uow, account.account_key, command.value)
    return Receipt("deletes_for_good" if command.value else "deletes_to_trash", 1, target=account.address)


def _set_signature(uow: UnitOfWork, command: wish.SetSignature) -> Receipt:
    from desktop.core.mail import signature  # no start needs it

    text, formatted = signature.tidy_signature(command.text), ""
    if command.formatted:
        from desktop.core.mail.formatted_signature import formatted_or_plain, pack_signature

        text, rich, pictures = formatted_or_plain(text, command.formatted)
        formatted = pack_signature(rich, pictures)
    if not signature.fits(text):
        raise BandejaError(
            Code.BAD_INPUT,
            what="The signature",
            why=f"it is longer than {signature.LONGEST} characters or {signature.MOST_LINES} lines",
        )
    account = _account(uow, command.account_key)
    group = undo_groups.add_group(uow, "signature_set", 1, account.address)
    accounts.set_signature(uow, account.account_key, text, command.in_replies, formatted, group)
    return Receipt("signature_set", 1, group, account.address)


def _add_member(uow: UnitOfWork, command: wish.AddMember) -> Receipt:
    name = _name(command.name)
    return Receipt("member_added", 1, target=name, key=members.add_member(uow, name))


def _rename_member(uow: UnitOfWork, command: wish.RenameMember) -> Receipt:
    name = _name(command.name)
    known = _member(uow, command.member_key)
    group = undo_groups.add_group(uow, "member_renamed", 1, name)
    members.set_name(uow, known.member_key, name, group)
    return Receipt("member_renamed", 1, group, name, known.member_key)


def _remove_member(uow: UnitOfWork, command: wish.RemoveMember) -> Receipt:
    gone = _member(uow, command.member_key)
    own = sum(one.member_key == gone.member_key for one in members.load_owned(uow.connection))
    if own:
        raise PlanError(Code.MEMBER_HAS_MAILBOXES, name=gone.name, count=own)
    if len(members.load_members(uow.connection)) == 1:
        raise PlanError(Code.LAST_MEMBER, name=gone.name)
    group = undo_groups.add_group(uow, "member_removed", 1, gone.name)
    members.drop_member(uow, gone.member_key, group)
    return Receipt("member_removed", 1, group, gone.name, gone.member_key)


def _switch_member(uow: UnitOfWork, command: wish.SwitchMember) -> Receipt:
    shown = _member(uow, command.member_key)
    members.set_current(uow, shown.member_key)
    return Receipt("member_switched", 1, target=shown.name, key=shown.member_key)


def _member(uow: UnitOfWork, member_key: int) -> Member:
    for one in members.load_members(uow.connection):
        if one.member_key == member_key:
            return one
    raise BandejaError(Code.NOT_FOUND, what="member", name=member_key)


def _account(uow: UnitOfWork, account_key: int) -> Owned:
    for one in members.load_owned(uow.connection):
        if one.account_key == account_key:
            return one
    raise BandejaError(Code.NOT_FOUND, what="account", name=account_key)


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise BandejaError(Code.BAD_INPUT, what="The member's name", why="it is empty or too long")
    return name
