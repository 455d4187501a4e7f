"""Files of an export: whole or not there, never outside, never over somebody else's."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from desktop.cli import export, mbox
from desktop.cli.exits import Exit, Trouble

RECEIVED = 1_795_000_000
MAILS = [
    (1, RECEIVED, b"Subject: ../../etc/passwd\r\n\r\none\r\n", "a@b"),
    (2, RECEIVED, b"Subject: two\r\n\r\ntwo", "a@b"),
    (3, RECEIVED, b"Subject: two\r\n\r\ntwo", "a@b"),
    (4, RECEIVED, None, "a@b"),
]
WHOLE = [raw for _, _, raw, _ in MAILS if raw is not None]


def contents(folder: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in folder.iterdir())


def test_a_folder_has_each_mail_and_says_what_is_missing(tmp_path: Path):
    folder = tmp_path / "a" / "out"
    assert export.export_folder(MAILS, folder) == export.Exported(written=3, missing=1)
    assert contents(folder) == sorted(WHOLE)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == list(folder.iterdir())
    assert {int(path.stat().st_mtime) for path in folder.iterdir()} == {RECEIVED}
    assert export.export_folder(MAILS, folder) == export.Exported(skipped=3, missing=1)


def test_a_file_of_the_same_size_is_not_taken_for_the_mail(tmp_path: Path):
    path = tmp_path / f"{export.file_stem(WHOLE[0], RECEIVED)}.eml"
    path.write_bytes(bytes(len(WHOLE[0])))
    assert export.export_folder(MAILS, tmp_path).differing == 1
    assert path.read_bytes() == bytes(len(WHOLE[0]))


def test_an_interrupted_write_leaves_no_mail_of_half_its_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        export.export_folder(MAILS, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_export_left_is_no_obstacle(tmp_path: Path):
    export.export_folder(MAILS, tmp_path)
    [first, *_] = sorted(tmp_path.iterdir())
    first.rename(tmp_path / f".{first.name}.part")
    assert export.export_folder(MAILS, tmp_path).written == 1
    assert contents(tmp_path) == sorted(WHOLE)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_planted_link_is_neither_followed_nor_replaced(tmp_path: Path):
    folder, outside = tmp_path / "out", tmp_path / "outside"
    folder.mkdir()
    outside.write_bytes(b"mine")
    stem = export.file_stem(WHOLE[0], RECEIVED)
    (folder / f"{stem}.eml").symlink_to(outside)
    (folder / f".{export.file_stem(WHOLE[1], RECEIVED)}.eml.part").symlink_to(outside)
    result = export.export_folder(MAILS, folder)
    assert (result.written, result.differing) == (2, 1)
    assert outside.read_bytes() == b"mine"


def read(path: Path) -> list[bytes]:
    return [raw for _, raw in mbox.parse_records(io.BytesIO(path.read_bytes()))]


def test_a_file_has_each_mail_once_however_often_it_is_written(tmp_path: Path):
    path = tmp_path / "a" / "box.mbox"
    assert export.export_file(MAILS, path) == export.Exported(written=3, missing=1)
    assert export.export_file(MAILS, path) == export.Exported(skipped=3, missing=1)
    assert read(path) == WHOLE
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("cut", [0, 3, 60, 130, 200])
def test_an_interrupted_file_goes_on_where_it_stopped(tmp_path: Path, cut: int):
    path = tmp_path / "box.mbox"
    export.export_file(MAILS, path)
    whole = path.read_bytes()
    path.unlink()
    (tmp_path / ".box.mbox.part").write_bytes(whole[:cut])
    export.export_file(MAILS, path)
    assert path.read_bytes() == whole


def test_what_is_in_the_file_stays_there(tmp_path: Path):
    path = tmp_path / "box.mbox"
    path.write_bytes(mbox.build_record(b"swept long ago", "a@b", RECEIVED))
    (tmp_path / ".box.mbox.part").write_bytes(b"From an export that was cut off")
    export.export_file(MAILS, path)
    assert read(path) == [b"swept long ago", *WHOLE]


def test_another_file_is_left_alone(tmp_path: Path):
    path = tmp_path / "box.mbox"
    path.write_text("notes")
    with pytest.raises(Trouble) as raised:
        export.export_file(MAILS, path)
    assert raised.value.exit_code is Exit.PROFILE
    assert path.read_text() == "notes"


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_planted_part_is_not_written_through(tmp_path: Path):
    outside = tmp_path / "outside"
    outside.write_bytes(b"mine")
    (tmp_path / ".box.mbox.part").symlink_to(outside)
    with pytest.raises(OSError):
        export.export_file(MAILS, tmp_path / "box.mbox")
    assert outside.read_bytes() == b"mine"
