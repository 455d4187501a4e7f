"""`bandeja export`: a mailbox to an mbox file or to a folder of .eml files, each mail byte for byte as the server gave it.

What is there already is kept, so an export that was cut off goes on where it stopped. Names come from the mail's arrival and
its bytes, never from what it says, so nothing is ever written outside the chosen place; no existing file is overwritten.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from desktop.cli import mbox
from desktop.cli.exits import Exit, Trouble
from desktop.cli.finding import find_account, find_mailbox
from desktop.cli.output import counted, say, say_json, warn
from desktop.cli.session import opened

Mails = Iterable[tuple[int, int, bytes | None, str]]
"""(location key, internaldate, bytes or None while only the header is here, sender address)."""


@dataclass(slots=True)
class Exported:
    written: int = 0
    skipped: int = 0
    """There already, byte for byte."""
    missing: int = 0
    """Only their header is here."""
    differing: int = 0
    """Their place is taken by a file with other bytes, which was left alone."""


def run(arguments: argparse.Namespace) -> int:
    target: Path = arguments.to.expanduser().absolute()
    into_file = target.is_file() or (target.suffix.lower() in (".mbox", ".mbx") and not target.is_dir())
    with opened(arguments) as engine:
        account_key = None if arguments.account is None else find_account(engine, arguments.account).account_key
        mailbox = find_mailbox(engine, arguments.mailbox, account_key)
        mails = engine.iterate_mailbox(mailbox.mailbox_key)
        try:
            result = export_file(mails, target) if into_file else export_folder(mails, target)
        except OSError as error:
            error.filename = error.filename or str(target)
            raise
    if arguments.json:
        say_json({
            "export": {
                "mailbox": mailbox.name, "to": str(target), "form": "mbox" if into_file else "folder",
                "written": result.written, "skipped": result.skipped, "missing": result.missing,
                "differing": result.differing,
            }
        })  # fmt: skip
    else:
        there = f", {result.skipped} were there already" if result.skipped else ""
        say(f"{counted(result.written, 'mail')} of {mailbox.name} written to {target}{there}.")
    if result.missing:
        warn(f"{counted(result.missing, 'mail')} left out: only the header is here yet. Fetch them with: bandeja sync")
    if result.differing:
        warn(f"{counted(result.differing, 'mail')} left out: a file with other content has the name.")
    return Exit.PROBLEM if result.missing or result.differing else Exit.OK


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
    _sync_folder(folder)
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
    part.replace(path)
    _sync_folder(path.parent)
    return result


def file_stem(raw: bytes, received: int) -> str:
    when = datetime.fromtimestamp(max(0, min(received, 253_402_300_799)), UTC)
    return f"{when:%Y%m%d-%H%M%S}-{hashlib.sha256(raw).hexdigest()[:16]}"


def _records_of(file: BinaryIO, path: Path, *, is_whole: bool) -> Counter[bytes]:
    """How often each mail is in the file, by digest. The last record of an interrupted export may be cut, so it goes."""
    file.seek(0)
    if is_whole and file.read(5) not in (b"From ", b""):
        raise Trouble(Exit.PROFILE, f"{path} is no mbox file, so it was left as it is. Choose another name.")
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
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _holds(path: Path, raw: bytes) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_size == len(raw) and path.read_bytes() == raw


def _private(name: str, flags: int) -> int:
    """Mail is for its owner's eyes, and a link that somebody planted leads nowhere."""
    return os.open(name, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


def _sync_folder(folder: Path) -> None:
    """Put the names on the disk too; Windows does that by itself and cannot open folders."""
    if os.name != "nt":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
