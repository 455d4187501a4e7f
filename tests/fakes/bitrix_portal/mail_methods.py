"""mail.* of REST 3.0: the portal's own copies of mails, and what is made of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.fakes.bitrix_portal.calendar_methods import make_event
from tests.fakes.bitrix_portal.chat_methods import make_chat
from tests.fakes.bitrix_portal.crm_methods import keep_activity
from tests.fakes.bitrix_portal.portal import BitrixPortal, Params, Row, method, parse_id
from tests.fakes.bitrix_portal.task_methods import make_task
from tests.fakes.bitrix_portal.wire import Refusal, V3Refusal, not_valid


@method("mail.mailbox.list", "mail", "name email pagination", third=True)
def mailboxes(portal: BitrixPortal, user: str, params: Params) -> Any:
    wanted = str(params.get("email", "")).casefold()
    rows = [row for row in portal.mailboxes if wanted in row["email"].casefold()]
    return {"items": _paged(rows, params, 100)}


@method(
    "mail.message.list",
    "mail",
    "mailboxId searchQuery dateFrom dateTo isSeen hasAttachments folder pagination",
    third=True,
)
def messages(portal: BitrixPortal, user: str, params: Params) -> Any:
    rows = list(portal.mails.values())
    if "mailboxId" in params:
        rows = [row for row in rows if row["mailboxId"] == _whole(params, "mailboxId")]
    for name, keep in (("dateFrom", lambda a, b: a >= b), ("dateTo", lambda a, b: a <= b)):
        if name in params:
            limit = _atom(params[name], name)
            rows = [row for row in rows if keep(datetime.fromisoformat(row["date"]), limit)]
    return {"items": _paged(rows, params, 200)}


@method("mail.message.createtask", "mail", "messageId title responsibleId description", third=True)
def create_task(portal: BitrixPortal, user: str, params: Params) -> Any:
    mail = _mail(portal, params)
    fields = {
        "TITLE": params.get("title") or mail["subject"],
        "RESPONSIBLE_ID": params.get("responsibleId", user),
        "DESCRIPTION": str(params.get("description", "")),
        "UF_MAIL_MESSAGE": mail["id"],
    }
    try:
        task = make_task(portal, user, fields)
    except Refusal:
        raise not_valid("-", "Failed to create task") from None
    return {"success": True, "taskId": int(task["id"]), "messageId": mail["id"]}


@method("mail.message.createcrmactivity", "mail", "messageId", third=True)
def create_activity(portal: BitrixPortal, user: str, params: Params) -> Any:
    """The portal chooses the card by the sender's address; again for the same mail it is the same activity."""
    mail = _mail(portal, params)
    if not any(row.get("mail") == mail["id"] for row in portal.activities.values()):
        wanted = mail["from"].casefold()
        owners = [
            k for k, row in portal.cards.items() if any(o["value"].casefold() == wanted for o in row.get("fm", []))
        ]
        if not owners:
            raise not_valid("messageId", "Please try adding the email to the CRM a little later")
        fields = {
            "TYPE_ID": 4,
            "DIRECTION": 1,
            "COMPLETED": "Y",
            "SUBJECT": mail["subject"],
            "START_TIME": mail["date"],
        }
        fields |= {"OWNER_TYPE_ID": owners[0][0], "OWNER_ID": owners[0][1], "DESCRIPTION": mail["body"]}
        fields["SETTINGS"] = {"DISABLE_SENDING_MESSAGE_COPY": "Y"}
        keep_activity(portal, user, fields, {})["mail"] = mail["id"]
    return True


@method("mail.message.createchat", "mail", "messageId", third=True)
def create_chat(portal: BitrixPortal, user: str, params: Params) -> Any:
    mail = _mail(portal, params)
    known = next((c for c in portal.chats.values() if c["mail"] == str(mail["id"])), None)
    chat = known or make_chat(portal, user, mail["subject"], "", str(mail["id"]))
    chat["users"].add(user)
    return {"success": True, "chatId": int(chat["id"]), "messageId": mail["id"], "existing": known is not None}


@method("mail.message.createcalendarevent", "mail", "messageId dateFrom dateTo name description", third=True)
def create_event(portal: BitrixPortal, user: str, params: Params) -> Any:
    mail = _mail(portal, params)
    for name in ("dateFrom", "dateTo"):
        try:
            datetime.strptime(params[name], "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 -- the format has no zone
        except (KeyError, TypeError, ValueError):
            raise not_valid(name, "Invalid date format") from None
    fields = {"from": params["dateFrom"], "to": params["dateTo"], "description": params.get("description", "")}
    event = make_event(portal, user, {**fields, "name": params.get("name") or mail["subject"]})
    return {"success": True, "eventId": int(event["ID"]), "messageId": mail["id"]}


def _mail(portal: BitrixPortal, params: Params) -> Row:
    number = _whole(params, "messageId")
    if number is None:
        raise not_valid("messageId", "Mandatory field `messageId` is missing")
    if str(number) not in portal.mails:
        raise not_valid("messageId", "Message was deleted or moved to another folder")
    return portal.mails[str(number)]


def _whole(params: Params, name: str) -> int | None:
    value = params.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or parse_id(value) is None:
        raise not_valid(name, f"Field `{name}` must be a positive integer")
    return value


def _atom(text: Any, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise not_valid(name, f"Parameter `{name}` must be in ISO 8601 format (DATE_ATOM)")
    return moment


def _paged(rows: list[Row], params: Params, most: int) -> list[Row]:
    page = params.get("pagination", {})
    limit, number = page.get("limit", 25), page.get("page", 1)
    if not all(isinstance(one, int) for one in (limit, number)) or not 1 <= limit <= most:
        raise V3Refusal(400, "INVALIDPAGINATIONEXCEPTION", "Unable to recognize pagination parameter")
    start = page.get("offset") or (number - 1) * limit
    return rows[start : start + limit]
