"""One SMTP conversation on smtplib: greeting, EHLO, strict STARTTLS, login, commands, with bounded replies.

smtplib reads continuation lines without end and would wait for each byte anew; here a reply has a size and a deadline. The
password leaves only over verified TLS, or in the clear to this computer itself. Belongs to the thread that submits.
"""

from __future__ import annotations

import base64
import re
import smtplib
import socket
import ssl

from desktop.core import network
from desktop.core.api.account_settings import Auth, Security, ServerSettings
from desktop.core.api.errors import AuthenticationError, BandejaError, Code, ConnectionFailure, SecurityError
from desktop.core.clock import Clock
from desktop.core.network import plain_words
from desktop.values import dataclass

_MAX_REPLY_LINES = 200
_MAX_REPLY_BYTES = 64 * 1024
_REPLY_LINE = re.compile(rb"([2-5][0-9]{2})(?:([- ])([^\r\n]*))?\r?\n")
_APP_PASSWORD_WORDS = ("app password", "app-password", "application-specific", "application specific", "app specific")
_OWN_NAME = "[127.0.0.1]"
"""What EHLO says. RFC 5321 wants an address literal where there is no name; the real one is nobody's business."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds, after RFC 5321, section 4.5.3.2; shorter where a person waits, never after the final dot."""

    connect: float = network.CONNECT_SECONDS
    command: float = 60.0
    data_start: float = 120.0
    data_block: float = 180.0
    data_end: float = 600.0
    quit: float = 3.0


@dataclass(frozen=True, slots=True)
class Reply:
    code: int
    text: str

    @property
    def is_positive(self) -> bool:
        return 200 <= self.code < 300


class Session(smtplib.SMTP):
    """smtplib on our own socket and with our own reading; `context` may be None for a server without TLS only.

    Raises errors of `core.api.errors` only.
    """

    def __init__(
        self, server: ServerSettings, context: ssl.SSLContext | None, *, clock: Clock, timeouts: Timeouts
    ) -> None:
        super().__init__(local_hostname=_OWN_NAME, timeout=timeouts.connect)
        self.timeouts = timeouts
        self._server = server
        self._context = context
        self._clock = clock
        self._received = b""
        self._secrets: tuple[str, ...] = ()

    # ---- from nothing to logged in

    def open(self, auth: Auth, secret: str) -> Reply | None:
        """Connect, secure, log in. A Reply is a login that was put off (4xx); None means that mail may be sent.

        Raises AuthenticationError, CertificateError, SecurityError, ConnectionFailure; the connection is closed then.
        """
        server = self._server
        greeting = self._checked(self.connect(server.host, server.port))
        if not greeting.is_positive:
            raise ConnectionFailure(Code.SERVER_REFUSED, host=server.host, said=f"{greeting.code} {greeting.text}")
        self._greet()
        if server.security is Security.STARTTLS:
            self._start_tls()
            # RFC 3207, section 4.2: what was offered in the clear is forgotten; a new EHLO does that.
            self._greet()
        return self._log_in(auth, secret) if server.user else None

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        sock = network.open_socket(host, port, seconds=timeout)
        if self._server.security is not Security.TLS or self._context is None:
            return sock
        return network.start_tls(sock, self._context, host, port, clock=self._clock, seconds=timeout)

    def _greet(self) -> None:
        code, _ = self.ehlo()
        if code != 250 and self._server.security is not Security.STARTTLS:
            self._checked(self.helo())

    def _start_tls(self) -> None:
        server = self._server
        if not self.has_extn("starttls"):
            raise SecurityError(Code.STARTTLS_MISSING, host=server.host, port=server.port)
        reply = self.command("STARTTLS")
        if reply.code != 220:
            raise SecurityError(Code.STARTTLS_MISSING, host=server.host, port=server.port, said=reply.text)
        if self._received:
            # These bytes came in the clear: anybody on the way could have put them there.
            said = "data in the clear after the answer to STARTTLS"
            raise SecurityError(Code.TLS_FAILED, host=server.host, said=said)
        assert self.sock is not None
        assert self._context is not None
        self.sock = network.start_tls(
            self.sock, self._context, server.host, server.port, clock=self._clock, seconds=self.timeouts.connect
        )

    def _log_in(self, auth: Auth, secret: str) -> Reply | None:
        server = self._server
        assert self.sock is not None
        is_tls = isinstance(self.sock, ssl.SSLSocket)
        assert is_tls or server.security is Security.PLAIN, "a connection that was to be secured is not"
        if not is_tls and not network.is_loopback_peer(self.sock):
            raise SecurityError(Code.PLAIN_REFUSED, host=server.host)
        offered = set(self.esmtp_features.get("auth", "").upper().split())
        if not offered:
            # A relay that wants no login says so by not offering one; one that does will refuse MAIL with 530.
            return None
        plain = _coded(f"\0{server.user}\0{secret}")
        bearer = _coded(f"user={server.user}\1auth=Bearer {secret}\1\1")
        self._secrets = (secret, plain, bearer, _coded(secret))
        if auth is Auth.XOAUTH2:
            reply = self._answer("AUTH XOAUTH2 " + bearer, "")
        elif "PLAIN" in offered:
            reply = self._answer("AUTH PLAIN " + plain, plain)
        elif "LOGIN" in offered:
            reply = self._answer("AUTH LOGIN", _coded(server.user), _coded(secret))
        else:
            said = "no way to log in with a password is offered"
            raise AuthenticationError(Code.SERVER_REFUSED, host=server.host, user=server.user, said=said)
        self._secrets = ()
        if reply.code == 235:
            return None
        if reply.code >= 500:
            raise self.authentication_error(reply)
        return reply

    def _answer(self, command: str, *answers: str) -> Reply:
        """A login: each 334 gets the next answer, and one more than there are is an error."""
        reply = self.command(command)
        for answer in answers:
            if reply.code != 334:
                break
            reply = self.command(answer)
        if reply.code == 334:
            raise self.confused("login questions without end")
        return reply

    def authentication_error(self, reply: Reply) -> AuthenticationError:
        wants_app_password = any(words in reply.text.lower() for words in _APP_PASSWORD_WORDS)
        code = Code.APP_PASSWORD_NEEDED if wants_app_password else Code.WRONG_PASSWORD
        said = f"{reply.code} {reply.text}"
        return AuthenticationError(code, host=self._server.host, user=self._server.user, said=said)

    # ---- commands and replies

    def command(self, line: str, *, seconds: float | None = None) -> Reply:
        """One command line and its reply. The caller has made sure that the line is one."""
        if "\r" in line or "\n" in line or "\0" in line:
            raise ValueError("an SMTP command is one line")
        self.send(line.encode("utf-8") + b"\r\n")
        return self.reply(self.timeouts.command if seconds is None else seconds)

    def send(self, s: bytes | str, *, seconds: float | None = None) -> None:  # type: ignore[override]
        """Raises ConnectionFailure; part of it may have left then."""
        data = s.encode("ascii") if isinstance(s, str) else s
        if self.sock is None:
            raise ConnectionFailure(Code.CONNECTION_LOST, host=self._server.host)
        patience = self.timeouts.command if seconds is None else seconds
        try:
            self.sock.settimeout(patience)
            self.sock.sendall(data)
        except (OSError, ValueError) as error:
            raise self._lost(error, patience) from None

    def has_early_reply(self) -> bool:
        """Whether the server said something, or hung up, while it should only be listening."""
        if self._received or self.sock is None:
            return True
        try:
            self.sock.settimeout(0.0)
            data = self.sock.recv(4096)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except (OSError, ValueError):
            return True
        self._received += data
        return True

    def getreply(self) -> tuple[int, bytes]:
        """What smtplib's own commands call."""
        reply, lines = self._read_reply(self.timeouts.command)
        return reply.code, b"\n".join(lines)

    def reply(self, seconds: float) -> Reply:
        return self._read_reply(seconds)[0]

    def _read_reply(self, seconds: float) -> tuple[Reply, list[bytes]]:
        deadline = self._clock.monotonic() + seconds
        lines: list[bytes] = []
        code = b""
        while True:
            match = _REPLY_LINE.fullmatch(self._read_line(deadline, seconds))
            if match is None or (code and match[1] != code):
                raise self.confused("a reply that is none")
            code = match[1]
            lines.append((match[3] or b"").strip())
            if match[2] != b"-":
                words = plain_words(b" ".join(lines), self._secrets)
                return Reply(int(code), words), lines
            if len(lines) >= _MAX_REPLY_LINES:
                raise self.confused("a reply without end")

    def _read_line(self, deadline: float, seconds: float) -> bytes:
        buffer = bytearray(self._received)
        scanned = 0
        while (end := buffer.find(b"\n", scanned) + 1) == 0:
            if len(buffer) > _MAX_REPLY_BYTES:
                raise self.confused("a reply line without end")
            scanned = len(buffer)
            buffer += self._receive(deadline - self._clock.monotonic(), seconds)
        self._received = bytes(buffer[end:])
        return bytes(buffer[:end])

    def _receive(self, left: float, seconds: float) -> bytes:
        if self.sock is None:
            raise ConnectionFailure(Code.CONNECTION_LOST, host=self._server.host)
        try:
            if left <= 0:
                raise TimeoutError
            self.sock.settimeout(left)
            data = self.sock.recv(16 * 1024)
        except (OSError, ValueError) as error:
            raise self._lost(error, seconds) from None
        if not data:
            raise ConnectionFailure(Code.CONNECTION_LOST, host=self._server.host)
        return data

    def quit_politely(self) -> None:
        """QUIT and close. The mail's fate is settled, so nothing that happens here matters."""
        try:
            self.command("QUIT", seconds=self.timeouts.quit)
        except BandejaError:
            pass
        finally:
            self.close()

    def _checked(self, answer: tuple[int, bytes]) -> Reply:
        return Reply(answer[0], plain_words(answer[1]))

    def confused(self, said: str) -> ConnectionFailure:
        return ConnectionFailure(Code.SERVER_CONFUSED, host=self._server.host, said=said)

    def _lost(self, error: Exception, seconds: float) -> ConnectionFailure:
        failure = network.failure_of(error, self._server.host, self._server.port, seconds)
        if isinstance(failure, ConnectionFailure):
            return failure
        return ConnectionFailure(Code.CONNECTION_LOST, host=self._server.host, said=failure.parameters.get("said", ""))


def _coded(text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "surrogatepass")).decode("ascii")
