"""Attachments are written only where the user said, under a name that is one name, and never over anything (I9)."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.reader.attachment_files import plain_name, save_all_into, save_as, save_into
from desktop.ui.reader.attachment_kind import can_run, extension_of, icon_of

HOSTILE = [
    "../../etc/passwd", "..\\..\\windows\\system32\\x.dll", "/etc/passwd", "C:\\x.txt", "\\\\host\\share\\x.txt", "c:x.txt",
    "a\0b.txt", "a\r\nb.txt", "photo\u202egnp.exe", "x.txt.", "x.txt ", "x.txt . .", "CON", "con.txt", "NUL.tar.gz",
    "com1.txt", "LPT9", "aux.c", "a.txt:x", "a.txt::$DATA", "x" * 5_000 + ".pdf", "é" * 400 + ".pdf", "😀" * 200 + ".png",
    "invoice.pdf.exe", "invoice.pdf" + " " * 200 + ".exe", ".", "..", "...", "", " ", ".desktop", ".bashrc", "a/b/c.txt",
    "a\\b", "a*b?.txt", '"a".txt', "<a>.txt", "a|b.txt", "~/.ssh/id", "$(x).txt", "`x`.txt", "-rf", "x.lnk", "x.url", "x.scf",
    "x.desktop", "\u2028x.txt", "x.\u200bpdf", "x.p\u00add\u202ef", "ｘ．ｔｘｔ", "x.txt\t", "x" * 300, "." * 300 + "txt",
    "a\x7fb.txt", "COM¹.txt", "conin$", "a" + "\u0301" * 300 + ".txt", "\ud800.txt", "/", "\\", "?",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_stays_in_its_folder(tmp_path: Path, name: str):
    folder = tmp_path / "chosen"
    folder.mkdir()
    written = save_into(folder, name, b"content")
    assert written.parent == folder
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [written]
    assert written.read_bytes() == b"content"
    assert len(written.name.encode()) <= 255
    assert not set(written.name) & set('/\\:*?"<>|\0\r\n\u202e')
    assert not written.name.endswith((".", " "))
    assert written.name.partition(".")[0].casefold() not in ("con", "nul", "aux", "com1", "lpt9", "com¹", "conin$")
    if sys.platform != "win32":
        assert not written.stat().st_mode & (stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


def test_a_path_on_windows_stays_openable_and_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "platform", "win32")
    folder = tmp_path / ("deep" * 20)
    folder.mkdir()
    for name in ("x" * 300 + ".pdf", "ñ" * 300 + ".pdf", "short.pdf"):
        for written in (save_into(folder, name, b"1"), save_into(folder, name, b"2")):
            assert len(f"{written}:Zone.Identifier") <= 259
            assert Path(f"{written}:Zone.Identifier").is_file(), "a stream on Windows, here a file beside it"
            assert written.suffix == ".pdf"


def test_a_file_that_cannot_be_put_in_its_place_leaves_no_draft(tmp_path: Path):
    place = tmp_path / "a folder.pdf"
    place.mkdir()
    with pytest.raises(OSError):
        save_as(place, b"private")
    assert list(tmp_path.iterdir()) == [place]


@given(st.text(max_size=400))
def test_any_name_becomes_one_plain_name(name: str):
    plain = plain_name(name)
    assert plain not in ("", ".", "..")
    assert len(plain.encode()) <= 255
    assert os.path.basename(plain) == plain
    assert plain_name(plain) == plain


@pytest.mark.parametrize(
    ("name", "extension"),
    [("a.pdf", "pdf"), ("invoice.pdf.exe", "exe"), ("invoice.pdf" + " " * 200 + ".exe", "exe"), ("x.exe. .", "exe")],
)
def test_the_real_extension_survives(tmp_path: Path, name: str, extension: str):
    assert save_into(tmp_path, name, b"").name.endswith(f".{extension}")
    assert extension_of(name) == extension


def test_nothing_is_overwritten(tmp_path: Path):
    names = [path.name for path in save_all_into(tmp_path, [("a.tar.gz", str(n).encode()) for n in range(100)])]
    assert len(set(names)) == 100
    assert names[:3] == ["a.tar.gz", "a.tar (2).gz", "a.tar (3).gz"]
    assert (tmp_path / "a.tar.gz").read_bytes() == b"0"


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_a_link_in_the_folder_is_not_followed(tmp_path: Path):
    outside, folder = tmp_path / "outside.txt", tmp_path / "chosen"
    folder.mkdir()
    outside.write_bytes(b"precious")
    (folder / "a.txt").symlink_to(outside)
    (folder / "b.txt").symlink_to(tmp_path / "nowhere.txt")
    assert save_into(folder, "a.txt", b"x").name == "a (2).txt"
    assert save_into(folder, "b.txt", b"x").name == "b (2).txt"
    assert save_as(folder / "a.txt", b"x").read_bytes() == b"x"
    assert outside.read_bytes() == b"precious"
    assert not (tmp_path / "nowhere.txt").exists()


def test_saving_over_a_confirmed_file_replaces_it_whole(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"a longer text than the new one")
    save_as(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.parametrize(
    "name", ["a.exe", "a.PDF.EXE", "a.exe ", "a.docm", "a.html", "a.svg", "a.sh", "a.desktop", "a.lnk", "a.url", "a.jar",
             "a.iso", "a.js", "a.vbs", "a.scr", "a.msi", "a.ps1", "a.appimage", "a.command", "a.reg", "a.xlsm", "a.hta",
             "a.scf", "a.rdp", "a.wsb", "a.deb", "a.flatpakref", "a.inetloc", "a.appinstaller", "a.udl", "a.pyzw"],
)  # fmt: skip
def test_what_can_run_is_known(name: str):
    assert can_run(name, "application/pdf")
    assert icon_of(name, "application/pdf") == "warning"


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.png", "exe", "a.txt", "a.zip", "a", "a.exe.txt"])
def test_what_cannot_run_is_not_accused(name: str):
    assert not can_run(name, "application/octet-stream")


def test_a_wrong_name_does_not_hide_the_type():
    assert can_run("photo.png", "application/x-msdownload")
