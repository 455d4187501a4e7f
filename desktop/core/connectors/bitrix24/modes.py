"""The ways in which objects are made: see `connector`. Pure."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    AUTOMATIC = "automatic"
    PORTAL = "portal"
    DIRECT = "direct"


NEW_CARDS = ("lead", "contact")
"""What is made for somebody the CRM does not know, the usual one first."""
OAUTH_HOST = "https://oauth.bitrix.info/"
