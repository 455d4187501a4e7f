"""What a wish from another site means at the site where its backend is now: ids of there are none of here.

The invariant: a wish that may have been made at another site is not made at this one before a person has looked. Runs on the
writer, in the transaction that claims.
"""

from __future__ import annotations

import json
from dataclasses import replace

from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.linking import LinkState, Person
from desktop.core.connectors.protocol import Wish
from desktop.core.connectors.queue.frozen import dump_wish, load_wish
from desktop.core.store import wish_tries
from desktop.core.store.wish_rows import MAYBE, SURELY_NOT, StoredWish, set_fields
from desktop.core.store.writer import UnitOfWork


def arrive(uow: UnitOfWork, stored: StoredWish) -> None:
    """Settle what the wish's old site means for it."""
    key = stored.wish_key
    if stored.doubt == MAYBE:
        said = BandejaError(Code.LINK_UNSURE, title=stored.title).sentence()
        if stored.unmake:
            wish_tries.settle_not_unmade(uow, key, said)
        else:
            wish_tries.settle_failed(uow, key, said, state=LinkState.UNSURE, doubt=MAYBE)
    if "people" not in json.loads(stored.payload):
        return
    wish = load_wish(stored, ())
    set_fields(uow, key, payload=dump_wish(without_ids(wish)))
    if wish.target_id and stored.doubt != MAYBE and not stored.unmake:
        error = BandejaError(Code.CARD_ELSEWHERE, title=stored.title)
        wish_tries.settle_failed(uow, key, error.sentence(), state=LinkState.FAILED, doubt=SURELY_NOT)


def without_ids(wish: Wish) -> Wish:
    return replace(wish, people=people_by_address(wish.people), target_id="")


def people_by_address(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Who has no address is known by name."""
    return tuple(replace(person, person_id="") for person in people)
