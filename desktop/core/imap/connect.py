"""From settings and a secret to a working ImapGateway: TCP, TLS, login, extensions, compression. Blocking."""

from __future__ import annotations

from desktop.core.api.account_settings import AccountSettings, Security
from desktop.core.clock import Clock
from desktop.core.imap.capabilities import parse_capabilities
from desktop.core.imap.client import ImapClient
from desktop.core.imap.dialogue import Dialogue
from desktop.core.imap.names import quote
from desktop.core.imap.session import log_in, open_session
from desktop.core.imap.stream import READ_SECONDS, Stream
from desktop.core.network import CONNECT_SECONDS, is_loopback_peer, open_socket, verified_context

CLIENT_NAME = "Bandeja"


def connect_imap(
    settings: AccountSettings,
    secret: str,
    *,
    clock: Clock,
    connect_seconds: float = CONNECT_SECONDS,
    read_seconds: float = READ_SECONDS,
    is_near: bool | None = None,
) -> ImapClient:
    """Log in and switch on what both sides can: CONDSTORE, QRESYNC, compression.

    `secret` is the password, or the access token when `settings.auth` is XOAUTH2; it is not kept. A link is near when it
    does not leave this computer: then bytes are cheaper than the work of saving them, so nothing is compressed. None finds
    out.
    Raises AuthenticationError, CertificateError, SecurityError, ConnectionFailure, ServerRefusal, ProtocolError.
    """
    server = settings.imap
    # Reading the system's authorities takes some 40 ms, and a loopback server without TLS has no use for them.
    context = None if server.security is Security.PLAIN else verified_context(settings.ca_file)
    sock = open_socket(server.host, server.port, seconds=connect_seconds)
    stream = Stream(
        sock,
        server.host,
        server.port,
        clock=clock,
        read_seconds=read_seconds,
        handshake_seconds=connect_seconds,
    )
    try:
        session = open_session(stream, server, context)
        words = {word.upper() for word in log_in(session, stream, server, settings.auth, secret)}
        dialogue = Dialogue(stream, literal_plus=b"LITERAL+" in words, literal_minus=b"LITERAL-" in words)
        client = ImapClient(
            dialogue,
            parse_capabilities(words, server.host),
            frozenset(words),
            clock=clock,
            is_near=is_loopback_peer(stream.socket) if is_near is None else is_near,
        )
        client.introduce(quote(CLIENT_NAME))
    except BaseException:
        stream.close()
        raise
    return client
