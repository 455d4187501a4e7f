"""The embedded IMAP server: listens on loopback, one Session per connection, all in one asyncio loop in a thread of its own.

`start` and `stop` may be called from any thread; nothing but loopback is ever bound. Mail lives in the MailStore, misbehaviour
in Faults; both may be used from any thread while the server runs.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from itertools import count
from types import TracebackType

from desktop.core.demo.mail_server import listing, login, mailbox_commands, message_commands
from desktop.core.demo.mail_server.connection import Connection
from desktop.core.demo.mail_server.faults import Faults
from desktop.core.demo.mail_server.loop_thread import LoopThread
from desktop.core.demo.mail_server.mailstore import MailStore
from desktop.core.demo.mail_server.session import Session, Settings

LOOPBACK = "127.0.0.1"
MAX_SESSIONS = 500
COMMANDS = {**login.COMMANDS, **mailbox_commands.COMMANDS, **listing.COMMANDS, **message_commands.COMMANDS}


class ImapServer:
    def __init__(
        self,
        store: MailStore,
        faults: Faults | None = None,
        *,
        ssl_context: ssl.SSLContext | None = None,
        starttls: bool = False,
        require_tls: bool = False,
        append_limit: int = 64 * 1024 * 1024,
        idle_seconds: float = 1800.0,
    ) -> None:
        """With `ssl_context` TLS from the first byte, or STARTTLS when `starttls`; `append_limit` is in bytes."""
        self.store = store
        self.faults = faults or Faults()
        self.failures: list[BaseException] = []
        """What should never have happened inside a command; tests want it empty."""
        self._settings = Settings(ssl_context, starttls, require_tls, append_limit, idle_seconds)
        self._thread = LoopThread("imap-server")
        self._sessions: dict[asyncio.Task[None], Session] = {}
        self._numbers = count(1)
        self.port = 0

    def start(self, port: int = 0) -> int:
        """Listen on this port of 127.0.0.1, 0 for a free one; the port. Raises OSError when it is taken."""
        self.port = self._thread.start(lambda started, over: self._serve(port, started, over))
        return self.port

    def stop(self) -> None:
        """Hang up on everyone and end the thread. Does nothing when it is not running."""
        self._thread.stop()

    def drop_connections(self) -> None:
        """Reset all connections; the server goes on."""
        self._thread.call(self._abort_all)

    @property
    def connections(self) -> int:
        return len(self._sessions)

    def __enter__(self) -> ImapServer:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    async def _serve(self, port: int, started: Callable[[int], None], over: asyncio.Event) -> None:
        context = None if self._settings.starttls else self._settings.ssl_context
        listener = await asyncio.get_running_loop().create_server(
            lambda: Connection(self._open, self.faults), LOOPBACK, port, ssl=context
        )
        started(listener.sockets[0].getsockname()[1])
        await over.wait()
        listener.close()
        self._abort_all()
        sessions = list(self._sessions)
        for task in sessions:
            task.cancel()
        await asyncio.gather(*sessions, return_exceptions=True)

    def _abort_all(self) -> None:
        for session in list(self._sessions.values()):
            session.connection.abort()

    def _open(self, connection: Connection) -> None:
        if len(self._sessions) >= MAX_SESSIONS:
            connection.abort()
            return
        loop = asyncio.get_running_loop()
        session = Session(
            number=next(self._numbers),
            connection=connection,
            store=self.store,
            faults=self.faults,
            settings=self._settings,
            commands=COMMANDS,
            secure=self._settings.ssl_context is not None and not self._settings.starttls,
            failures=self.failures,
            loop=loop,
        )
        task = loop.create_task(session.run())
        self._sessions[task] = session
        task.add_done_callback(self._closed)

    def _closed(self, task: asyncio.Task[None]) -> None:
        self._sessions.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.failures.append(error)
