"""What may be asked of a portal at all: a list of methods, and nothing among them that would make it send a mail.

`crm.activity.add` with TYPE_ID=4, DIRECTION=2 and COMPLETED=Y sends the e-mail to the client, for ever. Other methods send by
their nature (`mail.message.send`, …) and are not on the list. The transport asks here before every request. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.api.errors import Code, SecurityError

METHODS = frozenset(
    {
        "calendar.event.add",
        "calendar.event.delete",
        "calendar.event.get",
        "calendar.event.getbyid",
        "calendar.event.update",
        "crm.activity.add",
        "crm.activity.delete",
        "crm.activity.list",
        "crm.activity.update",
        "crm.duplicate.findbycomm",
        "crm.item.add",
        "crm.item.list",
        "disk.folder.addsubfolder",
        "disk.folder.deletetree",
        "disk.folder.getchildren",
        "disk.folder.uploadfile",
        "disk.storage.addfolder",
        "disk.storage.getchildren",
        "disk.storage.getlist",
        "im.chat.add",
        "im.chat.get",
        "im.chat.leave",
        "im.chat.user.add",
        "im.dialog.get",
        "im.dialog.messages.get",
        "im.message.add",
        "im.message.delete",
        "im.recent.list",
        "im.search.chat.list",
        "im.v2.File.upload",
        "mail.mailbox.list",
        "mail.message.createcalendarevent",
        "mail.message.createchat",
        "mail.message.createcrmactivity",
        "mail.message.createtask",
        "mail.message.list",
        "scope",
        "tasks.task.add",
        "tasks.task.delete",
        "tasks.task.get",
        "tasks.task.list",
        "tasks.task.update",
        "user.current",
        "user.get",
        "user.search",
    }
)
_MAY_CHANGE = frozenset({"COMPLETED", "ORIGINATOR_ID", "ORIGIN_ID"})
"""Of an activity that exists. The documentation marks an outgoing e-mail as done by changing COMPLETED alone."""
_OTHER_TYPES = frozenset({"1", "2", "3"})


def check_harmless(method: str, parameters: Mapping[str, object]) -> None:
    """Raises SecurityError for what could make the portal send a mail, before anything leaves."""
    if method not in METHODS:
        raise SecurityError(Code.INTERNAL, said=f"{method} is not among the methods that may be asked")
    if method not in ("crm.activity.add", "crm.activity.update"):
        return
    fields = parameters.get("fields")
    if set(parameters) - {"id", "fields"} or not isinstance(fields, Mapping):
        raise SecurityError(Code.INTERNAL, said=f"{method} without plain fields")
    if method == "crm.activity.update":
        if set(fields) - _MAY_CHANGE:
            raise SecurityError(Code.INTERNAL, said="an activity changed in a way that could send a mail")
    elif _could_send(fields):
        raise SecurityError(Code.INTERNAL, said="an activity that the portal would send as a mail")


def _could_send(fields: Mapping[str, object]) -> bool:
    """Everything but what surely does not: the portal may read "4", 4.0 and " 4" as 4, and a name in any case."""
    if {name for name in fields if name != name.upper()}:
        return True
    if _plain(fields.get("TYPE_ID")) in _OTHER_TYPES:
        return False
    settings = fields.get("SETTINGS")
    if not isinstance(settings, Mapping) or settings.get("DISABLE_SENDING_MESSAGE_COPY") != "Y":
        return True
    incoming = _plain(fields.get("DIRECTION")) == "1"
    return not incoming and fields.get("COMPLETED") != "N"


def _plain(value: object) -> str:
    return str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
