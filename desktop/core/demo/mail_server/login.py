"""Commands about the session itself: CAPABILITY, LOGIN, AUTHENTICATE, STARTTLS, COMPRESS, ENABLE, ID, NAMESPACE, LOGOUT."""

from __future__ import annotations

import base64
import binascii
import hmac
import re

from desktop.core.demo.mail_server.mailstore import Account
from desktop.core.demo.mail_server.session import Command, News, Session, State
from desktop.core.demo.mail_server.wire import Arguments, BadSyntax, Refused, format_string

_XOAUTH2 = re.compile(rb"user=([^\x01]*)\x01auth=Bearer ([^\x01]*)\x01\x01\Z", re.IGNORECASE)
_XOAUTH2_REFUSED = base64.b64encode(b'{"status":"401","schemes":"bearer","scope":"mail"}')
MAX_ID_FIELDS = 30


async def capability(session: Session, arguments: Arguments) -> str:
    arguments.end()
    session.say(f"* CAPABILITY {session.capabilities()}".encode("ascii"))
    return "Capability completed"


async def noop(session: Session, arguments: Arguments) -> str:
    arguments.end()
    return "Completed"


async def logout(session: Session, arguments: Arguments) -> str:
    arguments.end()
    session.say(b"* BYE Logging out")
    session.over = True
    return "Logout completed"


async def identify(session: Session, arguments: Arguments) -> str:
    """RFC 2971. What the client says of itself is in the record of commands."""
    arguments.space()
    if arguments.accept(b"("):
        fields = 0
        while not arguments.accept(b")"):
            if fields:
                arguments.space()
            arguments.string()
            arguments.space()
            if arguments.peek().upper() == b"N":
                _nil(arguments)
            else:
                arguments.string()
            fields += 1
            if fields > MAX_ID_FIELDS:
                raise BadSyntax("Too many fields")
    else:
        _nil(arguments)
    arguments.end()
    session.say(b'* ID ("name" "Bandeja mail server")')
    return "ID completed"


def _nil(arguments: Arguments) -> None:
    if arguments.keyword() != "NIL":
        raise BadSyntax("Expected NIL")


async def starttls(session: Session, arguments: Arguments) -> None:
    """Answers itself, as nothing may be said in the clear after its OK; what the client sent ahead is forgotten."""
    arguments.end()
    context = session.settings.ssl_context
    if session.secure or not session.settings.starttls or context is None:
        raise BadSyntax("STARTTLS is not available")
    tag = arguments.data.split(b" ", 1)[0]
    await session.connection.start_tls(context, tag + b" OK Begin TLS negotiation now\r\n")
    session.secure = True


async def login(session: Session, arguments: Arguments) -> str:
    arguments.space()
    user = arguments.astring()
    arguments.space()
    password = arguments.astring()
    arguments.end()
    return _finish(session, _check_password(session, user, password))


async def authenticate(session: Session, arguments: Arguments) -> str:
    """SASL PLAIN (RFC 4616) and XOAUTH2, with or without an initial response (RFC 4959)."""
    arguments.space()
    mechanism = arguments.keyword()
    if mechanism not in ("PLAIN", "XOAUTH2") or not session.offers(f"AUTH={mechanism}"):
        raise Refused("[CANNOT] Unknown mechanism")
    if arguments.at_end():
        answer = await session.ask(b"")
    else:
        arguments.space()
        answer = arguments.data[arguments.position :]
    if answer == b"*":
        raise BadSyntax("Authentication cancelled")
    try:
        response = b"" if answer == b"=" else base64.b64decode(answer, validate=True)
    except binascii.Error as error:
        raise BadSyntax("Not base64") from error
    return await (_plain if mechanism == "PLAIN" else _xoauth2)(session, response)


async def _plain(session: Session, response: bytes) -> str:
    pieces = response.split(b"\0")
    if len(pieces) != 3:
        raise BadSyntax("Not a PLAIN response")
    authorised, user, password = pieces
    if authorised not in (b"", user):
        raise Refused("[AUTHORIZATIONFAILED] Not for another user")
    return _finish(session, _check_password(session, user, password))


async def _xoauth2(session: Session, response: bytes) -> str:
    match = _XOAUTH2.match(response)
    account = _find(session, match[1]) if match is not None else None
    if match is None or account is None or account.token is None or not _equal(match[2], account.token):
        await session.ask(_XOAUTH2_REFUSED)  # the client answers with an empty line
        account = None
    return _finish(session, account)


def _find(session: Session, user: bytes) -> Account | None:
    return session.store.find_account(user.decode("utf-8", "replace"))


def _check_password(session: Session, user: bytes, password: bytes) -> Account | None:
    account = _find(session, user)
    return account if account is not None and _equal(password, account.password) else None


def _equal(given: bytes, secret: str) -> bool:
    return hmac.compare_digest(given, secret.encode("utf-8"))


def _finish(session: Session, account: Account | None) -> str:
    if session.login_disabled:
        raise Refused("[PRIVACYREQUIRED] Use STARTTLS first")
    if account is None:
        raise Refused("[AUTHENTICATIONFAILED] Authentication failed")
    session.account = account
    return f"[CAPABILITY {session.capabilities()}] Logged in"


async def enable(session: Session, arguments: Arguments) -> str:
    """RFC 5161: what is not known is passed over."""
    words: list[str] = []
    while not words or not arguments.at_end():
        arguments.space()
        words.append(arguments.keyword())
    enabled = [word for word in ("CONDSTORE", "QRESYNC") if word in words and session.offers(word)]
    if enabled:
        session.condstore = True
        session.qresync |= "QRESYNC" in enabled
    session.say(" ".join(["* ENABLED", *enabled]).encode("ascii"))
    return "Enabled"


async def compress(session: Session, arguments: Arguments) -> str:
    arguments.space()
    if arguments.keyword() != "DEFLATE":
        raise Refused("[CANNOT] Unknown mechanism")
    arguments.end()
    if session.compressed:
        raise Refused("[COMPRESSIONACTIVE] Compressed already")
    session.compressed = True
    session.then = session.connection.start_deflate
    return "DEFLATE active"


async def namespace(session: Session, arguments: Arguments) -> str:
    arguments.end()
    words = (session.store.personal_prefix, session.store.delimiter)
    session.say(b"* NAMESPACE ((%s %s)) NIL NIL" % tuple(format_string(word.encode("ascii")) for word in words))
    return "Namespace completed"


COMMANDS = {
    "CAPABILITY": Command(capability, State.ANY),
    "NOOP": Command(noop, State.ANY),
    "LOGOUT": Command(logout, State.ANY, News.NONE),
    "ID": Command(identify, State.ANY, capability="ID"),
    "STARTTLS": Command(starttls, State.NOT_AUTHENTICATED, News.NONE, "STARTTLS"),
    "LOGIN": Command(login, State.NOT_AUTHENTICATED, News.NONE),
    "AUTHENTICATE": Command(authenticate, State.NOT_AUTHENTICATED, News.NONE),
    "ENABLE": Command(enable, capability="ENABLE"),
    "COMPRESS": Command(compress, news=News.NONE, capability="COMPRESS=DEFLATE"),
    "NAMESPACE": Command(namespace, capability="NAMESPACE"),
}
