"""By what a profile is read on this computer: the table of plans, and the zone whose months count. Any thread."""

from __future__ import annotations

from datetime import tzinfo
from pathlib import Path

import tzlocal

from desktop.core.config import resource_text
from desktop.core.plan.catalogue import LARGEST_FILE, Catalogue, add_own_plans, parse_catalogue

PLANS = "plans.toml"


def load_catalogue(directory: Path | None = None) -> Catalogue:
    """The shipped table, and after it the plans that a company keeps in the profile's own `plans.toml`. Raises PlanError."""
    catalogue = parse_catalogue(resource_text(PLANS), PLANS)
    own = None if directory is None else directory / PLANS
    if own is None or not own.is_file():
        return catalogue
    with own.open("rb") as file:
        raw = file.read(LARGEST_FILE + 1)
    return add_own_plans(catalogue, raw.decode("utf-8", "replace"), str(own))


def local_zone() -> tzinfo:
    """The computer's time zone with its rules; the month of the send quota begins by it."""
    return tzlocal.get_localzone()
