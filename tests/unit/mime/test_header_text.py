"""Header values from raw bytes: the cases in which the readers at hand were measured wrong, and hostile ones."""

from __future__ import annotations

import base64

import pytest

from desktop.core.mime.header_text import clean_line, decode_header
from tests.unit.mime.build import is_quick


def word(text: str, charset: str, codec: str | None = None) -> bytes:
    return b"=?" + charset.encode() + b"?b?" + base64.b64encode(text.encode(codec or charset)) + b"?="


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b" plain  text ", "plain text"),
        (b"folded\r\n\tvalue", "folded value"),
        (b"=?utf-8?q?caf=C3=A9?=", "café"),
        (b"=?UTF-8?B?w6k=?= =?utf-8?Q?=C3=A9?=", "éé"),
        (b"=?utf-8?q?=C3?=\r\n =?utf-8?q?=A9?=", "é"),  # a character cut in two
        (b"=?utf-8?b?8J+Y?= =?utf-8?b?gA==?=", "😀"),
        (b"=?utf-8?b?aGVsbG8?= =?utf-8?b?gd29ybGQ?=", "hello world"),  # base64 cut inside a group
        (b"Re:=?iso-8859-1?q?_Ol=E9?=", "Re: Olé"),
        (b"a =?utf-8?q?b?= c", "a b c"),
        (b"=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
        (b"=?utf-8?q?a?=x=?utf-8?q?b?=", "axb"),
        (b"=?utf-8?b?Y2Fmw6k?=", "café"),  # padding missing
        (b"=?utf-8?b?Y2Fmw6k===?=", "café"),  # too much of it
        (b"=?utf-8?b?Y2 Fm?=", "caf"),
        (b"=?cp-1252?q?=93yes=94?=", "“yes”"),
        (b"=?windows-1252?q?=80?=", "€"),
        (b"=?iso-8859-1?q?=80?=", "€"),  # what senders mean by it
        (word("镕", "gb2312", "gb18030"), "镕"),  # not in GB 2312
        (word("똠방각하", "ks_c_5601-1987", "cp949"), "똠방각하"),
        (word("テスト", "iso-2022-jp"), "テスト"),
        (word("Привет", "koi8-r"), "Привет"),
        (b"=?utf-8*es?q?ma=C3=B1ana?=", "mañana"),
        (b"=?x-nobody-knows?q?caf=E9?=", "café"),
        (b"=?x-nobody-knows?q?caf=C3=A9?=", "café"),
        (b"=?utf-8?q?why??=", "why?"),
        (b"=?utf-8?q?two words?=", "two words"),
        (b"=?utf-8?q??=", ""),
        (b"=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
        (b"=?utf-8?q?abc", "=?utf-8?q?abc"),
        ("ñandú".encode(), "ñandú"),
        ("ñandú".encode("latin-1"), "ñandú"),
        (b"\x80 100", "€ 100"),
        (b"", ""),
    ],
)
def test_a_value_is_decoded(value: bytes, expected: str):
    assert decode_header(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        b"a\0b\nc\rd\x1be\x7ff",
        b"=?utf-8?q?a=00b=0Ac=0D=0ABcc:_x=40y?=",
        b"=?utf-8?b?" + base64.b64encode("a\u202eexe\u2066\u200bb\x85".encode()) + b"?=",
        b"=?utf-7?q?+2AA-x?=",  # a lone surrogate
        "tag\u2028line\u2029end".encode(),
    ],
)
def test_nothing_unseen_survives(value: bytes):
    text = decode_header(value)
    assert all(character.isprintable() for character in text)
    text.encode("utf-8")


def test_joiners_of_emoji_and_scripts_stay():
    family = "👨\u200d👩\u200d👧"
    assert decode_header(family.encode()) == family
    assert clean_line("می\u200cخواهم") == "می\u200cخواهم"


@pytest.mark.parametrize(
    "value",
    [b"=?utf-8?q?=41=42?= " * 20_000, b"=?utf-8?q?" * 40_000, b"=?a?b?" + b"A" * 400_000, b"=?" * 200_000],
    ids=["words", "unclosed", "long", "starts"],
)
def test_a_flood_of_encoded_words_costs_little(value: bytes):
    assert is_quick(0.1, decode_header, value)
