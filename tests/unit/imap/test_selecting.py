"""What SELECT says of new keywords: `\\*` among PERMANENTFLAGS, or not a word of it, lets them be made."""

from __future__ import annotations

import pytest

from desktop.core.imap.selecting import SelectAnswer


@pytest.mark.parametrize(
    ("said", "takes"),
    [
        (None, True),
        (rb"* OK [PERMANENTFLAGS (\Deleted \Seen \*)] Limited", True),
        (rb"* OK [PERMANENTFLAGS (\Deleted \Seen $Forwarded)] Limited", False),
        (rb"* ok [permanentflags ()] read-only", False),
    ],
)
def test_new_keywords(said: bytes | None, takes: bool):
    answer = SelectAnswer()
    for line in (b"* 3 EXISTS", b"* OK [UIDVALIDITY 7] ok", *([] if said is None else [said])):
        answer.note((line,))
    assert answer.finish(read_only=False).takes_keywords is takes
