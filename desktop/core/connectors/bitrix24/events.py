"""Events in our user's calendar, made by themselves. The connector's thread."""

from __future__ import annotations

from desktop.core.api.errors import Code, ServerRefusal
from desktop.core.clock import Clock
from desktop.core.connectors.bitrix24.answers import is_id, read_done, read_id, read_row, read_rows, text_of
from desktop.core.connectors.bitrix24.people import People
from desktop.core.connectors.bitrix24.room import There, gone_already, oldest
from desktop.core.connectors.bitrix24.transport import Portal
from desktop.core.connectors.bitrix24.writing import (
    day,
    mark_of,
    moment,
    one_line,
    person_line,
    text_plain,
    title_of,
    zone_of,
)
from desktop.core.connectors.protocol import Presence, Wish

_DAY = 86_400


class Events:
    def __init__(self, portal: Portal, people: People, clock: Clock) -> None:
        self._portal = portal
        self._people = people
        self._clock = clock

    def find(self, wish: Wish) -> There | None:
        starts, ends = self.times(wish)
        asked = {
            "type": "user",
            "ownerId": self._people.me(),
            "from": day(starts - _DAY, "UTC"),
            "to": day(ends + 2 * _DAY, "UTC"),
        }
        rows = self._portal.ask("calendar.event.get", asked, read_rows)
        ids = [text_of(row, "ID") for row in rows if _is_there(row) and mark_of(wish) in _text(row)]
        if not (ids := [one for one in ids if is_id(one)]):
            return None
        first, doubles = oldest(ids)
        for double in doubles:
            with gone_already():
                self._delete(double)
        return self._there(first)

    def make(self, wish: Wish) -> There:
        asked = {"type": "user", "ownerId": self._people.me(), "auto_detect_section": "Y", **self.fields(wish)}
        return self._there(self._portal.change("calendar.event.add", asked, read_id))

    def finish(self, wish: Wish, there: There) -> None:
        pass

    def fields(self, wish: Wish) -> dict[str, object]:
        starts, ends = self.times(wish)
        zone = zone_of(wish.zone)
        fields: dict[str, object] = {"name": title_of(wish), "description": self.description(wish)}
        if wish.all_day:
            # The end of a wish is not included, that of Bitrix24 is.
            last = max(starts, ends - 1)
            fields |= {"from": day(starts, zone), "to": day(last, zone), "skip_time": "Y", "timezone_from": zone}
        else:
            fields |= {"from": moment(starts, zone), "to": moment(ends, zone), "skip_time": "N"}
        if place := one_line(wish.place)[:250]:
            fields["location"] = place
        if guests := [one for one in self._people.ids_of(wish.people) if one != self._people.me()]:
            fields |= {"is_meeting": "Y", "attendees": [self._people.me(), *guests]}
        return fields

    def description(self, wish: Wish) -> str:
        """Guests who are no users cannot be invited this way; the text names them."""
        outside = [person_line(person) for person in wish.people if not self._people.ids_of([person])]
        text = text_plain(wish)
        return "\n".join([*(f"→ {line}" for line in outside if line), text])

    def times(self, wish: Wish) -> tuple[int, int]:
        if wish.starts_at is None:
            raise ServerRefusal(Code.BAD_INPUT, what="The event", why="it has no beginning")
        ends = wish.ends_at if wish.ends_at is not None else wish.starts_at + (_DAY if wish.all_day else 3600)
        return wish.starts_at, max(ends, wish.starts_at)

    def presence(self, remote_id: str) -> Presence:
        row = self._portal.ask("calendar.event.getbyid", {"id": remote_id}, read_row)
        if not _is_there(row):
            return Presence.GONE
        ends = text_of(row, "DATE_TO_TS_UTC")
        return Presence.DONE if is_id(ends) and int(ends) < self._clock.now() else Presence.PRESENT

    def delete(self, remote_id: str) -> None:
        try:
            self._delete(remote_id)
        except ServerRefusal:
            if self.presence(remote_id) is not Presence.GONE:
                raise

    def _delete(self, remote_id: str) -> None:
        self._portal.change("calendar.event.delete", {"id": remote_id}, read_done)

    def _there(self, event: str) -> There:
        return There(event, f"company/personal/user/{self._people.me()}/calendar/?EVENT_ID={event}")


def _is_there(row: dict[str, object]) -> bool:
    return bool(row) and text_of(row, "DELETED") != "Y"


def _text(row: dict[str, object]) -> str:
    return text_of(row, "DESCRIPTION") + text_of(row, "~DESCRIPTION")
