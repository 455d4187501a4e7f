"""A strict Bitrix24 portal on loopback, written from the public documentation alone (b24restdocs, MIT).

It checks every parameter and answers in the documented shapes, the odd ones too. `complaints` lists what a real portal may
pass over in silence: undocumented parameters, wrong types, text that no portal should be sent. See `portal`.
"""

from tests.fakes.bitrix_portal import (  # noqa: F401 -- they register their methods
    calendar_methods,
    chat_methods,
    crm_methods,
    disk_methods,
    mail_methods,
    task_methods,
    user_methods,
)
from tests.fakes.bitrix_portal.authority import Authority
from tests.fakes.bitrix_portal.portal import ALL_SCOPES, CODE, BitrixPortal, Key

__all__ = ["ALL_SCOPES", "CODE", "Authority", "BitrixPortal", "Key"]
