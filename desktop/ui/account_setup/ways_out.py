"""Other settings that a failed login suggests: the other user name, the usual port. Pure; any thread."""

from __future__ import annotations

from dataclasses import replace

from desktop.core.api.account_settings import AccountSettings
from desktop.core.api.discovery import Checked, Suggestion


def other_user(checked: Checked, settings: AccountSettings) -> str:
    """The user name to try, when another one is suggested."""
    local = settings.address.rpartition("@")[0]
    return local if checked.suggestion is Suggestion.LOCAL_PART else settings.address


def other_settings(checked: Checked, settings: AccountSettings) -> AccountSettings | None:
    """What to try instead; None when the suggestion is about something else than the settings.

    Another user name is for the server that refused, and for sending too while receiving has not accepted the old one.
    """
    about_imap = checked.server == settings.imap
    match checked.suggestion:
        case Suggestion.OTHER_SERVER if checked.instead is not None:
            return replace(settings, imap=checked.instead) if about_imap else replace(settings, smtp=checked.instead)
        case Suggestion.LOCAL_PART | Suggestion.WHOLE_ADDRESS:
            user = other_user(checked, settings)
            smtp = replace(settings.smtp, user=user)
            if not about_imap:
                return replace(settings, smtp=smtp)
            same = settings.smtp.user == settings.imap.user
            return replace(settings, imap=replace(settings.imap, user=user), smtp=smtp if same else settings.smtp)
    return None
