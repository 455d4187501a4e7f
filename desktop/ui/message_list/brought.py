"""Where a mail that was found on its server is shown once a wish has brought it here. Pure.

It stands in its place below as the mail that it is now, until the list above holds it, too: then there alone. Where a sweep has taken
it here again, it stands below as it was found.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence

from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """`as_now`: key by which a mail was found -> the one by which it is shown now; None: it has left. `below` are those of them that
    stand below, in order."""

    as_now: Mapping[int, int | None]
    below: array[int]

    def moved(self, before: Whereabouts, keys: Sequence[int]) -> list[int]:
        """As what those mails are shown now that were shown by these keys before."""
        found = {shown: key for key, shown in before.as_now.items() if shown is not None}
        now = (self.as_now.get(found.get(key, key), key) for key in keys)
        return [key for key in now if key is not None]


NOTHING = Whereabouts({}, array("q"))


def whereabouts_of(found: Sequence[int], here: Mapping[int, int | None], above: Collection[int]) -> Whereabouts:
    """`found` by a search, `here` as of `ServerSearch.here`, `above` the keys of the list above."""
    as_now = {key: here.get(key, key) for key in found}
    below = (key for key in as_now.values() if key is not None and key not in above)
    return Whereabouts(as_now, array("q", dict.fromkeys(below)))
