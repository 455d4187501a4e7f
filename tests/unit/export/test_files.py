"""Files of an export: whole or not there, never outside, never over somebody else's."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from desktop.core.api.errors import Code, ProfileError
from desktop.core.api.exporting import Exported
from desktop.core.export import files, mbox

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
    assert files.export_folder(MAILS, folder) == Exported(written=3, missing=1)
    assert contents(folder) == sorted(WHOLE)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == list(folder.iterdir())
    assert {int(path.stat().st_mtime) for path in folder.iterdir()} == {RECEIVED}
    assert files.export_folder(MAILS, folder) == Exported(skipped=3, missing=1)


def test_a_file_of_the_same_size_is_not_taken_for_the_mail(tmp_path: Path):
    path = tmp_path / f"{files.file_stem(WHOLE[0], RECEIVED)}.eml"
    path.write_bytes(bytes(len(WHOLE[0])))
    assert files.export_folder(MAILS, tmp_path).differing == 1
    assert path.read_bytes() == bytes(len(WHOLE[0]))


def test_an_interrupted_write_leaves_no_mail_of_half_its_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.export_folder(MAILS, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_export_left_is_no_obstacle(tmp_path: Path):
    files.export_folder(MAILS, tmp_path)
    [first, *_] = sorted(tmp_path.iterdir())
    first.rename(tmp_path / f".{first.name}.part")
    assert files.export_folder(MAILS, tmp_path).written == 1
    assert contents(tmp_path) == sorted(WHOLE)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_planted_link_is_neither_followed_nor_replaced(tmp_path: Path):
    folder, outside = tmp_path / "out", tmp_path / "outside"
    folder.mkdir()
    outside.write_bytes(b"mine")
    stem = files.file_stem(WHOLE[0], RECEIVED)
    (folder / f"{stem}.eml").symlink_to(outside)
    (folder / f".{files.file_stem(WHOLE[1], RECEIVED)}.eml.part").symlink_to(outside)
    result = files.export_folder(MAILS, folder)
    assert (result.written, result.differing) == (2, 1)
    assert outside.read_bytes() == b"mine"


def read(path: Path) -> list[bytes]:
    return [raw for _, raw in mbox.parse_records(io.BytesIO(path.read_bytes()))]


def test_a_file_has_each_mail_once_however_often_it_is_written(tmp_path: Path):
    path = tmp_path / "a" / "box.mbox"
    assert files.export_file(MAILS, path) == Exported(written=3, missing=1)
    assert files.export_file(MAILS, path) == Exported(skipped=3, missing=1)
    assert read(path) == WHOLE
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("cut", [0, 3, 60, 130, 200])
def test_an_interrupted_file_goes_on_where_it_stopped(tmp_path: Path, cut: int):
    path = tmp_path / "box.mbox"
    files.export_file(MAILS, path)
    whole = path.read_bytes()
    path.unlink()
    (tmp_path / ".box.mbox.part").write_bytes(whole[:cut])
    files.export_file(MAILS, path)
    assert path.read_bytes() == whole


def test_what_is_in_the_file_stays_there(tmp_path: Path):
    path = tmp_path / "box.mbox"
    path.write_bytes(mbox.build_record(b"swept long ago", "a@b", RECEIVED))
    (tmp_path / ".box.mbox.part").write_bytes(b"From an export that was cut off")
    files.export_file(MAILS, path)
    assert read(path) == [b"swept long ago", *WHOLE]


def test_another_file_is_left_alone(tmp_path: Path):
    path = tmp_path / "box.mbox"
    path.write_text("notes")
    with pytest.raises(ProfileError) as raised:
        files.export_file(MAILS, path)
    assert raised.value.code is Code.NOT_MBOX
    assert path.read_text() == "notes"


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_planted_part_is_not_written_through(tmp_path: Path):
    outside = tmp_path / "outside"
    outside.write_bytes(b"mine")
    (tmp_path / ".box.mbox.part").symlink_to(outside)
    with pytest.raises(OSError):
        files.export_file(MAILS, tmp_path / "box.mbox")
    assert outside.read_bytes() == b"mine"


def no_end() -> bool:
    return False


@pytest.mark.parametrize("one_file", [True, False])
def test_a_called_off_export_keeps_what_it_has_and_goes_on_from_there(tmp_path: Path, one_file: bool):
    target, told = tmp_path / "out", list[int]()
    ended = files.export_mails(MAILS, target, one_file=one_file, told=told.append, stop=lambda: len(told) > 2)
    assert (ended.written, ended.stopped, told) == (2, True, [0, 1, 2])
    again = files.export_mails(MAILS, target, one_file=one_file, told=told.append, stop=no_end)
    assert again == Exported(written=1, skipped=2, missing=1)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind there")
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path):
    tmp_path.chmod(0o500)
    with pytest.raises(ProfileError) as raised:
        files.export_mails(MAILS, tmp_path / "out", one_file=False, told=lambda _: None, stop=no_end)
    assert raised.value.code is Code.PLACE_UNUSABLE


def test_a_full_disk_is_called_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProfileError) as raised:
        files.export_mails(MAILS, tmp_path / "a.mbox", one_file=True, told=lambda _: None, stop=no_end)
    assert raised.value.code is Code.DISK_FULL
