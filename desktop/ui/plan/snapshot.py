"""All that the panes of the plan show, read in one go on a worker, so that they never disagree."""

from __future__ import annotations

from desktop.core.api.rows import PlanRow
from desktop.core.api.session import MailSession
from desktop.core.api.workspace import ConnectedRow, Forecast, MemberRow, PlanChangeRow, PlanLimits, SweepRow
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class Snapshot:
    plan: PlanRow
    table: tuple[PlanLimits, ...]
    members: tuple[MemberRow, ...]
    connected: tuple[ConnectedRow, ...]
    changes: tuple[PlanChangeRow, ...]
    sweeps: tuple[SweepRow, ...]
    forecast: Forecast

    @property
    def waiting(self) -> tuple[PlanChangeRow, ...]:
        return tuple(change for change in self.changes if change.waits)

    @property
    def shared(self) -> int:
        """Mailboxes that somebody beside their owner sees."""
        return sum(bool(row.shared_with) and not row.shares_rest for row in self.connected)


def load_snapshot(session: MailSession) -> Snapshot:
    workspace = session.workspace
    return Snapshot(
        session.plan(),
        tuple(workspace.plans()),
        tuple(workspace.members()),
        tuple(workspace.connected()),
        tuple(workspace.plan_changes()),
        tuple(workspace.sweeps()),
        workspace.forecast(),
    )
