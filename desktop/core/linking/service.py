"""The door's half about links: what mails are linked to, what a sheet begins with, and the backends.

Reads are of the store; whatever asks a backend answers through a Future, in time or from what is known here. Quick methods
may be called on the event loop.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from desktop.core.api.desk import CrmRules
from desktop.core.api.errors import BandejaError
from desktop.core.api.linking import OWN_DESK, BackendRow, CrmTarget, LinkForm, LinkKind, LinkRow, Person, PlugInRow
from desktop.core.api.quote_words import QuoteWords
from desktop.core.api.status import Notice
from desktop.core.clock import Clock
from desktop.core.connectors.commands import LinkCommands
from desktop.core.connectors.form.letters import Elsewhere, load_letters
from desktop.core.connectors.form.people import inside_of, people_of
from desktop.core.connectors.local.backend import LocalConnector
from desktop.core.connectors.protocol import FindsPeople, FindsTargets
from desktop.core.connectors.queue.service import LinkQueue
from desktop.core.linking.backends import Backends
from desktop.core.linking.known_cards import KnownCards
from desktop.core.linking.plug_ins import PlugIns
from desktop.core.store import accounts, bodies, crm_offers, crm_rules, desk_contacts, desk_people, links
from desktop.core.store.jobs import Prepare
from desktop.core.store.store import Store

if TYPE_CHECKING:
    from desktop.core.connectors.form.letters import Letter

T = TypeVar("T")
ANSWER_SECONDS = 3.0
"""A backend that is asked about people or cards while somebody types answers in this time, or what is known here is shown."""

KNOWN_SECONDS = 120.0


def zone_name(zone: tzinfo) -> str:
    """The IANA name of the user's zone; UTC for one that has none."""
    name = getattr(zone, "key", "") or "UTC"
    try:
        ZoneInfo(name)
    except (ValueError, OSError):
        return "UTC"
    return str(name)


def _has_card(connector: FindsTargets, address: str) -> bool:
    wanted = address.strip().lower()
    return any(wanted in f"{one.label} {one.detail}".lower() for one in connector.find_targets(wanted))


class LinkingService:
    """Implements `core.api.linking.Linking`. `zone` is the user's, by its IANA name."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        backends: Backends,
        plug_ins: PlugIns,
        *,
        zone: str,
        quote_words: Callable[[], QuoteWords],
        notify: Callable[[Notice], None],
        threads: bool,
        elsewhere: Elsewhere | None = None,
        need_texts: Callable[[Sequence[int]], None] = lambda keys: None,
    ) -> None:
        """`need_texts` fetches those of mails of `elsewhere`, for a form; it may wait for servers, and raises BandejaError."""
        self._elsewhere, self._need_texts = elsewhere, need_texts
        self._store, self._clock, self._zone, self._quote_words = store, clock, zone, quote_words
        self._backends, self._plug_ins = backends, plug_ins
        self.queue = LinkQueue(store, clock, open_connector=backends.open, notify=notify, threads=threads)
        self._cards = KnownCards(clock, self._ask_for_card)
        self._setup_pool = ThreadPoolExecutor(1, thread_name_prefix="set-up-backend")
        self._commands = LinkCommands(
            store, form=self._form, backend_of=backends.bound, check=backends.check,
            need=self.queue.need, hurry=self.queue.hurry, elsewhere=elsewhere,
        )  # fmt: skip

    def prepared(self) -> Mapping[type, Prepare]:
        """Commands about links, for the service that stores wishes."""
        return self._commands.prepared()

    def need(self, backend: str) -> None:
        """That backend has work now."""
        self.queue.need(backend)

    def changes_times(self, backend: str) -> bool:
        return self._backends.changes_times(backend)

    @property
    def commands(self) -> LinkCommands:
        """For a room that stores such wishes together with its own."""
        return self._commands

    # reading

    def links(self, message_keys: tuple[int, ...]) -> dict[int, tuple[LinkRow, ...]]:
        return self._store.read(lambda connection: links.load_rows(connection, message_keys, self._backends.names))

    def all_links(self) -> list[LinkRow]:
        """The newest links of all mails, newest first: for the command line."""
        return self._store.read(lambda connection: links.load_all(connection, self._backends.names))

    def waiting(self) -> list[LinkRow]:
        return self._store.read(lambda connection: links.load_unsettled(connection, self._backends.names))

    def form(self, kind: LinkKind, locations: tuple[int, ...]) -> LinkForm:
        self._need_texts(locations)
        return self._form(kind, load_letters(self._store, locations, self._elsewhere))

    def backends(self) -> list[BackendRow]:
        return self._backends.rows()

    def plug_ins(self) -> list[PlugInRow]:
        return self._plug_ins.rows()

    def plug_in_folder(self) -> Path:
        return self._plug_ins.folder()

    def crm_rules(self) -> CrmRules:
        return self._store.read(crm_rules.load_rules)

    def offers(self) -> list[tuple[int, str]]:
        return self._store.read(crm_offers.load_offers)

    def why_saved(self, location_key: int) -> tuple[str, ...]:
        with self._store.reading() as connection:
            message_key = bodies.load_message_key(connection, location_key)
            return () if message_key is None else crm_rules.load_why(connection, message_key)

    # asking backends

    def find_people(self, kind: LinkKind, text: str) -> Future[list[Person]]:
        def ask(connector: object) -> list[Person]:
            if not isinstance(connector, FindsPeople):
                raise NotImplementedError  # then it is those known here
            return connector.find_people(text)

        def known() -> list[Person]:
            return self._store.read(lambda connection: desk_people.find_people(connection, text))

        return self._in_time(self._backends.bound(kind), ask, known)

    def find_targets(self, text: str) -> Future[list[CrmTarget]]:
        def ask(connector: object) -> list[CrmTarget]:
            return connector.find_targets(text) if isinstance(connector, FindsTargets) else []

        return self._in_time(self._backends.bound(LinkKind.CRM), ask, lambda: [])

    def knows(self, addresses: Sequence[str]) -> bool | None:
        """Has the CRM a card with one of these addresses? None: it is the own desk, whose cards are in the store. Waits for
        the backend, which may raise BandejaError: worker threads."""
        backend = self._backends.bound(LinkKind.CRM)
        if backend == OWN_DESK:
            return None

        def ask(connector: object) -> bool:
            if not isinstance(connector, FindsTargets):
                return True  # a CRM that cannot be asked files the mail as it does by hand
            return any(_has_card(connector, address) for address in addresses)

        return self.queue.ask(backend, ask).result(KNOWN_SECONDS)

    def knows_address(self, address: str) -> Future[bool | None]:
        backend = self._backends.bound(LinkKind.CRM)
        if backend != OWN_DESK:
            return self._cards.has_card(self._backends.site(backend), address)
        answer: Future[bool | None] = Future()
        found = self._store.read(lambda connection: desk_contacts.find_by_addresses(connection, [address]))
        answer.set_result(bool(found))
        return answer

    def set_up(self, backend: str, values: dict[str, str], secrets: dict[str, str]) -> Future[BackendRow]:
        def set_up() -> BackendRow:
            self._backends.set_up(backend, values, secrets)
            self.queue.reopen(backend)
            self.queue.hasten(backend)
            return self._backends.row(backend)

        return self._setup_pool.submit(set_up)

    def probe(self, backend: str) -> Future[BackendRow]:
        def note(connector: Any) -> BackendRow:
            self._backends.note_probe(backend, connector.probe())
            return self._backends.row(backend)

        try:
            self._backends.row(backend)
        except BandejaError as error:
            failed: Future[BackendRow] = Future()
            failed.set_exception(error)
            return failed
        return self.queue.ask(backend, note)

    def enable(self, plug_in: str, on: bool) -> Future[None]:
        before = set(self._backends.names)
        enabled = self._plug_ins.enable(plug_in, on)

        def go_on(_done: Future[None]) -> None:
            """Wishes from when it ran before wait for it."""
            for backend in set(self._backends.names) - before:
                self.queue.reopen(backend)

        enabled.add_done_callback(go_on)
        return enabled

    def hasten(self) -> None:
        """Nothing waits for its next try any longer. Never blocks."""
        self.queue.hasten_all()

    def check_now(self) -> None:
        self.queue.check_now()

    # life

    def start(self) -> None:
        """Go on with what was left, and look for the backends beside."""
        self.queue.start()
        self._setup_pool.submit(self._backends.find_all)
        self._setup_pool.submit(_import_forms)  # the first sheet shall not wait for it

    def wake(self) -> None:
        """Wishes changed. On the writer thread: quick."""
        self.queue.wake()

    def run_due(self) -> int:
        """What is due, in the calling thread; how many steps. For the command line."""
        return self.queue.run_due()

    def join(self, seconds: float) -> None:
        self.queue.join(seconds)

    def stop(self) -> None:
        self.queue.stop()
        self._backends.cancel()
        self._plug_ins.stop()
        self._setup_pool.shutdown(wait=False, cancel_futures=True)

    # inner workings

    def _form(self, kind: LinkKind, letters: Sequence[Letter]) -> LinkForm:
        from desktop.core.connectors.form.build import Setting, build_form  # reads dates in two languages

        backend = self._backends.bound(kind)
        setting = Setting(
            backend,
            self._backends.names.get(backend, backend),
            self._backends.site(backend),
            self._zone,
            self._clock.now(),
            self._is_inside(),
            self._quote_words(),
        )
        keys = tuple(letter.message_key for letter in letters)
        targets = self._targets(letters) if kind is LinkKind.CRM else ()
        return build_form(kind, letters, setting, existing=self.links(keys), targets=targets)

    def _targets(self, letters: Sequence[Letter]) -> tuple[CrmTarget, ...]:
        """Cards known here with an address of the mails' other side; a backend's own are asked for by `find_targets`."""
        if self._backends.bound(LinkKind.CRM) != OWN_DESK:
            return ()
        own_desk = LocalConnector(self._store)
        people = people_of(LinkKind.CRM, letters, self._is_inside())
        found = [target for person in people[:20] for target in own_desk.find_targets(person.address)]
        return tuple({target.target_id: target for target in found}.values())

    def _is_inside(self) -> Callable[[str], bool]:
        with self._store.reading() as connection:
            return inside_of(accounts.load_addresses(connection).values())

    def _ask_for_card(self, address: str) -> Future[bool | None]:
        """None, in time, where the backend does not answer or cannot be asked."""

        def ask(connector: object) -> list[bool]:
            return [_has_card(connector, address)] if isinstance(connector, FindsTargets) else []

        answer: Future[bool | None] = Future()
        asked = self._in_time(self._backends.bound(LinkKind.CRM), ask, list)
        asked.add_done_callback(lambda done: answer.set_result(next(iter(done.result()), None)))
        return answer

    def _in_time(self, backend: str, ask: Callable[[Any], list[T]], known: Callable[[], list[T]]) -> Future[list[T]]:
        """The backend's answer; what is known here when it fails or takes longer than somebody waits."""
        answer: Future[list[T]] = Future()
        once = threading.Lock()
        timer = threading.Timer(ANSWER_SECONDS, lambda: settle(None))
        timer.daemon = True

        def settle(asked: Future[list[T]] | None) -> None:
            timer.cancel()
            with once:
                if answer.done():
                    return
                try:
                    found = None if asked is None or asked.exception() is not None else asked.result()
                    answer.set_result(found if found is not None else known())
                except Exception as error:  # noqa: BLE001 - the Future is all that its owner hears of
                    answer.set_exception(error)

        timer.start()
        self.queue.ask(backend, ask).add_done_callback(settle)
        return answer


def _import_forms() -> None:
    from desktop.core.connectors.form import build  # noqa: F401
