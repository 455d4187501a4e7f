"""What the server says it can do: little before login, everything after, nothing that the switchboard hides. Pure."""

from __future__ import annotations

from collections.abc import Set

ALWAYS = ("IMAP4rev1", "SASL-IR", "ID", "ENABLE", "IDLE")
AFTER_LOGIN = (
    "CHILDREN",
    "UNSELECT",
    "NAMESPACE",
    "LIST-EXTENDED",
    "LIST-STATUS",
    "SPECIAL-USE",
    "MULTIAPPEND",
    "UIDPLUS",
    "MOVE",
    "CONDSTORE",
    "QRESYNC",
    "OBJECTID",
)


def is_offered(capability: str, hidden: Set[str]) -> bool:
    """`hidden` are names in upper case. QRESYNC does not go without CONDSTORE (RFC 7162, section 3.2)."""
    if capability == "QRESYNC" and "CONDSTORE" in hidden:
        return False
    return capability.upper() not in hidden


def list_capabilities(
    *,
    authenticated: bool,
    can_start_tls: bool,
    login_disabled: bool,
    compressed: bool,
    append_limit: int,
    hidden: Set[str],
) -> list[str]:
    literal = "LITERAL+" if "LITERAL+" not in hidden else "LITERAL-"
    words = [*ALWAYS, literal]
    if authenticated:
        words += [*AFTER_LOGIN, f"APPENDLIMIT={append_limit}"]
        if not compressed:
            words.append("COMPRESS=DEFLATE")
    else:
        if can_start_tls:
            words.append("STARTTLS")
        words += ["LOGINDISABLED"] if login_disabled else ["AUTH=PLAIN", "AUTH=XOAUTH2"]
    return [word for word in words if is_offered(word, hidden)]
