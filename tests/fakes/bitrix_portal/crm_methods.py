"""crm.*: cards, who has an address, activities. An outgoing e-mail made as done is SENT."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Any

from tests.fakes.bitrix_portal.portal import BitrixPortal, Paged, Params, Row, method, parse_id
from tests.fakes.bitrix_portal.wire import Refusal

TYPES = {1: "LEAD", 2: "DEAL", 3: "CONTACT", 4: "COMPANY"}
ACTIVITY = (
    "OWNER_ID OWNER_TYPE_ID TYPE_ID ASSOCIATED_ENTITY_ID COMMUNICATIONS DEADLINE DESCRIPTION DESCRIPTION_TYPE DIRECTION "
    "END_TIME FILES LOCATION NOTIFY_TYPE ORIGINATOR_ID ORIGIN_ID ORIGIN_VERSION PRIORITY PROVIDER_DATA PROVIDER_GROUP_ID "
    "PROVIDER_ID PROVIDER_TYPE_ID PROVIDER_PARAMS RESPONSIBLE_ID SETTINGS START_TIME STATUS SUBJECT COMPLETED ID"
)
CARD = "id title name lastName assignedById sourceId comments originatorId originId fm companyId contactId opened createdTime"
PAGE = 50


def refuse(text: str) -> Refusal:
    """The documentation has these sentences as codes; on the wire the code is empty."""
    return Refusal(400, "", text)


@method("crm.duplicate.findbycomm", "crm", "type values entity_type")
def find_by_comm(portal: BitrixPortal, user: str, params: Params) -> Any:
    if params.get("type") not in ("EMAIL", "PHONE"):
        raise Refusal(400, "Communication type is not defined", "Parameter 'type' is required.")
    values = params.get("values")
    if not isinstance(values, list) or not 1 <= len(values) <= 20:
        raise Refusal(400, "Communication values is not defined", "Parameter 'values' is required.")
    wanted = {str(value).casefold() for value in values}
    found: dict[str, list[int]] = {}
    for name in ("LEAD", "CONTACT", "COMPANY"):
        if params.get("entity_type") in (None, name):
            ids = [int(c) for (t, c), row in portal.cards.items() if TYPES[t] == name and _addresses(row) & wanted]
            if ids:
                found[name] = ids[:20]
            if len(ids) >= 20:
                break
    return found or []


@method("crm.item.add", "crm", "entityTypeId fields useOriginalUfNames")
def add_item(portal: BitrixPortal, user: str, params: Params) -> Any:
    kind = _kind(params)
    fields = params.only("fields", CARD)
    number = portal.number()
    for one in fields.get("fm", []):
        if set(one) - {"typeId", "valueType", "value", "id"}:
            portal.complain("crm.item.add: fm has another shape")
    row = {"id": int(number), "assignedById": int(user), "title": f"#{number}", "name": None, "lastName": None} | fields
    portal.cards[(kind, number)] = row
    return {"item": row}


@method("crm.item.list", "crm", "entityTypeId select filter order start useOriginalUfNames")
def list_items(portal: BitrixPortal, user: str, params: Params) -> Any:
    kind = _kind(params)
    filters = params.only("filter", CARD)
    rows = [row for (one, _), row in portal.cards.items() if one == kind and _fits(row, filters)]
    select = params.get("select", ["*"])
    if "fm" in select:
        raise Refusal(400, "INVALID_ARG_VALUE", "Field 'fm' cannot be selected")
    shown = [{n: v for n, v in row.items() if n in select or "*" in select} for row in rows]
    return Paged({"items": shown[:PAGE]}, len(rows))


@method("crm.activity.add", "crm", "fields")
def add_activity(portal: BitrixPortal, user: str, params: Params) -> Any:
    fields = params.only("fields", ACTIVITY)
    for name in ("SUBJECT", "RESPONSIBLE_ID", "TYPE_ID", "COMMUNICATIONS"):
        if not fields.get(name) or (name == "SUBJECT" and not str(fields[name]).strip()):
            raise refuse(f"The field {name} is not defined or {'empty' if name == 'SUBJECT' else 'invalid'}")
    told = fields["COMMUNICATIONS"]
    if not isinstance(told, list) or len(told) != 1:
        raise refuse("The only one communication is allowed for activity of specified type")
    if set(told[0]) - {"VALUE", "ENTITY_ID", "ENTITY_TYPE_ID"} or "@" not in str(told[0].get("VALUE")):
        portal.complain("crm.activity.add: a communication of another shape")
    owner = (int(fields.get("OWNER_TYPE_ID", 0)), str(fields.get("OWNER_ID")))
    if owner not in portal.cards:
        raise refuse("Could not build binding. Please ensure that owner info and communications are defined correctly")
    if parse_id(fields["RESPONSIBLE_ID"]) not in portal.users:
        raise refuse("The field RESPONSIBLE_ID is not defined or invalid")
    for name in ("START_TIME", "END_TIME"):
        datetime.fromisoformat(fields[name])
    return int(keep_activity(portal, user, fields, _files(portal, fields.get("FILES", [])))["ID"])


def keep_activity(portal: BitrixPortal, user: str, fields: Row, files: dict[str, bytes]) -> Row:
    row = {name: str(value) for name, value in fields.items() if isinstance(value, str | int)}
    row = {"ORIGINATOR_ID": None, "ORIGIN_ID": None, "COMPLETED": "N", **row, "ID": portal.number(), "files": files}
    row["AUTHOR_ID"] = user
    settings = fields.get("SETTINGS") or {}
    if str(fields.get("TYPE_ID")) == "4":
        outgoing = str(fields.get("DIRECTION")) != "1"
        if (outgoing and fields.get("COMPLETED") != "N") or settings.get("DISABLE_SENDING_MESSAGE_COPY") != "Y":
            portal.sent.append(row)
    portal.activities[row["ID"]] = row
    return row


@method("crm.activity.update", "crm", "id fields")
def update_activity(portal: BitrixPortal, user: str, params: Params) -> Any:
    row = portal.activities.get(parse_id(params.get("id")) or "")
    if row is None:
        raise refuse("Activity is not found")
    fields = params.only("fields", ACTIVITY)
    if set(fields) - {"COMPLETED", "ORIGINATOR_ID", "ORIGIN_ID"}:
        portal.complain("crm.activity.update: a change that nobody knows the effect of")
    row |= fields
    return True


@method("crm.activity.list", "crm", "select filter order start")
def list_activities(portal: BitrixPortal, user: str, params: Params) -> Any:
    filters = params.only("filter", ACTIVITY)
    rows = [row for row in portal.activities.values() if _fits(row, filters)]
    rows.sort(key=lambda row: int(row["ID"]), reverse=params.only("order", ACTIVITY).get("ID") == "desc")
    select = params.get("select") or ["ID"]
    return Paged([{n: v for n, v in row.items() if n in select} for row in rows[:PAGE]], len(rows))


@method("crm.activity.delete", "crm", "id")
def delete_activity(portal: BitrixPortal, user: str, params: Params) -> Any:
    if portal.activities.pop(parse_id(params.get("id")) or "", None) is None:
        raise refuse("Activity is not found")
    return True


def _kind(params: Params) -> int:
    kind = params.get("entityTypeId")
    if kind not in TYPES:
        raise Refusal(400, "NOT_FOUND", "SPA not found")
    return int(kind)


def _addresses(row: Row) -> set[str]:
    return {str(one.get("value")).casefold() for one in row.get("fm", []) if one.get("typeId") == "EMAIL"}


def _fits(row: Row, filters: Row) -> bool:
    for name, value in filters.items():
        bare = name.lstrip("=%@")
        have = "" if row.get(bare) is None else str(row[bare])
        if name.startswith("%"):
            fits = str(value).casefold() in have.casefold()
        elif name.startswith("@") or isinstance(value, list):
            fits = have in [str(one) for one in value]
        elif bare.endswith("_TIME"):
            fits = bool(have) and datetime.fromisoformat(have) == datetime.fromisoformat(str(value))
        else:
            fits = have == str(value)
        if not fits:
            return False
    return True


def _files(portal: BitrixPortal, files: Any) -> dict[str, bytes]:
    found = {}
    for one in files:
        try:
            name, content = one["fileData"]
            found[name] = base64.b64decode(content, validate=True)
        except (KeyError, TypeError, ValueError, binascii.Error):
            portal.complain("crm.activity.add: a file of another shape")
    return found
