"""Mails into an mbox file or a folder of .eml files, each byte for byte as the server gave it. Any thread but the screen's.

What is there already is kept, so an export that was cut off goes on where it stopped. Names come from the mail's arrival and
its bytes, never from what it says, so nothing is ever written outside the chosen place; no existing file is overwritten.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from desktop.core.api.errors import Code, ProfileError
from desktop.core.api.exporting import Exported
from desktop.core.clock import utc
from desktop.core.export import mbox
from desktop.placing import put_in_place, sync_folder

Mail = tuple[int, int, bytes | None, str]
"""(location key, internaldate, bytes or None while only the header is here, sender address)."""
Mails = Iterable[Mail]


def export_mails(
    mails: Mails, target: Path, *, one_file: bool, told: Callable[[int], None], stop: Callable[[], bool]
) -> Exported:
    """Until the mails or the patience end; `told` hears how many have been looked at. Raises ProfileError."""
    stopped = False

    def watched() -> Iterator[Mail]:
        nonlocal stopped
        for count, mail in enumerate(mails):
            told(count)
            stopped = stop()
            if stopped:
                return
            yield mail

    try:
        result = export_file(watched(), target) if one_file else export_folder(watched(), target)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ProfileError(Code.DISK_FULL, path=target) from error
        said = error.strerror or type(error).__name__
        raise ProfileError(Code.PLACE_UNUSABLE, path=error.filename or target, said=said) from error
    result.stopped = stopped
    return result


def export_folder(mails: Mails, folder: Path) -> Exported:
    """One .eml each, named by arrival and content. A file appears under its name only when all of it is on the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    result = Exported()
    names: Counter[str] = Counter()
    for _, received, raw, _ in mails:
        if raw is None:
            result.missing += 1
            continue
        stem = file_stem(raw, received)
        names[stem] += 1
        path = folder / (f"{stem}.eml" if names[stem] == 1 else f"{stem}-{names[stem]}.eml")
        if not os.path.lexists(path):
            _write_whole(path, raw, received)
            result.written += 1
        elif _holds(path, raw):
            result.skipped += 1
        else:
            result.differing += 1
    sync_folder(folder)
    return result


def export_file(mails: Mails, path: Path) -> Exported:
    """One mbox file. What it holds already stays and is not written twice; it is replaced only when all is on the disk."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    if path.exists():
        part.unlink(missing_ok=True)
        shutil.copyfile(path, part)
    result = Exported()
    with open(part, "a+b", opener=_private) as file:
        there = _records_of(file, path, is_whole=path.exists())
        for _, received, raw, sender in mails:
            if raw is None:
                result.missing += 1
                continue
            digest = hashlib.sha256(raw).digest()
            if there[digest]:
                there[digest] -= 1
                result.skipped += 1
            else:
                file.write(mbox.build_record(raw, sender, received))
                result.written += 1
        file.flush()
        os.fsync(file.fileno())
    put_in_place(part, path)
    sync_folder(path.parent)
    return result


def file_stem(raw: bytes, received: int) -> str:
    when = utc(received)
    return f"{when:%Y%m%d-%H%M%S}-{hashlib.sha256(raw).hexdigest()[:16]}"


def _records_of(file: BinaryIO, path: Path, *, is_whole: bool) -> Counter[bytes]:
    """How often each mail is in the file, by digest. The last record of an interrupted export may be cut, so it goes."""
    file.seek(0)
    if is_whole and file.read(5) not in (b"From ", b""):
        raise ProfileError(Code.NOT_MBOX, path=path)
    file.seek(0)
    found: list[bytes] = []
    ends = [0]
    for end, raw in mbox.parse_records(file):
        found.append(hashlib.sha256(raw).digest())
        ends.append(end)
    if not is_whole:
        found = found[:-1]
        file.truncate(ends[-2] if len(ends) > 1 else 0)
    file.seek(0, os.SEEK_END)
    return Counter(found)


def _write_whole(path: Path, raw: bytes, received: int) -> None:
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with open(part, "xb", opener=_private) as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.utime(part, (max(0, received),) * 2)
        put_in_place(part, path, over=False)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _holds(path: Path, raw: bytes) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_size == len(raw) and path.read_bytes() == raw


def _private(name: str, flags: int) -> int:
    """Mail is for its owner's eyes, and a link that somebody planted leads nowhere."""
    return os.open(name, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)
