"""Templates: what is written again and again, kept under a name, with places that are filled from the mail it is put into.

A place stands in braces, in either language of the screen: {name}, {first name}, {me}. Invariant: what is kept is tidy, bounded and has no
pictures and no quotes; a place for which nothing is known stays as it is written, so that its writer sees it. Pure; any thread.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from desktop.core.mail.rich_text import Block, RichText, Run, tidy, to_text, unpack
from desktop.values import dataclass

LONGEST_NAME = 80
LONGEST = 50_000
"""Characters of its text."""
NAME, FIRST_NAME, ME = "name", "first name", "me"
_WORDS = {
    "name": NAME, "nombre": NAME, "first name": FIRST_NAME, "nombre de pila": FIRST_NAME, "me": ME, "yo": ME,
}  # fmt: skip
PLACE = re.compile(r"\{ ?(" + "|".join(map(re.escape, _WORDS)) + r") ?\}", re.I)


@dataclass(frozen=True, slots=True)
class Template:
    """`blocks` say the text as well, formatted or not."""

    template_key: int
    name: str
    text: str
    blocks: RichText


def tidy_name(name: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:LONGEST_NAME].strip()


def tidy_blocks(blocks: RichText) -> RichText:
    """As it is kept: without pictures and quotes, and no blank lines around it."""
    lines = list(
        tidy(block._replace(quote=0, runs=tuple(run for run in block.runs if not run.picture)) for block in blocks)
    )
    while lines and not to_text((lines[0],)).strip():
        del lines[0]
    while lines and not to_text((lines[-1],)).strip():
        del lines[-1]
    return tidy(lines)


def pack_blocks(blocks: RichText) -> str:
    return json.dumps(blocks)


def unpack_blocks(text: str, stored: str) -> RichText:
    """Of what is stored; what cannot be read is the text."""
    try:
        blocks = unpack(json.loads(stored))
    except ValueError:
        blocks = ()
    return tidy_blocks(blocks) or from_lines(text)


def from_lines(text: str) -> RichText:
    return tidy_blocks(tuple(Block((Run(line),)) for line in text.split("\n"))) if text.strip() else ()


def fill_places(blocks: RichText, known: Mapping[str, str]) -> RichText:
    """With what is known of `NAME`, `FIRST_NAME`, `ME` in its places."""

    def fill(match: re.Match[str]) -> str:
        return known.get(_WORDS[match[1].lower()], "") or match[0]

    return tidy(
        block._replace(runs=tuple(run._replace(text=PLACE.sub(fill, run.text)) for run in block.runs))
        for block in blocks
    )


def first_name(name: str) -> str:
    """Of "Ana Beltrán" and "Beltrán, Ana"; "" where no name is known."""
    given = name.partition(",")[2] or name
    return given.split()[0] if given.split() else ""
