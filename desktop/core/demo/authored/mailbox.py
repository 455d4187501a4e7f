"""The authored mailbox of the demo: two accounts of a small architecture firm in Valencia and all their mail.

Invariant: the same `now` gives the same mails, byte for byte, in the order in which they were received; nothing lies in the
future of `now`. Any thread.
"""

from __future__ import annotations

from desktop.core.demo.authored.cast import load_cast
from desktop.core.demo.authored.post import build_mail
from desktop.core.demo.authored.values import DemoAccount, DemoMail, DemoMailbox
from desktop.core.demo.authored.world import build_world, load_entries
from desktop.core.mail.mailbox import SpecialUse

_SYSTEM = (
    DemoMailbox("INBOX", SpecialUse.INBOX),
    DemoMailbox("Drafts", SpecialUse.DRAFTS),
    DemoMailbox("Sent", SpecialUse.SENT),
    DemoMailbox("Archive", SpecialUse.ARCHIVE),
    DemoMailbox("Junk", SpecialUse.JUNK),
    DemoMailbox("Trash", SpecialUse.TRASH),
)
_COLLEAGUES = ("marc", "lucia", "ines")
_ORDINARY = {
    "ana": (
        "Administración",
        "Facturas",
        "Newsletters",
        "Personal",
        "Proyectos",
        "Proyectos/Casa Levante",
        "Proyectos/Oficina Ruzafa",
    ),
    "soporte": ("Garantías", "Presupuestos"),
}


def load_accounts() -> tuple[DemoAccount, ...]:
    """The demo's accounts: Ana Beltrán's own first, then the one she shares with her colleagues."""
    cast = load_cast()
    return tuple(
        DemoAccount(person.address, person.name, _SYSTEM + tuple(map(DemoMailbox, names)), person.signature.strip())
        for person, names in ((cast.people[key], names) for key, names in _ORDINARY.items())
    )


def load_colleagues() -> tuple[str, ...]:
    """The names of those who work with Ana Beltrán; what is written to the second account is for them too."""
    cast = load_cast()
    return tuple(cast.people[key].name for key in _COLLEAGUES)


def build_mails(now: int) -> tuple[DemoMail, ...]:
    """Every mail of both accounts at `now` (seconds since 1970 UTC), oldest first."""
    world = build_world(now, load_entries())
    mails = (build_mail(world, entry) for entry in world.entries.values())
    return tuple(sorted(mails, key=lambda mail: (mail.internaldate, mail.message_id)))
