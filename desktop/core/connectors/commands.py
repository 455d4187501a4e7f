"""Wishes about links, prepared on the commands thread: mails are read and frozen there, so that the writer only stores them.

The invariant: when a wish is stored, all that its object is made of is stored with it, in the same durable transaction as its
links; no server is asked here.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from desktop.core.api.commands import Receipt
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.link_commands import BindConnector, LinkExisting, LinkMail, RetryLink, Unlink
from desktop.core.api.linking import OWN_DESK, LinkForm, LinkKind, LinkState
from desktop.core.connectors.form.letters import Elsewhere, Letter, Nowhere, load_letters, settle, take_snapshot
from desktop.core.connectors.form.people import inside_of
from desktop.core.connectors.form.text import title_of
from desktop.core.connectors.protocol import MailSnapshot, Wish
from desktop.core.connectors.queue.arriving import people_by_address
from desktop.core.connectors.queue.frozen import dump_snapshot, dump_wish
from desktop.core.store import backends, link_presence, links, undo_groups, wish_rows, wishes
from desktop.core.store.jobs import Job, Prepare
from desktop.core.store.links import LinkedObject, StoredLink
from desktop.core.store.schema import link
from desktop.core.store.sites import load_site, spell_site
from desktop.core.store.store import Store
from desktop.core.store.undo_rows import Recorder
from desktop.core.store.wish_rows import ASK_FIRST, SURELY_NOT, StoredAttachment, StoredMail
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass

DELETE_DELAY = 5
"""Seconds in which the deletion of an object can still be undone."""
LONGEST_TEXT = 200_000
MOST_GUESTS = 100
_ONE_A_MAIL = (LinkKind.CHAT, LinkKind.CRM)
"""A mail has one chat, and is saved once; the second wish opens the first."""


@dataclass(frozen=True, slots=True)
class Making:
    """An object that is to be made at a backend, ready to be stored."""

    wish: Wish
    backend: str
    mails: tuple[StoredMail, ...]
    payload: str
    site: str
    letters: tuple[Letter, ...] = ()
    ask_first: bool = False
    """Its key may have been used by a wish that this profile does not know of."""

    def store(self, uow: UnitOfWork, group: int) -> list[int]:
        """The keys of its links, one a mail."""
        key, ask_first = self.wish.key, self.ask_first
        if ask_first and wish_rows.load_state(uow.connection, key) is not None:
            key, ask_first = str(uuid.uuid4()), False  # of an account that was taken away and set up again
        return wishes.add_wish(
            uow, wish_key=key, kind=self.wish.kind, backend=self.backend, title=self.wish.title, payload=self.payload,
            mails=self.mails, group_key=group, site=self.site, doubt=ASK_FIRST if ask_first else SURELY_NOT,
        )  # fmt: skip


class LinkCommands:
    """`form(kind, letters)` gives what an untouched sheet has; `backend_of(kind)` the bound backend, ready or not;
    `check` raises BandejaError when a backend cannot do a kind of work; `need(backend)` says that it has work now,
    `hurry(backend)` that a person waits for it. Mails of `elsewhere` are stored by whoever stores the wish, before it."""

    def __init__(
        self,
        store: Store,
        *,
        form: Callable[[LinkKind, Sequence[Letter]], LinkForm],
        backend_of: Callable[[LinkKind], str],
        check: Callable[[LinkKind, str], None],
        need: Callable[[str], object],
        hurry: Callable[[str], object],
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self._elsewhere = elsewhere or Nowhere()
        self._store, self._form, self._backend_of, self._check = store, form, backend_of, check
        self._need, self._hurry = need, hurry

    def prepared(self) -> Mapping[type, Prepare]:
        """For `OperationsService(more=…)`."""
        return {
            LinkMail: self.link_mail,
            LinkExisting: self.link_existing,
            Unlink: self.unlink,
            RetryLink: self.retry,
            BindConnector: self.bind,
        }

    def link_mail(self, command: LinkMail) -> Job:
        prepared = self.prepare(command)

        def job(uow: UnitOfWork) -> Receipt:
            making = self._settled(uow, prepared)
            keys = [mail.message_key for mail in making.mails if mail.message_key is not None]
            existing = _existing(uow, command, making.backend, keys)
            if existing is not None:
                return Receipt("linked_before", 0, None, existing.title, existing.link_key)
            group = undo_groups.add_group(uow, "linked", len(making.mails), making.wish.title)
            linked = making.store(uow, group)
            return Receipt("linked", len(linked), group, making.wish.title, linked[0])

        return job

    def prepare(self, command: LinkMail) -> Making:
        """Everything that the object is made of, read and frozen; nothing is stored yet."""
        letters = self._load(command.locations)
        backend = self._backend_of(command.kind)
        self._check(command.kind, backend)
        is_inside = inside_of(letters[0].own)
        whole = command.kind is LinkKind.CRM
        snapshots = [take_snapshot(letter, command.attachments, is_inside, whole=whole) for letter in letters]
        site = self._store.read(lambda connection: load_site(connection, backend))
        wish = self._complete(_at_home(command, spell_site(backend, site), letters), letters)
        mails = tuple(_stored(letter, snapshot) for letter, snapshot in zip(letters, snapshots, strict=True))
        self._need(backend)
        return Making(wish, backend, mails, dump_wish(wish), site, tuple(letters), ask_first=command.by_rule)

    def _load(self, location_keys: Sequence[int]) -> list[Letter]:
        """Raises BandejaError(NOT_FOUND) for one on its server of which the text is not at hand: what is linked is kept whole."""
        letters = load_letters(self._store, location_keys, self._elsewhere)
        for letter in letters:
            if letter.location_key < 0 and letter.raw is None:
                raise BandejaError(
                    Code.NOT_FOUND, what="text yet of the mail", name=letter.parsed.envelope.subject
                )  # fmt: skip
        return letters

    def _settled(self, uow: UnitOfWork, making: Making) -> Making:
        """With the keys that the mails have in the store now; each once."""
        keys = settle(uow.connection, self._elsewhere, making.letters)
        mails = {
            keys[mail.message_key]: replace(mail, message_key=keys[mail.message_key])
            for mail in making.mails
            if mail.message_key in keys
        }
        return replace(making, mails=tuple(mails.values()))

    def link_existing(self, command: LinkExisting) -> Job:
        letters = self._load(command.locations)
        before = self._store.read(lambda connection: links.load_link(connection, command.link_key))
        telling = () if before is None or before.backend == OWN_DESK else self._told_of(letters)
        if telling and before is not None:
            self._need(before.backend)

        def job(uow: UnitOfWork) -> Receipt:
            known = _known(uow, command.link_key)
            if known.kind is LinkKind.CRM:
                raise BandejaError(Code.BAD_INPUT, what="This mail", why="the CRM needs its own copy; save it there")
            if known.state is LinkState.GONE:
                raise BandejaError(Code.NOT_FOUND, what=known.kind.value, name=known.title)
            there, keys_here = _messages_of(uow, known), settle(uow.connection, self._elsewhere, letters)
            fresh = [key for key in dict.fromkeys(keys_here.values()) if key not in there]
            if not fresh:
                return Receipt("linked_before", 0, None, known.title, known.link_key)
            group = undo_groups.add_group(uow, "linked", len(fresh), known.title)
            rows = Recorder(uow, group)
            keys = [
                rows.insert(
                    link, message_key=key, kind=known.kind.value, backend=known.backend, remote_id=known.remote_id,
                    title=known.title, state=known.state.value, url=known.url, created_at=uow.now,
                    wish_key=None if known.remote_id else known.wish_key,
                )
                for key in fresh
            ]  # fmt: skip
            links.touch(uow, fresh)
            told = [
                replace(mail, message_key=keys_here[mail.message_key]) for mail in telling
                if mail.message_key is not None and keys_here.get(mail.message_key) in fresh
            ]  # fmt: skip
            if told and (known.remote_id or known.wish_key):
                key = str(uuid.uuid4())
                wish = Wish(known.kind, key, title_of(letters), "", ())
                wishes.add_adding(
                    uow, key, known, title=wish.title, payload=dump_wish(wish), mails=told, group_key=group
                )
            return Receipt("linked", len(keys), group, known.title, keys[0])

        return job

    def _told_of(self, letters: Sequence[Letter]) -> tuple[StoredMail, ...]:
        """The mails as an object that is there names them: without what is in them."""
        is_inside = inside_of(letters[0].own)
        snapshots = [replace(take_snapshot(one, (), is_inside, whole=False), text="", html=None) for one in letters]
        return tuple(_stored(letter, snapshot) for letter, snapshot in zip(letters, snapshots, strict=True))

    def unlink(self, command: Unlink) -> Job:
        known = self._store.read(lambda connection: links.load_link(connection, command.link_key))
        if known is not None:
            self._need(known.backend)

        def job(uow: UnitOfWork) -> Receipt:
            going = _known(uow, command.link_key)
            if not going.remote_id:
                return _give_up(uow, going)
            group = undo_groups.add_group(uow, "unlinked", 1, going.title)
            rows = Recorder(uow, group)
            named = LinkedObject(going.backend, going.kind, going.remote_id)
            if command.delete_object and going.state is not LinkState.GONE:
                wishes.add_unmaking(uow, str(uuid.uuid4()), named, [going], DELETE_DELAY, group)
            rows.delete(link, link.c.link_key == going.link_key)
            links.touch(uow, [going.message_key])
            return Receipt("unlinked", 1, group, going.title, going.link_key)

        return job

    def retry(self, command: RetryLink) -> Job:
        known = self._store.read(lambda connection: links.load_link(connection, command.link_key))
        if known is not None:
            self._hurry(known.backend)

        def job(uow: UnitOfWork) -> Receipt:
            one = _known(uow, command.link_key)
            if one.state is LinkState.GONE and one.remote_id:
                link_presence.ask_again(uow, LinkedObject(one.backend, one.kind, one.remote_id))
                return Receipt("retried", 1, None, one.title, one.link_key)
            if one.wish_key is None or one.state not in (LinkState.PENDING, LinkState.FAILED, LinkState.UNSURE):
                return Receipt("retried", 0, None, one.title, one.link_key)
            if one.state is LinkState.UNSURE and not command.confirmed_not_made:
                raise BandejaError(Code.LINK_UNSURE, title=one.title)
            wishes.retry(uow, one.wish_key, surely_not=command.confirmed_not_made)
            return Receipt("retried", 1, None, one.title, one.link_key)

        return job

    def bind(self, command: BindConnector) -> Job:
        self._check(command.kind, command.backend)

        def job(uow: UnitOfWork) -> Receipt:
            backends.bind(uow, command.kind, command.backend)
            return Receipt("bound", 1, None, command.backend)

        return job

    def _complete(self, command: LinkMail, letters: Sequence[Letter]) -> Wish:
        """The wish as the sheet gave it; what it left open is as in an untouched sheet."""
        title, text = " ".join(command.title.split())[:500], command.text
        starts_at, ends_at, zone, place = command.starts_at, command.ends_at, command.zone, command.place
        all_day, due_at, series = command.all_day, command.due_at, command.series
        if not title or text is None or not zone or (command.kind is LinkKind.EVENT and starts_at is None):
            form = self._form(command.kind, letters)
            title = title or form.title
            text = form.text if text is None else text
            zone = zone or form.zone
            if command.kind is LinkKind.EVENT and starts_at is None:
                starts_at, ends_at, all_day = form.starts_at, form.ends_at, form.all_day
                place, series = place or form.place, form.series
        if command.kind is LinkKind.EVENT:
            assert starts_at is not None
            ends_at = starts_at + 3600 if ends_at is None else ends_at
            if ends_at < starts_at:
                raise BandejaError(Code.BAD_INPUT, what="The time", why="the end is before the beginning")
        return Wish(
            kind=command.kind,
            key=_key_by_rule(command.kind, letters[0]) if command.by_rule else str(uuid.uuid4()),
            title=title,
            text=text[:LONGEST_TEXT],
            mails=(),
            people=command.people[:200],
            due_at=due_at,
            starts_at=starts_at,
            ends_at=ends_at,
            all_day=all_day,
            zone=zone or "UTC",
            place=place[:500],
            target_id=command.target_id,
            uid=command.uid,
            guests=command.guests[:MOST_GUESTS],
            series=series,
        )


def _stored(letter: Letter, snapshot: MailSnapshot) -> StoredMail:
    """Attachments that are in the stored raw mail are not stored twice."""
    paths = {one.filename: one.path for one in letter.parsed.attachments}
    return StoredMail(
        letter.message_key,
        dump_snapshot(replace(snapshot, attachments=(), raw=b"")),
        snapshot.raw or None,
        tuple(
            StoredAttachment(paths[one.filename], one.filename, one.content_type, None if snapshot.raw else one.content)
            for one in snapshot.attachments
        ),
    )


def _key_by_rule(kind: LinkKind, letter: Letter) -> str:
    """The same for the same mail of the same mailbox, on every profile."""
    identity = letter.parsed.envelope.message_id or hashlib.sha256(letter.raw or letter.text.encode()).hexdigest()
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"bandeja:{kind}:{letter.account.lower()}:{identity}"))


def _at_home(command: LinkMail, site: str, letters: Sequence[Letter]) -> LinkMail:
    """Without the ids of another site than the one it goes to: the sheet may have been open for long. Raises BandejaError for
    a card, which has no other name."""
    if command.site in ("", site):
        return command
    if command.target_id:
        raise BandejaError(Code.CARD_ELSEWHERE, title=command.title or title_of(letters))
    return replace(command, people=people_by_address(command.people))


def _existing(uow: UnitOfWork, command: LinkMail, backend: str, message_keys: Sequence[int]) -> StoredLink | None:
    """A link that all the mails have already, where a second one would be a second copy of the same. Another card of the
    CRM is not the same."""
    if command.kind not in _ONE_A_MAIL or command.target_id:
        return None
    found = [links.load_alive(uow.connection, key, command.kind, backend) for key in message_keys]
    return found[0] if all(found) else None


def _known(uow: UnitOfWork, link_key: int) -> StoredLink:
    known = links.load_link(uow.connection, link_key)
    if known is None:
        raise BandejaError(Code.NOT_FOUND, what="link", name=link_key)
    return known


def _messages_of(uow: UnitOfWork, known: StoredLink) -> set[int | None]:
    """The mails that are linked to the same object, made or to be made."""
    if known.remote_id:
        named = LinkedObject(known.backend, known.kind, known.remote_id)
        return {one.message_key for one in links.load_of_object(uow.connection, named)}
    return {one.message_key for one in links.load_of_wish(uow.connection, known.wish_key or "")}


def _give_up(uow: UnitOfWork, going: StoredLink) -> Receipt:
    """The object is not made yet: with its last link goes the wish."""
    if going.wish_key is not None and len(links.load_of_wish(uow.connection, going.wish_key)) == 1:
        wishes.take_back_one(uow, going.wish_key)
    links.drop_link(uow, going.link_key)
    return Receipt("unlinked", 1, None, going.title, going.link_key)
