"""The connector: a wish is a room whose alias is made of its key, so that a second one is refused and the first one found.

The room is filled in steps that can each be repeated: messages by transaction ids and a mark in their content, invitations by
who is there; the last step writes that it is whole. `find` sees whole rooms only, so a half-made one is completed by the next
`create`. Nobody is invited who was not chosen. The connector's thread; `cancel` from any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from desktop.core.api.errors import BandejaError, Code, ServerRefusal
from desktop.core.api.linking import LinkKind, Person
from desktop.core.connectors.http import Http
from desktop.core.connectors.matrix.client import EVENT_ID, ROOM_ID, USER_ID, MatrixClient, Refused, quoted
from desktop.core.connectors.protocol import Connector, Made, Means, Presence, Probe, SnapshotAttachment, Wish
from desktop.core.connectors.statuses import error_of
from desktop.core.connectors.wording import links_of, name_of, one_line, origins_of, plain_lines, title_of, type_of
from desktop.core.network import verified_context

_STATE = "org.bandeja.mail"
_PART = "org.bandeja.part"
_TEXT_BYTES = 40_000
"""An event may have 65,536 with everything around it."""
_MOST_PEOPLE = 20
_MOST_MEMBERS = 200
_MOST_PAGES = 20
"""Of 100 events each, in which a message is looked for."""
_LONGEST_TOKEN = 1000
_UNINVITED = (400, 403, 404, 502, 504)
"""Somebody who does not want to be invited, or whose server is away: the others need not wait for that."""
_IN_USE = ("M_ROOM_IN_USE", "M_UNKNOWN", "M_EXCLUSIVE")


def open_matrix(values: Mapping[str, str], secrets: Mapping[str, str], means: Means) -> Connector:
    address, token = values.get("address", "").strip(), secrets.get("token", "").strip()
    if "://" not in address:
        address = f"https://{address}"
    return Matrix(Http(address, context=verified_context(None), clock=means.clock, secrets=(token,)), token)


class Matrix:
    def __init__(self, http: Http, token: str) -> None:
        self._client = MatrixClient(http, token)
        self._http = http
        self._me = ""

    def __repr__(self) -> str:
        return f"Matrix({self._http!r})"

    def probe(self) -> Probe:
        return Probe(frozenset({LinkKind.CHAT}), account=self._client.who_am_i())

    def create(self, wish: Wish) -> Made:
        room = self._room_of(wish.key)
        existed = room is not None
        if room is None:
            try:
                room = self._make_room(wish)
            except Refused as refused:
                if refused.code not in _IN_USE or refused.answer.status not in (400, 409):
                    raise error_of(self._http, refused.answer, refused.said) from None
                existed = True  # somebody made it since we looked
                room = self._room_of(wish.key)
                if room is None:
                    raise error_of(self._http, refused.answer, refused.said) from None
        if not existed:
            self._fill(wish, room, frozenset(), frozenset())
        elif not self._is_whole(room):
            if room not in self._joined():
                raise self._http.unanswered(Code.SERVER_CONFUSED, "the room is there, and we are not in it yet")
            self._fill(wish, room, self._sent(room), self._members(room))
        return self._made(wish, room, existed=existed)

    def find(self, wish: Wish) -> Made | None:
        room = self._room_of(wish.key)
        if room is None:
            self._client.who_am_i()  # aliases are told to anybody: only to us is it an answer
            return None
        return self._made(wish, room, existed=True) if self._is_whole(room) else None

    def presence(self, kind: LinkKind, remote_id: str) -> Presence:
        if not ROOM_ID.fullmatch(remote_id):
            return Presence.UNKNOWN
        try:
            return Presence.PRESENT if remote_id in self._joined() else Presence.GONE
        except BandejaError:
            return Presence.UNKNOWN

    def delete(self, kind: LinkKind, remote_id: str) -> None:
        """Matrix has no way to delete a room: everybody is taken out of it, then we leave. A room without members is gone."""
        if not ROOM_ID.fullmatch(remote_id):
            raise ServerRefusal(Code.NOT_FOUND, what="room", name=self._http.words(remote_id))
        if remote_id not in self._joined():
            return
        room = f"/rooms/{quoted(remote_id)}"
        for alias in self._client.list_of(self._client.ask("GET", f"{room}/aliases"), "aliases"):
            if isinstance(alias, str) and alias.startswith("#bandeja-"):
                self._client.ask("DELETE", f"/directory/room/{quoted(alias)}")
        for member in self._members(remote_id) - {self._who()}:
            self._client.ask("POST", f"{room}/kick", {"user_id": member})
        self._client.ask("POST", f"{room}/leave", {})
        self._client.ask("POST", f"{room}/forget", {})
        if remote_id in self._joined():
            raise self._http.unanswered(Code.SERVER_CONFUSED, "left, and still there")

    def drop_half(self, wish: Wish) -> None:
        room = self._room_of(wish.key)
        if room is not None:
            self.delete(LinkKind.CHAT, room)

    def add_mails(self, kind: LinkKind, remote_id: str, wish: Wish) -> None:
        if kind is not LinkKind.CHAT:
            raise NotImplementedError
        if not ROOM_ID.fullmatch(remote_id) or remote_id not in self._joined():
            raise ServerRefusal(Code.NOT_FOUND, what="room", name=self._http.words(remote_id))
        part = f"mails-{wish.key}"
        if part not in self._sent(remote_id):
            said = origins_of(wish).strip("\n")[:_TEXT_BYTES] or title_of(wish)
            self._say(f"/rooms/{quoted(remote_id)}", wish, part, {"msgtype": "m.notice", "body": said})

    def drop_mails(self, kind: LinkKind, remote_id: str, key: str) -> None:
        """The message is redacted: nobody can read it any more, and its mark is gone with what it said."""
        if kind is not LinkKind.CHAT:
            raise NotImplementedError
        if not ROOM_ID.fullmatch(remote_id) or remote_id not in self._joined():
            return
        room, from_ = f"/rooms/{quoted(remote_id)}", ""
        for _ in range(_MOST_PAGES):
            answer = self._client.ask("GET", f"{room}/messages?dir=b&limit=100{from_}")
            events = self._client.list_of(answer, "chunk")
            said = next(filter(None, (self._id_of(event, f"mails-{key}") for event in events)), "")
            if said:
                transaction = quoted(f"bandeja-{key}-unsaid")
                self._client.ask("PUT", f"{room}/redact/{quoted(said)}/{transaction}", {})
                return
            end = answer.get("end")
            if not events or not isinstance(end, str) or len(end) > _LONGEST_TOKEN:
                return
            from_ = f"&from={quoted(end)}"

    def find_people(self, text: str) -> list[Person]:
        wanted = one_line(text, 100)
        if not wanted:
            return []
        answer = self._client.ask("POST", "/user_directory/search", {"search_term": wanted, "limit": _MOST_PEOPLE})
        people = []
        for one in self._client.list_of(answer, "results")[:_MOST_PEOPLE]:
            user_id = one.get("user_id") if isinstance(one, dict) else None
            if isinstance(one, dict) and isinstance(user_id, str) and USER_ID.fullmatch(user_id):
                name = one_line(str(one.get("display_name") or user_id), 100)
                people.append(Person(name or user_id, "", user_id, inside=True))
        return people

    def cancel(self) -> None:
        self._http.cancel()

    def close(self) -> None:
        self._http.close()

    def _who(self) -> str:
        self._me = self._me or self._client.who_am_i()
        return self._me

    def _room_of(self, key: str) -> str | None:
        """The room of a wish, whole or not."""
        server = self._who().partition(":")[2]
        try:
            answer = self._client.try_to("GET", f"/directory/room/{quoted(f'#bandeja-{key}:{server}')}")
        except Refused as refused:
            if refused.code == "M_NOT_FOUND":
                return None
            raise error_of(self._http, refused.answer, refused.said) from None
        return self._client.text(answer, "room_id", ROOM_ID)

    def _make_room(self, wish: Wish) -> str:
        answer = self._client.try_to("POST", "/createRoom", {
            "name": title_of(wish),
            "topic": links_of(wish).strip()[:1000],
            "room_alias_name": f"bandeja-{wish.key}",
            "preset": "private_chat",
            "visibility": "private",
        })  # fmt: skip
        return self._client.text(answer, "room_id", ROOM_ID)

    def _fill(self, wish: Wish, room: str, sent: frozenset[str], members: frozenset[str]) -> None:
        path = f"/rooms/{quoted(room)}"
        if "text" not in sent:
            self._say(path, wish, "text", {"msgtype": "m.text", "body": _text_of(wish)})
        for part, attachment in _attachments(wish):
            if part not in sent:
                self._say(path, wish, part, self._file(attachment))
        for number, person in enumerate(wish.people):
            if USER_ID.fullmatch(person.person_id) and person.person_id not in members:
                try:
                    self._client.try_to("POST", f"{path}/invite", {"user_id": person.person_id})
                except Refused as refused:
                    if refused.answer.status not in _UNINVITED:
                        raise error_of(self._http, refused.answer, refused.said) from None
                    said = self._http.words(refused.said) or refused.code
                    notice = {"msgtype": "m.notice", "body": f"{one_line(person.person_id)}: {said}"}
                    self._say(path, wish, f"invitation-{number}", notice)
        self._client.ask("PUT", f"{path}/state/{_STATE}/", {"key": wish.key, "mails": [m.mid_url for m in wish.mails]})

    def _say(self, path: str, wish: Wish, part: str, content: Mapping[str, object]) -> None:
        transaction = quoted(f"bandeja-{wish.key}-{part}")
        self._client.ask("PUT", f"{path}/send/m.room.message/{transaction}", {**content, _PART: part})

    def _file(self, attachment: SnapshotAttachment) -> dict[str, object]:
        name, kind, size = name_of(attachment), type_of(attachment), len(attachment.content)
        try:
            url = self._client.upload(attachment.content, kind, name)
        except Refused as refused:
            if refused.answer.status != 413:
                raise error_of(self._http, refused.answer, refused.said) from None
            return {"msgtype": "m.notice", "body": f"[{name}, {size >> 10} KB]"}
        about = {"mimetype": kind, "size": size}
        return {"msgtype": "m.file", "body": name, "filename": name, "url": url, "info": about}

    def _is_whole(self, room: str) -> bool:
        try:
            return "key" in self._client.try_to("GET", f"/rooms/{quoted(room)}/state/{_STATE}/")
        except Refused as refused:
            if refused.code in ("M_NOT_FOUND", "M_FORBIDDEN"):
                return False
            raise error_of(self._http, refused.answer, refused.said) from None

    def _sent(self, room: str) -> frozenset[str]:
        """The parts that an earlier try has sent: the server forgets transaction ids after a while, or at a new token."""
        answer = self._client.ask("GET", f"/rooms/{quoted(room)}/messages?dir=b&limit=100")
        parts: set[str] = set()
        for event in self._client.list_of(answer, "chunk"):
            content = event.get("content") if isinstance(event, dict) else None
            if isinstance(event, dict) and isinstance(content, dict) and event.get("sender") == self._who():
                parts.add(str(content.get(_PART, "")))
        return frozenset(parts)

    def _id_of(self, event: object, part: str) -> str:
        """Of the event when it is that part, said by us."""
        if not isinstance(event, dict) or event.get("sender") != self._who():
            return ""
        content, event_id = event.get("content"), event.get("event_id")
        is_it = isinstance(content, dict) and content.get(_PART) == part
        return event_id if is_it and isinstance(event_id, str) and EVENT_ID.fullmatch(event_id) else ""

    def _joined(self) -> frozenset[str]:
        rooms = self._client.list_of(self._client.ask("GET", "/joined_rooms"), "joined_rooms")
        return frozenset(room for room in rooms if isinstance(room, str))

    def _members(self, room: str) -> frozenset[str]:
        """Who is in a room or invited to it."""
        answer = self._client.ask("GET", f"/rooms/{quoted(room)}/members?not_membership=leave")
        members: set[str] = set()
        for event in self._client.list_of(answer, "chunk")[:_MOST_MEMBERS]:
            content = event.get("content") if isinstance(event, dict) else None
            if (
                isinstance(event, dict)
                and isinstance(content, dict)
                and content.get("membership") in ("join", "invite")
            ):
                members.add(str(event.get("state_key", "")))
        return frozenset(member for member in members if USER_ID.fullmatch(member))

    def _made(self, wish: Wish, room: str, *, existed: bool) -> Made:
        return Made(room, title_of(wish), f"https://matrix.to/#/{quoted(room)}", existed)


def _text_of(wish: Wish) -> str:
    text = plain_lines(wish.text, _TEXT_BYTES).strip("\n")
    shown = text.encode()[:_TEXT_BYTES].decode("utf-8", "ignore")
    return "\n\n".join(part for part in (shown, links_of(wish).strip("\n")[:5000]) if part) or title_of(wish)


def _attachments(wish: Wish) -> Iterator[tuple[str, SnapshotAttachment]]:
    every = (attachment for mail in wish.mails for attachment in mail.attachments)
    return ((f"file-{number}", attachment) for number, attachment in enumerate(every))
