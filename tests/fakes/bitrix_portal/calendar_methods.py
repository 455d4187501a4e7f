"""calendar.event.*: errors have an empty code; lists are whole."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.fakes.bitrix_portal.portal import BitrixPortal, Params, Row, method, parse_id
from tests.fakes.bitrix_portal.wire import Refusal

FIELDS = (
    "type ownerId from to from_ts to_ts section auto_detect_section name skip_time timezone_from timezone_to description "
    "color text_color accessibility importance private_event rrule is_meeting location remind attendees meeting crm_fields"
)


def refuse(text: str) -> Refusal:
    return Refusal(400, "", text)


@method("calendar.event.add", "calendar", FIELDS)
def add(portal: BitrixPortal, user: str, params: Params) -> Any:
    for name in ("type", "ownerId", "name", "from", "to"):
        if params.get(name) in (None, ""):
            raise refuse(f'The required parameter "{name}" for the method "calendar.event.add" is not set')
    if params["type"] != "user" or parse_id(params["ownerId"]) != user:
        raise refuse("Access denied")
    return int(make_event(portal, user, params)["ID"])


def make_event(portal: BitrixPortal, user: str, params: Row) -> Row:
    event: Row = {"ID": portal.number(), "OWNER_ID": user, "DELETED": "N", "guests": [], "LOCATION": "", "whole": ()}
    _put(portal, event, params)
    portal.events[event["ID"]] = event
    return event


def _put(portal: BitrixPortal, event: Row, params: Row) -> None:
    for name, key in (("name", "NAME"), ("description", "DESCRIPTION"), ("location", "LOCATION")):
        if name in params:
            if not isinstance(params[name], str):
                raise refuse(f'Invalid value for the parameter "{name}"')
            event[key] = params[name]
    event.setdefault("DESCRIPTION", "")
    zone = params.get("timezone_from") or portal.users[event["OWNER_ID"]].zone
    if "from" in params:
        whole = params.get("skip_time") == "Y"
        starts, ends = (_moment(portal, params[name], zone, whole) for name in ("from", "to"))
        if ends < starts:
            raise refuse("An error occurred while creating the event")
        event |= {"starts": starts, "ends": ends, "whole": (params["from"], params["to"], zone) if whole else ()}
    if params.get("is_meeting") == "Y":
        guests = params.get("attendees")
        if not isinstance(guests, list) or any(parse_id(one) not in portal.users for one in guests):
            raise refuse("An error occurred while creating the event")
        event["guests"] = [parse_id(one) for one in guests]


def _moment(portal: BitrixPortal, text: Any, zone: str, whole: bool) -> int:
    try:
        if whole:
            day = date.fromisoformat(text)
            return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).timestamp())
        moment = datetime.fromisoformat(text)
        return int((moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).timestamp())
    except (TypeError, ValueError, KeyError):
        raise refuse("An error occurred while creating the event") from None


@method("calendar.event.update", "calendar", f"id {FIELDS}")
def update(portal: BitrixPortal, user: str, params: Params) -> Any:
    event = portal.events.get(parse_id(params.get("id")) or "")
    if event is None or event["DELETED"] == "Y":
        raise refuse("Access denied")
    _put(portal, event, params)
    return int(event["ID"])


@method("calendar.event.get", "calendar", "type ownerId from to section")
def get(portal: BitrixPortal, user: str, params: Params) -> Any:
    if params.get("type") != "user":
        raise refuse('Mandatory parameter not specified "type" for the method "calendar.event.get"')
    today = datetime.fromtimestamp(portal.clock.now(), UTC).date()
    first = date.fromisoformat(params.get("from") or str(today - timedelta(days=31)))
    last = date.fromisoformat(params.get("to") or str(today + timedelta(days=92)))
    rows = []
    for event in portal.events.values():
        days = [datetime.fromtimestamp(event[name], UTC).date() for name in ("starts", "ends")]
        if event["DELETED"] == "N" and event["OWNER_ID"] == user and days[0] <= last and days[1] >= first:
            rows.append(_shown(event))
    return rows


@method("calendar.event.getbyid", "calendar", "id")
def get_by_id(portal: BitrixPortal, user: str, params: Params) -> Any:
    if "id" not in params:
        raise refuse('The required parameter "id" for the method "calendar.event.getbyid" is not set')
    event = portal.events.get(parse_id(params["id"]) or "")
    return _shown(event) if event is not None and event["OWNER_ID"] == user else None


@method("calendar.event.delete", "calendar", "id")
def delete(portal: BitrixPortal, user: str, params: Params) -> Any:
    if "id" not in params:
        raise refuse("Event id not specified")
    event = portal.events.get(parse_id(params["id"]) or "")
    if event is None or event["DELETED"] == "Y":
        raise refuse("An error occurred while deleting the event")
    event["DELETED"] = "Y"
    return True


def _shown(event: Row) -> Row:
    shown = {name: event[name] for name in ("ID", "OWNER_ID", "DELETED", "NAME", "DESCRIPTION", "LOCATION")}
    stamps = {"DATE_FROM_TS_UTC": str(event["starts"]), "DATE_TO_TS_UTC": str(event["ends"])}
    return {**shown, **stamps, "~DESCRIPTION": event["DESCRIPTION"], "UF_WEBDAV_CAL_EVENT": False, "RRULE": []}
