"""The submission server of the demo and the tests (RFC 6409) on loopback: takes mail, keeps it, hands it on, misbehaves.

Built on aiosmtpd, in a loop and thread of its own. The switchboard is that of the IMAP server with SMTP's words: a command is
"GREETING", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT" or "." for the end of the mail; a refusal is a whole reply line like
"550 5.1.1 No such user". `drop(".", when=When.AFTER)` accepts a mail and loses the 250.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import hmac
import logging
import re
import socket
import ssl
import struct
import threading
from collections.abc import Awaitable, Callable
from itertools import count
from types import TracebackType
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from aiosmtpd.smtp import Session as SmtpSession

from desktop.core.demo.mail_server.connection import LINGER
from desktop.core.demo.mail_server.faults import Ending, Faults, Loss, Refusal, Stall, When
from desktop.core.demo.mail_server.loop_thread import LoopThread
from desktop.values import dataclass

LOOPBACK = "127.0.0.1"
# WORKAROUND(aiosmtpd 1.4.6): it warns of its own use of Session.login_data at every login
logging.getLogger("mail.log").addFilter(lambda record: "login_data is deprecated" not in record.getMessage())

_XOAUTH2 = re.compile(rb"user=([^\x01]*)\x01auth=Bearer ([^\x01]*)\x01\x01\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Submitted:
    """A mail that was taken: `raw` with CRLF and without dot-stuffing; `user` is who logged in."""

    envelope_from: str
    recipients: tuple[str, ...]
    raw: bytes
    user: str


class _Lost(ConnectionResetError):
    """A fault has ended this connection; aiosmtpd then leaves it alone."""


class SubmissionServer:
    def __init__(
        self,
        passwords: dict[str, str],
        on_message: Callable[[str, tuple[str, ...], bytes], None] | None = None,
        faults: Faults | None = None,
        *,
        tokens: dict[str, str] | None = None,
        ssl_context: ssl.SSLContext | None = None,
        starttls: bool = False,
        require_tls: bool = False,
        size_limit: int = 32 * 1024 * 1024,
    ) -> None:
        """`passwords` and XOAUTH2 `tokens` by user; `on_message(envelope_from, recipients, raw)` runs in the server's thread.

        With `ssl_context` TLS from the first byte, or STARTTLS when `starttls`; `size_limit` is in bytes.
        """
        self.passwords = passwords
        self.tokens = tokens or {}
        self.faults = faults or Faults()
        self.starttls_context = ssl_context if starttls else None
        self.tls_context = None if starttls else ssl_context
        self.require_tls = require_tls
        self.size_limit = size_limit
        self._on_message = on_message
        self._accepted: list[Submitted] = []
        self._lock = threading.Lock()
        self._thread = LoopThread("smtp-server")
        self.numbers = count(1)
        self._open: set[_Conversation] = set()
        self.port = 0

    @property
    def accepted(self) -> list[Submitted]:
        """All mails taken so far, those whose 250 was lost included."""
        with self._lock:
            return list(self._accepted)

    def start(self, port: int = 0) -> int:
        """Listen on this port of 127.0.0.1, 0 for a free one; the port. Raises OSError when it is taken."""
        self.port = self._thread.start(lambda started, over: self._serve(port, started, over))
        return self.port

    def stop(self) -> None:
        self._thread.stop()

    def __enter__(self) -> SubmissionServer:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    async def _serve(self, port: int, started: Callable[[int], None], over: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        listener = await loop.create_server(lambda: _Conversation(self, loop), LOOPBACK, port, ssl=self.tls_context)
        started(listener.sockets[0].getsockname()[1])
        await over.wait()
        listener.close()
        for conversation in list(self._open):
            conversation.abort()
        while self._open:
            await asyncio.sleep(0)

    def opened(self, conversation: _Conversation) -> None:
        self._open.add(conversation)

    def closed(self, conversation: _Conversation) -> None:
        self._open.discard(conversation)

    def take(self, mail: Submitted) -> None:
        with self._lock:
            self._accepted.append(mail)
        if self._on_message is not None:
            self._on_message(mail.envelope_from, mail.recipients, mail.raw)

    def check(self, user: bytes, secret: bytes, secrets: dict[str, str]) -> AuthResult:
        expected = secrets.get(user.decode("utf-8", "replace"))
        right = expected is not None and hmac.compare_digest(secret, expected.encode("utf-8"))
        if right:
            return AuthResult(success=True, auth_data=user.decode("utf-8"))
        return AuthResult(success=False, handled=False, message="535 5.7.8 Authentication failed")


class _Rules:
    """What aiosmtpd asks: who may log in, who may send, and what becomes of a mail."""

    def __init__(self, server: SubmissionServer) -> None:
        self._server = server

    def authenticate(
        self, smtp: SMTP, session: SmtpSession, envelope: Envelope, mechanism: str, secret: Any
    ) -> AuthResult:
        if not isinstance(secret, LoginPassword):
            return AuthResult(success=False, handled=False)
        return self._server.check(secret.login, secret.password, self._server.passwords)

    async def auth_XOAUTH2(self, smtp: SMTP, words: list[str]) -> AuthResult:
        try:
            response = base64.b64decode(words[1] if len(words) > 1 else "", validate=True)
        except binascii.Error:
            response = b""
        match = _XOAUTH2.match(response)
        if match is None:
            return AuthResult(success=False, handled=False, message="535 5.7.8 Authentication failed")
        return self._server.check(match[1], match[2], self._server.tokens)

    async def handle_MAIL(
        self, smtp: SMTP, session: SmtpSession, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_DATA(self, smtp: _Conversation, session: SmtpSession, envelope: Envelope) -> str:
        sender, recipients = envelope.mail_from or "", tuple(envelope.rcpt_tos)
        action = await smtp.heard(".", " ".join((sender, *recipients)))
        if isinstance(action, Refusal):
            return action.reply
        if isinstance(action, Loss) and action.when is When.BEFORE:
            await smtp.lose(action.ending)
        raw = envelope.original_content
        assert raw is not None
        self._server.take(Submitted(sender, recipients, raw, str(session.auth_data or "")))
        if isinstance(action, Loss):
            await smtp.lose(action.ending)
        return "250 2.0.0 OK: queued"


class _Conversation(SMTP):
    """One client's connection: aiosmtpd's commands, each past the switchboard first."""

    def __init__(self, server: SubmissionServer, loop: asyncio.AbstractEventLoop) -> None:
        rules = _Rules(server)
        super().__init__(
            rules,
            data_size_limit=server.size_limit,
            enable_SMTPUTF8=True,
            hostname="localhost",
            ident="Bandeja mail server",
            tls_context=server.starttls_context,
            require_starttls=server.require_tls and server.starttls_context is not None,
            auth_require_tls=server.require_tls and server.tls_context is None,
            authenticator=rules.authenticate,
            loop=loop,
        )
        self._server = server
        self._number = next(server.numbers)
        self._greeted = False
        self._silent = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._server.opened(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._server.closed(self)
        super().connection_lost(error)

    def abort(self) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            # A TLS transport that was closed twice has lost its protocol, and older Pythons (3.11.2) fall over that.
            with contextlib.suppress(AttributeError):
                self.transport.abort()

    # -- the switchboard -----------------------------------------------------------------------------------------------

    async def heard(self, name: str, text: str) -> Refusal | Loss | None:
        action = self._server.faults.hear(self._number, name, text)
        if not isinstance(action, Stall):
            return action
        await asyncio.wait([asyncio.wrap_future(action.released)], timeout=action.seconds)
        return None

    async def lose(self, ending: Ending) -> None:
        """Always raises, or waits until the client hangs up."""
        if ending is Ending.SILENCE:
            await asyncio.Event().wait()  # aiosmtpd cancels it when the client is gone
        if ending is Ending.RESET and self.transport is not None:
            handle = self.transport.get_extra_info("socket")
            if handle is not None:
                handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(LINGER, 1, 0))
            self.abort()
        raise _Lost

    async def _carry_out(self, name: str, argument: str | None, method: Callable[[Any], Awaitable[None]]) -> None:
        masked = "***" if name == "AUTH" else argument or ""
        action = await self.heard(name, f"{name} {masked}".rstrip())
        if isinstance(action, Refusal):
            await self._refuse(action)
            return
        if isinstance(action, Loss):
            if action.when is When.AFTER:
                self._silent = True
                await method(argument)
            await self.lose(action.ending)
        await method(argument)

    async def _refuse(self, action: Refusal) -> None:
        await self.push(action.reply)
        if action.reply.startswith("421") and self.transport is not None:
            self.transport.close()

    async def push(self, status: str | bytes) -> None:
        """One reply line."""
        if not self._greeted:
            self._greeted = True
            action = await self.heard("GREETING", "")
            if isinstance(action, Loss):
                await self.lose(action.ending)
            if isinstance(action, Refusal):
                await super().push(action.reply)
                await self.lose(Ending.CLOSE)
        if self._silent:
            return
        line = status.encode("utf-8") if isinstance(status, str) else status
        cut = self._server.faults.count_sent(line + b"\r\n")
        if cut is None:
            await super().push(line)
            return
        self._writer.write((line + b"\r\n")[: cut[0]])
        await self._writer.drain()
        await self.lose(cut[1])

    async def smtp_EHLO(self, argument: str | None) -> None:
        await self._carry_out("EHLO", argument, super().smtp_EHLO)

    async def smtp_AUTH(self, argument: str | None) -> None:
        await self._carry_out("AUTH", argument, super().smtp_AUTH)

    async def smtp_STARTTLS(self, argument: str | None) -> None:
        await self._carry_out("STARTTLS", argument, super().smtp_STARTTLS)

    async def smtp_MAIL(self, argument: str | None) -> None:
        await self._carry_out("MAIL", argument, super().smtp_MAIL)

    async def smtp_RCPT(self, argument: str | None) -> None:
        await self._carry_out("RCPT", argument, super().smtp_RCPT)

    async def smtp_DATA(self, argument: str | None) -> None:
        await self._carry_out("DATA", argument, super().smtp_DATA)

    async def smtp_QUIT(self, argument: str | None) -> None:
        await self._carry_out("QUIT", argument, super().smtp_QUIT)
