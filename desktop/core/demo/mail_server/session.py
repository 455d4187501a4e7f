"""One client's session: reads commands, applies the switchboard, calls the command, answers; tells news of the mailbox.

A command either answers, or raises BadSyntax (BAD), Refused (NO) or ConnectionGone; anything else it raises is a fault of the
server, noted in `failures` and answered BAD, and the session goes on. Belongs to the server's loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import field
from enum import Enum

from desktop.core.demo.mail_server.capabilities import is_offered, list_capabilities
from desktop.core.demo.mail_server.command_reader import (
    BEFORE_LOGIN,
    LINE,
    LITERAL,
    CommandRefused,
    Limits,
    TooMuch,
    read_command,
    tag_of,
)
from desktop.core.demo.mail_server.connection import Connection, ConnectionGone, LineTooLong
from desktop.core.demo.mail_server.faults import Faults, Loss, Refusal, Stall, When
from desktop.core.demo.mail_server.mailbox import Message
from desktop.core.demo.mail_server.mailstore import Account, MailStore
from desktop.core.demo.mail_server.view import MailboxView
from desktop.core.demo.mail_server.wire import Arguments, BadSyntax, Refused
from desktop.values import dataclass

log = logging.getLogger(__name__)

BAD_IN_A_ROW = 50
RECORDED = 4096

_COMMAND = re.compile(rb'[^\x00-\x20(){%*"\\+\x7f-\xff]{1,100} ((?:UID )?[A-Za-z0-9]+)(?= |\Z)', re.IGNORECASE)


class State(Enum):
    ANY = "any"
    NOT_AUTHENTICATED = "before login"
    AUTHENTICATED = "after login"
    SELECTED = "in a mailbox"


class News(Enum):
    """What may be told after a command: EXPUNGE must not follow FETCH, STORE and SEARCH (RFC 3501, section 7.4.1)."""

    NONE = 0
    WITHOUT_EXPUNGE = 1
    ALL = 2


@dataclass(frozen=True, slots=True)
class Command:
    run: Callable[[Session, Arguments], Awaitable[str | None]]
    """Returns the text of the tagged OK, perhaps with a response code in front; None when it has answered itself."""
    state: State = State.AUTHENTICATED
    news: News = News.ALL
    capability: str = "IMAP4rev1"


@dataclass(frozen=True, slots=True)
class Settings:
    """`starttls` offers STARTTLS, else a context means TLS from the first byte; `require_tls` refuses logins in the clear."""

    ssl_context: ssl.SSLContext | None = None
    starttls: bool = False
    require_tls: bool = False
    append_limit: int = 64 * 1024 * 1024
    idle_seconds: float = 1800.0


@dataclass(eq=False)
class Session:
    number: int
    connection: Connection
    store: MailStore
    faults: Faults
    settings: Settings
    commands: Mapping[str, Command]
    secure: bool
    failures: list[BaseException]
    loop: asyncio.AbstractEventLoop
    account: Account | None = None
    mailbox_name: str = ""
    view: MailboxView | None = None
    condstore: bool = False
    qresync: bool = False
    compressed: bool = False
    over: bool = False
    then: Callable[[], None] | None = None
    """What to do once the answer is out."""
    _out: list[bytes] = field(default_factory=list)
    _bad_in_a_row: int = 0
    _by_uid: bool = False

    # -- for commands --------------------------------------------------------------------------------------------------

    def offers(self, capability: str) -> bool:
        return is_offered(capability, self.faults.hidden)

    def capabilities(self) -> str:
        words = list_capabilities(
            authenticated=self.account is not None,
            can_start_tls=self.settings.starttls and not self.secure,
            login_disabled=self.login_disabled,
            compressed=self.compressed,
            append_limit=self.settings.append_limit,
            hidden=self.faults.hidden,
        )
        return " ".join(words)

    @property
    def login_disabled(self) -> bool:
        return self.settings.require_tls and not self.secure

    def say(self, line: bytes) -> None:
        self._out.append(line + b"\r\n")

    async def send(self) -> None:
        """All that was said goes out."""
        if self._out:
            self.connection.write(b"".join(self._out))
            self._out.clear()
        await self.connection.drain()

    async def ask(self, prompt: bytes) -> bytes:
        """Say `+ prompt`; the client's next line."""
        self.say(b"+ " + prompt)
        await self.send()
        return await self.connection.read_line(self.limits.line)

    @property
    def limits(self) -> Limits:
        return BEFORE_LOGIN if self.account is None else Limits(LINE, LITERAL, self.settings.append_limit)

    @property
    def user(self) -> Account:
        assert self.account is not None
        return self.account

    @property
    def selected(self) -> MailboxView:
        assert self.view is not None
        return self.view

    def select(self, name: str, view: MailboxView) -> None:
        self.deselect()
        self.mailbox_name, self.view = name, view
        view.mailbox.listeners.add(self._wake)

    def deselect(self) -> None:
        if self.view is not None:
            self.view.mailbox.listeners.discard(self._wake)
            self.view = None

    def _wake(self) -> None:
        with contextlib.suppress(RuntimeError):  # the server has been stopped
            self.loop.call_soon_threadsafe(self.connection.wake)

    def tell_news(self, *, expunges: bool = True) -> None:
        """Say what has happened to the selected mailbox. Ends the session when the mailbox is gone (RFC 2180, section 3.3)."""
        if self.view is None:
            return
        with self.store.lock:
            if self.view.mailbox.gone is not None:
                self.say(b"* BYE " + self.view.mailbox.gone.encode("ascii"))
                self.over = True
                return
            for line in self.view.updates(expunges=expunges, vanished=self.qresync, format_change=self.format_change):
                self.say(line)

    def format_change(self, number: int, message: Message) -> bytes:
        pieces = [b"UID %d" % message.uid] if self._by_uid or self.condstore else []
        pieces.append(b"FLAGS " + self.selected.flags_of(message))
        if self.condstore:
            pieces.append(b"MODSEQ (%d)" % message.modseq)
        return b"* %d FETCH (%s)" % (number, b" ".join(pieces))

    # -- the loop ------------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Serve until the client is gone. Raises nothing but cancellation."""
        try:
            await self._greet()
            while not self.over:
                await self._serve()
        except ConnectionGone:
            log.debug("session %d: the client is gone", self.number)
        except (LineTooLong, TooMuch):
            await self._say_goodbye(b"Line or literal too long")
        except TimeoutError:
            await self._say_goodbye(b"Idle for too long")
        finally:
            with self.store.lock:
                self.deselect()
            self.connection.close()

    async def _say_goodbye(self, reason: bytes) -> None:
        self._out.clear()
        self.say(b"* BYE " + reason)
        with contextlib.suppress(ConnectionGone):
            await self.send()

    async def _greet(self) -> None:
        action = await self._stalled(self.faults.hear(self.number, "GREETING", ""))
        if isinstance(action, Loss):
            await self.connection.end(action.ending)
        if isinstance(action, Refusal):
            self._refuse(b"*", action.reply)
            self.over = True
        else:
            self.say(f"* OK [CAPABILITY {self.capabilities()}] Bandeja mail server ready".encode("ascii"))
        await self.send()

    async def _serve(self) -> None:
        try:
            async with asyncio.timeout(self.settings.idle_seconds):
                data = await read_command(self.connection, self.limits, self.offers)
        except CommandRefused as refused:
            self.say(refused.reply)
        else:
            await self._answer(data)
        await self.send()
        if self.then is not None:
            self.then()
            self.then = None
        await asyncio.sleep(0)  # a client that sends much ahead must not keep the others waiting

    async def _answer(self, data: bytes) -> None:
        tag = tag_of(data)
        head = _COMMAND.match(data)
        if head is None:
            self._bad(tag, "Not a command")
            return
        name = head[1].decode("ascii").upper()
        action = await self._stalled(self.faults.hear(self.number, name, _masked(name, data[len(tag) + 1 :])))
        if isinstance(action, Refusal):
            self._refuse(tag, action.reply)
            return
        if isinstance(action, Loss) and action.when is When.BEFORE:
            await self.connection.end(action.ending)
        await self._carry_out(tag, name, Arguments(data, head.end()))
        if isinstance(action, Loss):
            self._out.clear()
            await self.connection.end(action.ending)

    def _refuse(self, tag: bytes, reply: str) -> None:
        if reply.upper().startswith("BYE"):
            self.over = True
            tag = b"*"
        self.say(tag + b" " + reply.encode("utf-8"))

    async def _stalled(self, action: Refusal | Loss | Stall | None) -> Refusal | Loss | None:
        if not isinstance(action, Stall):
            return action
        await asyncio.wait([asyncio.wrap_future(action.released)], timeout=action.seconds)
        return None

    async def _carry_out(self, tag: bytes, name: str, arguments: Arguments) -> None:
        command = self.commands.get(name)
        wrong = f"Unknown command {name}" if command is None else self._wrong_state(command)
        if command is None or wrong is not None:
            self._bad(tag, str(wrong))
            return
        if self.view is not None and self.view.mailbox.gone is not None:
            self.tell_news()
            return
        self._by_uid = name.startswith("UID ")
        try:
            text = await command.run(self, arguments)
        except BadSyntax as error:
            self._bad(tag, str(error))
            return
        except Refused as error:
            self.say(tag + f" NO {error}".encode("utf-8", "replace"))
            return
        except (ConnectionGone, LineTooLong):
            raise
        except Exception as error:  # one bad command must not end the session, and none may go unnoticed
            log.exception("command %s failed", name)
            self.failures.append(error)
            self._bad(tag, "Internal error")
            return
        self._bad_in_a_row = 0
        if command.news is not News.NONE:
            self.tell_news(expunges=command.news is News.ALL)
        if text is not None:
            self.say(tag + f" OK {text}".encode("utf-8", "replace"))

    def _wrong_state(self, command: Command) -> str | None:
        if not self.offers(command.capability):
            return "Unknown command"
        if command.state is State.NOT_AUTHENTICATED and self.account is not None:
            return "Logged in already"
        if command.state in (State.AUTHENTICATED, State.SELECTED) and self.account is None:
            return "Log in first"
        if command.state is State.SELECTED and self.view is None:
            return "Select a mailbox first"
        return None

    def _bad(self, tag: bytes, text: str) -> None:
        self._bad_in_a_row += 1
        self.say(tag + b" BAD " + text.encode("ascii", "replace"))
        if self._bad_in_a_row >= BAD_IN_A_ROW:
            self.say(b"* BYE Too many errors")
            self.over = True


def _masked(name: str, text: bytes) -> str:
    """What may be kept of a command: the start of it, and of secrets nothing."""
    if name == "LOGIN":
        return "LOGIN ***"
    if name == "AUTHENTICATE":
        return " ".join(text[:RECORDED].decode("latin-1").split(" ")[:2])
    return text[:RECORDED].decode("latin-1")
