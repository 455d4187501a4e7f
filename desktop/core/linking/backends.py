"""Which backends there are here, and how the engine gets into them: their settings, their secrets, a connector of each.

Values are in the profile; secrets are one entry a backend in the keyring, and nowhere else. A backend is stored only after a
probe has found it in order. `open` may wait for a keyring: worker threads.
"""

from __future__ import annotations

import contextlib
import functools
import json
import secrets as random_secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from desktop.core.accounts.credentials import Credentials, Purpose
from desktop.core.accounts.oauth_loopback import hear_redirect
from desktop.core.accounts.oauth_tokens import SIGN_IN_SECONDS
from desktop.core.accounts.secret import Secret
from desktop.core.api.errors import Code, SetupError
from desktop.core.api.linking import OWN_DESK, BackendRow, LinkKind
from desktop.core.clock import Clock
from desktop.core.connectors.ending import call_off, shut
from desktop.core.connectors.protocol import Backend, Connector, Hear, Means, Probe
from desktop.core.connectors.registry import LoadedBackends
from desktop.core.store import backends, sites, wish_rows
from desktop.core.store.backends import StoredBackend
from desktop.core.store.store import Store

LONGEST_VALUE = 10_000
_NO_PLACE = {
    LinkKind.TASK: "it has no place for a task",
    LinkKind.CRM: "it has no place for a CRM record",
    LinkKind.CHAT: "it has no place for a chat",
    LinkKind.EVENT: "it has no place for an event",
}


class Backends:
    """`first` are there at once; `more` finds the others, which takes a while (it imports them) and is done when somebody
    first needs one of them."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        credentials: Credentials,
        first: Sequence[Backend],
        more: Callable[[], LoadedBackends],
        *,
        open_browser: Callable[[str], object] | None = None,
        find_services: Callable[[str, str], tuple[str, ...]] = lambda service, domain: (),
    ) -> None:
        self._find_services = find_services
        self._store, self._clock, self._credentials = store, clock, credentials
        self._cancelled = threading.Event()
        self._hear: Hear | None = None
        if open_browser is not None:
            self._hear = functools.partial(
                hear_redirect, open_browser=open_browser, clock=clock, seconds=SIGN_IN_SECONDS,
                cancelled=self._cancelled,
            )  # fmt: skip
        self._candidate: tuple[Connector, str] | None = None
        self._known = {backend.backend: backend for backend in first}
        self._more = more
        self._found: LoadedBackends | None = None
        self._finding, self._keeping = threading.Lock(), threading.Lock()

    def find_all(self) -> LoadedBackends:
        """All backends and plug-ins; the first call imports them."""
        with self._finding:
            if self._found is None:
                found = self._more()
                more = {backend.backend: backend for backend in found.backends if backend.backend not in self._known}
                self._known = self._known | more
                self._found = found
            return self._found

    def find_more(self) -> LoadedBackends:
        """As `find_all`, and those that were enabled since; what runs already goes on running. Worker threads: imports."""
        self.find_all()
        with self._finding:
            found = self._more()
            fresh = {one.backend: one for one in found.backends if one.backend not in self._known}
            self._known = self._known | fresh
            self._found = found
            return found

    @property
    def names(self) -> Mapping[str, str]:
        """Backend -> its name for people, of those that were found so far. Quick."""
        return {key: backend.name for key, backend in self._known.items()}

    def bound(self, kind: LinkKind) -> str:
        """The backend that does this kind of work; the own desk when nobody chose."""
        return self._store.read(backends.load_bindings).get(kind, OWN_DESK)

    def site(self, backend: str) -> str:
        """Which backend, and where it is now."""
        return sites.spell_site(backend, self._store.read(lambda connection: sites.load_site(connection, backend)))

    def changes_times(self, backend: str) -> bool:
        """Can one time of an event that repeats be made otherwise there? Worker threads: may have to look for it."""
        try:
            return self._find(backend).changes_times
        except SetupError:
            return False

    def check(self, kind: LinkKind, backend: str) -> None:
        """Raises SetupError when the backend cannot be given that kind of work."""
        known = self._find(backend)
        if kind not in known.kinds:
            raise SetupError(Code.BAD_INPUT, what=known.name, why=_NO_PLACE[kind])
        stored = self._store.read(lambda connection: backends.load_backend(connection, backend))
        if known.fields and stored is None:
            raise SetupError(Code.NOT_SET_UP, name=known.name)
        if stored is not None and kind not in stored.kinds:
            why = stored.why_not.get(kind) or _NO_PLACE[kind]
            raise SetupError(Code.BAD_INPUT, what=known.name, why=why.rstrip("."))

    def rows(self) -> list[BackendRow]:
        with self._store.reading() as connection:
            stored = backends.load_backends(connection)
            bindings = backends.load_bindings(connection)
            waiting = wish_rows.count_waiting(connection)
        self.find_all()
        bound = {kind: bindings.get(kind, OWN_DESK) for kind in LinkKind}
        return [
            self._row(backend, stored.get(key), [kind for kind in LinkKind if bound[kind] == key], waiting.get(key, 0))
            for key, backend in self._known.items()
        ]

    def row(self, backend: str) -> BackendRow:
        self._find(backend)
        return next(row for row in self.rows() if row.backend == backend)

    def open(self, backend: str) -> Connector:
        """With what is stored. Raises SetupError."""
        known = self._find(backend)
        stored = self._store.read(lambda connection: backends.load_backend(connection, backend))
        if stored is None:
            if known.fields:
                raise SetupError(Code.NOT_SET_UP, name=known.name)
            return known.open({}, {}, Means(self._clock))
        return known.open(
            stored.values,
            self._load_secrets(stored.secret_id),
            Means(self._clock, keep_secret=lambda name, secret: self._keep(stored.secret_id, {name: secret})),
        )

    def set_up(self, backend: str, values: Mapping[str, str], secrets: Mapping[str, str]) -> Probe:
        """Open it with these settings, probe it, and only then store them; the secrets that are not given stay as they
        were. Raises BandejaError."""
        known = self._find(backend)
        stored = self._store.read(lambda connection: backends.load_backend(connection, backend))
        kept = {} if stored is None else self._load_secrets(stored.secret_id)
        kept = {name: secret for name, secret in kept.items() if not _names_another(known, stored, values)}
        kept |= {name: secret for name, secret in secrets.items() if secret}
        values = _checked(known, values, kept)
        refreshed = dict(kept)
        means = Means(self._clock, refreshed.__setitem__, self._hear, self._find_services)
        connector = known.open(values, dict(kept), means)
        self._candidate = (connector, backend)
        try:
            if self._cancelled.is_set():
                call_off(connector, backend)
            probe = connector.probe()
        finally:
            self._candidate = None
            shut(connector, backend)
        secret_id = random_secrets.token_hex(12)
        self._keep(secret_id, refreshed)
        self._store.writer.run(
            "set up backend",
            lambda uow: backends.set_backend(
                uow, backend, secret_id=secret_id, values=values, account=probe.account, kinds=probe.kinds,
                why_not=probe.why_not, site=_site(known, values, kept),
            ),
            durable=True,
        )  # fmt: skip
        if stored is not None:
            self._credentials.drop(stored.secret_id)
        return probe

    def cancel(self) -> None:
        """End a set-up that is under way: the program ends. Any thread."""
        self._cancelled.set()
        candidate = self._candidate
        if candidate is not None:
            call_off(*candidate)

    def note_probe(self, backend: str, probe: Probe) -> None:
        self._store.writer.run(
            "probed",
            lambda uow: backends.set_probed(
                uow, backend, account=probe.account, kinds=probe.kinds, why_not=probe.why_not
            ),
            durable=True,
        )

    # inner workings

    def _find(self, backend: str) -> Backend:
        if backend not in self._known:
            self.find_all()
        known = self._known.get(backend)
        if known is None:
            raise SetupError(Code.NOT_FOUND, what="connection", name=backend)
        return known

    def _row(self, known: Backend, stored: StoredBackend | None, bound: list[LinkKind], waiting: int) -> BackendRow:
        kinds = tuple(kind for kind in LinkKind if kind in known.kinds)
        row = BackendRow(
            known.backend, known.name, kinds, tuple(bound), ready=True, why_not="", fields=known.fields, waiting=waiting
        )
        if stored is None:
            why = "" if not known.fields else SetupError(Code.NOT_SET_UP, name=known.name).sentence()
            return replace(row, ready=not why, why_not=why)
        why = stored.said or next((stored.why_not[kind] for kind in bound if kind in stored.why_not), "")
        return replace(
            row, kinds=tuple(kind for kind in kinds if kind in stored.kinds) or kinds, ready=not why, why_not=why,
            values=tuple(sorted(stored.values.items())),
        )  # fmt: skip

    def _load_secrets(self, secret_id: str) -> dict[str, str]:
        secret = self._credentials.load(Purpose.CONNECTOR, secret_id)
        if secret is None:
            return {}
        try:
            loaded = json.loads(secret.reveal())
        except ValueError:
            return {}
        return {str(name): str(text) for name, text in loaded.items()} if isinstance(loaded, dict) else {}

    def _keep(self, secret_id: str, fresh: Mapping[str, str]) -> None:
        with self._keeping:
            kept = self._load_secrets(secret_id) | dict(fresh)
            if kept:
                self._credentials.set(Purpose.CONNECTOR, secret_id, Secret(json.dumps(kept)))


def _checked(known: Backend, values: Mapping[str, str], secrets: Mapping[str, str]) -> dict[str, str]:
    """The values that the backend asks for. Raises SetupError for one that is missing or impossible."""
    found: dict[str, str] = {}
    for field in known.fields:
        given = (secrets if field.secret else values).get(field.name, "").strip()
        if not given and field.choices:
            given = field.choices[0]
        if not given and field.required:
            raise SetupError(Code.BAD_INPUT, what=field.label, why="it is empty")
        if len(given) > LONGEST_VALUE or (field.choices and given and given not in field.choices):
            raise SetupError(Code.BAD_INPUT, what=field.label, why="it has no such value")
        if not field.secret and given:
            found[field.name] = given
    return found


def _names_another(known: Backend, stored: StoredBackend | None, values: Mapping[str, str]) -> bool:
    """With another address the old secrets may belong to another server: they are not sent there."""
    if stored is None:
        return True
    for field in known.fields:
        new, old = values.get(field.name, "").strip(), stored.values.get(field.name, "")
        if not field.secret and new != old and "." in new + old:
            return True
    return False


def _site(known: Backend, values: Mapping[str, str], secrets: Mapping[str, str]) -> str:
    """Where these settings lead, without any secret: hosts, and what else the backend says makes it another place. A
    webhook's address is a secret, its host is none."""
    named = [field for field in known.fields if field.names_site]
    found = set()
    for field in named or known.fields:
        text = (secrets if field.secret else values).get(field.name, "").strip()
        if "://" in text or (text and field.example.startswith("https://")):
            with contextlib.suppress(ValueError):
                found.add(urlsplit(text if "://" in text else f"//{text}").hostname or "")
        elif text and field.names_site and not field.secret:
            found.add(text if "." not in text else text.lower())
    return " ".join(sorted(found - {""}))
