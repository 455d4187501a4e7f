"""tasks.task.* of the old REST."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.fakes.bitrix_portal.portal import BitrixPortal, Paged, Params, Row, method, parse_id
from tests.fakes.bitrix_portal.wire import Refusal

FIELDS = (
    "TITLE RESPONSIBLE_ID DESCRIPTION DEADLINE PRIORITY CREATED_BY ACCOMPLICES AUDITORS GROUP_ID PARENT_ID TAGS "
    "UF_CRM_TASK UF_TASK_WEBDAV_FILES UF_MAIL_MESSAGE START_DATE_PLAN END_DATE_PLAN STATUS"
)
FILTERS = (
    "ID PARENT_ID GROUP_ID CREATED_BY STATUS_CHANGED_BY PRIORITY FORUM_TOPIC_ID RESPONSIBLE_ID TITLE TAG REAL_STATUS STATUS "
    "MARK SITE_ID ADD_IN_REPORT DATE_START DEADLINE CREATED_DATE CLOSED_DATE CHANGED_DATE ACCOMPLICE AUDITOR DEPENDS_ON "
    "ONLY_ROOT_TASKS STAGE_ID SPRINT_ID BACKLOG_ID UF_CRM_TASK"
)
_NAMES = {"ID": "id", "TITLE": "title", "DESCRIPTION": "description", "STATUS": "status", "DEADLINE": "deadline"}
_CAMEL = {"UF_TASK_WEBDAV_FILES": "ufTaskWebdavFiles", "UF_MAIL_MESSAGE": "ufMailMessage"}
PAGE = 50


def core(text: str) -> Refusal:
    return Refusal(400, "ERROR_CORE", f"{text}<br>")


@method("tasks.task.add", "task", "fields")
def add(portal: BitrixPortal, user: str, params: Params) -> Any:
    fields = params.only("fields", FIELDS)
    if not fields:
        raise Refusal(400, "100", "Could not find value for parameter {fields} (internal error)")
    return {"task": _shown(portal, make_task(portal, user, fields))}


def make_task(portal: BitrixPortal, user: str, fields: Row) -> Row:
    title = fields.get("TITLE")
    if not isinstance(title, str) or not title.strip():
        raise core("Task title is not specified")
    task: Row = {"id": portal.number(), "title": title[:250], "createdBy": user, "status": "2", "accomplices": []}
    task |= {"description": "", "deadline": None, "files": [], "ufMailMessage": fields.get("UF_MAIL_MESSAGE")}
    if "RESPONSIBLE_ID" not in fields:
        raise core("Responsible person not specified")
    _put(portal, task, fields)
    portal.tasks[task["id"]] = task
    return task


def _put(portal: BitrixPortal, task: Row, fields: Row) -> None:
    if "RESPONSIBLE_ID" in fields:
        responsible = parse_id(fields["RESPONSIBLE_ID"])
        if responsible not in portal.users:
            raise core('User specified in the "Responsible" field not found')
        task["responsibleId"] = responsible
    if "DESCRIPTION" in fields:
        task["description"] = fields["DESCRIPTION"]
    if "DEADLINE" in fields:
        try:
            if datetime.fromisoformat(fields["DEADLINE"]).tzinfo is None:
                portal.complain("a deadline without an offset")
        except (TypeError, ValueError):
            raise core("Incorrect deadline") from None
        task["deadline"] = fields["DEADLINE"]
    if "ACCOMPLICES" in fields:
        people = fields["ACCOMPLICES"]
        if not isinstance(people, list) or any(parse_id(one) not in portal.users for one in people):
            raise core("A participant was not found")
        task["accomplices"] = [parse_id(one) for one in people]
    for one in fields.get("UF_TASK_WEBDAV_FILES", []):
        if not isinstance(one, str) or one[:1] != "n" or portal.drive.get(one[1:], {}).get("TYPE") != "file":
            raise core("A file was not found")
        task["files"].append(one[1:])


@method("tasks.task.update", "task", "taskId fields")
def update(portal: BitrixPortal, user: str, params: Params) -> Any:
    task = _task(portal, params)
    if task is None:
        raise Refusal(400, "1048582", "No access to edit the task")
    fields = params.only("fields", FIELDS)
    if not fields:
        raise Refusal(400, "100", "Could not find value for parameter {fields} (internal error)")
    _put(portal, task, fields)
    return {"task": _shown(portal, task)}


@method("tasks.task.get", "task", "taskId select")
def get(portal: BitrixPortal, user: str, params: Params) -> Any:
    select = params.get("select", ["*"])
    if not isinstance(select, list) or not select:
        raise Refusal(400, "100", "Invalid value {} to match with parameter {select}. Should be value of type array.")
    if "taskId" not in params:
        raise Refusal(400, "100", "CTaskItem All parameters in the constructor must have real class type")
    task = _task(portal, params)
    if task is None:
        return []
    shown = _shown(portal, task)
    asked = {name: _CAMEL[name] for name in select if name in _CAMEL}
    files = [int(one) for one in task["files"]] if "UF_TASK_WEBDAV_FILES" in asked else None
    if files is not None:
        shown["ufTaskWebdavFiles"] = files or False
    return {"task": shown}


@method("tasks.task.list", "task", "order filter select params start")
def list_(portal: BitrixPortal, user: str, params: Params) -> Any:
    filters = params.only("filter", FILTERS)
    order = params.only("order", "ID TITLE CREATED_DATE CHANGED_DATE DEADLINE PRIORITY")
    rows = sorted(portal.tasks.values(), key=lambda row: int(row["id"]), reverse=order.get("ID", "desc") == "desc")
    for name, value in filters.items():
        if name == "CREATED_BY":
            rows = [row for row in rows if row["createdBy"] == str(value)]
        elif name == "TITLE":
            rows = [row for row in rows if row["title"].casefold() == str(value).casefold()]
        elif name == "ID":
            rows = [row for row in rows if row["id"] == str(value)]
        else:
            portal.complain(f"tasks.task.list: this fake knows no filter {name}")
    start = int(params.get("start") or 0)
    names = {_NAMES[one] for one in params.get("select", _NAMES) if one in _NAMES}
    page = [{n: v for n, v in row.items() if n in names} for row in rows[start : start + PAGE]]
    return Paged({"tasks": page}, len(rows))


@method("tasks.task.delete", "task", "taskId")
def delete(portal: BitrixPortal, user: str, params: Params) -> Any:
    if "taskId" not in params:
        raise Refusal(400, "100", "CTaskItem All parameters in the constructor must have real class type")
    task = _task(portal, params)
    if task is None:
        raise Refusal(400, "1048582", "No access to delete the task")
    del portal.tasks[task["id"]]
    return {"task": True}


def _task(portal: BitrixPortal, params: Params) -> Row | None:
    task = parse_id(params.get("taskId"))
    if task is None:
        raise Refusal(400, "0", "wrong task id")
    return portal.tasks.get(task)


def _shown(portal: BitrixPortal, task: Row) -> Row:
    """`group` is `[]` where it is nothing; ids are strings."""
    row = {name: value for name, value in task.items() if name != "files"}
    responsible = portal.users[task["responsibleId"]]
    return {**row, "group": [], "responsible": {"id": responsible.user_id, "name": responsible.name}, "action": []}
