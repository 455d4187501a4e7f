"""The workspace of the fake session: three members, the real plan table, and plans that do at once what they say.

It keeps the promises of `core.api.workspace` that a screen relies on: a preview counts what setting the plan then removes,
limits refuse with PlanError, who waits can be called off. Wishes run on the session's core thread, under its lock.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from desktop.core.api import workspace_commands as wishes
from desktop.core.api.commands import Command, Receipt
from desktop.core.api.errors import BandejaError, Code, PlanError
from desktop.core.api.rows import AccountRow, MessageRow, PlanRow
from desktop.core.api.workspace import (
    ChangeReason,
    ConnectedRow,
    DaySent,
    FolderLoss,
    Forecast,
    MemberRow,
    PlanChangeRow,
    PlanLimits,
    SweepRow,
    WhatIf,
)
from desktop.core.mail.formatted_signature import formatted_or_plain, pack_signature
from desktop.core.mail.signature import fits, tidy_signature
from desktop.core.plan import quota
from desktop.core.plan.catalogue import Plan
from desktop.core.profile import load_catalogue
from tests.fakes.mails import DAY

if TYPE_CHECKING:
    from tests.fakes.session import FakeSession


def limits_of(plan: Plan) -> PlanLimits:
    return PlanLimits(
        plan.plan_id, plan.name, plan.mailboxes_per_employee, plan.shared_mailboxes, plan.storage_days,
        plan.import_days, plan.sends_per_month, plan.syncs, plan.assumed, plan.lasts_days,
    )  # fmt: skip


People = tuple[dict[int, str], dict[int, tuple[int, ...]], list[AccountRow]]
"""Members by name, who sees which account beside its owner, and the accounts with their signatures."""


class FakeWorkspace:
    def __init__(self, session: FakeSession) -> None:
        self._session = session
        self.table = {plan.plan_id: limits_of(plan) for plan in load_catalogue().plans}
        self.names = {1: "Ana Beltrán", 2: "Julián Soto", 3: "Nuria Peris"}
        self.current = 1
        self.owner = {row.account_key: 1 for row in session.account_rows}
        self.shared: dict[int, tuple[int, ...]] = {2: (2,)} if len(self.owner) > 1 else {}
        self.chosen: set[int] = set()
        self.for_good: set[int] = set()
        self.change_rows = [
            PlanChangeRow(2, "standard", "Standard", session.now - 70 * DAY, session.now - 70 * DAY, ChangeReason.CHOSEN, False),
            PlanChangeRow(1, "basic", "Basic", session.now - 100 * DAY, session.now - 100 * DAY, ChangeReason.FIRST, False),
        ]  # fmt: skip
        self.sweep_rows = [
            SweepRow(session.now - day * DAY - 1200, "standard", "Standard", 30, count, count * 61_000)
            for day, count in enumerate((3, 8, 5, 11, 2))
        ]
        self.fetched_again = 0

    # reading

    def members(self) -> list[MemberRow]:
        own = Counter(self.owner.values())
        seen = Counter(key for keys in self.shared.values() for key in keys)
        return [
            MemberRow(key, name, place, key == self.current, own[key], seen[key])
            for place, (key, name) in enumerate(self.names.items())
        ]

    def connected(self) -> list[ConnectedRow]:
        suspended, resting = self._suspended(self._plan(), None), self._resting(self._plan())
        return [
            ConnectedRow(
                row.account_key, row.address, self.owner[row.account_key], self._session.now - (90 - 10 * row.position) * DAY,
                row.account_key in suspended, row.account_key in self.chosen, self.shared.get(row.account_key, ()),
                row.account_key in resting, row.account_key in self.for_good,
            )
            for row in self._session.account_rows
        ]  # fmt: skip

    def plans(self) -> list[PlanLimits]:
        return [replace(plan, used=self._begun_at(plan) is not None) for plan in self.table.values()]

    def plan_changes(self) -> list[PlanChangeRow]:
        return sorted(self.change_rows, key=lambda row: (row.waits, row.at), reverse=True)

    def sweeps(self, limit: int = 50) -> list[SweepRow]:
        return self.sweep_rows[:limit]

    def forecast(self) -> Forecast:
        plan, now = self._session.plan_row, self._session.now
        today = datetime.fromtimestamp(now, UTC)
        first = today.replace(day=1, hour=0, minute=0, second=0)
        weights = [(2 if (first + timedelta(day)).weekday() > 4 else 9) + day % 3 for day in range(today.day)]
        counts = [plan.sent_this_month * weight // sum(weights) for weight in weights]
        counts[-1] += plan.sent_this_month - sum(counts)
        days = tuple(DaySent(f"{first + timedelta(day):%Y-%m-%d}", count) for day, count in enumerate(counts))
        passed = now - int(first.timestamp())
        expected = plan.sent_this_month * (plan.month_resets_at - int(first.timestamp())) // max(1, passed)
        full = None
        if plan.sent_this_month and expected > plan.sends_per_month > 0:
            full = max(now, int(first.timestamp()) + passed * plan.sends_per_month // plan.sent_this_month)
        return Forecast(plan.sent_this_month, plan.sends_per_month, days, expected, full, plan.month_resets_at)

    def trial_ends_at(self) -> int | None:
        ends = [row.at for row in self.change_rows if row.waits and row.reason is ChangeReason.TRIAL_ENDED]
        return ends[0] if ends else None

    def what_if(self, plan_id: str, at: int | None = None, keep: tuple[int, ...] | None = None) -> WhatIf:
        plan, present, moment = self._find(plan_id), self._plan(), self._session.now if at is None else at
        received_before = _gone_before(plan, moment)
        leaving, staying = self._judge(received_before)
        boxes = {box.mailbox_key: box for box in self._session.mailbox_rows}
        addresses = {row.account_key: row.address for row in self._session.account_rows}
        by_folder: defaultdict[int, list[MessageRow]] = defaultdict(list)
        for row in leaving:
            by_folder[row.mailbox_key].append(row)
        losses = [
            FolderLoss(
                key, boxes[key].account_key, addresses[boxes[key].account_key], boxes[key].name,
                boxes[key].special_use, len(rows), sum(row.size for row in rows),
            )
            for key, rows in by_folder.items()
        ]  # fmt: skip
        before, after = self._suspended(present, None), self._suspended(plan, keep)
        longer = (plan.storage_days or 0) > (present.storage_days or 0)
        return WhatIf(
            plan=replace(plan, used=self._begun_at(plan) is not None),
            present=present,
            at=moment,
            received_before=received_before,
            leaving=tuple(sorted(losses, key=lambda loss: -loss.mails)),
            leaving_mails=len(leaving),
            leaving_bytes=sum(row.size for row in leaving),
            staying=tuple(Counter(row.held_by or "" for row in staying).items()),
            suspended=tuple(sorted(after - before)),
            resumed=tuple(sorted(before - after)),
            shares_resting=tuple(sorted(self._resting(plan) - self._resting(present))),
            sends_left=max(0, plan.sends_per_month - self._session.plan_row.sent_this_month),
            fetch_again_days=plan.storage_days if longer else None,
        )

    def leaving_keys(self, what_if: WhatIf) -> array[int]:
        leaving, _ = self._judge(what_if.received_before or 0)
        return array("q", [row.location_key for row in sorted(leaving, key=lambda row: row.internaldate)])

    def why_leaving(self, location_key: int) -> str | None:
        row = self._session.message_rows.get(location_key)
        if row is None or row.held_by is None:
            return None
        return next((badge.title for badge in row.links if badge.kind == row.held_by), "")

    # wishes

    def apply(self, command: Command) -> Receipt | None:
        """None: not a wish about the workspace."""
        now = self._session.now
        match command:
            case wishes.SetPlan(plan_id, at, keep, again):
                plan = self._find(plan_id)
                begun = None if again else self._begun_at(plan)
                if begun is not None:
                    raise PlanError(
                        Code.TRIAL_USED, plan=plan.name, date=f"{datetime.fromtimestamp(begun, UTC):%Y-%m-%d}"
                    )
                return self._set_plan(plan, at, keep)
            case wishes.CancelPlanChange(change_key):
                [found] = [row for row in self.change_rows if row.change_key == change_key]
                if found.reason is ChangeReason.TRIAL_ENDED:
                    raise PlanError(Code.TRIAL_END_FIXED, date=f"{datetime.fromtimestamp(found.at, UTC):%Y-%m-%d}")
                self.change_rows = [row for row in self.change_rows if row.change_key != change_key]
                return Receipt("plan_change_cancelled", 1)
            case wishes.EndTrial():
                if self._plan().plan_id != "trial":
                    raise PlanError(Code.NO_TRIAL, plan=self._plan().name)
                return self._take_effect(self.table["free"], now, ChangeReason.TRIAL_ENDED)
            case wishes.KeepMailboxes(accounts):
                self.chosen = set(accounts)
                return Receipt("mailboxes_kept", len(accounts))
            case wishes.FetchAgain():
                self.fetched_again += 1
                return Receipt("fetching_again", len(self._session.account_rows))
            case wishes.SetDeleteForGood(account_key, value):
                return self._set_for_good(account_key, value)
            case wishes.SetSignature(account_key, text, in_replies, formatted):
                return self._set_signature(account_key, text, in_replies, formatted)
            case wishes.AddMember(name):
                key = max(self.names) + 1
                self.names[key] = name
                return Receipt("member_added", 1, target=name, key=key)
            case wishes.RenameMember(member_key, name):
                self.names[member_key] = name
                return Receipt("member_renamed", 1, 0, name)
            case wishes.RemoveMember(member_key):
                owned = list(self.owner.values()).count(member_key)
                if owned:
                    raise PlanError(Code.MEMBER_HAS_MAILBOXES, name=self.names[member_key], count=owned)
                if len(self.names) == 1:
                    raise PlanError(Code.LAST_MEMBER, name=self.names[member_key])
                self.shared = {
                    key: tuple(one for one in seen if one != member_key) for key, seen in self.shared.items()
                }
                return Receipt("member_removed", 1, 0, self.names.pop(member_key))
            case wishes.SwitchMember(member_key):
                self.current = member_key
                return Receipt("member_switched", 1, target=self.names[member_key])
            case wishes.ShareMailbox(account_key, members):
                return self._share(account_key, members)
        return None

    def sweep(self) -> int:
        """What is past its time goes now, as the housekeeper would do it."""
        plan = self._plan()
        gone, _ = self._judge(_gone_before(plan, self._session.now))
        for row in gone:
            del self._session.message_rows[row.location_key]
        if gone:
            size = sum(row.size for row in gone)
            entry = SweepRow(self._session.now, plan.plan_id, plan.name, plan.storage_days, len(gone), size)
            self.sweep_rows.insert(0, entry)
        return len(gone)

    def pass_time(self, moment: int) -> int:
        """The clock shows that moment: what waits takes effect, a month may begin, mail leaves; how many left."""
        session = self._session
        session.now = moment
        due = [row for row in self.change_rows if row.waits and row.at <= moment]
        self.change_rows = [row for row in self.change_rows if row not in due]
        for row in due:
            self._take_effect(self.table[row.plan_id], row.at, row.reason)
        if moment >= session.plan_row.month_resets_at:
            reset = quota.next_month_at(quota.month_of(moment, UTC), UTC)
            session.plan_row = replace(session.plan_row, sent_this_month=0, month_resets_at=reset)
        return self.sweep()

    def _begun_at(self, plan: PlanLimits) -> int | None:
        if plan.lasts_days is None:
            return None
        return next((row.at for row in self.change_rows if row.plan_id == plan.plan_id and not row.waits), None)

    def _set_plan(self, plan: PlanLimits, at: int | None, keep: tuple[int, ...] | None) -> Receipt:
        now = self._session.now
        if keep is not None:
            self.chosen = set(keep)
        if at is not None and at < now:
            raise PlanError(Code.PLAN_MOMENT_PAST, date=f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}")
        if at is None or at == now:
            return self._take_effect(plan, now, ChangeReason.CHOSEN)
        key = self._session._new_key()
        self.change_rows.append(PlanChangeRow(key, plan.plan_id, plan.name, at, now, ChangeReason.CHOSEN, True))
        return Receipt("plan_scheduled", 1, target=plan.name, key=key)

    def _take_effect(self, plan: PlanLimits, at: int, reason: ChangeReason) -> Receipt:
        session = self._session
        self.change_rows = [row for row in self.change_rows if not row.waits]
        key = session._new_key()
        self.change_rows.append(PlanChangeRow(key, plan.plan_id, plan.name, at, session.now, reason, False))
        if plan.lasts_days is not None:
            end, free = at + plan.lasts_days * DAY, self.table["free"]
            self.change_rows.append(
                PlanChangeRow(session._new_key(), "free", free.name, end, at, ChangeReason.TRIAL_ENDED, True)
            )
        session.plan_row = replace(
            session.plan_row, plan_id=plan.plan_id, plan_name=plan.name, storage_days=plan.storage_days,
            import_days=plan.import_days, mailboxes_allowed=plan.mailboxes_per_employee,
            shared_allowed=plan.shared_mailboxes, sends_per_month=plan.sends_per_month,
        )  # fmt: skip
        period = plan.storage_days
        for row in list(session.message_rows.values()):
            end = None if row.held_by or period is None else row.internaldate + period * DAY
            session.message_rows[row.location_key] = replace(row, expires_at=end)
        return Receipt("plan_set", self.sweep(), target=plan.name)

    def _set_for_good(self, account_key: int, value: bool) -> Receipt:
        address = next((row.address for row in self._session.account_rows if row.account_key == account_key), None)
        if address is None:
            raise BandejaError(Code.NOT_FOUND, what="account", name=account_key)
        (self.for_good.add if value else self.for_good.discard)(account_key)
        return Receipt("deletes_for_good" if value else "deletes_to_trash", 1, target=address)

    def _set_signature(self, account_key: int, text: str, in_replies: bool, formatted: str) -> Receipt:
        text = tidy_signature(text)
        if formatted:
            text, rich, pictures = formatted_or_plain(text, formatted)
            formatted = pack_signature(rich, pictures)
        if not fits(text):
            raise BandejaError(
                Code.BAD_INPUT, what="The signature", why="it is longer than 2000 characters or 30 lines"
            )
        rows = self._session.account_rows
        place = next((place for place, row in enumerate(rows) if row.account_key == account_key), None)
        if place is None:
            raise BandejaError(Code.NOT_FOUND, what="account", name=account_key)
        rows[place] = replace(
            rows[place], signature=text, signature_in_replies=in_replies, signature_formatted=formatted
        )
        return Receipt("signature_set", 1, 0, rows[place].address)

    def _share(self, account_key: int, members: tuple[int, ...]) -> Receipt:
        plan, places = self._plan(), {key for key, keys in self.shared.items() if keys}
        allowed = plan.shared_mailboxes
        if members and account_key not in places and allowed is not None and len(places) >= allowed:
            raise PlanError(Code.PLAN_SHARES, plan=plan.name, limit=allowed)
        self.shared[account_key] = members
        address = next(row.address for row in self._session.account_rows if row.account_key == account_key)
        return Receipt("shared" if members else "share_withdrawn", max(1, len(members)), 0, address)

    def _judge(self, received_before: int) -> tuple[list[MessageRow], list[MessageRow]]:
        """(what leaves, what is past its time and stays)."""
        past = [row for row in self._session.message_rows.values() if row.internaldate < received_before]
        return [row for row in past if row.held_by is None], [row for row in past if row.held_by is not None]

    def _suspended(self, plan: PlanLimits, keep: tuple[int, ...] | None) -> set[int]:
        first = self.chosen if keep is None else set(keep)
        found: set[int] = set()
        for member in self.names:
            own = [key for key, owner in self.owner.items() if owner == member]
            own.sort(key=lambda key: (key not in first, key))
            found |= set(own[plan.mailboxes_per_employee :])
        return found

    def _resting(self, plan: PlanLimits) -> set[int]:
        places = [key for key, keys in self.shared.items() if keys]
        return set() if plan.shared_mailboxes is None else set(places[plan.shared_mailboxes :])

    def _plan(self) -> PlanLimits:
        return self.table[self._session.plan_row.plan_id]

    def _find(self, plan_id: str) -> PlanLimits:
        if plan_id not in self.table:
            raise PlanError(Code.NOT_FOUND, what="plan", name=plan_id)
        return self.table[plan_id]

    def people(self) -> People:
        return dict(self.names), dict(self.shared), list(self._session.account_rows)

    def restore(self, people: People) -> None:
        self.names, self.shared = dict(people[0]), dict(people[1])
        self._session.account_rows[:] = people[2]

    def state(self) -> tuple[PlanRow, int]:
        """What tells that something of the plan has changed."""
        return self._session.plan_row, len(self.change_rows)


def _gone_before(plan: PlanLimits, at: int) -> int:
    """A plan that does not sync keeps nothing that is not held."""
    return at - (plan.storage_days or 0) * DAY
