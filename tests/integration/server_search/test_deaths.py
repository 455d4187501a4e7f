"""A death at each step from a wish about a mail that is on the server alone to the sweep after it: the wish and the mail, or neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.api.commands import SetFlagged
from desktop.core.api.link_commands import LinkMail
from desktop.core.api.linking import LinkKind
from desktop.core.api.queries import ListView
from tests.fakes.cache import mail
from tests.fakes.world import Killed, World, until_unbroken

DAY = 86_400
EVERY = 6
"""Of the steps of the synchronisation; all of them in the long lane."""
_HERE = """
    SELECT body_state, (SELECT count(*) FROM link WHERE link.message_key = message.message_key),
        (SELECT count(*) FROM operation WHERE operation.location_key = location.location_key)
    FROM location JOIN message USING (message_key) WHERE message_id = 'm7@example.org'
"""


def prepare(directory: Path) -> tuple[World, int]:
    """An old mail, found and read."""
    world = World(directory, plan="standard")
    world.deliver(1, age=DAY)
    world.server.deliver("INBOX", mail(7, subject="Obra 7"), world.clock.now() - 90 * DAY)
    world.sync()
    (key,) = world.engine.server_search.begin(ListView(search="obra")).done.result(30).keys
    world.engine.server_search.fetch(key)
    return world, key


def here(world: World) -> list[tuple[str, int, int]]:
    """(state of its text, links, operations) of each row of the old mail."""
    return world.engine.store.read(lambda c: [tuple(row) for row in c.exec_driver_sql(_HERE)])


def live(world: World, key: int, told: list[str]) -> None:
    """Link it, star it, let the server follow, sweep. `told` is what was said to be stored."""
    world.wish(LinkMail(LinkKind.TASK, (key,), title="T"))
    told.append("linked")
    world.wish(SetFlagged((key,), True))
    told.append("starred")
    until_unbroken(world.sync)
    world.engine.sweep(world.clock.now())


def count_points(directory: Path) -> list[str]:
    world, key = prepare(directory)
    world.death.watch(None)
    live(world, key, [])
    points = list(world.death.points)
    world.close()
    return points


def die_at(directory: Path, at: int) -> None:
    world, key = prepare(directory)
    told: list[str] = []
    world.death.watch(at)
    with pytest.raises(Killed):
        live(world, key, told)
    world.restart()
    rows = here(world)
    assert len(rows) <= 1
    assert all(state == "complete" and links + operations for state, links, operations in rows), "for a wish, and whole"
    assert "linked" not in told or rows[0][1] == 1
    world.settle()
    world.engine.sweep(world.clock.now())
    assert [links for _, links, _ in here(world)] == [links for _, links, _ in rows if links], "a task alone keeps it"
    flags = next(entry[1] for entry in world.held()["INBOX"].values() if entry[0] == "m7@example.org")
    assert "starred" not in told or "\\Flagged" in flags
    world.close()


@pytest.fixture(scope="module")
def points(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return count_points(tmp_path_factory.mktemp("counted") / "profile")


def test_killed_around_the_wish_and_now_and_then_after_it(points: list[str], tmp_path: Path):
    wishes = [number for number, name in enumerate(points) if name.endswith(("LinkMail", "SetFlagged"))]
    assert len(wishes) == 4
    for number in sorted({*wishes, *range(len(wishes), len(points), EVERY)}):
        die_at(tmp_path / str(number), number)


@pytest.mark.slow
def test_killed_at_every_step(points: list[str], tmp_path: Path):
    for number in range(len(points)):
        die_at(tmp_path / str(number), number)
