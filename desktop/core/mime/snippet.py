"""The one line of a message that the list shows: its own words, without quotes, signature and list footer. Pure; any thread."""

from __future__ import annotations

import re

MAX_SNIPPET = 200
_LOOK_AT = 4_000

_END = re.compile(
    r"^(?:-- |--|_{20,}|-{5,} ?(?:original message|forwarded message|mensaje original|mensaje reenviado|ursprüngliche nachricht|message d'origine).*"
    r"|_{5,}\s*\nfrom:.*)\s*$",
    re.I,
)
_ATTRIBUTION = re.compile(
    r"^(?:on|el|le|am|il|em|op|den|at)\b.{5,300}\b(?:wrote|escribió|escribio|a écrit|schrieb|ha scritto|escreveu|schreef|skrev)\s*:?\s*$"
    r"|^(?:am|den|op)\b.{3,120}\b(?:schrieb|skrev|schreef)\b.{1,200}:\s*$"
    r"|^.{1,120}\b(?:wrote|writes|said|escribió|schrieb|a écrit)\s*:\s*$",
    re.I,
)
_COLON_AT_END = re.compile(r":\s*(?:\n|\Z)")
_RULE = re.compile(r"[-=_*~#+.\s|>•·–—]{3,}")
_LONG_URL = re.compile(r"[<(\[]?https?://[^\s<>]{24,}[>)\]]?")
_FLOOD = re.compile(r"([-=_*~#+.–—])\1{3,}")
_FLOODS = tuple(mark * 4 for mark in "-=_*~#+.–—")


def make_snippet(text: str) -> str:
    """At most `MAX_SNIPPET` characters on one line. A message of quotes alone gives its quoted words."""
    text = text[:_LOOK_AT]
    lines = text.split("\n")
    own = _own_words(lines, asks_for_attributions=_COLON_AT_END.search(text) is not None)
    if not own:
        own = [line.lstrip("> ") for line in lines]
    joined = " ".join(own)
    if "  " in joined or not joined.isprintable() or joined.strip() != joined:
        joined = " ".join(joined.split())
    if "://" in joined:
        joined = " ".join(_LONG_URL.sub("", joined).split()) or joined
    for flood in _FLOODS:
        if flood in joined:
            joined = _FLOOD.sub(r"\1", joined)
            break
    if len(joined) > MAX_SNIPPET:
        cut = joined.rfind(" ", MAX_SNIPPET - 30, MAX_SNIPPET)
        joined = joined[: cut if cut > 0 else MAX_SNIPPET - 1].rstrip() + "…"
    return joined[:MAX_SNIPPET]


def is_attribution(line: str) -> bool:
    """Is this the line above a quote: "On Monday Ana wrote:"?"""
    return line.endswith(":") and _ATTRIBUTION.match(line) is not None


def _own_words(lines: list[str], *, asks_for_attributions: bool) -> list[str]:
    """`asks_for_attributions`: some line ends in a colon; else there is none of them, and most mails need not be looked at so."""
    own: list[str] = []
    length = 0
    for number, line in enumerate(lines):
        stripped = line.strip()
        if not stripped or line[0] == ">":
            continue
        first = stripped[0]
        if not first.isalnum():
            if first in "-_" and _END.match(line.rstrip("\r")):
                if own:
                    break
                continue
            if _RULE.fullmatch(stripped):
                continue
        if asks_for_attributions:
            if stripped[-1] == ":" and _ATTRIBUTION.match(stripped):
                continue
            following = lines[number + 1].strip() if number + 1 < len(lines) else ""
            if following.endswith(":") and _ATTRIBUTION.match(f"{stripped} {following}"):
                lines[number + 1] = ""
                continue
        own.append(stripped)
        length += len(stripped) + 1
        if length > MAX_SNIPPET * 2:
            break
    return own
