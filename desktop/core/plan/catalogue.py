"""The plans as values, read from text such as `resources/plans.toml`; unknown or broken data is refused with its line. Pure.

The shipped table comes first; a company's own file may add plans to it, and nothing else.
"""

from __future__ import annotations

import tomllib
from typing import Any

from desktop.core.api.errors import Code, PlanError
from desktop.core.plan.toml_lines import TomlLines
from desktop.values import dataclass

UNLIMITED = "unlimited"
LARGEST_FILE = 256 << 10
_LONGEST_LINE = 4_000
"""The TOML parser takes the square of a dotted key's length."""
_MOST_PLANS = 1_000
_MOST = 10**12
_MOST_DAYS = 36_500
_FIELDS = (
    "id", "name", "mailboxes_per_employee", "shared_mailboxes", "storage_days", "import_days", "sends_per_month",
    "syncs", "lasts_days", "assumed",
)  # fmt: skip
_TIER_FIELDS = (*(field for field in _FIELDS if field != "sends_per_month"), "tiers", "sends_per_tier")
_TOP = ("attachments_bytes", "grace_days")


@dataclass(frozen=True, slots=True)
class Plan:
    """Limits of one plan. None means unlimited for `shared_mailboxes`. A plan that does not sync keeps no mail and has no
    periods; one that syncs and has no storage period keeps everything. `lasts_days` is how long it goes on by itself (a
    trial). `assumed` names the numbers that the source does not state."""

    plan_id: str
    name: str
    mailboxes_per_employee: int
    shared_mailboxes: int | None
    storage_days: int | None
    import_days: int | None
    sends_per_month: int
    syncs: bool = True
    assumed: tuple[str, ...] = ()
    lasts_days: int | None = None

    @property
    def is_paid(self) -> bool:
        return self.syncs and self.lasts_days is None


@dataclass(frozen=True, slots=True)
class Catalogue:
    plans: tuple[Plan, ...]
    attachments_bytes: int
    grace_days: int

    def find(self, plan_id: str) -> Plan:
        """Raises PlanError(NOT_FOUND) for a plan that is not in the catalogue."""
        for plan in self.plans:
            if plan.plan_id == plan_id:
                return plan
        raise PlanError(Code.NOT_FOUND, what="plan", name=plan_id)

    def longest_days(self) -> int | None:
        """How far back any plan keeps or fetches mail; None when one keeps it for ever."""
        periods = [period for plan in self.plans if plan.syncs for period in (plan.storage_days, plan.import_days)]
        known = [period for period in periods if period is not None]
        return max(known, default=0) if len(known) == len(periods) else None

    def free(self) -> Plan:
        """What a trial that is over and a paid plan that has lapsed become: the first plan that does not sync."""
        for plan in self.plans:
            if not plan.syncs:
                return plan
        raise PlanError(Code.NOT_FOUND, what="plan", name="free")


def parse_catalogue(text: str, source: str) -> Catalogue:
    """Raises PlanError(PLAN_TABLE_BROKEN) that names `source`, the line and the field at fault."""
    table = _Table(text, source)
    table.refuse_unknown(table.data, (*_TOP, "plan", "tiers"), "", 0)
    plans = table.plans(known=())
    if not plans:
        raise table.broken("plan", None, "", 0)
    return Catalogue(
        plans,
        attachments_bytes=table.number(table.data, "attachments_bytes", "", 0),
        grace_days=table.number(table.data, "grace_days", "", 0, most=_MOST_DAYS),
    )


def add_own_plans(catalogue: Catalogue, text: str, source: str) -> Catalogue:
    """The catalogue with a company's own plans after the shipped ones. Raises PlanError(PLAN_TABLE_BROKEN)."""
    table = _Table(text, source)
    table.refuse_unknown(table.data, ("plan", "tiers"), "", 0)
    own = table.plans(known=tuple(plan.plan_id for plan in catalogue.plans))
    return Catalogue((*catalogue.plans, *own), catalogue.attachments_bytes, catalogue.grace_days)


class _Table:
    """One file under examination."""

    def __init__(self, text: str, source: str) -> None:
        self._source, self._lines = source, TomlLines(text)
        if len(text) > LARGEST_FILE:
            raise self._broken(1, "TOML", f"{len(text) >> 10} KB")
        for number, line in enumerate(text.split("\n"), start=1):
            if len(line) > _LONGEST_LINE:
                raise self._broken(number, "TOML", f"{len(line)} characters in one line")
        try:
            self.data: dict[str, Any] = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise self._broken(self._lines.of_error(error), "TOML", str(error)) from error

    def plans(self, known: tuple[str, ...]) -> tuple[Plan, ...]:
        found: list[Plan] = []
        for place, entry in enumerate(self._entries("plan")):
            found.append(self._plan(entry, "plan", place))
            self._refuse_twice(found, known, "plan", place)
        for place, family in enumerate(self._entries("tiers")):
            for entry in self._tiers(family, place):
                found.append(self._plan(entry, "tiers", place))
                self._refuse_twice(found, known, "tiers", place)
        return tuple(found)

    def number(
        self, entry: dict[str, Any], field: str, table: str, place: int, *, least: int = 0, most: int = _MOST
    ) -> int:
        value = entry.get(field)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.broken(field, value, table, place)
        return value

    def refuse_unknown(self, entry: dict[str, Any], known: tuple[str, ...], table: str, place: int) -> None:
        for field in entry:
            if field not in known:
                raise self.broken(field, entry[field], table, place)

    def broken(self, field: str, value: object, table: str, place: int) -> PlanError:
        return self._broken(self._lines.of_field(field, table, place), field, value)

    def _broken(self, line: int, field: str, value: object) -> PlanError:
        deep = isinstance(value, dict | list)  # printing it may go deeper than the stack
        found = "—" if value is None else type(value).__name__ if deep else str(value)[:120]
        return PlanError(Code.PLAN_TABLE_BROKEN, path=self._source, line=line, field=field, found=found)

    def _entries(self, table: str) -> list[dict[str, Any]]:
        entries = self.data.get(table, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise self.broken(table, entries, "", 0)
        return entries

    def _tiers(self, family: dict[str, Any], place: int) -> list[dict[str, Any]]:
        self.refuse_unknown(family, _TIER_FIELDS, "tiers", place)
        tiers = family.get("tiers")
        if (
            not isinstance(tiers, list)
            or not 0 < len(tiers) <= _MOST_PLANS
            or not all(type(tier) is int and 0 < tier <= _MOST for tier in tiers)
        ):
            raise self.broken("tiers", tiers, "tiers", place)
        sends = self.number(family, "sends_per_tier", "tiers", place)
        shared = {name: value for name, value in family.items() if name not in ("tiers", "sends_per_tier")}
        return [
            shared
            | {name: str(family.get(name, "")).replace("{tier}", str(tier)) for name in ("id", "name")}
            | {"sends_per_month": tier * sends}
            for tier in tiers
        ]

    def _plan(self, entry: dict[str, Any], table: str, place: int) -> Plan:
        self.refuse_unknown(entry, _FIELDS, table, place)
        for field in ("id", "name"):
            value = entry.get(field)
            if not isinstance(value, str) or not value.strip() or len(value) > 60 or not value.isprintable():
                raise self.broken(field, value, table, place)
        syncs = entry.get("syncs", True)
        if not isinstance(syncs, bool):
            raise self.broken("syncs", syncs, table, place)
        assumed = entry.get("assumed", [])
        if not isinstance(assumed, list) or not all(field in _FIELDS for field in assumed):
            raise self.broken("assumed", assumed, table, place)

        def days(field: str) -> int | None:
            if not syncs:
                if field in entry:
                    raise self.broken(field, entry[field], table, place)
                return None
            return self.number(entry, field, table, place, least=1, most=_MOST_DAYS)

        shared = entry.get("shared_mailboxes")
        return Plan(
            plan_id=entry["id"],
            name=entry["name"],
            mailboxes_per_employee=self.number(entry, "mailboxes_per_employee", table, place),
            shared_mailboxes=None if shared == UNLIMITED else self.number(entry, "shared_mailboxes", table, place),
            storage_days=days("storage_days"),
            import_days=days("import_days"),
            sends_per_month=self.number(entry, "sends_per_month", table, place),
            syncs=syncs,
            assumed=tuple(assumed),
            lasts_days=days("lasts_days") if "lasts_days" in entry else None,
        )

    def _refuse_twice(self, found: list[Plan], known: tuple[str, ...], table: str, place: int) -> None:
        newest = found[-1].plan_id
        if len(found) > _MOST_PLANS or newest in known or any(plan.plan_id == newest for plan in found[:-1]):
            raise self.broken("id", newest, table, place)
