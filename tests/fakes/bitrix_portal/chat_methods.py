"""im.*: group chats, their people, messages and files."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from typing import Any

from tests.fakes.bitrix_portal.portal import BitrixPortal, Params, Row, method, parse_id
from tests.fakes.bitrix_portal.wire import Refusal

LONGEST_MESSAGE = 20_000
ENTITIES = [
    "VIDEOCONF",
    "AI_ASSISTANT_PRIVATE",
    "LINES",
    "LIVECHAT",
    "ANNOUNCEMENT",
    "CALENDAR",
    "MAIL",
    "CRM",
    "TASKS",
    "CALL",
]


@method(
    "im.chat.add", "im", "USERS TYPE TITLE DESCRIPTION COLOR MESSAGE AVATAR ENTITY_TYPE ENTITY_ID COPILOT_MAIN_ROLE"
)
def add(portal: BitrixPortal, user: str, params: Params) -> Any:
    if params.get("TYPE", "CHAT") not in ("CHAT", "OPEN"):
        portal.complain("im.chat.add: no such TYPE")
    if params.get("ENTITY_TYPE", "CRM") not in ENTITIES:
        portal.complain("im.chat.add: no such ENTITY_TYPE")
    people = [parse_id(one) for one in params.get("USERS", [])]
    chat = make_chat(portal, user, params.get("TITLE") or "Mint chat No. 1", str(params.get("DESCRIPTION", "")))
    chat["users"] |= {one for one in people if one in portal.users}
    if params.get("MESSAGE"):
        say(portal, chat, user, params["MESSAGE"])
    return int(chat["id"])


def make_chat(portal: BitrixPortal, user: str, title: str, description: str, mail: str = "") -> Row:
    chat: Row = {"id": portal.number(), "title": title[:255], "description": description, "owner": user, "mail": mail}
    chat |= {"users": {user}, "messages": [], "files": {}, "hidden": set()}
    portal.chats[chat["id"]] = chat
    return chat


def say(portal: BitrixPortal, chat: Row, user: str, text: str) -> int:
    if len(text) > LONGEST_MESSAGE:
        portal.complain("a message that is too long")
    number = int(portal.number())
    chat["messages"].append({"id": number, "chat_id": int(chat["id"]), "author_id": int(user), "text": text})
    return number


@method("im.chat.get", "im", "ENTITY_TYPE ENTITY_ID")
def get(portal: BitrixPortal, user: str, params: Params) -> Any:
    for chat in portal.chats.values():
        if params.get("ENTITY_TYPE") == "MAIL" and chat["mail"] and chat["mail"] == params.get("ENTITY_ID"):
            return {"ID": int(chat["id"])}
    return None


@method("im.chat.leave", "im", "CHAT_ID")
def leave(portal: BitrixPortal, user: str, params: Params) -> Any:
    chat = _by_id(portal, params)
    if user not in chat["users"]:
        raise Refusal(403, "ACCESS_DENIED_KICK", "Access denied to kick user from chat")
    chat["users"].discard(user)
    return True


@method("im.chat.user.add", "im", "CHAT_ID USERS HIDE_HISTORY")
def add_users(portal: BitrixPortal, user: str, params: Params) -> Any:
    chat = _by_id(portal, params)
    people = params.get("USERS")
    if user not in chat["users"] or not isinstance(people, list):
        raise Refusal(403, "ACCESS_ERROR", "Action unavailable")
    fresh = {parse_id(one) for one in people} & set(portal.users) - chat["users"]
    chat["users"] |= fresh
    if params.get("HIDE_HISTORY", "Y") != "N":
        chat["hidden"] |= fresh
    return True


@method("im.dialog.get", "im", "DIALOG_ID")
def dialog(portal: BitrixPortal, user: str, params: Params) -> Any:
    chat = _by_dialog(portal, user, params.get("DIALOG_ID"))
    return {**_shown(chat), "dialog_id": params["DIALOG_ID"]}


@method("im.dialog.messages.get", "im", "DIALOG_ID LAST_ID FIRST_ID LIMIT")
def messages(portal: BitrixPortal, user: str, params: Params) -> Any:
    chat = _by_dialog(portal, user, params.get("DIALOG_ID"))
    limit = int(params.get("LIMIT", 20))
    if not 1 <= limit <= 50:
        portal.complain("im.dialog.messages.get: LIMIT")
    last = int(params.get("LAST_ID", 0))
    said = [row for row in chat["messages"] if not last or row["id"] < last]
    files = [{"id": 1, "chatId": int(chat["id"]), "name": name, "size": len(c)} for name, c in chat["files"].items()]
    return {"chat_id": int(chat["id"]), "messages": said[-limit:][::-1], "users": [], "files": files}


@method("im.message.add", "im", "DIALOG_ID MESSAGE ATTACH KEYBOARD MENU SYSTEM URL_PREVIEW REPLY_ID")
def add_message(portal: BitrixPortal, user: str, params: Params) -> Any:
    chat = _by_dialog(portal, user, params.get("DIALOG_ID"))
    if not str(params.get("MESSAGE", "")).strip():
        raise Refusal(400, "MESSAGE_EMPTY", "Message can't be empty")
    return say(portal, chat, user, params["MESSAGE"])


@method("im.message.delete", "im", "MESSAGE_ID")
def delete_message(portal: BitrixPortal, user: str, params: Params) -> Any:
    number = parse_id(params.get("MESSAGE_ID"))
    if number is None:
        raise Refusal(400, "MESSAGE_ID_ERROR", "Message identifier not provided")
    for chat in portal.chats.values():
        for row in chat["messages"]:
            if row["id"] == int(number) and row["author_id"] == int(user) and user in chat["users"]:
                row["text"] = "This message was deleted"
                return True
    raise Refusal(400, "CANT_EDIT_MESSAGE", "You do not have access to this message")


RECENT = (
    "SKIP_OPENLINES SKIP_DIALOG SKIP_CHAT LAST_MESSAGE_DATE UNREAD_ONLY PARSE_TEXT GET_ORIGINAL_TEXT "
    "SKIP_UNDISTRIBUTED_OPENLINES ONLY_COPILOT ONLY_CHANNEL CAN_MANAGE_MESSAGES OFFSET LIMIT"
)


@method("im.recent.list", "im", RECENT)
def recent(portal: BitrixPortal, user: str, params: Params) -> Any:
    limit = int(params.get("LIMIT", 50))
    if not 1 <= limit <= 200:
        portal.complain("im.recent.list: LIMIT")
    mine = sorted((c for c in portal.chats.values() if user in c["users"]), key=lambda c: -int(c["id"]))
    return {
        "items": [
            {"id": f"chat{c['id']}", "chat_id": int(c["id"]), "type": "chat", "title": c["title"], "options": []}
            for c in mine[:limit]
        ],
        "hasMore": len(mine) > limit,
    }


@method("im.search.chat.list", "im", "FIND FIND_LINES OFFSET LIMIT")
def search(portal: BitrixPortal, user: str, params: Params) -> Any:
    find = str(params.get("FIND", ""))
    if len(find) < 2:
        raise Refusal(400, "FIND_SHORT", "Too short a search phrase.")
    mine = [c for c in portal.chats.values() if user in c["users"] and find.casefold() in c["title"].casefold()]
    return [_shown(chat) for chat in sorted(mine, key=lambda c: -int(c["id"]))[: int(params.get("LIMIT", 10))]]


@method("im.v2.File.upload", "im", "dialogId fields")
def upload(portal: BitrixPortal, user: str, params: Params) -> Any:
    fields = params.only("fields", "name content message")
    if not fields.get("name") or not fields.get("content"):
        raise Refusal(400, "FILE_EMPTY", "File name and content are required")
    try:
        content = base64.b64decode(fields["content"], validate=True)
    except (binascii.Error, ValueError):
        raise Refusal(400, "FILE_INVALID_CONTENT", "Invalid base64 content") from None
    if len(content) > 100 << 20:
        raise Refusal(400, "FILE_TOO_LARGE", "File is too large")
    chat = portal.chats.get(str(params.get("dialogId", "")).removeprefix("chat"))
    if chat is None:
        raise Refusal(400, "CHAT_NOT_FOUND", "CHAT_NOT_FOUND")
    if user not in chat["users"]:
        raise Refusal(403, "ACCESS_DENIED", "Access denied")
    if fields["name"] in chat["files"]:
        portal.complain("a file that was uploaded twice")
    chat["files"][fields["name"]] = content
    return {"file": {"id": 1, "name": fields["name"]}, "messageId": 1, "chatId": int(chat["id"])}


def _by_id(portal: BitrixPortal, params: Params) -> Row:
    number = parse_id(params.get("CHAT_ID"))
    if number is None:
        raise Refusal(400, "CHAT_ID_EMPTY", "Chat ID can't be empty")
    if number not in portal.chats:
        raise Refusal(403, "ACCESS_ERROR", "Action unavailable")
    return portal.chats[number]


def _by_dialog(portal: BitrixPortal, user: str, dialog: Any) -> Row:
    if not isinstance(dialog, str) or not dialog:
        raise Refusal(400, "DIALOG_ID_EMPTY", "Dialog ID can't be empty")
    chat = portal.chats.get(dialog.removeprefix("chat"))
    if chat is None or user not in chat["users"]:
        raise Refusal(403, "ACCESS_ERROR", "You do not have access to the specified dialog")
    return chat


def _shown(chat: Row) -> Row:
    made = datetime.fromtimestamp(0, UTC).isoformat()
    shown = {"id": int(chat["id"]), "name": chat["title"], "description": chat["description"] or None}
    entity = {"entity_type": "MAIL" if chat["mail"] else "", "entity_id": chat["mail"], "mute_list": []}
    return {**shown, **entity, "owner": int(chat["owner"]), "type": "chat", "date_create": made, "public": ""}
