"""disk.*: a user's drive. Names are unique within a folder."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from tests.fakes.bitrix_portal.portal import BitrixPortal, Paged, Params, Row, method, parse_id
from tests.fakes.bitrix_portal.wire import Refusal

_FORBIDDEN = set('\\/:*?"<>|')


@method("disk.storage.getlist", "disk", "filter order start")
def storages(portal: BitrixPortal, user: str, params: Params) -> Any:
    filters = params.only("filter", "ID NAME CODE MODULE_ID ENTITY_TYPE ENTITY_ID ROOT_OBJECT_ID")
    rows = [
        {"ID": number, "NAME": row["NAME"], "ENTITY_TYPE": "user", "ENTITY_ID": row["ENTITY_ID"], "CODE": None}
        for number, row in portal.drive.items()
        if row["TYPE"] == "storage" and all(str(row.get(name)) == str(value) for name, value in filters.items())
    ]
    return Paged(rows, len(rows))


def _children(portal: BitrixPortal, params: Params, kind: str) -> Any:
    place = _place(portal, params, kind)
    filters = params.only("filter", "ID NAME TYPE")
    rows = [
        {"ID": number, "NAME": row["NAME"], "TYPE": row["TYPE"], "PARENT_ID": place, "DELETED_TYPE": "0"}
        for number, row in portal.drive.items()
        if row["PARENT"] == place and all(str(row.get(name)) == str(value) for name, value in filters.items())
    ]
    return Paged(rows[:50], len(rows))


@method("disk.storage.getchildren", "disk", "id filter order start")
def storage_children(portal: BitrixPortal, user: str, params: Params) -> Any:
    return _children(portal, params, "storage")


@method("disk.folder.getchildren", "disk", "id filter order start")
def folder_children(portal: BitrixPortal, user: str, params: Params) -> Any:
    return _children(portal, params, "folder")


@method("disk.storage.addfolder", "disk", "id data rights")
def add_folder(portal: BitrixPortal, user: str, params: Params) -> Any:
    return _add(portal, _place(portal, params, "storage"), params, "folder")


@method("disk.folder.addsubfolder", "disk", "id data rights")
def add_subfolder(portal: BitrixPortal, user: str, params: Params) -> Any:
    return _add(portal, _place(portal, params, "folder"), params, "folder")


@method("disk.folder.uploadfile", "disk", "id data fileContent rights generateUniqueName")
def upload(portal: BitrixPortal, user: str, params: Params) -> Any:
    place = _place(portal, params, "folder")
    content = params.get("fileContent")
    try:
        _, packed = content
        bare = base64.b64decode(packed, validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise Refusal(400, "ERROR_COULD_NOT_SAVE_FILE", "Could not save file") from None
    return _add(portal, place, params, "file", bare)


@method("disk.folder.deletetree", "disk", "id")
def delete_tree(portal: BitrixPortal, user: str, params: Params) -> Any:
    going = {_place(portal, params, "folder")}
    while more := {number for number, row in portal.drive.items() if row["PARENT"] in going} - going:
        going |= more
    for number in going:
        del portal.drive[number]
    return True


def _place(portal: BitrixPortal, params: Params, kind: str) -> str:
    number = parse_id(params.get("id"))
    if number is None:
        raise Refusal(400, "ERROR_ARGUMENT", "Invalid value of parameter {Parameter #0}")
    if portal.drive.get(number, {}).get("TYPE") != kind:
        raise Refusal(400, "ERROR_NOT_FOUND", f"Could not find entity with id `{number}`")
    return number


def _add(portal: BitrixPortal, place: str, params: Params, kind: str, content: bytes = b"") -> Row:
    name = params.only("data", "NAME").get("NAME")
    if not isinstance(name, str) or not name.strip():
        raise Refusal(400, "DISK_BASE_SERVICE_22001", "Error: required parameter NAME (DISK_BASE_SERVICE_22001)")
    if set(name) & _FORBIDDEN or len(name) > 255:
        portal.complain("a name that no drive takes")
    if any(row["PARENT"] == place and row["NAME"] == name for row in portal.drive.values()):
        raise Refusal(400, "DISK_OBJ_22000", f"A {kind} with this name already exists")
    number = portal.number()
    portal.drive[number] = {"NAME": name, "TYPE": kind, "PARENT": place, "content": content}
    return {"ID": int(number), "NAME": name, "TYPE": kind, "PARENT_ID": place, "FILE_ID": int(portal.number())}
