"""The newsletters' servers of the demo's invented network: they take the one click that leaves a list, and forget it.

Invariant: only addresses that the authored mail names are known, and nobody is asked. Any thread.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from desktop.core.demo.authored.cast import load_cast


def takes_one_click(url: str) -> bool:
    parts = urlsplit(url)
    hosts = {brand.host for brand in load_cast().brands.values() if brand.list_id and not brand.leave}
    return parts.scheme == "https" and parts.netloc in hosts and parts.path.startswith("/u/")
