"""The connector: which way each kind of object is made, and what the contract of `protocol` asks of every one.

*direct* makes objects by themselves, *portal* from the portal's own copy of the mail (its mailbox must be connected there),
*automatic* takes the second where it can and the first where it cannot. A creation looks first whether an earlier try
succeeded. The connector's thread; `cancel` from any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from desktop.core.api.errors import BandejaError, Code, ConnectionFailure, ServerRefusal, SetupError
from desktop.core.api.linking import CrmTarget, LinkKind, Person
from desktop.core.clock import Clock
from desktop.core.connectors.bitrix24.activities import Activities
from desktop.core.connectors.bitrix24.answers import Garbled, is_id
from desktop.core.connectors.bitrix24.cards import Cards
from desktop.core.connectors.bitrix24.chats import Chats
from desktop.core.connectors.bitrix24.drive import Drive
from desktop.core.connectors.bitrix24.events import Events
from desktop.core.connectors.bitrix24.modes import Mode
from desktop.core.connectors.bitrix24.people import People
from desktop.core.connectors.bitrix24.portal_mail import PortalMail
from desktop.core.connectors.bitrix24.portal_rooms import PortalActivities, PortalChats, PortalEvents, PortalTasks
from desktop.core.connectors.bitrix24.room import Room, There, already_there
from desktop.core.connectors.bitrix24.tasks import Tasks
from desktop.core.connectors.bitrix24.transport import Portal
from desktop.core.connectors.bitrix24.writing import title_of
from desktop.core.connectors.protocol import Made, Presence, Probe, Unanswered, Wish

SCOPES = {LinkKind.TASK: "task", LinkKind.CRM: "crm", LinkKind.CHAT: "im", LinkKind.EVENT: "calendar"}
_USERS = frozenset({"user", "user_basic"})
"""Either: `user_brief` tells no addresses."""
_LONGEST_REQUEST = 60.0
"""Bitrix24 ends a request after this; until then one that timed out here may still make its object."""


class Bitrix24:
    """`modes` are those of mailboxes, by address in lower case, for which `mode` does not count."""

    def __init__(
        self, portal: Portal, clock: Clock, *, mode: Mode, new_card: str, modes: Mapping[str, Mode] | None = None
    ) -> None:
        self._modes = dict(modes or {})
        self._portal = portal
        self._clock = clock
        self._mode = mode
        self._people = People(portal, clock)
        self._cards = Cards(portal, new_card)
        self._mail = PortalMail(portal)
        self._in_doubt: dict[str, float] = {}
        drive = self._drive = Drive(portal, self._people)
        tasks, events = Tasks(portal, self._people, drive), Events(portal, self._people, clock)
        chats, activities = Chats(portal, self._people), Activities(portal, self._people, self._cards)
        self._direct: dict[LinkKind, Room] = {
            LinkKind.TASK: tasks,
            LinkKind.EVENT: events,
            LinkKind.CHAT: chats,
            LinkKind.CRM: activities,
        }
        self._from_mail: dict[LinkKind, Room] = {
            LinkKind.TASK: PortalTasks(portal, self._people, drive, self._mail, tasks),
            LinkKind.EVENT: PortalEvents(portal, self._people, self._mail, events),
            LinkKind.CHAT: PortalChats(portal, self._mail, chats),
            LinkKind.CRM: PortalActivities(portal, self._mail, activities),
        }

    def __repr__(self) -> str:
        return f"Bitrix24({self._portal.host}, {self._mode})"

    def probe(self) -> Probe:
        granted = self._portal.ask("scope", {}, _read_scopes)
        missing_user = "" if granted & _USERS else "user_basic"
        why_not = {}
        for kind, scope in SCOPES.items():
            needed = [missing_user] if missing_user else []
            needed += [one for one in (scope, "mail" if self._mode is Mode.PORTAL else scope) if one not in granted]
            if needed:
                said = ", ".join(dict.fromkeys(needed))
                why_not[kind] = SetupError(Code.RIGHTS_MISSING, host=self._portal.host, said=said).sentence()
        account = "" if missing_user else self._people.account()
        return Probe(frozenset(SCOPES) - set(why_not), why_not, account)

    def create(self, wish: Wish) -> Made:
        with self._understood():
            self._mail.forget()
            room = self._room(wish)
            found = room.find(wish)
            existed = found is not None
            if found is None:
                self._check_doubt(wish)
                found = self._make(room, wish)
                existed = found.existed
                with already_there():
                    oldest = room.find(wish)
                found = There(oldest.remote_id, oldest.url or found.url) if oldest else found
            with already_there():
                room.finish(wish, found)
            return self._made(wish, found, existed=existed)

    def find(self, wish: Wish) -> Made | None:
        with self._understood():
            self._mail.forget()
            room = self._room(wish)
            found = room.find(wish)
            if found is None:
                self._check_doubt(wish)
                return None
            with already_there():
                room.finish(wish, found)
            return self._made(wish, found, existed=True)

    def presence(self, kind: LinkKind, remote_id: str) -> Presence:
        if not is_id(remote_id):
            return Presence.UNKNOWN
        try:
            with self._understood():
                return self._direct[kind].presence(remote_id)
        except BandejaError:
            return Presence.UNKNOWN

    def delete(self, kind: LinkKind, remote_id: str) -> None:
        if is_id(remote_id):
            with self._understood():
                self._direct[kind].delete(remote_id)

    def add_mails(self, kind: LinkKind, remote_id: str, wish: Wish) -> None:
        room = self._direct[kind]
        if not is_id(remote_id) or not isinstance(room, Tasks | Chats):
            raise NotImplementedError
        with self._understood():
            self._check_doubt(wish)
            with self._noting_doubt(wish):
                room.add_mails(remote_id, wish)

    def drop_mails(self, kind: LinkKind, remote_id: str, key: str) -> None:
        room = self._direct[kind]
        if not is_id(remote_id) or not isinstance(room, Tasks | Chats):
            raise NotImplementedError
        with self._understood():
            room.drop_mails(remote_id, key)

    def drop_files(self, kind: LinkKind, key: str) -> None:
        if kind is not LinkKind.TASK:
            return  # chats and activities have theirs inside
        with self._understood():
            try:
                self._drive.drop(key)
            except SetupError as error:
                if error.code is not Code.RIGHTS_MISSING:
                    raise
                # Without the right to the drive nothing was put there; the deletion need not wait for it.

    def find_people(self, text: str) -> list[Person]:
        with self._understood():
            return self._people.find(text)

    def find_targets(self, text: str) -> list[CrmTarget]:
        with self._understood():
            return self._cards.find(text)

    def cancel(self) -> None:
        self._portal.cancel()

    def close(self) -> None:
        self._portal.close()

    def _room(self, wish: Wish) -> Room:
        """An event's moment, place and guests are said better directly; so is a card that was chosen."""
        mode = self._modes.get(wish.mails[0].account.lower(), self._mode) if wish.mails else Mode.DIRECT
        if mode is Mode.DIRECT:
            return self._direct[wish.kind]
        if mode is Mode.AUTOMATIC:
            better_direct = wish.kind is LinkKind.EVENT or bool(wish.target_id)
            return self._direct[wish.kind] if better_direct else self._from_mail[wish.kind]
        if self._mail.locate(wish) is None:
            address = wish.mails[0].account or "—"
            raise ServerRefusal(
                Code.COPY_MISSING, permanent=False, host=self._portal.host, subject=title_of(wish), address=address
            )
        return self._from_mail[wish.kind]

    def _make(self, room: Room, wish: Wish) -> There:
        with self._noting_doubt(wish):
            return room.make(wish)

    @contextmanager
    def _noting_doubt(self, wish: Wish) -> Iterator[None]:
        try:
            yield
        except Unanswered as error:
            if error.code is Code.TIMEOUT:
                self._in_doubt[wish.key] = self._clock.monotonic() + _LONGEST_REQUEST
            raise

    def _check_doubt(self, wish: Wish) -> None:
        """After a time-out the portal may still be at it: that nothing is there yet proves nothing."""
        left = self._in_doubt.get(wish.key, 0.0) - self._clock.monotonic()
        if left > 0:
            raise ConnectionFailure(Code.SERVER_BUSY, host=self._portal.host, seconds=max(1, round(left)))
        self._in_doubt.pop(wish.key, None)

    def _made(self, wish: Wish, there: There, *, existed: bool) -> Made:
        url = self._portal.origin + there.url if there.url else ""
        return Made(there.remote_id, title_of(wish), url, existed)

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """Answers that fit the documentation each, but not together."""
        try:
            yield
        except Garbled as error:
            raise self._portal.confused(str(error)) from None


def _read_scopes(value: object) -> frozenset[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value[:500]):
        raise Garbled("no list of scopes")
    return frozenset(value[:500])
