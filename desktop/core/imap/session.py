"""Greeting, capabilities, STARTTLS and login, done by imapclient over our own bounded stream.

The password is used once and never kept, logged, or put into an exception; it leaves only over verified TLS, or in the
clear to this computer itself. Whatever came before TLS is forgotten. Blocking; runs in the thread that connects.
"""

from __future__ import annotations

import base64
import imaplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from desktop.core.api.account_settings import Auth, Security, ServerSettings
from desktop.core.api.errors import (
    AuthenticationError,
    BandejaError,
    Code,
    ConnectionFailure,
    ProtocolError,
    SecurityError,
    ServerRefusal,
    SetupError,
)
from desktop.core.imap.names import quote
from desktop.core.imap.stream import Stream

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer
from desktop.core.imap.tokens import confused, parse_code
from desktop.core.network import is_loopback_peer, plain_words

_LINE_LIMIT = 64 * 1024
_MAX_LINES = 1_000
"""Before login. Empty lines count as well: newer imaplibs pass over them without an end."""
_TEMPORARY_CODES = {b"UNAVAILABLE", b"INUSE", b"LIMIT", b"SERVERBUG"}
_APP_PASSWORD_WORDS = ("app password", "app-password", "application-specific", "application specific", "app specific")


class Session(IMAPClient):
    """imapclient on a stream that is already connected (and already TLS, when that is the account's way)."""

    def __init__(self, stream: Stream, *, is_tls: bool) -> None:
        self._stream = stream
        patience = SocketTimeout(stream.read_seconds, stream.read_seconds)
        super().__init__(stream.host, stream.port, ssl=is_tls, timeout=patience)
        # imapclient would log every line that crosses the wire.
        self._imap.debug = 0

    def _create_IMAP4(self) -> imaplib.IMAP4:
        return _Imap4(self._stream)

    @property
    def is_preauthenticated(self) -> bool:
        return self._imap.state == "AUTH"


class _Imap4(imaplib.IMAP4):
    """imaplib with its file reading, its log of the last ten commands (LOGIN too) and its unbounded memory replaced."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._lines = 0
        super().__init__(stream.host, stream.port)

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        self.host, self.port, self.sock = host, port, self._stream.socket

    def read(self, size: int) -> bytes:
        if size > _LINE_LIMIT:
            raise confused("a literal where none belongs")
        return self._stream.read(size)

    def readline(self) -> bytes:
        self._lines += 1
        if self._lines > _MAX_LINES:
            raise confused("chatter without end before login")
        return self._stream.readline(_LINE_LIMIT)

    def send(self, data: ReadableBuffer) -> None:
        self._stream.send(bytes(data))

    def shutdown(self) -> None:
        self._stream.close()

    def starttls(self, ssl_context: ssl.SSLContext | None = None) -> tuple[str, list[bytes]]:  # type: ignore[override]
        assert ssl_context is not None
        typ, data = self._simple_command("STARTTLS")
        if typ == "OK":
            self._stream.secure(ssl_context)
            self.sock = self._stream.socket
            # RFC 9051, section 6.2.1: forget what was said in the clear; imapclient asks for the capabilities again.
            self.untagged_responses = {}
            self._tls_established = True
        return typ, data

    def _refresh_capabilities(self, consume: bool = False) -> None:
        """Since Python 3.14.8 imaplib asks here after the greeting (to consume it) and after every login. imapclient does the
        latter itself, and only if the login's answer did not say: on every Python the same words go over the wire."""
        if consume:
            self._get_capabilities()

    def _log(self, line: str) -> None:
        return

    def _mesg(self, s: str, secs: float | None = None) -> None:
        return


def open_session(stream: Stream, server: ServerSettings, context: ssl.SSLContext | None) -> Session:
    """Read the greeting and make the connection as safe as the settings say. Raises before any secret could leave.

    `context` may be None for a server without TLS only.
    """
    with _translated(stream, ()):
        if server.security is Security.TLS and context is not None:
            stream.secure(context)
        session = Session(stream, is_tls=server.security is Security.TLS)
    if session.is_preauthenticated:
        stream.close()
        if server.security is Security.STARTTLS:
            # RFC 9051, section 7.1.4: PREAUTH forbids STARTTLS, so it is a way to keep a client in the clear.
            raise SecurityError(Code.STARTTLS_MISSING, host=server.host, port=server.port)
        raise ProtocolError(Code.SERVER_CONFUSED, host=server.host, said="logged in before anybody said who")
    if server.security is Security.STARTTLS and context is not None:
        _start_tls(session, stream, server, context)
    return session


def _start_tls(session: Session, stream: Stream, server: ServerSettings, context: ssl.SSLContext) -> None:
    with _translated(stream, ()):
        if not session.has_capability("STARTTLS"):
            raise SecurityError(Code.STARTTLS_MISSING, host=server.host, port=server.port)
        try:
            session.starttls(context)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            raise SecurityError(
                Code.STARTTLS_MISSING, host=server.host, port=server.port, said=_words(error, ())
            ) from None
        if session.is_preauthenticated:
            raise confused("logged in before anybody said who")


def log_in(session: Session, stream: Stream, server: ServerSettings, auth: Auth, secret: str) -> tuple[bytes, ...]:
    """Log in with a password or an OAuth access token; the capabilities after it.

    Raises AuthenticationError when the server refuses, SecurityError rather than show the secret to others.
    """
    is_promised = server.security is Security.PLAIN or isinstance(stream.socket, ssl.SSLSocket)
    assert is_promised, "a connection that was to be secured is not"
    if not isinstance(stream.socket, ssl.SSLSocket) and not is_loopback_peer(stream.socket):
        stream.close()
        raise SecurityError(Code.PLAIN_REFUSED, host=server.host)
    if any(c in "\0\r\n" for c in secret):
        stream.close()
        raise SetupError(Code.BAD_INPUT, what="The password", why="it holds a line end or a NUL character")
    try:
        with _translated(stream, _shadows(server.user, secret), user=server.user):
            if auth is Auth.XOAUTH2:
                session.sasl_login("XOAUTH2", _answers(f"user={server.user}\1auth=Bearer {secret}\1\1", ""))
            elif session.has_capability("AUTH=PLAIN"):
                session.sasl_login("PLAIN", _answers(f"\0{server.user}\0{secret}"))
            elif session.has_capability("LOGINDISABLED"):
                said = "no way to log in with a password is offered"
                raise AuthenticationError(Code.SERVER_REFUSED, host=server.host, user=server.user, said=said)
            elif not (secret.isascii() and server.user.isascii()):
                raise SetupError(
                    Code.BAD_INPUT, what="The password", why=f"{server.host} takes only ASCII characters in it"
                )
            else:
                session.login(quote(server.user).decode("ascii"), secret)
            return tuple(session.capabilities())
    except SetupError:
        stream.close()
        raise


def _answers(*answers: str) -> Callable[[bytes], bytes]:
    """A SASL mechanism with fixed answers. One challenge more is refused: imaplib would repeat the secret for ever."""
    left: Iterator[str] = iter(answers)

    def answer(_challenge: bytes) -> bytes:
        words = next(left, None)
        if words is None:
            raise confused("login questions without end")
        return words.encode("utf-8", "surrogatepass")

    return answer


def _shadows(user: str, secret: str) -> tuple[str, ...]:
    """The forms in which a server could repeat the secret in its answer."""
    forms = (secret, f"\0{user}\0{secret}", f"user={user}\1auth=Bearer {secret}\1\1")
    coded = tuple(base64.b64encode(form.encode("utf-8", "surrogatepass")).decode("ascii") for form in forms)
    return (secret, secret.replace("\\", "\\\\").replace('"', '\\"'), *coded)


@contextmanager
def _translated(stream: Stream, secrets: tuple[str, ...], *, user: str | None = None) -> Iterator[None]:
    """Turn what imapclient and imaplib raise into our errors; any failure closes the connection."""
    try:
        yield
    except BandejaError as error:
        stream.close()
        error.parameters.setdefault("host", stream.host)
        raise
    except (IMAPClientError, ValueError, IndexError, AttributeError) as error:
        stream.close()
        raise _error_of(error, stream.host, secrets, user) from None


def _error_of(error: Exception, host: str, secrets: tuple[str, ...], user: str | None) -> BandejaError:
    if isinstance(error, LoginError) and isinstance(error.__context__, imaplib.IMAP4.error):
        # imapclient calls every failure during login a LoginError, a broken connection too.
        error = error.__context__
    said = _words(error, secrets).removeprefix(
        "invalid greeting: "
    )  # which Python 3.14.8 says before the server's words
    if isinstance(error, imaplib.IMAP4.abort):
        said = said.partition(" => ")[2] or said
        if said.startswith(("unexpected ", "socket error: unterminated")):
            return ProtocolError(Code.SERVER_CONFUSED, host=host, said=said)
        # What is left is BYE: the server hangs up and says why.
        return ConnectionFailure(Code.SERVER_REFUSED, host=host, said=said)
    if not isinstance(error, IMAPClientError):
        return ProtocolError(Code.SERVER_CONFUSED, host=host, said=said)
    code, _ = parse_code(said.encode("utf-8"))
    if said.startswith("* BYE") or code in _TEMPORARY_CODES:
        return ConnectionFailure(Code.SERVER_REFUSED, host=host, said=said)
    if user is None:
        return ProtocolError(Code.SERVER_CONFUSED, host=host, said=said)
    if "command error: BAD" in said:
        return ServerRefusal(Code.SERVER_REFUSED, host=host, said=said)
    wants_app_password = any(words in said.lower() for words in _APP_PASSWORD_WORDS)
    kind = Code.APP_PASSWORD_NEEDED if wants_app_password else Code.WRONG_PASSWORD
    return AuthenticationError(kind, host=host, user=user, said=said)


def _words(error: Exception, secrets: tuple[str, ...]) -> str:
    first = error.args[0] if error.args else ""
    return plain_words(first if isinstance(first, bytes) else str(first), secrets)
