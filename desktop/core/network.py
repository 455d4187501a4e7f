"""The one place where a connection to a mail server begins: TCP, verified TLS, and their failures in plain words.

A certificate is always verified against the name that was asked for; there is no switch against that. Every failure
leaves as an error of `core.api.errors`. Blocking; runs in the thread of whoever calls.
"""

from __future__ import annotations

import ipaddress
import re
import selectors
import socket
import ssl
import unicodedata
from collections.abc import Iterable

from desktop.core.api.errors import BandejaError, CertificateError, Code, ConnectionFailure, SecurityError
from desktop.core.clock import Clock

CONNECT_SECONDS = 15.0
_SAID_LIMIT = 300
_EXPIRED = {9, 10}
"""X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED of OpenSSL."""
_WRONG_NAME = {62, 64}
"""X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH."""
_ESCAPE_SEQUENCE = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?")


def verified_context(ca_file: str | None) -> ssl.SSLContext:
    """TLS 1.2 or newer, name checked, the system's authorities and those of the PEM file `ca_file`.

    Raises CertificateError when `ca_file` cannot be read.
    """
    context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # RFC 9525 section 2: a name that stands only in the subject's CN is no name of the server.
    context.hostname_checks_common_name = False
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except ssl.SSLError:
            raise CertificateError(
                Code.BAD_INPUT, what=f"The CA file {ca_file}", why="it holds no certificate"
            ) from None
        except FileNotFoundError:
            raise CertificateError(Code.BAD_INPUT, what=f"The CA file {ca_file}", why="it is not there") from None
        except OSError:
            raise CertificateError(Code.BAD_INPUT, what=f"The CA file {ca_file}", why="it cannot be read") from None
    return context


def open_socket(host: str, port: int, *, seconds: float = CONNECT_SECONDS) -> socket.socket:
    """A connected TCP socket. Raises ConnectionFailure."""
    try:
        sock = socket.create_connection((host, port), timeout=seconds)
    except (OSError, UnicodeError) as error:
        raise failure_of(error, host, port, seconds) from None
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return sock


def start_tls(
    sock: socket.socket,
    context: ssl.SSLContext,
    host: str,
    port: int,
    *,
    clock: Clock,
    seconds: float = CONNECT_SECONDS,
) -> ssl.SSLSocket:
    """Do the TLS handshake within `seconds` altogether; on failure the socket is closed.

    Raises CertificateError for a bad certificate, SecurityError(TLS_FAILED) when the other side speaks no acceptable TLS,
    ConnectionFailure when it went away.
    """
    deadline = clock.monotonic() + seconds
    try:
        sock.setblocking(False)
        secured = context.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
    except (OSError, ValueError) as error:
        sock.close()
        raise failure_of(error, host, port, seconds) from None
    try:
        while not _handshake_step(secured, deadline - clock.monotonic()):
            pass
    except (OSError, ValueError) as error:
        secured.close()
        raise failure_of(error, host, port, seconds) from None
    secured.settimeout(seconds)
    return secured


def _handshake_step(secured: ssl.SSLSocket, seconds: float) -> bool:
    """True when the handshake is done. A whole-handshake deadline stops a server that drips single bytes."""
    try:
        secured.do_handshake()
        return True
    except ssl.SSLWantReadError:
        wanted = selectors.EVENT_READ
    except ssl.SSLWantWriteError:
        wanted = selectors.EVENT_WRITE
    with selectors.DefaultSelector() as selector:
        selector.register(secured, wanted)
        if seconds <= 0 or not selector.select(seconds):
            raise TimeoutError
    return False


def is_loopback_peer(sock: socket.socket) -> bool:
    """Whether the other end is on this computer, whatever name was asked for."""
    try:
        return ipaddress.ip_address(sock.getpeername()[0].partition("%")[0]).is_loopback
    except (OSError, ValueError):
        return False


def failure_of(error: Exception, host: str, port: int, seconds: float) -> BandejaError:
    """The typed error for what the operating system or OpenSSL said."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return CertificateError(_certificate_code(error.verify_code), host=host, port=port, said=error.verify_message)
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return ConnectionFailure(Code.CONNECTION_LOST, host=host, port=port)
    if isinstance(error, ssl.SSLError):
        return SecurityError(Code.TLS_FAILED, host=host, port=port, said=plain_words(error.reason or str(error)))
    if isinstance(error, socket.gaierror | UnicodeError):
        return ConnectionFailure(Code.UNKNOWN_HOST, host=host, port=port)
    if isinstance(error, TimeoutError):
        return ConnectionFailure(Code.TIMEOUT, host=host, port=port, seconds=round(seconds))
    if isinstance(error, ConnectionRefusedError):
        return ConnectionFailure(Code.CONNECTION_REFUSED, host=host, port=port)
    return ConnectionFailure(Code.CONNECTION_LOST, host=host, port=port, said=plain_words(str(error)))


def _certificate_code(verify_code: int) -> Code:
    if verify_code in _EXPIRED:
        return Code.CERTIFICATE_EXPIRED
    return Code.CERTIFICATE_WRONG_NAME if verify_code in _WRONG_NAME else Code.CERTIFICATE_UNTRUSTED


def plain_words(said: str | bytes, secrets: Iterable[str] = ()) -> str:
    """What a server said as one harmless line of at most 300 characters: no escape sequences, control or direction
    characters, and none of the `secrets`."""
    text = said[: 16 * _SAID_LIMIT]
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    hidden = [secret for secret in secrets if secret]
    text = _without(text, hidden)
    text = _ESCAPE_SEQUENCE.sub("", text)
    text = "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else " " for c in text)
    # Again: what was taken out may have stood in the middle of a secret.
    text = _without(" ".join(text.split()), hidden)
    return text if len(text) <= _SAID_LIMIT else text[: _SAID_LIMIT - 1] + "…"


def _without(text: str, secrets: Iterable[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, "•••")
    return text
