"""Many wishes, each made by a process that is killed, or loses its line, at some request; then the next start settles it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from contextlib import closing

from desktop.core.api.errors import Code
from desktop.core.api.linking import LinkKind
from desktop.core.connectors.protocol import Presence, Unanswered
from tests.fakes.mortal_connector import MortalConnectors
from tests.integration.connectors.asking import settle
from tests.integration.connectors.http_contract import HttpWorld
from tests.integration.connectors.world import Part, make_mail, make_wish

KILLED = 9


def run_trials(
    world: HttpWorld,
    place: str,
    values: Mapping[str, str],
    secrets: Mapping[str, str],
    *,
    kinds: tuple[LinkKind, ...],
    trials: int,
    most_requests: int,
    seed: int = 0,
) -> None:
    """Asserts that there is one whole object for each wish, and nothing else. `most_requests` is one more than a creation
    needs: then it was made, and the program died before it could store the link."""
    chance = random.Random(seed)
    made: dict[str, LinkKind] = {}
    killed = 0
    with MortalConnectors(place) as children:
        for number in range(trials):
            kind = kinds[number % len(kinds)]
            wish = make_wish(kind, world, title=f"Intento {number}", mails=(make_mail(message_id=f"{number}@x.org"),))
            pid = children.prepare(values, secrets, wish)
            dies = chance.random() < 0.7
            at, serve_first = chance.randint(1, most_requests), chance.random() < 0.6
            world.proxy.fail(at, serve_first=serve_first, kill=pid if dies else 0)
            status = children.go()
            came = world.proxy.failed()
            assert (status == KILLED) == (dies and came), f"trial {number}: the process ended with {status}"
            killed += status == KILLED
            # What a start knows of a wish that was begun: nothing but that it was, so it looks before it makes.
            one = settle(world, wish, Unanswered(Code.CONNECTION_LOST))
            assert one.remote_id not in made, f"trial {number} took another wish's object"
            made[one.remote_id] = kind
    assert killed > trials // 4
    for kind in kinds:
        ours = [remote_id for remote_id, of in made.items() if of == kind]
        assert world.count(kind) == len(ours), "duplicates or orphans"
    with closing(world.open()) as connector:
        for remote_id, kind in list(made.items())[-50:]:
            assert connector.presence(kind, remote_id) == Presence.PRESENT
            if Part.TEXT in world.keeps[kind]:
                assert "adjunto la oferta." in world.look(kind, remote_id).text
