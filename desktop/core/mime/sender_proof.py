"""Whether a mail may be from the address it says: its From, and what the server that received it found out (RFC 8601).

Nothing here proves a mail; it says when a mail is certainly not to be believed. Only the results of whoever wrote the topmost
Authentication-Results count, for a server writes its own above all that came in, and a failure among them counts more than any
success: what a forger writes himself can only harm him. Bounded; never raises. Pure; any thread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.core.mail.domain import same_owner
from desktop.core.mime.headers import build_envelope, find_body, read_fields, skip_leading_lines

_FIELDS = frozenset({b"from", b"authentication-results"})
MOST_RESULTS = 4
_LONGEST = 4_000
_COMMENT = re.compile(r"\([^()]{0,1000}\)")
_RESULT = re.compile(r"\s*([a-z0-9-]{1,40})(?:\s*/\s*\d{1,4})?\s*=\s*([a-z]{1,20})", re.IGNORECASE)
_PROPERTY = re.compile(r"([a-z]{1,20})\.([a-z0-9_-]{1,40})\s*=\s*(\"[^\"]{0,300}\"|[^\s;]{1,300})", re.IGNORECASE)
_DOMAINS = {"dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom", "smtp.from")}
_GOOD = ("pass", "bestguesspass")
_BAD = ("fail", "softfail", "hardfail", "policy")


def is_from(raw: bytes, address: str) -> bool:
    """From is that address alone, and the receiving server does not say otherwise."""
    start = skip_leading_lines(raw)
    fields = read_fields(raw[start : find_body(raw, start)[0]], _FIELDS)
    authors = build_envelope(fields).from_
    if not address or len(fields.get(b"from", ())) != 1 or len(authors) != 1:
        return False
    author = authors[0]
    if author.addr_spec.lower() != address.lower():
        return False
    results = [one.decode("ascii", "replace") for one in fields.get(b"authentication-results", ())[:MOST_RESULTS]]
    return not is_contradicted(results, author.domain)


def is_contradicted(results: Sequence[str], domain: str) -> bool:
    """Do these Authentication-Results, the topmost first, say that a mail is not from that domain?"""
    parts = [_split(one) for one in results]
    server = parts[0][0] if parts else ""
    found = [one for name, listed in parts if name == server for one in listed]
    dmarc = next((result for method, result, _ in found if method == "dmarc" and result in ("fail", *_GOOD)), "")
    if dmarc:
        return dmarc not in _GOOD
    if any(method == "auth" and result == "pass" for method, result, _ in found):
        return False  # handed in by somebody who had logged in there
    checked = [one for one in found if one[0] in _DOMAINS]
    if any(result == "pass" and _is_of(method, about, domain) for method, result, about in checked):
        return False
    return any(result == "pass" or result in _BAD for _, result, _ in checked)


def find_dkim_domains(results: Sequence[str]) -> frozenset[str]:
    """Whose DKIM signatures the receiving server found valid, by these Authentication-Results, the topmost first."""
    parts = [_split(one) for one in results]
    server = parts[0][0] if parts else ""
    passed = [about for name, listed in parts if name == server for method, result, about in listed
              if method == "dkim" and result == "pass"]  # fmt: skip
    named = (about.get(name, "").rpartition("@")[2] for about in passed for name in _DOMAINS["dkim"])
    return frozenset(one for one in named if one)


def _split(value: str) -> tuple[str, list[tuple[str, str, dict[str, str]]]]:
    """(whose results they are, [(method, result, properties)])."""
    text = value[:_LONGEST]
    for _ in range(4):  # comments may stand in comments
        text = _COMMENT.sub(" ", text)
    head, *rest = text.split(";")
    found = []
    for one in rest[:20]:
        match = _RESULT.match(one)
        if match is not None:
            about = {f"{kind}.{name}".lower(): said.strip('"').lower() for kind, name, said in _PROPERTY.findall(one)}
            found.append((match[1].lower(), match[2].lower(), about))
    return head.strip().partition(" ")[0].lower(), found


def _is_of(method: str, about: dict[str, str], domain: str) -> bool:
    named = (about.get(name, "").rpartition("@")[2] for name in _DOMAINS[method])
    return any(one and same_owner(one, domain) for one in named)
