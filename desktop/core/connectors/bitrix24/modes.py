"""The ways in which objects are made: see `connector`. Pure."""

from __future__ import annotations

import re
from enum import StrEnum


class Mode(StrEnum):
    AUTOMATIC = "automatic"
    PORTAL = "portal"
    DIRECT = "direct"


def read_modes(text: str) -> dict[str, Mode]:
    """`ana@example.org=portal, soporte@example.org=direct` by address in lower case. Raises ValueError with the part that is none
    of that."""
    found: dict[str, Mode] = {}
    for part in filter(None, re.split(r"[,;\s]+", text.strip())):
        address, _, mode = part.partition("=")
        if "@" not in address or mode.lower() not in tuple(Mode):
            raise ValueError(part[:100])
        found[address.lower()] = Mode(mode.lower())
    return found


NEW_CARDS = ("lead", "contact")
"""What is made for somebody the CRM does not know, the usual one first."""
OAUTH_HOST = "https://oauth.bitrix.info/"
