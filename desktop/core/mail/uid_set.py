"""UID sets (RFC 3501, sequence-set) between integers and their compact text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def format_uid_set(uids: Iterable[int]) -> str:
    """ "1:3,7" for {1, 2, 3, 7}; empty text for no UIDs."""
    runs: list[list[int]] = []
    for uid in sorted(set(uids)):
        if runs and uid == runs[-1][1] + 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return ",".join(str(a) if a == b else f"{a}:{b}" for a, b in runs)


def parse_uid_set(text: str, *, limit: int = 2_000_000) -> Iterator[int]:
    """The UIDs of "1:3,7" in the order given. Raises ValueError on anything else, on `*`, or past `limit` UIDs."""
    count = 0
    for piece in filter(None, text.split(",")):
        first, colon, last = piece.partition(":")
        low, high = int(first), int(last if colon else first)
        if low > high:
            low, high = high, low
        if low < 1 or high > 0xFFFFFFFF:
            raise ValueError(f"UID out of range: {piece}")
        count += high - low + 1
        if count > limit:
            raise ValueError("UID set too large")
        yield from range(low, high + 1)
