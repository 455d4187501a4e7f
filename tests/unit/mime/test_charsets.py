"""Charset labels and what to do when they lie."""

from __future__ import annotations

import codecs

import pytest

from desktop.core.mime.charsets import _NAMED, _PAGES, codec_of, decode_text


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("UTF-8", "utf_8"),
        ("utf8", "utf_8"),
        ('"utf-8"', "utf_8"),
        ("ISO_8859-1:1987", "cp1252"),
        ("iso-8859-15", "iso8859_15"),
        ("ISO-8859-8-I", "iso8859_8"),
        ("iso-8859-9", "cp1254"),
        ("windows-874", "cp874"),
        ("cp-850", "cp850"),
        ("x-gbk", "gb18030"),
        ("cp936", "gb18030"),
        ("KS_C_5601-1987", "cp949"),
        ("utf-8*en", "utf_8"),
        ("idna", ""),
        ("unicode_escape", ""),
        ("zlib", ""),
        ("rot13", ""),
        ("iso-8859-12", ""),
        ("iso-8859-99", ""),
        ("cp99999", ""),
        ("", ""),
    ],
)
def test_a_label_has_its_codec(label: str, codec: str):
    assert codec_of(label) == codec


def test_every_codec_of_the_list_exists():
    for codec in {*_NAMED.values(), *(codec_of(f"cp{page}") for page in _PAGES)}:
        assert codecs.lookup(codec)


@pytest.mark.parametrize(
    ("data", "label", "expected"),
    [
        (b"a\r\nb\rc\n", "us-ascii", "a\nb\nc\n"),
        (b"\xef\xbb\xbfhi", "utf-8", "hi"),
        ("ñ".encode("latin-1"), "utf-8", "ñ"),  # labelled UTF-8, is Latin-1
        (("ñ" * 20).encode() + b"\xc3", "utf-8", "ñ" * 20 + "\ufffd"),  # cut inside a character
        ("ñ".encode(), "us-ascii", "ñ"),
        ("ñ".encode(), "", "ñ"),
        ("日本".encode("utf-16-le"), "utf-16", "日本"),
        ("日本".encode("utf-16"), "utf-16", "日本"),
        ("ab".encode("utf-16-be"), "utf-16", "ab"),
        (b"plain", "utf-16", "plain"),  # a gateway changed it, but not the label
        ("①".encode("cp932"), "shift_jis", "①"),
        (b"\x1b$B%F%9%H\x1b(B", "iso-2022-jp", "テスト"),
        (b"a\0b\x1b[31mc\x07", "utf-8", "ab[31mc"),
        (b"+AGE-", "utf-7", "a"),
    ],
)
def test_text_is_decoded(data: bytes, label: str, expected: str):
    assert decode_text(data, label) == expected


@pytest.mark.parametrize(
    "label", ["", "utf-8", "utf-7", "utf-16", "iso-2022-jp", "hz-gb-2312", "gb2312", "big5", "euc-kr", "idna", "x"]
)
def test_any_bytes_are_text_without_controls(label: str):
    data = bytes(range(256)) * 3 + b"+2AA-\xff\xfe\x00"
    text = decode_text(data, label)
    text.encode("utf-8")
    assert not any(character in text for character in "\0\x07\x1b\r\x7f")
