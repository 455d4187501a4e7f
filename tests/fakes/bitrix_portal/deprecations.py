"""Methods that the documentation marks as deprecated, or as no longer working."""

from __future__ import annotations

import re

from tests.fakes.bitrix_portal.wire import Refusal

DEPRECATED = re.compile(
    r"crm\.(?:activity\.(?:add|update)|(?:company|contact|deal|lead|quote|invoice|product)\.(?:add|delete|get|list|update))"
    r"|crm\.enum\.activity\w+|task\.items?\.\w+|task\.logitem\.list|task\.comment\.add"
    r"|im\.disk\.(?:folder\.get|file\.commit)"
)
NO_OTHER_WAY = frozenset({"crm.activity.add", "crm.activity.update"})
"""An e-mail-type activity can be made, and marked as done, by nothing else."""
ENDED = re.compile(r"task\.commentitem\.(?:update|delete|getlist)")
"""Since tasks 25.700.0: the comments of the new task card are chat messages."""


def check_deprecated(method: str) -> str:
    """What to complain about, or "". Raises Refusal for what has ended."""
    name = method.lower()
    if ENDED.fullmatch(name):
        raise Refusal(400, "ERROR_CORE", "The method is not supported any more")
    deprecated = DEPRECATED.fullmatch(name) and name not in NO_OTHER_WAY
    return f"{method} is deprecated" if deprecated else ""
