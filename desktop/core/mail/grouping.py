"""Mails of one list put together by conversation, from what each says of itself: its id, and the first id that it names. Pure.

A mail belongs to the thread that its first reference names; where the mail of that name names one itself (an answer that
names only the mail before it, a chain that lost its beginning on the way), to that one, and so on. Invariant: a mail speaks for
its own place only, so one that names two conversations joins the first and makes no one of them; a subject proves nothing.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from desktop.values import dataclass

MOST_STEPS = 20
"""From a name to the thread it belongs to: more than any chain that lost its beginning so often."""
MOST_KIN = 5_000
"""Mails that are looked at for the first screen."""
SLICE = 500


BY_SUBJECT = "subject:"
"""How the stored first name of a mail begins that names no id."""


class Listed(NamedTuple):
    """A mail of a list. `names` is the id that it names first, its own where it names none, or begins BY_SUBJECT."""

    key: int
    internaldate: int
    names: str
    message_id: str


class Named(NamedTuple):
    """A mail, wherever it lies, that has or names an id which was asked for."""

    message_key: int
    names: str
    message_id: str


def thread_of(mail: Listed | Named) -> str:
    """The id that it belongs to as far as it can tell itself; "" where it neither names nor has one."""
    return mail.message_id if mail.names.startswith(BY_SUBJECT) else mail.names


@dataclass(frozen=True, slots=True)
class Groups:
    """A list by conversation: `keys` has all its mails, those of a conversation beside each other and newest first, `starts` where
    each conversation begins. Conversations stand in the order of their newest mails. 8 bytes a mail and 8 a conversation."""

    keys: array[int]
    starts: array[int]

    def __len__(self) -> int:
        return len(self.starts)

    def members(self, group: int) -> array[int]:
        """Newest first."""
        return self.keys[self.starts[group] : self.end_of(group)]

    def size(self, group: int) -> int:
        return self.end_of(group) - self.starts[group]

    def end_of(self, group: int) -> int:
        return self.starts[group + 1] if group + 1 < len(self.starts) else len(self.keys)

    def group_of(self, key: int) -> int | None:
        """Up to 40 ms in a million mails."""
        try:
            return bisect_right(self.starts, self.keys.index(key)) - 1
        except ValueError:
            return None

    def heads(self) -> array[int]:
        """The newest mail of each conversation."""
        keys = self.keys
        return array("q", [keys[start] for start in self.starts])


class Kinship(Protocol):
    """What the mails here say, whichever folder they lie in; each asks for SLICE names or keys at most."""

    def with_ids(self, ids: Sequence[str]) -> Iterable[Named]:
        """Earliest first."""
        ...

    def of_threads(self, threads: Sequence[str], most: int) -> Iterable[Named]: ...

    def listed(self, message_keys: Sequence[int]) -> Iterable[Listed]:
        """Where they stand in the list, if they do."""
        ...


def group_mails(mails: Iterable[Listed], kinship: Kinship, *, newest_first: bool = True) -> Groups:
    """`mails` newest first."""
    numbers: dict[str, int] = {}
    keys, threads, rooted = array("q"), array("q"), bytearray()
    for key, _, thread, message_id in mails:
        if thread.startswith(BY_SUBJECT):
            thread = message_id
        number = numbers.get(thread)
        if number is None:
            number = len(rooted)
            rooted.append(0)
            if thread:
                numbers[thread] = number
        if thread == message_id:
            rooted[number] = 1
        keys.append(key)
        threads.append(number)
    parents = _find_parents(numbers, rooted, kinship)
    roots = {number: _root_of(number, parents) for number in parents}
    return _place(keys, threads, roots, len(rooted), newest_first)


def first_groups(seeds: Sequence[Listed], kinship: Kinship) -> Groups:
    """The conversations of the newest mails of a list, whole, as `group_mails` finds them among all."""
    names, parents = _ancestors({thread_of(one) for one in seeds} - {""}, kinship)
    found: set[int] = set()
    wanted, asked = names, set[str]()
    for _ in range(MOST_STEPS):
        asked |= wanted
        kin = [*_with_ids(wanted - parents.keys(), kinship), *_of_threads(wanted, kinship, MOST_KIN - len(found))]
        found.update(one.message_key for one in kin)
        wanted = {one.message_id for one in kin if one.message_id != thread_of(one)} - asked - {""}
        if not wanted or len(found) >= MOST_KIN:
            break
    rows = {one.key: one for one in seeds}
    rows.update((one.key, one) for part in slices(sorted(found)) for one in kinship.listed(part))
    ordered = sorted(rows.values(), key=lambda one: (one.internaldate, one.key), reverse=True)
    groups, first = group_mails(ordered, kinship), {one.key for one in seeds}
    kept = [number for number in range(len(groups)) if groups.keys[groups.starts[number]] in first]
    return _only(groups, kept)


def slices(values: Sequence[int] | Sequence[str]) -> Iterator[Sequence]:
    for start in range(0, len(values), SLICE):
        yield values[start : start + SLICE]


def _with_ids(ids: Iterable[str], kinship: Kinship) -> list[Named]:
    return [one for part in slices(sorted(ids)) for one in kinship.with_ids(part)]


def _of_threads(threads: Iterable[str], kinship: Kinship, most: int) -> list[Named]:
    found: list[Named] = []
    for part in slices(sorted(threads)):
        found += kinship.of_threads(part, max(1, most - len(found)))
    return found


def _find_parents(numbers: dict[str, int], rooted: bytearray, kinship: Kinship) -> dict[int, int]:
    """Which threads belong to which other ones: asked for names of which no mail of the list is the beginning."""
    parents: dict[int, int] = {}
    wanted = [name for name, number in numbers.items() if not rooted[number]]
    for _ in range(MOST_STEPS):
        further: list[str] = []
        for name, thread in _continued(wanted, kinship).items():
            number = numbers.get(thread)
            if number is None:
                number = numbers[thread] = len(rooted)
                rooted.append(0)
                further.append(thread)
            parents[numbers[name]] = number
        if not further:
            break
        wanted = further
    return parents


def _continued(names: Iterable[str], kinship: Kinship) -> dict[str, str]:
    """Of these names those whose mail goes on with another thread, and which. Who came first has the name, but the beginning of a
    thread stays one, whoever else takes its name."""
    found: dict[str, str] = {}
    roots: set[str] = set()
    for one in _with_ids(names, kinship):
        thread = thread_of(one)
        if thread == one.message_id or not thread:
            roots.add(one.message_id)
        else:
            found.setdefault(one.message_id, thread)
    return {name: thread for name, thread in found.items() if name not in roots}


def _ancestors(names: set[str], kinship: Kinship) -> tuple[set[str], dict[str, str]]:
    """These names and what they lead to."""
    parents: dict[str, str] = {}
    known, wanted = set(names), set(names)
    for _ in range(MOST_STEPS):
        parents.update(_continued(wanted, kinship))
        wanted = set(parents.values()) - known
        if not wanted:
            break
        known |= wanted
    return known, parents


def _root_of(number: int, parents: Mapping[int, int]) -> int:
    """Headers can name each other in a ring: then the first of it stands for all."""
    path = [number]
    places = {number: 0}
    while (above := parents.get(path[-1])) is not None:
        if above in places:
            return min(path[places[above] :])
        places[above] = len(path)
        path.append(above)
    return path[-1]


def _place(keys: array[int], threads: array[int], roots: Mapping[int, int], count: int, newest_first: bool) -> Groups:
    """By counting: a million mails need no sorting."""
    order = array("q", [-1]) * count
    sizes = array("q")
    for place, thread in enumerate(threads):
        root = roots.get(thread, thread)
        group = order[root]
        if group < 0:
            group = order[root] = len(sizes)
            sizes.append(0)
        sizes[group] += 1
        threads[place] = group
    if not newest_first:
        last = len(sizes) - 1
        threads = array("q", [last - group for group in threads])
        sizes.reverse()
    starts = array("q", [0]) * len(sizes)
    total = 0
    for group, size in enumerate(sizes):
        starts[group] = total
        total += size
    free, placed = array("q", starts), array("q", [0]) * total
    for key, group in zip(keys, threads, strict=True):
        place = free[group]
        placed[place] = key
        free[group] = place + 1
    return Groups(placed, starts)


def _only(groups: Groups, kept: Iterable[int]) -> Groups:
    keys, starts = array("q"), array("q")
    for group in kept:
        starts.append(len(keys))
        keys.extend(groups.members(group))
    return Groups(keys, starts)
