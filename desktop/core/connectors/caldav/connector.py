"""The connector: a wish is one PUT with `If-None-Match: *` to a name made from its key, so that a second one makes nothing.

An object that is not at its address any more is looked for by its UID in all calendars before it is called gone, and never is
where the server's calendars could not be read. The connector's thread; `cancel` from any.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping

from desktop.core.api.errors import BandejaError, Code, ConnectionFailure, ServerRefusal, SetupError
from desktop.core.api.linking import LinkKind
from desktop.core.clock import Clock
from desktop.core.connectors.caldav.discovery import Calendars, discover
from desktop.core.connectors.caldav.exceptions import change_time, restore_time
from desktop.core.connectors.caldav.items import COMPONENTS, build_object, name_mails, presence_of, unname_mails
from desktop.core.connectors.caldav.multistatus import (
    CALDAV,
    NotDav,
    build_query_by_uid,
    has_precondition,
    parse_multistatus,
)
from desktop.core.connectors.http import Answer, Http
from desktop.core.connectors.protocol import Connector, Made, Means, Presence, Probe, Wish
from desktop.core.connectors.statuses import error_of
from desktop.core.connectors.wording import title_of
from desktop.core.network import verified_context

_REMOTE_ID = re.compile(r"(/(?!/)[!-~]{1,2000}[^/#])#([0-9A-Za-z-]{8,64})")
_GONE = (404, 410)
_RACES = 3
"""How often somebody else may be quicker."""


def open_caldav(values: Mapping[str, str], secrets: Mapping[str, str], means: Means) -> Connector:
    address, user, password = values.get("address", "").strip(), values.get("user", ""), secrets.get("password", "")
    domain = address.rpartition("@")[2] if "/" not in address else ""
    if domain:
        address = f"https://{domain}"  # of a mail address too, whose domain then says where its calendars are
    elif "://" not in address:
        address = f"https://{address}"
    basic = base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
    http = Http(address, context=verified_context(None), clock=means.clock, secrets=(password, basic))
    wanted = {LinkKind.TASK: values.get("tasks", "").strip(), LinkKind.EVENT: values.get("events", "").strip()}
    return CalDav(http, f"Basic {basic}", user, wanted, means.clock, lambda: means.find_service("caldavs", domain))


class CalDav:
    """`elsewhere` asks the domain, where only that was given, for the host of its calendars."""

    def __init__(
        self,
        http: Http,
        authorization: str,
        user: str,
        wanted: Mapping[LinkKind, str],
        clock: Clock,
        elsewhere: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:
        self._http, self._elsewhere = http, elsewhere
        self._authorization = authorization
        self._user = user
        self._wanted = wanted
        self._clock = clock
        self._known: Calendars | None = None

    def __repr__(self) -> str:
        return f"CalDav({self._http!r})"

    def probe(self) -> Probe:
        self._known = None
        try:
            calendars = self._calendars()
        except BandejaError as error:
            raise self._told_of(error) from None
        why_not = {
            kind: self._none_for(kind).sentence()
            for kind, name in self._wanted.items()
            if calendars.choose(kind, name) is None
        }
        return Probe(frozenset(self._wanted) - frozenset(why_not), why_not, self._user)

    def create(self, wish: Wish) -> Made:
        body = b""
        for last in (False, True):
            calendars = self._calendars()
            path = self._path(calendars, wish)
            body = body or build_object(wish, now=self._clock.now(), organizer=calendars.organizer)
            answer = self._ask(
                "PUT", path, body,
                {"If-None-Match": "*", "Content-Type": f"text/calendar; charset=utf-8; component={COMPONENTS[wish.kind]}"},
            )  # fmt: skip
            if answer.status in (201, 412):
                return self._made(wish, path, existed=answer.status == 412)
            if answer.status in (200, 204):  # of a lax server, or of a portal in between that answers everything so
                if self._is_object(self._ask("GET", path), wish.kind):
                    return self._made(wish, path, existed=False)
                raise self._http.unanswered(Code.SERVER_CONFUSED, "stored, and not there")
            if answer.status in (403, 409) and has_precondition(answer.body, CALDAV, "no-uid-conflict"):
                elsewhere = self._look_for(wish.kind, wish.key)
                if elsewhere is not None:
                    return self._made(wish, elsewhere, existed=True)
            if last or answer.status not in (*_GONE, 409):
                break
            self._known = None  # the calendar may have been renamed or deleted since we looked
        if has_precondition(answer.body, CALDAV, "max-resource-size"):
            raise ServerRefusal(Code.TOO_LARGE, host=self._http.host, said=f"{len(body) >> 10} KB")
        raise error_of(self._http, answer)

    def find(self, wish: Wish) -> Made | None:
        path = self._path(self._calendars(), wish)
        answer = self._ask("GET", path)
        if self._is_object(answer, wish.kind):
            return self._made(wish, path, existed=True)
        elsewhere = self._look_for(wish.kind, wish.key)
        return self._made(wish, elsewhere, existed=True) if elsewhere is not None else None

    def presence(self, kind: LinkKind, remote_id: str) -> Presence:
        place = _REMOTE_ID.fullmatch(remote_id)
        if place is None or kind not in COMPONENTS:
            return Presence.UNKNOWN
        path, uid = place.groups()
        try:
            answer = self._ask("GET", path)
            if self._is_object(answer, kind):
                return presence_of(answer.body, kind)
            elsewhere = self._look_for(kind, uid)
            if elsewhere is not None:
                answer = self._ask("GET", elsewhere)
                return presence_of(answer.body, kind) if self._is_object(answer, kind) else Presence.UNKNOWN
            # A calendar that is not there any more may be a server that was set up anew: no proof about its objects.
            parent = path.rpartition("/")[0] + "/"
            return Presence.GONE if self._calendars().holds(parent) else Presence.UNKNOWN
        except BandejaError:
            return Presence.UNKNOWN

    def delete(self, kind: LinkKind, remote_id: str) -> None:
        place = _REMOTE_ID.fullmatch(remote_id)
        if place is None or kind not in COMPONENTS:
            raise ServerRefusal(Code.NOT_FOUND, what="object", name=self._http.words(remote_id))
        path: str | None
        path, uid = place.groups()
        answer = self._ask("DELETE", path)
        if answer.status in _GONE:
            path = self._look_for(kind, uid)
            if path is None:
                return
            answer = self._ask("DELETE", path)
        if answer.status in (200, 202) and self._is_object(self._ask("GET", path), kind):
            raise self._http.unanswered(Code.SERVER_CONFUSED, "deleted, and still there")
        if answer.status not in (200, 202, 204, *_GONE):
            raise error_of(self._http, answer)

    def add_mails(self, kind: LinkKind, remote_id: str, wish: Wish) -> None:
        now = self._clock.now()
        if wish.instead_of is None:
            there = self._rewrite(kind, remote_id, lambda body: name_mails(body, wish))
        else:
            there = self._rewrite(kind, remote_id, lambda body: change_time(body, wish, now=now))
        if not there:
            raise ServerRefusal(Code.NOT_FOUND, what=kind.value, name=self._http.words(remote_id))

    def drop_mails(self, kind: LinkKind, remote_id: str, key: str) -> None:
        def edit(body: bytes) -> bytes | None:
            left = restore_time(unname_mails(body, key) or body, key)
            return left if left != body else None

        self._rewrite(kind, remote_id, edit)

    def _rewrite(self, kind: LinkKind, remote_id: str, edit: Callable[[bytes], bytes | None]) -> bool:
        """Read, changed and put back if nobody else has changed it in between; False when it is not there."""
        place = _REMOTE_ID.fullmatch(remote_id)
        if place is None or kind not in COMPONENTS:
            return False
        path: str | None
        path, uid = place.groups()
        for _ in range(_RACES):
            answer = self._ask("GET", path)
            if not self._is_object(answer, kind):
                path = self._look_for(kind, uid)
                answer = self._ask("GET", path) if path is not None else answer
                if path is None or not self._is_object(answer, kind):
                    return False
            edited = edit(answer.body)
            if edited is None:
                return True
            unchanged = {"If-Match": answer.headers.get("etag") or "*"}
            content = {"Content-Type": f"text/calendar; charset=utf-8; component={COMPONENTS[kind]}"}
            answer = self._ask("PUT", path, edited, unchanged | content)
            if answer.status in (200, 201, 202, 204):
                return True
            if answer.status not in (412, *_GONE):
                raise error_of(self._http, answer)
        raise ServerRefusal(Code.SERVER_BUSY, permanent=False, host=self._http.host)

    def cancel(self) -> None:
        self._http.cancel()

    def close(self) -> None:
        self._http.close()

    def _ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        ours = {"Authorization": self._authorization, "Accept": "*/*"}
        inner_redirect = method == "PROPFIND"
        return self._http.send(
            method, path, content=body, headers=ours | dict(headers or {}), inner_redirect=inner_redirect
        )

    def _calendars(self) -> Calendars:
        if self._known is None:
            self._known = discover(self._ask, self._http)
        return self._known

    def _told_of(self, error: BandejaError) -> BandejaError:
        """There are no calendars at the domain itself: the host that its DNS names is told to the user. It is not signed, so
        the password goes there only when that was entered."""
        if not isinstance(error, ConnectionFailure) and error.code is not Code.SERVICE_MISSING:
            return error
        other = next((one for one in self._elsewhere() if one != self._http.host), "")
        return SetupError(Code.REDIRECTED, host=self._http.host, other=self._http.words(other)) if other else error

    def _path(self, calendars: Calendars, wish: Wish) -> str:
        calendar = calendars.choose(wish.kind, self._wanted[wish.kind]) if wish.kind in COMPONENTS else None
        if calendar is None:
            self._known = None
            raise self._none_for(wish.kind)
        return f"{calendar.path}{wish.key}.ics"

    def _none_for(self, kind: LinkKind) -> SetupError:
        name = self._http.words(self._wanted.get(kind, "")) or COMPONENTS.get(kind, kind.value)
        return SetupError(Code.CALENDAR_MISSING, host=self._http.host, name=name)

    def _is_object(self, answer: Answer, kind: LinkKind) -> bool:
        """False when it is surely not there. Raises for an answer that tells nothing."""
        if answer.status in _GONE:
            return False
        if answer.status != 200:
            raise error_of(self._http, answer)
        if presence_of(answer.body, kind) == Presence.UNKNOWN:
            raise self._http.unanswered(Code.SERVER_CONFUSED, "no calendar object")
        return True

    def _look_for(self, kind: LinkKind, uid: str) -> str | None:
        """The address of the object with this UID in any calendar: somebody may have moved it."""
        for calendar in self._calendars().of(kind):
            headers = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}
            answer = self._ask("REPORT", calendar.path, build_query_by_uid(COMPONENTS[kind], uid), headers)
            if answer.status in _GONE:
                continue
            if answer.status != 207:
                raise error_of(self._http, answer)
            try:
                resources = parse_multistatus(answer.body)
            except NotDav as error:
                raise self._http.unanswered(Code.SERVER_CONFUSED, str(error)) from None
            for resource in resources:
                if _REMOTE_ID.fullmatch(f"{resource.href}#{uid}"):
                    return resource.href
        return None

    def _made(self, wish: Wish, path: str, *, existed: bool) -> Made:
        return Made(f"{path}#{wish.key}", title_of(wish), existed=existed)
