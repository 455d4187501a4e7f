"""Names of files from mail: every trick of the list is defused, honest names stay as they are."""

from __future__ import annotations

import pytest

from desktop.core.mime.file_names import safe_file_name, unique_file_names


@pytest.mark.parametrize(
    "name",
    [
        "informe.pdf",
        "Informe año 2026.pdf",
        "写真.jpg",
        "a.tar.gz",
        "photo 😀.png",
        "no-extension",
        "emoji 👍🏽.txt",
        "100% (1).txt",
        "O'Brien & co.txt",
    ],
)
def test_an_honest_name_stays(name: str):
    assert safe_file_name(name) == name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/etc/passwd", "passwd"),
        ("C:\\Windows\\x.dll", "x.dll"),
        ("C:x.txt", "C_x.txt"),
        ("\\\\server\\share\\x.txt", "x.txt"),
        ("a／b.txt", "b.txt"),
        ("a∕b.txt", "b.txt"),
        ("a\0b.txt", "ab.txt"),
        ("a\r\nb.txt", "a b.txt"),
        ("a\x1b[31m.txt", "a[31m.txt"),
        ("a.txt:stream", "a.txt_stream"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\u200b\u2066b.txt", "ab.txt"),
        ("a.txt.", "a.txt"),
        ("a.txt   ", "a.txt"),
        (" . . a.txt. . ", "a.txt"),
        (".bashrc", "bashrc"),
        (".desktop", "desktop"),
        ("a" + " " * 200 + ".exe", "a .exe"),
        ("invoice.pdf" + "\u2800" * 90 + ".exe", "invoice.pdf .exe"),
        ("invoice.pdf\u3000\u3000.exe", "invoice.pdf .exe"),
        ("invoice.pdf.exe", "invoice.pdf.exe"),
        ("a․exe", "a.exe"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("CON .txt", "_CON .txt"),
        ("Aux.tar.gz", "_Aux.tar.gz"),
        ("COM1", "_COM1"),
        ("com².txt", "_com².txt"),
        ("LPT9.log", "_LPT9.log"),
        ("CONIN$", "_CONIN$"),
        ("console.txt", "console.txt"),
        ('a<b>"c|d?e*.txt', "a_b__c_d_e_.txt"),
        ("e\u0301.txt", "é.txt"),
        ("a/", "a"),
    ],
)
def test_a_trick_is_defused(name: str, safe: str):
    assert safe_file_name(name) == safe


@pytest.mark.parametrize("name", ["", ".", "..", "...", "/", "\\", " ", "\0", "\u202e", "../..", "___", "\ud800"])
def test_no_name_gets_one(name: str):
    assert safe_file_name(name, "application/pdf", "attachment-2") == "attachment-2.pdf"


@pytest.mark.parametrize(
    ("content_type", "extension"),
    [
        ("image/png", ".png"),
        ("message/rfc822", ".eml"),
        ("application/x-unknown", ".bin"),
        ("text/x-script.sh", ""),
        ("text/html", ".html"),
    ],
)
def test_the_type_gives_a_missing_extension(content_type: str, extension: str):
    assert safe_file_name("", content_type) == "attachment" + extension


def test_the_extension_a_name_has_is_not_changed_by_the_type():
    assert safe_file_name("a.exe", "image/png") == "a.exe"
    assert safe_file_name("photo", "image/png") == "photo.png"


@pytest.mark.parametrize(
    "name",
    ["x" * 5_004 + ".pdf", "ñ" * 5_000 + ".pdf", "😀" * 300 + ".pdf", "x" * 300, "a." + "y" * 300, "." * 300 + "a"],
)
def test_length_is_bounded_in_bytes(name: str):
    safe = safe_file_name(name)
    assert 0 < len(safe.encode()) <= 240
    if name.endswith(".pdf"):
        assert safe.endswith(".pdf")


def test_a_hundred_equal_names_are_told_apart():
    names = unique_file_names(["Report.pdf"] * 50 + ["report.PDF"] * 50)
    assert len({name.casefold() for name in names}) == 100
    assert names[:3] == ["Report.pdf", "Report (2).pdf", "Report (3).pdf"]
    assert unique_file_names(["a", "a", "a (2)"]) == ["a", "a (2)", "a (2) (2)"]
    assert max(len(name.encode()) for name in unique_file_names([safe_file_name("x" * 999)] * 100)) <= 255
