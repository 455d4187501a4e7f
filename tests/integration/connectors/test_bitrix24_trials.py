"""Bitrix24 with a program that is killed, or loses its line, at any request between a wish and its link (reliability E1)."""

from __future__ import annotations

import pytest

from desktop.core.api.linking import LinkKind
from desktop.core.clock import ShiftedClock
from tests.fakes.bitrix_portal import CODE
from tests.integration.connectors.bitrix_world import bitrix_world
from tests.integration.connectors.trials import run_trials

PLACE = "desktop.core.connectors.bitrix24:BACKEND"
DAY = 86_400
KINDS = {"direct": tuple(LinkKind), "portal": (LinkKind.TASK, LinkKind.EVENT)}
"""A portal keeps one chat and one activity of a mail, so that several wishes of one mail are not several of these."""


@pytest.mark.parametrize("mode", KINDS)
@pytest.mark.parametrize(
    ("trials", "seed"), [(20, 0), *(pytest.param(100, n, marks=pytest.mark.slow) for n in range(1, 6))]
)
def test_no_kill_and_no_lost_answer_makes_a_second_object(mode: str, trials: int, seed: int):
    # The portal lives before the events that are made, so that they are not over.
    with bitrix_world(mode, clock=ShiftedClock(-90 * DAY)) as world:
        world.portal.limits.threshold = 1_000_000  # the children do not know of one another
        values, secrets = {"mode": mode}, {"webhook": f"{world.proxy.url}/rest/1/{CODE}/"}
        kinds = KINDS[mode]
        run_trials(world, PLACE, values, secrets, kinds=kinds, trials=trials, most_requests=7, seed=seed)
