"""user.*, scope and what tells about REST itself."""

from __future__ import annotations

from typing import Any

from tests.fakes.bitrix_portal.portal import NEW, BitrixPortal, Paged, Params, Row, User, method

_USERS = "user|user_basic|user_brief"


@method("scope", "basic", "full")
def scope(portal: BitrixPortal, user: str, params: Params) -> Any:
    granted = [key.scopes for key in portal.keys.values() if key.user == user]
    return sorted(set().union(*granted) - {"basic"})


@method("user.current", _USERS)
def current(portal: BitrixPortal, user: str, params: Params) -> Any:
    return _shown(portal.users[user])


@method("user.search", _USERS, "FILTER sort order ADMIN_MODE select start")
def search(portal: BitrixPortal, user: str, params: Params) -> Any:
    filters = params.only("FILTER", "FIND NAME LAST_NAME WORK_POSITION UF_DEPARTMENT_NAME USER_TYPE")
    wanted = str(filters.get("FIND", "")).casefold()
    return _page([one for one in portal.users.values() if wanted in f"{one.name} {one.last_name}".casefold()])


@method("user.get", _USERS, "FILTER sort order ADMIN_MODE select start IMAGE_RESIZE")
def get(portal: BitrixPortal, user: str, params: Params) -> Any:
    filters = params.only("FILTER", "ID EMAIL ACTIVE NAME LAST_NAME NAME_SEARCH USER_TYPE IS_ONLINE UF_DEPARTMENT")
    rows = list(portal.users.values())
    if "%EMAIL" in filters:
        rows = [one for one in rows if str(filters["%EMAIL"]).casefold() in one.email.casefold()]
    if "EMAIL" in filters:
        value = filters["EMAIL"]
        wanted = {str(one).casefold() for one in (value if isinstance(value, list) else [value])}
        rows = [one for one in rows if one.email.casefold() in wanted]
    return _page([one for one in rows if one.active or filters.get("ACTIVE") is not True])


@method("rest.documentation.openapi", "basic", third=True)
def openapi(portal: BitrixPortal, user: str, params: Params) -> Any:
    return {"openapi": "3.0.0", "info": {"title": "Bitrix24 REST V3 API"}, "paths": {f"/{name}": {} for name in NEW}}


def _page(users: list[User]) -> Paged:
    return Paged([_shown(one) for one in users[:50]], len(users))


def _shown(user: User) -> Row:
    """PHP makes `{}` of dates that are not shown."""
    names = {"ID": user.user_id, "NAME": user.name, "LAST_NAME": user.last_name, "EMAIL": user.email}
    return {**names, "ACTIVE": user.active, "USER_TYPE": "employee", "LAST_ACTIVITY_DATE": {}, "UF_DEPARTMENT": [1]}
