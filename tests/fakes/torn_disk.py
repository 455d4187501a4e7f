"""A disk that keeps what it promised, and of the rest what chance lets it keep: what may be there after a power cut.

A write is sure once its file was fsynced after it; a name in a folder, once the folder was. Until then each 512-byte sector of
a write, each change of length, and the names from some point on may be missing. A failed fsync promises nothing, and what
it was asked to keep is never tried again (as Linux does): only another write of the same bytes can bring it to the disk.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.fakes.strace import Event

SECTOR = 512


Keep = Callable[[], bool]


class _File:
    """`live` is what programs read; `base` what no power cut takes, but for the changes in `log`, which are later or in doubt."""

    def __init__(self, content: bytes = b"") -> None:
        self.live, self._base = bytearray(content), bytearray(content)
        self._log: list[tuple[Event, bool | None]] = []
        """(change, True for sure, False for refused by the disk, None for not asked for yet)"""

    def do(self, event: Event) -> None:
        apply(self.live, event)
        self._log.append((event, None))

    def sync(self, failed: bool) -> None:
        self._log = [(event, not failed if sure is None else sure) for event, sure in self._log]
        if not failed:
            self._log = [
                (one, sure) for at, (one, sure) in enumerate(self._log)
                if sure or not any(_covers(later, one) for later, kept in self._log[at + 1 :] if kept)
            ]  # fmt: skip
        while self._log and self._log[0][1]:
            apply(self._base, self._log.pop(0)[0])

    def survived(self, keep: Keep, by_sector: bool) -> bytes:
        content = bytearray(self._base)
        for event, sure in self._log:
            if sure or not by_sector or event.call == "ftruncate":
                if sure or keep():
                    apply(content, event)
                continue
            at = 0
            while at < len(event.data):
                size = SECTOR - (event.offset + at) % SECTOR
                if keep():
                    apply(content, Event(event.call, event.path, event.data[at : at + size], event.offset + at))
                at += size
        return bytes(content)


class TornDisk:
    """`before` is what stood on it safely: path -> content."""

    def __init__(self, before: Mapping[Path, bytes]) -> None:
        self._live = {str(path): _File(content) for path, content in before.items()}
        self._sure = dict(self._live)
        self._names: list[Event] = []
        self._files: dict[int, _File] = {}
        """Pending creations: id of the event -> the file it made."""

    def do(self, event: Event) -> None:
        match event.call:
            case "openat":
                if event.path not in self._live:
                    self._live[event.path] = self._files[id(event)] = _File()
                    self._names.append(event)
            case "unlink":
                self._live.pop(event.path, None)
                self._names.append(event)
            case "rename":
                self._live[event.target] = self._live.pop(event.path)
                self._names.append(event)
            case "fsync" if event.path in self._live:
                self._live[event.path].sync(event.failed)
            case "fsync":
                if not event.failed:  # of a folder
                    self._settle(self._sure, self._names)
                    self._names = []
            case "write" | "pwrite64" | "ftruncate":
                if event.path in self._live:  # else it has lost its name already
                    self._live[event.path].do(event)

    def whole(self, folder: Path, to: Path) -> None:
        """As after `kill -9`: everything is there."""
        self._save({name: bytes(file.live) for name, file in self._live.items()}, folder, to)

    def torn(self, folder: Path, to: Path, chance: random.Random) -> None:
        """As after a power cut."""
        names = dict(self._sure)
        self._settle(names, self._names[: chance.randint(0, len(self._names))])
        share = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        by_sector = chance.random() < 0.5

        def keep() -> bool:
            return chance.random() < share

        self._save({name: file.survived(keep, by_sector) for name, file in names.items()}, folder, to)

    def _settle(self, names: dict[str, _File], events: list[Event]) -> None:
        for event in events:
            match event.call:
                case "openat":
                    names[event.path] = self._files[id(event)]
                case "unlink":
                    names.pop(event.path, None)
                case "rename" if event.path in names:
                    names[event.target] = names.pop(event.path)

    def _save(self, contents: dict[str, bytes], folder: Path, to: Path) -> None:
        for name, content in contents.items():
            if not name.endswith("-shm"):  # shared memory: SQLite makes it anew
                place = to / Path(name).relative_to(folder)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)


def apply(content: bytearray, event: Event) -> None:
    if event.call == "ftruncate":
        del content[event.offset :]
        content.extend(bytes(event.offset - len(content)))
        return
    content.extend(bytes(max(0, event.offset - len(content))))
    content[event.offset : event.offset + len(event.data)] = event.data


def _covers(later: Event, earlier: Event) -> bool:
    """Has a write that is sure written all bytes of one that was refused, after it?"""
    return (
        "ftruncate" not in (later.call, earlier.call)
        and later.offset <= earlier.offset
        and earlier.offset + len(earlier.data) <= later.offset + len(later.data)
    )
