"""Content-Type and Content-Disposition values, well-made and not."""

from __future__ import annotations

import pytest

from desktop.core.mime.parameters import parse_parameters
from tests.unit.mime.build import is_quick


@pytest.mark.parametrize(
    ("value", "kind", "parameters"),
    [
        (b" text/plain", "text/plain", {}),
        (b"Text/HTML; Charset=UTF-8", "text/html", {"charset": "UTF-8"}),
        (b'text/plain; charset="us-ascii" (a comment)', "text/plain", {"charset": "us-ascii"}),
        (b"text / plain ; charset = utf-8", "text/plain", {"charset": "utf-8"}),
        (b'attachment; filename="a;b.txt"', "attachment", {"filename": "a;b.txt"}),
        (b'attachment; filename="a\\"b.txt"', "attachment", {"filename": 'a"b.txt'}),
        (b"attachment; filename=my report.pdf", "attachment", {"filename": "my report.pdf"}),
        (b"attachment;; filename=x.pdf;", "attachment", {"filename": "x.pdf"}),
        (b'attachment; filename="never closed.pdf', "attachment", {"filename": "never closed.pdf"}),
        (b"attachment; filename=a.txt; filename=b.txt", "attachment", {"filename": "a.txt"}),
        (b"attachment; filename*=utf-8''ma%C3%B1ana.txt", "attachment", {"filename": "mañana.txt"}),
        (b"attachment; filename*=utf-8'es'ma%C3%B1ana.txt", "attachment", {"filename": "mañana.txt"}),
        (b"attachment; filename*0*=utf-8''a%20; filename*1=b; filename*2*=%C3%B1", "attachment", {"filename": "a bñ"}),
        (b"attachment; filename*1=b; filename*0=a", "attachment", {"filename": "ab"}),
        (b"attachment; filename=old.txt; filename*=utf-8''%C3%B1.txt", "attachment", {"filename": "ñ.txt"}),
        (b"attachment; filename==?utf-8?q?=C3=B1.txt?=", "attachment", {"filename": "ñ.txt"}),
        (b'attachment; filename="=?utf-8?q?a?= =?utf-8?q?b.txt?="', "attachment", {"filename": "ab.txt"}),
        ('attachment; filename="ñ.txt"'.encode("latin-1"), "attachment", {"filename": "ñ.txt"}),
        (b"attachment; filename*=%ff%fe", "attachment", {"filename": "ÿþ"}),
        (b"filename=x.txt", "", {"filename": "x.txt"}),
        (b'multipart/mixed; boundary="a  b"', "multipart/mixed", {"boundary": "a  b"}),
        (b"", "", {}),
        (b";;;", "", {}),
    ],
)
def test_a_value_is_read(value: bytes, kind: str, parameters: dict[str, str]):
    assert parse_parameters(value) == (kind, parameters)


@pytest.mark.parametrize(
    "value",
    [
        b"a/b; " + b"".join(b"filename*%d=x;" % number for number in range(10_000)),
        b"a/b; " + b'"' * 100_000,
        b"a/b; " + b"x=" * 100_000,
        b"a/b" + b"(" * 100_000 + b";",
        b"a/b; x=" + b"'" * 100_000,
    ],
)
def test_bombs_are_bounded(value: bytes):
    assert is_quick(0.5, parse_parameters, value)
