"""The authored mailbox of the demo: about three hundred written mails, relative to a given now. No network, no clock.

`load_accounts`, `build_mails`, `next_arrival` and `load_catalogue` are all that the demo's mail server needs.
"""

from desktop.core.demo.authored.arrivals import next_arrival
from desktop.core.demo.authored.catalogue import Catalogue, load_catalogue
from desktop.core.demo.authored.mailbox import build_mails, load_accounts, load_colleagues
from desktop.core.demo.authored.values import DemoAccount, DemoMail, DemoMailbox, ScriptError

__all__ = [
    "Catalogue",
    "DemoAccount",
    "DemoMail",
    "DemoMailbox",
    "ScriptError",
    "build_mails",
    "load_accounts",
    "load_catalogue",
    "load_colleagues",
    "next_arrival",
]
