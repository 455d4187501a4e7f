"""What the core says in codes, as one plain sentence in the user's language: errors, receipts, states, queued work.

The English of an error is the same as in `core.api.errors` (tests compare them); parameters are foreign text and are put
in as they are, so whoever shows a sentence shows it as plain text, never as rich text. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication

from desktop.core.api.commands import Receipt
from desktop.core.api.errors import Code, as_told, read_sentence
from desktop.core.api.rows import AccountState, PlanRow
from desktop.core.api.status import AccountStatus, Notice
from desktop.core.api.workspace import ChangeReason
from desktop.ui import desk_sentences, words
from desktop.ui.desk_sentences import RECEIPTS
from desktop.ui.error_words import phrase
from desktop.ui.folder_pane.names import known_mailbox
from desktop.ui.i18n import QT_TRANSLATE_NOOP, tr
from desktop.ui.plan.plan_words import keeps_nothing, known_name

ERRORS: Mapping[Code, str] = {
    Code.WRONG_PASSWORD: QT_TRANSLATE_NOOP("Errors", "{host} refused the user name or password of {user}. Type the password again. The server said: {said}"),
    Code.APP_PASSWORD_NEEDED: QT_TRANSLATE_NOOP("Errors", "{host} wants an app password for {user}, not the ordinary one. Make one in your provider's security page and type it here. The server said: {said}"),
    Code.NO_PASSWORD: QT_TRANSLATE_NOOP("Errors", "The password of {user} is not stored on this computer. Type it again."),
    Code.SIGN_IN_AGAIN: QT_TRANSLATE_NOOP("Errors", "{host} does not let Bandeja in as {user}. Sign in again with the browser, as {user}. It said: {said}"),
    Code.SIGN_IN_UNKNOWN: QT_TRANSLATE_NOOP("Errors", "Nobody has said where {user} signs in with the browser. Give the client id that you registered with the provider."),
    Code.ADDRESS_STAYS: QT_TRANSLATE_NOOP("Errors", "The address {address} stays with its account. Add the other address as an account of its own."),
    Code.UNKNOWN_HOST: QT_TRANSLATE_NOOP("Errors", "The server {host} was not found. Check the name and your network."),
    Code.CONNECTION_REFUSED: QT_TRANSLATE_NOOP("Errors", "{host} does not answer on port {port}. Check the port, or try again later."),
    Code.CONNECTION_LOST: QT_TRANSLATE_NOOP("Errors", "The connection to {host} was lost. It is tried again by itself."),
    Code.TIMEOUT: QT_TRANSLATE_NOOP("Errors", "{host} did not answer in {seconds} seconds. It is tried again by itself."),
    Code.CERTIFICATE_UNTRUSTED: QT_TRANSLATE_NOOP("Errors", "The certificate of {host} is signed by nobody this computer trusts, so nothing was sent. Ask who runs the server, or add its authority with a CA file."),
    Code.CERTIFICATE_WRONG_NAME: QT_TRANSLATE_NOOP("Errors", "The certificate shown by {host} belongs to another name, so nothing was sent. Check the server name."),
    Code.CERTIFICATE_EXPIRED: QT_TRANSLATE_NOOP("Errors", "The certificate of {host} has expired or is not valid yet, so nothing was sent. Check this computer's date, or ask who runs the server."),
    Code.TLS_FAILED: QT_TRANSLATE_NOOP("Errors", "No secure connection to {host} could be made, so nothing was sent. Check the port and the kind of security. Detail: {said}"),
    Code.STARTTLS_MISSING: QT_TRANSLATE_NOOP("Errors", "{host} offers no encryption on port {port}, so nothing was sent. Choose the TLS port."),
    Code.PLAIN_REFUSED: QT_TRANSLATE_NOOP("Errors", "A password is never sent unencrypted to {host}. Choose TLS or STARTTLS."),
    Code.SERVER_REFUSED: QT_TRANSLATE_NOOP("Errors", "{host} refused: {said}"),
    Code.SERVER_CONFUSED: QT_TRANSLATE_NOOP("Errors", "{host} answered in a way that cannot be trusted ({said}). The connection was closed; it is tried again later."),
    Code.TOO_LARGE: QT_TRANSLATE_NOOP("Errors", "{host} sent more than can be taken ({said})."),
    Code.DISK_FULL: QT_TRANSLATE_NOOP("Errors", "There is no space left on the disk of {path}. Free some space; nothing was lost and work goes on by itself."),
    Code.DISK_FAILED: QT_TRANSLATE_NOOP("Errors", "The disk of {path} reported an error, so the last change was not stored. What was stored before is kept. Copy the folder to another disk, and have this one checked."),
    Code.NO_MEMORY: QT_TRANSLATE_NOOP("Errors", "There is not enough memory left on this computer, so that could not be done. Close other programs; nothing was lost, and work goes on by itself."),
    Code.READ_ONLY: QT_TRANSLATE_NOOP("Errors", "The folder {path} cannot be written. Check its permissions or choose another with --profile."),
    Code.PROFILE_IN_USE: QT_TRANSLATE_NOOP("Errors", "Another Bandeja is using the profile {path}. Use its window, or close it first."),
    Code.CACHE_DAMAGED: QT_TRANSLATE_NOOP("Errors", "The mail cache in {path} was damaged and has been rebuilt; mail is fetched again from the server. Saved: {saved}."),
    Code.DAMAGE_FOUND: QT_TRANSLATE_NOOP("Errors", "Damage was found in the mail cache in {path}. Close Bandeja and start it again: it then builds the cache anew, and keeps everything that can be read."),
    Code.PROFILE_TOO_NEW: QT_TRANSLATE_NOOP("Errors", "The profile {path} was written by a newer Bandeja. Update this one; the profile was not changed."),
    Code.SQLITE_UNFIT: QT_TRANSLATE_NOOP("Errors", "The SQLite library {version} can damage data; {needed} or newer is needed. Run 'python3 run.py setup'."),
    Code.KEYRING_MISSING: QT_TRANSLATE_NOOP("Errors", "This computer has no safe place for passwords, so the password of {user} is kept only until Bandeja closes."),
    Code.NOT_FOUND: QT_TRANSLATE_NOOP("Errors", "There is no {what} '{name}'."),
    Code.BAD_INPUT: QT_TRANSLATE_NOOP("Errors", "{what} cannot be used: {why}."),
    Code.FOLDER_HAS_FOLDERS: QT_TRANSLATE_NOOP("Errors", "The folder '{name}' was not deleted, because there are folders inside it. Delete or move those first."),
    Code.MASS_REMOVAL_HELD: QT_TRANSLATE_NOOP("Errors", "{count} of {total} mails vanished from {mailbox} on the server at once. They are kept here until you say that this is right."),
    Code.PLAN_REFUSED: QT_TRANSLATE_NOOP("Errors", "The {plan} plan allows {limit} ({rule}). {remedy}"),
    Code.PLAN_MAILBOXES: QT_TRANSLATE_NOOP("Errors", "The {plan} plan has no place for another mailbox: its limit for each employee is {limit}. Remove a mailbox first, or choose a larger plan."),
    Code.PLAN_SHARES: QT_TRANSLATE_NOOP("Errors", "The {plan} plan has no place for another shared mailbox: its limit is {limit}. Withdraw another share first, or choose a larger plan."),
    Code.PLAN_SENDS: QT_TRANSLATE_NOOP("Errors", "The {limit} mails a month of the {plan} plan are used up. This mail waits in the outbox and goes on {date}, or at once with a larger plan."),
    Code.PLAN_NO_SYNC: QT_TRANSLATE_NOOP("Errors", "The {plan} plan neither fetches nor sends mail. Everything waits as it is until another plan is chosen."),
    Code.PLAN_SUSPENDED: QT_TRANSLATE_NOOP("Errors", "{address} is paused: the limit of the {plan} plan is {limit} for each employee, oldest first. Choose this mailbox as one that stays, or choose a larger plan."),
    Code.PLAN_MOMENT_PAST: QT_TRANSLATE_NOOP("Errors", "The plan cannot change on a day that is over ({date}). Choose a day ahead."),
    Code.PLAN_NOT_PAID: QT_TRANSLATE_NOOP("Errors", "The {plan} plan is not a paid one, so it cannot lapse. Choose another plan instead."),
    Code.PLAN_TABLE_BROKEN: QT_TRANSLATE_NOOP("Errors", "Line {line} of the plan table {path} is not right: {field} = {found}. Correct that line, or take the file away."),
    Code.TRIAL_END_FIXED: QT_TRANSLATE_NOOP("Errors", "The trial ends on {date}; that cannot be called off. Choose a plan, and it takes the place of that end."),
    Code.TRIAL_USED: QT_TRANSLATE_NOOP("Errors", "The {plan} plan was begun here on {date}, and it begins only once. Choose another plan."),
    Code.NO_TRIAL: QT_TRANSLATE_NOOP("Errors", "The {plan} plan is no trial, so there is none to end. Choose another plan instead."),
    Code.MEMBER_HAS_MAILBOXES: QT_TRANSLATE_NOOP("Errors", "{name} still owns mailboxes here ({count}). Remove those accounts first."),
    Code.LAST_MEMBER: QT_TRANSLATE_NOOP("Errors", "{name} is the only member; a workspace has at least one. Add another first."),
    Code.DAY_PAST: QT_TRANSLATE_NOOP("Errors", "The days of the demo only go forward. Choose a day ahead, or start again."),
    Code.ATTACHMENTS_TOO_LARGE: QT_TRANSLATE_NOOP("Errors", "The attachments are {size} MB; every plan allows 14.3 MB in one mail. Remove some or share a link."),
    Code.LINKED_TO_TASK: QT_TRANSLATE_NOOP("Errors", "This mail is linked to the task '{task}'. Delete the linked task first."),
    Code.UNKNOWN_OUTCOME: QT_TRANSLATE_NOOP("Errors", "The connection broke after the mail '{subject}' was handed over, so it may have been sent. Look into Sent before sending again."),
    Code.REDIRECTED: QT_TRANSLATE_NOOP("Errors", "{host} sends us on to {other}. Nothing secret was sent there. If that is right, enter the new address in the settings."),
    Code.SERVER_BUSY: QT_TRANSLATE_NOOP("Errors", "{host} asks for a pause. It is tried again by itself in {seconds} seconds."),
    Code.ACCESS_REFUSED: QT_TRANSLATE_NOOP("Errors", "{host} does not accept the key of this connection ({said}). Make a new one there and enter it in the settings."),
    Code.RIGHTS_MISSING: QT_TRANSLATE_NOOP("Errors", "{host} does not allow this ({said}). Ask the person who runs it for the rights."),
    Code.PAID_PLAN_NEEDED: QT_TRANSLATE_NOOP("Errors", "{host} is open to other programs only on a paid plan. Nothing was lost; it goes on by itself when the plan is there."),
    Code.NOT_MBOX: QT_TRANSLATE_NOOP("Errors", "{path} is no mbox file, so it was left as it is. Choose another name."),
    Code.PLACE_UNUSABLE: QT_TRANSLATE_NOOP("Errors", "{path} cannot be used ({said}). Choose another place."),
    Code.SERVICE_MISSING: QT_TRANSLATE_NOOP("Errors", "{host} does not answer as a {service} server does. Check the address in the settings."),
    Code.CALENDAR_MISSING: QT_TRANSLATE_NOOP("Errors", "{host} has no calendar for this that you may write to. Make one there, or name another in the settings. Wanted: {name}"),
    Code.PLUG_IN_BROKEN: QT_TRANSLATE_NOOP("Errors", "The plug-in {name} cannot be used; everything else works. Remove it, or ask who made it for one that fits this Bandeja. Detail: {said}"),
    Code.NEVER_SAVED: QT_TRANSLATE_NOOP("Errors", "“{subject}” is not saved to the CRM, because {entry} is on the list of what never is. Take it off that list first."),
    Code.NOT_SET_UP: QT_TRANSLATE_NOOP("Errors", "{name} is not connected yet. Enter its settings first."),
    Code.LINK_UNSURE: QT_TRANSLATE_NOOP("Errors", "It is not known whether '{title}' was made. Look there first; try again only if it is missing."),
    Code.COPY_MISSING: QT_TRANSLATE_NOOP("Errors", "{host} has not exactly one copy of the mail '{subject}'. Connect {address} there, or choose another way of making objects in the settings."),
    Code.CARD_UNKNOWN: QT_TRANSLATE_NOOP("Errors", "The mail '{subject}' names no address, so no card can be found for it. Choose a card."),
    Code.CARD_ELSEWHERE: QT_TRANSLATE_NOOP("Errors", "The card that '{title}' was to be saved to is at a place that is no longer connected. Try again to save it to the sender's card, or save it anew and choose a card."),
    Code.WEBHOOK_UNREADABLE: QT_TRANSLATE_NOOP("Errors", "That is no webhook address. Copy it again from Bitrix24; it looks like {example}."),
    Code.LIST_UNREACHED: QT_TRANSLATE_NOOP("Errors", "{host} could not be reached over a safe connection, so it knows nothing yet. This way needs the network: try again later, or choose another way."),
    Code.LIST_REFUSED: QT_TRANSLATE_NOOP("Errors", "{host} did not take it; its answer was {said}. Choose another way, or try again later."),
    Code.ACCOUNT_PAUSED: QT_TRANSLATE_NOOP("Errors", "{user} is paused. Let it go on first."),
    Code.GONE_THERE: QT_TRANSLATE_NOOP("Errors", "This mail is no longer in {mailbox} on the server: it was moved or deleted there. Search again."),
    Code.UNREACHED_THERE: QT_TRANSLATE_NOOP("Errors", "The text of “{subject}” is only on the server, which could not be reached, so nothing was made of it. Try again when you are connected."),
    Code.TOO_LARGE_THERE: QT_TRANSLATE_NOOP("Errors", "This mail has {size} MB, which is too much to look at in passing. Open it in another program."),
    Code.INTERNAL: QT_TRANSLATE_NOOP("Errors", "Something inside Bandeja went wrong ({said}). Your mail is safe. Please report this."),
}  # fmt: skip


class _Dashes(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"


def error_sentence(error: BaseException) -> str:
    """What happened, why, and what to do. Anything that is no BandejaError is our own fault and says so."""
    error = as_told(error)
    template = QCoreApplication.translate("Errors", ERRORS[error.code])
    spoken = {name: _spoken(name, value) for name, value in error.parameters.items()}
    return template.format_map(_Dashes(spoken))


def told(text: str) -> str:
    """What was said last, as a wish keeps it: a sentence or a phrase of ours in the language of the screen, a server's words as
    they are."""
    error = read_sentence(text)
    if error is None:
        return phrase(text)
    sentence = error_sentence(error)
    return sentence if text.endswith(".") else sentence.removesuffix(".")


def _spoken(name: str, value: str) -> str:
    """A parameter that is a number, a day, a plan or a phrase of ours, as it is said here; everything else is foreign text."""
    if name == "limit" and value.isascii() and value.isdigit():
        return words.number(int(value))
    if name == "plan":
        return known_name(value)
    if name in ("what", "why", "said"):
        return told(value)
    if name == "saved":
        counted = (piece.partition(" x ") for piece in value.split(", "))
        return ", ".join(f"{number} × {phrase(noun)}" if noun else phrase(number) for number, _, noun in counted)
    return words.iso_day(value) if name == "date" else value


DONE = QT_TRANSLATE_NOOP("Receipts", "Done")
_COUNTED: Mapping[str, Callable[[int], str]] = {
    "moved": lambda n: tr("{count} mail(s) moved to {target}", "", n),
    "copied": lambda n: tr("{count} mail(s) copied to {target}", "", n),
    "archived": lambda n: tr("{count} mail(s) archived", "", n),
    "deleted": lambda n: tr("{count} mail(s) moved to the trash", "", n),
    "deleted_for_good": lambda n: tr("{count} mail(s) deleted for good. A few seconds are left to undo it, offline too.", "", n),
    "junk": lambda n: tr("{count} mail(s) marked as junk", "", n),
    "not_junk": lambda n: tr("{count} mail(s) moved to the inbox, not junk", "", n),
    "read": lambda n: tr("{count} mail(s) marked as read", "", n),
    "unread": lambda n: tr("{count} mail(s) marked as unread", "", n),
    "starred": lambda n: tr("{count} mail(s) starred", "", n),
    "unstarred": lambda n: tr("Star removed from {count} mail(s)", "", n),
    "cancelled": lambda n: tr("{count} change(s) taken back", "", n),
    "removals_accepted": lambda n: tr("{count} mail(s) removed here too", "", n),
}  # fmt: skip
_RECEIPTS: Mapping[str, str] = {
    **RECEIPTS,
    "sent": QT_TRANSLATE_NOOP("Receipts", "Mail sent"),
    "draft_saved": QT_TRANSLATE_NOOP("Receipts", "Draft saved"),
    "draft_discarded": QT_TRANSLATE_NOOP("Receipts", "Draft discarded"),
    "folder_created": QT_TRANSLATE_NOOP("Receipts", "Folder {target} created"),
    "folder_renamed": QT_TRANSLATE_NOOP("Receipts", "Folder renamed to {target}"),
    "folder_deleted": QT_TRANSLATE_NOOP("Receipts", "Folder {target} deleted"),
    "outbox_discarded": QT_TRANSLATE_NOOP("Receipts", "Discarded without sending"),
    "retried": QT_TRANSLATE_NOOP("Receipts", "It is tried again now"),
    "account_removed": QT_TRANSLATE_NOOP("Receipts", "Account removed"),
    "plan_set": QT_TRANSLATE_NOOP("Receipts", "The plan has changed"),
    "plan_scheduled": QT_TRANSLATE_NOOP("Receipts", "The change to the {target} plan waits for its day"),
    "plan_change_cancelled": QT_TRANSLATE_NOOP("Receipts", "The change to the {target} plan is called off"),
    "mailboxes_kept": QT_TRANSLATE_NOOP("Receipts", "These mailboxes stay first"),
    "deletes_for_good": QT_TRANSLATE_NOOP("Receipts", "Deleting in {target} is for good now"),
    "deletes_to_trash": QT_TRANSLATE_NOOP("Receipts", "Deleting in {target} goes to the trash now"),
    "signature_set": QT_TRANSLATE_NOOP("Receipts", "The signature of {target} has changed"),
    "template_saved": QT_TRANSLATE_NOOP("Receipts", "The template “{target}” is saved"),
    "template_removed": QT_TRANSLATE_NOOP("Receipts", "The template “{target}” is deleted"),
    "fetching_again": QT_TRANSLATE_NOOP("Receipts", "Earlier mail is being fetched again"),
    "member_added": QT_TRANSLATE_NOOP("Receipts", "{target} is a member now"),
    "member_renamed": QT_TRANSLATE_NOOP("Receipts", "The member is called {target} now"),
    "member_removed": QT_TRANSLATE_NOOP("Receipts", "{target} is no longer a member"),
    "member_switched": QT_TRANSLATE_NOOP("Receipts", "This is the mail of {target}"),
    "shared": QT_TRANSLATE_NOOP("Receipts", "{target} is shared"),
    "share_withdrawn": QT_TRANSLATE_NOOP("Receipts", "{target} is not shared any more"),
    "undone": QT_TRANSLATE_NOOP("Receipts", "Undone"),
    "undone_said": QT_TRANSLATE_NOOP("Receipts", "Undone here; the other program cannot take away what it was told of the mail"),
    "unsent": QT_TRANSLATE_NOOP("Receipts", "Taken back: the mail is a draft again"),
    "restored": QT_TRANSLATE_NOOP("Receipts", "Taken back: the mail is a draft again"),
    "too_late": QT_TRANSLATE_NOOP("Receipts", "Too late to take it back: the mail has left"),
    "nothing": QT_TRANSLATE_NOOP("Receipts", "There is nothing to undo"),
}  # fmt: skip


def receipt_sentence(receipt: Receipt) -> str:
    """What the undo bar says of a wish that was stored."""
    counted = _COUNTED.get(receipt.done)
    if counted is not None:
        text = counted(receipt.count)
    else:
        text = QCoreApplication.translate("Receipts", _RECEIPTS.get(receipt.done, DONE))
    return text.format(count=words.number(receipt.count), target=folder_name(receipt.target))


def folder_name(name: str) -> str:
    """A mailbox's name as people read it: what the server calls Trash or [Gmail]/Drafts has one name everywhere."""
    return QCoreApplication.translate("Folders", "Inbox") if name.upper() == "INBOX" else known_mailbox(name)


def notice_sentence(notice: Notice) -> str:
    """What a notice of the engine says; empty for those that are seen elsewhere (new mail is in the list)."""
    if notice.error is not None:
        return error_sentence(notice.error)
    translate, blanks = QCoreApplication.translate, _Dashes(notice.parameters)
    if "said" in blanks:
        blanks["said"] = told(blanks["said"])
    if notice.kind == "operation_failed":
        text = translate("Notices", "The server refused a change, so it was put back here. It said: {said}")
    elif notice.kind == "send_failed":
        text = translate("Notices", "“{subject}” was not sent. The server said: {said}")
    elif notice.kind == "recipients_refused":
        text = translate("Notices", "“{subject}” was sent, but not to everybody. The server said: {said}")
    elif notice.kind == "sent_late":
        blanks["at"] = words.moment_long(int(blanks["at"]))
        text = translate(
            "Notices",
            "“{subject}” was sent late: it was to go on {at}, when Bandeja was closed or the computer asleep.",
        )
    elif notice.kind == "mass_removal":
        blanks["mailbox"] = folder_name(blanks["mailbox"])
        text = translate("Errors", ERRORS[Code.MASS_REMOVAL_HELD])
    elif notice.kind == "sweep_held":
        text = translate("Notices", "This computer's date cannot be right, so no old mail is removed. Check the date.")
    elif notice.kind == "plan_changed":
        text = _plan_changed(blanks["reason"])
    else:
        return desk_sentences.notice_sentence(notice)
    return text.format_map(blanks)


def _plan_changed(reason: str) -> str:
    translate = QCoreApplication.translate
    if reason == ChangeReason.TRIAL_ENDED:
        return translate("Notices", "The trial is over. The {plan} plan is in force now.")
    if reason == ChangeReason.LAPSED:
        return translate("Notices", "The days of grace are over. The {plan} plan is in force now.")
    return translate("Notices", "The {plan} plan is in force now, as it was planned.")


def state_sentence(status: AccountStatus, now: int) -> str:
    """What an account is doing, as the status line says it after the account's name."""
    translate = QCoreApplication.translate
    match status.state:
        case AccountState.NEW:
            return translate("States", "waiting to start")
        case AccountState.CONNECTING:
            return translate("States", "connecting")
        case AccountState.SYNCING:
            return _syncing(status)
        case AccountState.UP_TO_DATE:
            checked = status.last_success or status.since
            return translate("States", "up to date {time}").format(time=words.moment(checked, now)).strip()
        case AccountState.OFFLINE:
            if status.next_try and status.next_try > now:
                return translate("States", "offline, next try in {wait}").format(wait=words.wait(status.next_try - now))
            return translate("States", "offline, trying again by itself")
        case AccountState.NEEDS_PASSWORD:
            return translate("States", "needs its password")
        case AccountState.PAUSED:
            return translate("States", "paused")
        case _:
            return translate("States", "stopped by a problem")


def _syncing(status: AccountStatus) -> str:
    translate = QCoreApplication.translate
    if status.mailbox and status.total:
        text = translate("States", "fetching {mailbox}: {done} of {total}")
        return text.format(
            mailbox=folder_name(status.mailbox),
            done=words.number(min(status.done, status.total)),
            total=words.number(status.total),
        )
    if status.mailbox:
        return translate("States", "checking {mailbox}").format(mailbox=folder_name(status.mailbox))
    return translate("States", "looking for new mail")


def plan_sentence(plan: PlanRow) -> str:
    """1,204 of 50,000 sent · 30 days kept"""
    translate = QCoreApplication.translate
    sent = translate("Plan", "{sent} of {allowed} sent").format(
        sent=words.number(plan.sent_this_month), allowed=words.number(plan.sends_per_month)
    )
    if not plan.sends_per_month:
        sent = translate("Plan", "no mail is sent")
    if keeps_nothing(plan):
        kept = translate("Plan", "only linked mail kept")
    elif plan.storage_days is None:
        kept = translate("Plan", "mail kept without limit")
    else:
        kept = tr("{count} day(s) kept", "", plan.storage_days).format(count=words.number(plan.storage_days))
    return f"{sent} · {kept}"
