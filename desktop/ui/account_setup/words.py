"""What set-up says: why servers want to be looked at, which password is meant, what a failure means and its way out.

Every text from outside is made visible before it stands in a sentence; sentences are shown as plain text. GUI thread.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings, parse_account_address
from desktop.core.api.discovery import Checked, PasswordAdvice, PasswordKind, Proposal, Source, Suggestion
from desktop.core.api.errors import AuthenticationError, BandejaError, Code, SetupError
from desktop.core.api.rows import AccountRow
from desktop.core.mail.visible_text import visible_text
from desktop.ui.account_setup.ways_out import other_user
from desktop.ui.sentences import error_sentence


def address_problem(typed: str, accounts: Iterable[AccountRow]) -> str:
    """Why no account can be made of what was typed; empty when one can."""
    try:
        address = parse_account_address(typed)
    except SetupError:
        return QCoreApplication.translate("SetupDialog", "An address looks like name@example.org.")
    if any(row.address.lower() == address.lower() for row in accounts):
        return QCoreApplication.translate("SetupDialog", "This account is already here.")
    return ""


def security_name(security: Security) -> str:
    if security is Security.PLAIN:
        return QCoreApplication.translate("Setup", "not encrypted, this computer only")
    return "STARTTLS" if security is Security.STARTTLS else "TLS"


def confirm_sentence(proposal: Proposal) -> str:
    """Why the person must look at the server names before a password goes there; empty when nobody needs to."""
    translate = QCoreApplication.translate
    if not proposal.needs_confirmation:
        return ""
    settings = proposal.settings
    blanks = {"domain": settings.address.rpartition("@")[2], "provider": visible_text(proposal.provider)[:80]}
    match proposal.source:
        case Source.SRV:
            text = translate(
                "Setup", "Only DNS, which anybody on the way can change, names these servers for {domain}."
            )
        case Source.MX:
            text = translate(
                "Setup", "{domain} did not tell its servers. Its mail arrives at {provider}, so these are offered."
            )
        case Source.REPORTED:
            text = translate("Setup", "Users named these servers of {provider}; {provider} itself does not.")
        case Source.GUESS:
            text = translate(
                "Setup", "Nobody named the servers of {domain}. Usual names were tried, and these answered."
            )
        case Source.MANUAL:
            text = translate(
                "Setup", "Nobody named the servers of {domain}. Type them as your provider's help page has them."
            )
        case _:
            text = translate("Setup", "The source of these servers cannot vouch for them.")
    if proposal.source is not Source.MANUAL:
        look = translate("Setup", "Your password goes there, so look at the names first.")
        text = f"{text} {look}"
    return text.format_map(blanks)


def advice_sentence(advice: PasswordAdvice) -> str:
    """Which password is meant and where it comes from; empty when it is just the ordinary one."""
    where = advice.where_es if QLocale().language() == QLocale.Language.Spanish else advice.where_en
    if advice.kind is PasswordKind.APP:
        lead = QCoreApplication.translate("Setup", "An app password is needed here, not the ordinary one.")
    elif advice.kind is PasswordKind.BROWSER:
        lead = QCoreApplication.translate("Setup", "This provider only lets you in through its page in the browser.")
    else:
        lead = ""
    return f"{lead} {where}".strip()


def advice_label(advice: PasswordAdvice) -> str:
    """The words of the link to the provider's own page."""
    if advice.kind is PasswordKind.APP:
        return QCoreApplication.translate("Setup", "Make an app password")
    return QCoreApplication.translate("Setup", "Open the provider's page")


def failure_title(checked: Checked, settings: AccountSettings) -> str:
    """Which step failed."""
    translate = QCoreApplication.translate
    refused = isinstance(checked.error, AuthenticationError)
    if checked.server == settings.imap:
        return (
            translate("Setup", "The login was refused")
            if refused
            else translate("Setup", "Receiving does not work yet")
        )
    if refused:
        return translate("Setup", "Receiving works, but the login for sending was refused")
    return translate("Setup", "Receiving works, but sending does not yet")


def failure_sentence(error: BandejaError) -> str:
    """What happened, with the server's words. Set-up tries once, so it promises no further try."""
    translate = QCoreApplication.translate
    match error.code:
        case Code.TIMEOUT:
            text = translate("Setup", "{host} did not answer in {seconds} seconds.")
        case Code.CONNECTION_LOST:
            text = translate("Setup", "The connection to {host} broke off.")
        case Code.SERVER_CONFUSED:
            text = translate("Setup", "{host} answers, but not as a mail server should. It said: {said}")
        case Code.WRONG_PASSWORD:
            text = translate("Setup", "{host} refused the user name or the password. It said: {said}")
        case Code.APP_PASSWORD_NEEDED:
            text = translate("Setup", "{host} refused this password. It said: {said}")
        case _:
            return error_sentence(error)
    blanks = {name: visible_text(value)[:300] for name, value in error.parameters.items()}
    return text.format_map(_Dashes(blanks))


def cause_sentence(checked: Checked) -> str:
    """The likeliest reason, where the failure alone does not say it."""
    translate = QCoreApplication.translate
    match checked.suggestion:
        case Suggestion.APP_PASSWORD | Suggestion.BROWSER:
            return advice_sentence(checked.advice) if checked.advice else ""
        case Suggestion.SWITCH_ON_IMAP:
            where = advice_sentence(checked.advice) if checked.advice else ""
            return translate("Setup", "Either the password is wrong, or IMAP is off at the provider.") + f" {where}"
        case Suggestion.LOCAL_PART | Suggestion.WHOLE_ADDRESS:
            return translate(
                "Setup", "Check the password. If it is right, this server may know you by another user name."
            )
        case Suggestion.OTHER_SERVER:
            return translate("Setup", "Another port or protection is usual for such a server.")
    return ""


def action_label(checked: Checked, settings: AccountSettings) -> str:
    """The words of the one button; empty when typing again is the way out."""
    translate = QCoreApplication.translate
    match checked.suggestion:
        case Suggestion.BROWSER:
            return translate("SetupDialog", "Sign in with the browser…")
        case Suggestion.APP_PASSWORD | Suggestion.SWITCH_ON_IMAP:
            return advice_label(checked.advice) if checked.advice and checked.advice.url.startswith("https://") else ""
        case Suggestion.LOCAL_PART | Suggestion.WHOLE_ADDRESS:
            return translate("Setup", "Log in as {user}").format(user=other_user(checked, settings))
        case Suggestion.OTHER_SERVER if checked.instead is not None:
            return translate("Setup", "Try {server}").format(server=server_words(checked.instead))
        case Suggestion.CHECK_NAME:
            return translate("Setup", "Change the servers")
        case Suggestion.ADD_AUTHORITY:
            return translate("Setup", "Choose a CA file…")
        case Suggestion.TRY_LATER:
            return translate("Setup", "Try again")
    return ""


def server_words(server: ServerSettings) -> str:
    """mail.example.org:993 (TLS)"""
    return f"{server.host}:{server.port} ({security_name(server.security)})"


class _Dashes(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"
