"""The plans as values, read from text such as `resources/plans.toml`; broken or unknown data is refused by name. Pure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

from desktop.core.api.errors import Code, PlanError

UNLIMITED = "unlimited"
_FIELDS = {
    "id", "name", "mailboxes_per_employee", "shared_mailboxes", "storage_days", "import_days", "sends_per_month",
    "syncs", "assumed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """Limits of one plan. None means unlimited for `shared_mailboxes`, and "keeps nothing" for the two periods of a plan
    that does not sync. `assumed` names the numbers that the source does not state."""

    plan_id: str
    name: str
    mailboxes_per_employee: int
    shared_mailboxes: int | None
    storage_days: int | None
    import_days: int | None
    sends_per_month: int
    syncs: bool = True
    assumed: tuple[str, ...] = ()


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


def parse_catalogue(text: str, source: str) -> Catalogue:
    """Raises PlanError(BAD_INPUT) that names `source`, the entry and the field at fault."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _bad(source, str(error)) from error
    entries = list(data.get("plan", []))
    for family in data.get("tiers", []):
        entries.extend(_tiers(family, source))
    plans = tuple(_plan(entry, source) for entry in entries)
    identifiers = [plan.plan_id for plan in plans]
    if not plans or len(set(identifiers)) != len(identifiers):
        raise _bad(source, "no plan, or one id twice")
    return Catalogue(
        plans, _number(data, "attachments_bytes", source, "top"), _number(data, "grace_days", source, "top")
    )


def _tiers(family: dict[str, Any], source: str) -> list[dict[str, Any]]:
    shared = {name: value for name, value in family.items() if name not in ("tiers", "sends_per_tier", "id", "name")}
    return [
        shared
        | {
            "id": str(family.get("id", "")).format(tier=tier),
            "name": str(family.get("name", "")).format(tier=tier),
            "sends_per_month": tier * _number(family, "sends_per_tier", source, str(family.get("id"))),
        }
        for tier in family.get("tiers", [])
    ]


def _plan(entry: dict[str, Any], source: str) -> Plan:
    name = str(entry.get("id") or "?")
    unknown = entry.keys() - _FIELDS
    if unknown:
        raise _bad(source, f"plan '{name}' has an unknown field '{sorted(unknown)[0]}'")
    for field in ("id", "name"):
        if not isinstance(entry.get(field), str) or not entry[field]:
            raise _bad(source, f"plan '{name}' needs the text field '{field}'")
    syncs = entry.get("syncs", True)
    if not isinstance(syncs, bool):
        raise _bad(source, f"plan '{name}': 'syncs' must be true or false")
    days = {
        field: _number(entry, field, source, name, least=1) if syncs or field in entry else None
        for field in ("storage_days", "import_days")
    }
    shared = entry.get("shared_mailboxes")
    return Plan(
        plan_id=entry["id"],
        name=entry["name"],
        mailboxes_per_employee=_number(entry, "mailboxes_per_employee", source, name),
        shared_mailboxes=None if shared == UNLIMITED else _number(entry, "shared_mailboxes", source, name),
        storage_days=days["storage_days"],
        import_days=days["import_days"],
        sends_per_month=_number(entry, "sends_per_month", source, name),
        syncs=syncs,
        assumed=tuple(entry.get("assumed", ())),
    )


def _number(entry: dict[str, Any], field: str, source: str, name: str, *, least: int = 0) -> int:
    value = entry.get(field)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= 10**12:
        raise _bad(source, f"plan '{name}': '{field}' must be a whole number of at least {least}, not {value!r}")
    return value


def _bad(source: str, why: str) -> PlanError:
    return PlanError(Code.BAD_INPUT, what=f"The plan table {source}", why=why)
