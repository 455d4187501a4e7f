"""Every failure that a person is told about, as a code with parameters; screens turn it into one plain sentence.

    BandejaError
    ├── SetupError            the account's data or the machine's set-up is wrong; waiting does not help
    │   ├── AuthenticationError   the server refused user name or password
    │   ├── CertificateError      the server's certificate is not valid for this name
    │   └── SecurityError         what was asked would put a secret on the wire in the clear
    ├── ConnectionFailure     network or server away; temporary, retried with back-off
    ├── ServerRefusal         the server answered NO/BAD or 5xx; `permanent` says whether a retry can help
    ├── ProtocolError         the server said something a client cannot trust; the connection is dropped
    ├── ProfileError          the data directory cannot be used: full, failing, read-only, in use, damaged, too new
    └── PlanError             a plan rule says no: which rule, which number

The English text of an error is made by `sentence()`, for the command line and logs; the UI has the same codes translated.
"""

from __future__ import annotations

import errno
import re
from enum import StrEnum
from functools import cache
from string import Formatter
from typing import ClassVar


class Code(StrEnum):
    WRONG_PASSWORD = "wrong_password"
    APP_PASSWORD_NEEDED = "app_password_needed"
    NO_PASSWORD = "no_password"
    SIGN_IN_AGAIN = "sign_in_again"
    SIGN_IN_UNKNOWN = "sign_in_unknown"
    ADDRESS_STAYS = "address_stays"
    UNKNOWN_HOST = "unknown_host"
    CONNECTION_REFUSED = "connection_refused"
    CONNECTION_LOST = "connection_lost"
    TIMEOUT = "timeout"
    CERTIFICATE_UNTRUSTED = "certificate_untrusted"
    CERTIFICATE_WRONG_NAME = "certificate_wrong_name"
    CERTIFICATE_EXPIRED = "certificate_expired"
    TLS_FAILED = "tls_failed"
    STARTTLS_MISSING = "starttls_missing"
    PLAIN_REFUSED = "plain_refused"
    SERVER_REFUSED = "server_refused"
    SERVER_CONFUSED = "server_confused"
    TOO_LARGE = "too_large"
    DISK_FULL = "disk_full"
    DISK_FAILED = "disk_failed"
    NO_MEMORY = "no_memory"
    READ_ONLY = "read_only"
    PROFILE_IN_USE = "profile_in_use"
    CACHE_DAMAGED = "cache_damaged"
    DAMAGE_FOUND = "damage_found"
    PROFILE_TOO_NEW = "profile_too_new"
    SQLITE_UNFIT = "sqlite_unfit"
    KEYRING_MISSING = "keyring_missing"
    NOT_FOUND = "not_found"
    BAD_INPUT = "bad_input"
    FOLDER_HAS_FOLDERS = "folder_has_folders"
    MASS_REMOVAL_HELD = "mass_removal_held"
    PLAN_REFUSED = "plan_refused"
    PLAN_MAILBOXES = "plan_mailboxes"
    PLAN_SHARES = "plan_shares"
    PLAN_SENDS = "plan_sends"
    PLAN_NO_SYNC = "plan_no_sync"
    PLAN_SUSPENDED = "plan_suspended"
    PLAN_MOMENT_PAST = "plan_moment_past"
    PLAN_NOT_PAID = "plan_not_paid"
    PLAN_TABLE_BROKEN = "plan_table_broken"
    TRIAL_END_FIXED = "trial_end_fixed"
    NO_TRIAL = "no_trial"
    TRIAL_USED = "trial_used"
    MEMBER_HAS_MAILBOXES = "member_has_mailboxes"
    LAST_MEMBER = "last_member"
    DAY_PAST = "day_past"
    ATTACHMENTS_TOO_LARGE = "attachments_too_large"
    LINKED_TO_TASK = "linked_to_task"
    UNKNOWN_OUTCOME = "unknown_outcome"
    REDIRECTED = "redirected"
    SERVER_BUSY = "server_busy"
    ACCESS_REFUSED = "access_refused"
    RIGHTS_MISSING = "rights_missing"
    PAID_PLAN_NEEDED = "paid_plan_needed"
    NOT_MBOX = "not_mbox"
    PLACE_UNUSABLE = "place_unusable"
    PLUG_IN_BROKEN = "plug_in_broken"
    SERVICE_MISSING = "service_missing"
    CALENDAR_MISSING = "calendar_missing"
    NEVER_SAVED = "never_saved"
    NOT_SET_UP = "not_set_up"
    LINK_UNSURE = "link_unsure"
    COPY_MISSING = "copy_missing"
    CARD_UNKNOWN = "card_unknown"
    CARD_ELSEWHERE = "card_elsewhere"
    WEBHOOK_UNREADABLE = "webhook_unreadable"
    LIST_UNREACHED = "list_unreached"
    LIST_REFUSED = "list_refused"
    ACCOUNT_PAUSED = "account_paused"
    GONE_THERE = "gone_there"
    UNREACHED_THERE = "unreached_there"
    TOO_LARGE_THERE = "too_large_there"
    INTERNAL = "internal"


_ENGLISH: dict[Code, str] = {
    Code.WRONG_PASSWORD: "{host} refused the user name or password of {user}. Type the password again. The server said: {said}",
    Code.APP_PASSWORD_NEEDED: "{host} wants an app password for {user}, not the ordinary one. Make one in your provider's security page and type it here. The server said: {said}",
    Code.NO_PASSWORD: "The password of {user} is not stored on this computer. Type it again.",
    Code.SIGN_IN_AGAIN: "{host} does not let Bandeja in as {user}. Sign in again with the browser, as {user}. It said: {said}",
    Code.SIGN_IN_UNKNOWN: "Nobody has said where {user} signs in with the browser. Give the client id that you registered with the provider.",
    Code.ADDRESS_STAYS: "The address {address} stays with its account. Add the other address as an account of its own.",
    Code.UNKNOWN_HOST: "The server {host} was not found. Check the name and your network.",
    Code.CONNECTION_REFUSED: "{host} does not answer on port {port}. Check the port, or try again later.",
    Code.CONNECTION_LOST: "The connection to {host} was lost. It is tried again by itself.",
    Code.TIMEOUT: "{host} did not answer in {seconds} seconds. It is tried again by itself.",
    Code.CERTIFICATE_UNTRUSTED: "The certificate of {host} is signed by nobody this computer trusts, so nothing was sent. Ask who runs the server, or add its authority with a CA file.",
    Code.CERTIFICATE_WRONG_NAME: "The certificate shown by {host} belongs to another name, so nothing was sent. Check the server name.",
    Code.CERTIFICATE_EXPIRED: "The certificate of {host} has expired or is not valid yet, so nothing was sent. Check this computer's date, or ask who runs the server.",
    Code.TLS_FAILED: "No secure connection to {host} could be made, so nothing was sent. Check the port and the kind of security. Detail: {said}",
    Code.STARTTLS_MISSING: "{host} offers no encryption on port {port}, so nothing was sent. Choose the TLS port.",
    Code.PLAIN_REFUSED: "A password is never sent unencrypted to {host}. Choose TLS or STARTTLS.",
    Code.SERVER_REFUSED: "{host} refused: {said}",
    Code.SERVER_CONFUSED: "{host} answered in a way that cannot be trusted ({said}). The connection was closed; it is tried again later.",
    Code.TOO_LARGE: "{host} sent more than can be taken ({said}).",
    Code.DISK_FULL: "There is no space left on the disk of {path}. Free some space; nothing was lost and work goes on by itself.",
    Code.DISK_FAILED: "The disk of {path} reported an error, so the last change was not stored. What was stored before is kept. Copy the folder to another disk, and have this one checked.",
    Code.NO_MEMORY: "There is not enough memory left on this computer, so that could not be done. Close other programs; nothing was lost, and work goes on by itself.",
    Code.READ_ONLY: "The folder {path} cannot be written. Check its permissions or choose another with --profile.",
    Code.PROFILE_IN_USE: "Another Bandeja is using the profile {path}. Use its window, or close it first.",
    Code.CACHE_DAMAGED: "The mail cache in {path} was damaged and has been rebuilt; mail is fetched again from the server. Saved: {saved}.",
    Code.DAMAGE_FOUND: "Damage was found in the mail cache in {path}. Close Bandeja and start it again: it then builds the cache anew, and keeps everything that can be read.",
    Code.PROFILE_TOO_NEW: "The profile {path} was written by a newer Bandeja. Update this one; the profile was not changed.",
    Code.SQLITE_UNFIT: "The SQLite library {version} can damage data; {needed} or newer is needed. Run 'python3 run.py setup'.",
    Code.KEYRING_MISSING: "This computer has no safe place for passwords, so the password of {user} is kept only until Bandeja closes.",
    Code.NOT_FOUND: "There is no {what} '{name}'.",
    Code.BAD_INPUT: "{what} cannot be used: {why}.",
    Code.FOLDER_HAS_FOLDERS: "The folder '{name}' was not deleted, because there are folders inside it. Delete or move those first.",
    Code.MASS_REMOVAL_HELD: "{count} of {total} mails vanished from {mailbox} on the server at once. They are kept here until you say that this is right.",
    Code.PLAN_REFUSED: "The {plan} plan allows {limit} ({rule}). {remedy}",
    Code.PLAN_MAILBOXES: "The {plan} plan has no place for another mailbox: its limit for each employee is {limit}. Remove a mailbox first, or choose a larger plan.",
    Code.PLAN_SHARES: "The {plan} plan has no place for another shared mailbox: its limit is {limit}. Withdraw another share first, or choose a larger plan.",
    Code.PLAN_SENDS: "The {limit} mails a month of the {plan} plan are used up. This mail waits in the outbox and goes on {date}, or at once with a larger plan.",
    Code.PLAN_NO_SYNC: "The {plan} plan neither fetches nor sends mail. Everything waits as it is until another plan is chosen.",
    Code.PLAN_SUSPENDED: "{address} is paused: the limit of the {plan} plan is {limit} for each employee, oldest first. Choose this mailbox as one that stays, or choose a larger plan.",
    Code.PLAN_MOMENT_PAST: "The plan cannot change on a day that is over ({date}). Choose a day ahead.",
    Code.PLAN_NOT_PAID: "The {plan} plan is not a paid one, so it cannot lapse. Choose another plan instead.",
    Code.PLAN_TABLE_BROKEN: "Line {line} of the plan table {path} is not right: {field} = {found}. Correct that line, or take the file away.",
    Code.TRIAL_END_FIXED: "The trial ends on {date}; that cannot be called off. Choose a plan, and it takes the place of that end.",
    Code.TRIAL_USED: "The {plan} plan was begun here on {date}, and it begins only once. Choose another plan.",
    Code.NO_TRIAL: "The {plan} plan is no trial, so there is none to end. Choose another plan instead.",
    Code.MEMBER_HAS_MAILBOXES: "{name} still owns mailboxes here ({count}). Remove those accounts first.",
    Code.LAST_MEMBER: "{name} is the only member; a workspace has at least one. Add another first.",
    Code.DAY_PAST: "The days of the demo only go forward. Choose a day ahead, or start again.",
    Code.ATTACHMENTS_TOO_LARGE: "The attachments are {size} MB; every plan allows 14.3 MB in one mail. Remove some or share a link.",
    Code.LINKED_TO_TASK: "This mail is linked to the task '{task}'. Delete the linked task first.",
    Code.UNKNOWN_OUTCOME: "The connection broke after the mail '{subject}' was handed over, so it may have been sent. Look into Sent before sending again.",
    Code.REDIRECTED: "{host} sends us on to {other}. Nothing secret was sent there. If that is right, enter the new address in the settings.",
    Code.SERVER_BUSY: "{host} asks for a pause. It is tried again by itself in {seconds} seconds.",
    Code.ACCESS_REFUSED: "{host} does not accept the key of this connection ({said}). Make a new one there and enter it in the settings.",
    Code.RIGHTS_MISSING: "{host} does not allow this ({said}). Ask the person who runs it for the rights.",
    Code.PAID_PLAN_NEEDED: "{host} is open to other programs only on a paid plan. Nothing was lost; it goes on by itself when the plan is there.",
    Code.NOT_MBOX: "{path} is no mbox file, so it was left as it is. Choose another name.",
    Code.PLACE_UNUSABLE: "{path} cannot be used ({said}). Choose another place.",
    Code.SERVICE_MISSING: "{host} does not answer as a {service} server does. Check the address in the settings.",
    Code.CALENDAR_MISSING: "{host} has no calendar for this that you may write to. Make one there, or name another in the settings. Wanted: {name}",
    Code.PLUG_IN_BROKEN: "The plug-in {name} cannot be used; everything else works. Remove it, or ask who made it for one that fits this Bandeja. Detail: {said}",
    Code.NEVER_SAVED: "“{subject}” is not saved to the CRM, because {entry} is on the list of what never is. Take it off that list first.",
    Code.NOT_SET_UP: "{name} is not connected yet. Enter its settings first.",
    Code.LINK_UNSURE: "It is not known whether '{title}' was made. Look there first; try again only if it is missing.",
    Code.COPY_MISSING: "{host} has not exactly one copy of the mail '{subject}'. Connect {address} there, or choose another way of making objects in the settings.",
    Code.CARD_UNKNOWN: "The mail '{subject}' names no address, so no card can be found for it. Choose a card.",
    Code.CARD_ELSEWHERE: "The card that '{title}' was to be saved to is at a place that is no longer connected. Try again to save it to the sender's card, or save it anew and choose a card.",
    Code.WEBHOOK_UNREADABLE: "That is no webhook address. Copy it again from Bitrix24; it looks like {example}.",
    Code.LIST_UNREACHED: "{host} could not be reached over a safe connection, so it knows nothing yet. This way needs the network: try again later, or choose another way.",
    Code.LIST_REFUSED: "{host} did not take it; its answer was {said}. Choose another way, or try again later.",
    Code.ACCOUNT_PAUSED: "{user} is paused. Let it go on first.",
    Code.GONE_THERE: "This mail is no longer in {mailbox} on the server: it was moved or deleted there. Search again.",
    Code.UNREACHED_THERE: "The text of “{subject}” is only on the server, which could not be reached, so nothing was made of it. Try again when you are connected.",
    Code.TOO_LARGE_THERE: "This mail has {size} MB, which is too much to look at in passing. Open it in another program.",
    Code.INTERNAL: "Something inside Bandeja went wrong ({said}). Your mail is safe. Please report this.",
}


class BandejaError(Exception):
    """`code` names the sentence, `parameters` fill it; `said` holds the server's own words where there are any."""

    temporary: ClassVar[bool] = False

    def __init__(self, code: Code, **parameters: object) -> None:
        self.code = code
        self.parameters = {name: str(value) for name, value in parameters.items()}
        super().__init__(code)

    def sentence(self) -> str:
        """The English sentence; a parameter that was not given shows as an em dash."""
        return _ENGLISH[self.code].format_map(_Dashes(self.parameters))

    def __str__(self) -> str:
        return self.sentence()


class _Dashes(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"


def as_told(error: BaseException) -> BandejaError:
    """What an error of any kind is told as; whatever is none of these words is a fault of ours, and says so. Pure."""
    if isinstance(error, BandejaError):
        return error
    if is_no_memory(error):
        return BandejaError(Code.NO_MEMORY)
    return BandejaError(Code.INTERNAL, said=type(error).__name__)


def is_no_memory(error: BaseException) -> bool:
    """The system refused memory: to the interpreter, or to what loads a library at its first use."""
    if isinstance(error, ImportError):
        return "map segment" in str(error) or "allocate memory" in str(error)
    return isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM)


def read_sentence(text: str) -> BandejaError | None:
    """The error that a `sentence()` which was stored as text had been, its class aside; None for any other words. Wishes keep
    what was said last in English, for the command line; a screen in another language asks here. Pure."""
    for code, pattern in _patterns():
        match = pattern.fullmatch(text)
        if match is not None:
            return BandejaError(code, **match.groupdict())
    return None


@cache
def _patterns() -> tuple[tuple[Code, re.Pattern[str]], ...]:
    """Those with the most words of their own first, so that the most exact one is taken. The final dot may be missing."""
    found = []
    for code, template in _ENGLISH.items():
        names: set[str] = set()
        pieces, own = [], 0
        for literal, name, _, _ in Formatter().parse(template.removesuffix(".")):
            pieces.append(re.escape(literal))
            own += len(literal)
            if name is not None:
                pieces.append(f"(?P={name})" if name in names else f"(?P<{name}>.*?)")
                names.add(name)
        found.append((own, code, re.compile("".join(pieces) + r"\.?", re.DOTALL)))
    found.sort(key=lambda one: -one[0])
    return tuple((code, pattern) for _, code, pattern in found)


class SetupError(BandejaError):
    pass


class AuthenticationError(SetupError):
    pass


class CertificateError(SetupError):
    pass


class SecurityError(SetupError):
    pass


class ConnectionFailure(BandejaError):
    temporary = True


class ServerRefusal(BandejaError):
    def __init__(self, code: Code, *, permanent: bool = True, **parameters: object) -> None:
        super().__init__(code, **parameters)
        self.permanent = permanent


class ProtocolError(BandejaError):
    temporary = True


class ProfileError(BandejaError):
    pass


class PlanError(BandejaError):
    pass
