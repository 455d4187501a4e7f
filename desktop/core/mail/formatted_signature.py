"""A signature that is formatted: its blocks and its pictures as one stored text, and its letters as an editor holds them.

Invariant: what is stored is tidy and bounded, and its text (`to_text`) is the signature that `mail.signature` knows, so whatever cannot
show the one shows the other. Pure; any thread.
"""

from __future__ import annotations

import binascii
import json
from base64 import b64decode, b64encode
from collections.abc import Sequence

from desktop.core.mail.outgoing import OutgoingAttachment, picture_id
from desktop.core.mail.rich_text import Block, RichText, Run, is_plain, pictures_of, tidy, to_text, unpack
from desktop.core.mail.signature import MARK, tidy_signature

MAX_PICTURES = 100_000
"""Bytes of all pictures together: they go with every mail."""
MAX_SIDE = 600
_PICTURE = "\ufffc"
"""What an editor has where a picture stands."""
_SHOWN = ("image/png", "image/jpeg", "image/gif")


def tidy_formatted(rich: RichText) -> RichText:
    """As it is kept: no blank lines around it, no mark of its own, no quotes, and no more of a line than its text keeps."""
    lines = list(tidy(block._replace(quote=0, runs=_trimmed(block.runs)) for block in rich))
    while lines and (not letters_of(lines[:1]).strip() or letters_of(lines[:1]) == MARK.rstrip()):
        del lines[0]
    while lines and not letters_of(lines[-1:]).strip():
        del lines[-1]
    return tidy(lines)


def pack_signature(rich: RichText, pictures: Sequence[OutgoingAttachment]) -> str:
    """As it is stored; nothing for one that its text says whole."""
    if is_plain(rich):
        return ""
    named = pictures_of(rich)
    kept = [
        (one.filename, one.content_type, b64encode(one.data).decode()) for one in pictures if one.content_id in named
    ]
    return json.dumps({"blocks": rich, "pictures": kept})


def unpack_signature(stored: str) -> tuple[RichText, tuple[OutgoingAttachment, ...]]:
    """What was packed, tidy and bounded whoever wrote it; nothing for what cannot be read. A picture that is not there is not named."""
    try:
        value = json.loads(stored) if stored else {}
        blocks, listed = value.get("blocks"), value.get("pictures")
        pictures: dict[str, OutgoingAttachment] = {}
        room = MAX_PICTURES
        for filename, content_type, coded in listed if isinstance(listed, list) else ():
            data = b64decode(coded, validate=True)
            if content_type in _SHOWN and 0 < len(data) <= room:
                room -= len(data)
                pictures[picture_id(data)] = OutgoingAttachment(str(filename), content_type, data, picture_id(data))
    except (ValueError, TypeError, AttributeError, binascii.Error):
        return (), ()
    rich = tuple(
        block._replace(runs=tuple(run for run in block.runs if not run.picture or run.picture in pictures))
        for block in unpack(blocks)
    )
    named = pictures_of(rich)
    return tidy_formatted(rich), tuple(one for name, one in pictures.items() if name in named)


def formatted_or_plain(text: str, stored: str) -> tuple[str, RichText, tuple[OutgoingAttachment, ...]]:
    """(text, blocks, pictures) of an account's signature; the blocks are those of the text where it is not formatted."""
    rich, pictures = unpack_signature(stored)
    return (to_text(rich), rich, pictures) if rich else (text, from_lines(text), ())


def from_lines(text: str) -> RichText:
    """The lines as they are; what begins with ">" is no quote here."""
    return tidy(Block((Run(line),)) for line in text.split("\n")) if text else ()


def letters_of(rich: Sequence[Block]) -> str:
    """What stands in an editor's document: no marks of items, no addresses of links."""
    return "\n".join("".join(_PICTURE if run.picture else run.text for run in block.runs) for block in rich)


def letters_between(rich: RichText, first: int, last: int) -> str:
    """Of the blocks that are these lines of its text, the last included."""
    found: list[Block] = []
    line = 0
    for block in rich:
        if first <= line <= last:
            found.append(block)
        line += 1 + sum(run.text.count("\n") for run in block.runs if not run.picture)
    return letters_of(found)


def _trimmed(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Letters as a signature of text has them, line by line; a look ends with the last of them."""
    cleaned = [run if run.picture else run._replace(text=_clean(run.text)) for run in runs]
    while cleaned and not cleaned[-1].picture and not cleaned[-1].text.rstrip():
        del cleaned[-1]
    if cleaned and not cleaned[-1].picture:
        cleaned[-1] = cleaned[-1]._replace(text=cleaned[-1].text.rstrip())
    return tuple(cleaned)


def _clean(text: str) -> str:
    """Without what steers a screen, and blanks kept."""
    return "\n".join(tidy_signature(f"x{line}x")[1:-1] for line in text.split("\n"))
