"""What an account is made of: its address, its two servers and how to log in, without any secret.

A value of these types is always usable: names are in the form that DNS and TLS want, nothing holds a control character,
and an unencrypted server is on this computer. So nobody who receives one checks again. Pure; any thread.
"""

from __future__ import annotations

import ipaddress
import json
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, field
from enum import StrEnum
from typing import Any, TypeVar

from desktop.core.api.errors import Code, SecurityError, SetupError
from desktop.values import dataclass

_Choice = TypeVar("_Choice", bound=StrEnum)
_MAX_JSON = 64 * 1024
_LOCAL_SPECIALS = frozenset('()<>[]:;@\\,"')
_DOTS = str.maketrans({"\u3002": ".", "\uff0e": ".", "\uff61": "."})


class Security(StrEnum):
    """How a connection is protected: from its first byte, after an upgrade that must succeed, or not (loopback only)."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"


class Auth(StrEnum):
    PASSWORD = "password"
    XOAUTH2 = "xoauth2"


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """`host` in lower case, A-labels or an IP address without brackets; `port` 1 to 65535.

    `user` may be empty only for a submission server that wants no login. Raises SetupError for a name or number that
    cannot be, SecurityError for `plain` on any host but loopback.
    """

    host: str
    port: int
    security: Security
    user: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "host", parse_host(self.host))
        object.__setattr__(self, "security", _choice(Security, self.security, "The security"))
        if not isinstance(self.port, int) or isinstance(self.port, bool) or not 0 < self.port < 65536:
            raise _bad("The port", f"'{_shown(str(self.port))}' is not a number from 1 to 65535")
        _check_text("The user name", self.user, 320)
        if self.security is Security.PLAIN and not is_loopback(self.host):
            raise SecurityError(Code.PLAIN_REFUSED, host=self.host)

    def __str__(self) -> str:
        """The form that `parse_server` reads."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}/{self.security}"


@dataclass(frozen=True, slots=True)
class SignIn:
    """Where a person signs in with the browser (RFC 6749 endpoints), and as which registered program. `issuer` is the
    identifier of RFC 9207, empty where it is not known; `scope` holds what the provider needs, separated by spaces;
    `client_id` is empty until the person has given one. Raises SetupError for what cannot be stored."""

    issuer: str
    authorize_url: str
    token_url: str
    scope: str
    client_id: str = ""

    def __post_init__(self) -> None:
        for text in (self.issuer, self.authorize_url, self.token_url, self.scope, self.client_id):
            _check_text("The sign-in address", text, 2048)


@dataclass(frozen=True, slots=True)
class BrowserVisit:
    """`open(address)` shows a page in the person's browser, called on a worker thread; setting `cancelled` ends the wait."""

    open: Callable[[str], object]
    cancelled: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """`address` as `parse_account_address` gives it; `ca_file` a PEM file trusted besides the system's authorities;
    `sign_in` says where access tokens come from when `auth` is XOAUTH2."""

    address: str
    display_name: str
    imap: ServerSettings
    smtp: ServerSettings
    ca_file: str | None = None
    auth: Auth = Auth.PASSWORD
    sign_in: SignIn | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "address", parse_account_address(self.address))
        object.__setattr__(self, "auth", _choice(Auth, self.auth, "The kind of login"))
        _check_text("The name", self.display_name, 200)
        if not self.imap.user:
            raise _bad("The user name", "the mail server needs one")
        if self.ca_file is not None:
            _check_text("The CA file", self.ca_file, 4096)

    def to_json(self) -> str:
        """One JSON object, the same text for the same settings; `parse_settings` reads it."""
        values: dict[str, object] = {
            "address": self.address,
            "display_name": self.display_name,
            "imap": _server_values(self.imap),
            "smtp": _server_values(self.smtp),
            "ca_file": self.ca_file,
            "auth": str(self.auth),
        }
        if self.sign_in is not None:
            values["sign_in"] = asdict(self.sign_in)
        return json.dumps(values, ensure_ascii=False, sort_keys=True)


def parse_server(text: str, user: str) -> ServerSettings:
    """Read "HOST:PORT/tls|starttls|plain"; an IPv6 host stands in brackets. Raises SetupError or SecurityError."""
    what = f"The server '{_shown(text)}'"
    place, slash, security = text.strip().rpartition("/")
    if not slash:
        raise _bad(what, "it lacks /tls, /starttls or /plain at its end")
    host, colon, port = place.rpartition(":")
    if not colon or not host:
        raise _bad(what, "it must look like HOST:PORT/tls")
    if host.startswith("[") != host.endswith("]") or (":" in host and not host.startswith("[")):
        raise _bad(what, "an IPv6 address stands in brackets, like [::1]:993/tls")
    if not (port.isascii() and port.isdigit() and len(port) <= 5):
        raise _bad(what, f"'{_shown(port)}' is not a port number")
    return ServerSettings(host.strip("[]"), int(port), _choice(Security, security.lower(), "The security"), user)


def parse_settings(text: str) -> AccountSettings:
    """The settings that `to_json` wrote; unknown members are ignored. Raises SetupError or SecurityError."""
    try:
        values = json.loads(text) if len(text) <= _MAX_JSON else {}
        return AccountSettings(
            address=_member(values, "address", str),
            display_name=_member(values, "display_name", str),
            imap=_server(_member(values, "imap", dict)),
            smtp=_server(_member(values, "smtp", dict)),
            ca_file=_member(values, "ca_file", str | None),
            auth=_choice(Auth, _member(values, "auth", str), "The kind of login"),
            sign_in=_sign_in(values.get("sign_in")),
        )
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _bad("The stored account", "its settings cannot be read") from error


def parse_account_address(text: str) -> str:
    """An addr-spec (RFC 5322 without comments or quotes; RFC 6531 letters allowed), its domain in lower-case A-labels.

    Raises SetupError(BAD_INPUT).
    """
    text = text.strip()
    local, at, domain = text.rpartition("@")
    what = f"The address '{_shown(text)}'"
    if not at or not local or not domain:
        raise _bad(what, "it must look like name@example.org")
    if len(local.encode(errors="replace")) > 64:
        raise _bad(what, "the part before the @ is longer than 64 bytes")
    if local.startswith(".") or local.endswith(".") or ".." in local:
        raise _bad(what, "a dot stands where none may")
    if any(c in _LOCAL_SPECIALS or not _is_visible(c) for c in local):
        raise _bad(what, "it holds a character that an address cannot have")
    host = parse_host(domain)
    if _is_ip(host):
        raise _bad(what, "an IP address is no mail domain")
    address = f"{local}@{host}"
    if len(address.encode()) > 254:
        raise _bad(what, "it is longer than 254 bytes")
    return address


def parse_host(text: str) -> str:
    """A host name in lower-case A-labels (RFC 5890) without a trailing dot, or an IP address. Raises SetupError."""
    what = f"The server name '{_shown(text)}'"
    name = unicodedata.normalize("NFKC", text.strip()).translate(_DOTS).lower().removesuffix(".")
    if _is_ip(name):
        return str(ipaddress.ip_address(name))
    labels = [_a_label(label, what) for label in name.split(".")]
    name = ".".join(labels)
    if len(name) > 253:
        raise _bad(what, "it is longer than 253 characters")
    if labels[-1].isdigit() or labels[-1].startswith("0x"):
        raise _bad(what, "it is neither a name nor a whole IP address")
    return name


def is_loopback(host: str) -> bool:
    """127.0.0.0/8, ::1 and the name localhost: the only places where nobody can listen on the way."""
    return ipaddress.ip_address(host).is_loopback if _is_ip(host) else host == "localhost"


def _a_label(label: str, what: str) -> str:
    """One label as it goes on the wire. The stdlib's codec is IDNA 2003, which turns 'straße' into another domain."""
    if not label or label.startswith("-") or label.endswith("-"):
        raise _bad(what, "it has an empty part, or one that starts or ends with a hyphen")
    if not all(c in "-_" or unicodedata.category(c)[0] in "LNM" for c in label):
        raise _bad(what, "it holds a character that a name cannot have")
    if not label.isascii():
        label = "xn--" + unicodedata.normalize("NFC", label).encode("punycode").decode("ascii")
    if len(label) > 63:
        raise _bad(what, "one part is longer than 63 characters")
    return label


def _is_ip(text: str) -> bool:
    try:
        return "%" not in text and bool(ipaddress.ip_address(text))
    except ValueError:
        return False


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ"


def _check_text(what: str, text: str, limit: int) -> None:
    if not isinstance(text, str) or len(text) > limit:
        raise _bad(what, f"it is longer than {limit} characters")
    if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in text):
        raise _bad(what, "it holds a control character")


def _choice(kind: type[_Choice], value: str, what: str) -> _Choice:
    try:
        return kind(value)
    except ValueError:
        raise _bad(what, f"'{_shown(str(value))}' is none of {', '.join(kind)}") from None


def _server_values(server: ServerSettings) -> dict[str, object]:
    return {"host": server.host, "port": server.port, "security": str(server.security), "user": server.user}


def _server(values: dict[str, object]) -> ServerSettings:
    security = _choice(Security, _member(values, "security", str), "The security")
    return ServerSettings(
        _member(values, "host", str), _member(values, "port", int), security, _member(values, "user", str)
    )


def _sign_in(values: Any) -> SignIn | None:
    """Settings of before the browser have none."""
    return None if values is None else SignIn(*(_member(values, name, str) for name in SignIn.__slots__))


def _member(values: Any, name: str, kind: Any) -> Any:
    value = values[name]
    if not isinstance(value, kind):
        raise TypeError(name)
    return value


def _shown(text: str) -> str:
    """At most 60 visible characters of what somebody typed, so that an error cannot write its own lines."""
    return "".join(c if _is_visible(c) or c == " " else "·" for c in text[:60])


def _bad(what: str, why: str) -> SetupError:
    return SetupError(Code.BAD_INPUT, what=what, why=why)
