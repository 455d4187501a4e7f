"""SmtpClient: the SubmissionGateway. One mail, one connection, one honest answer.

Everything before the final dot can be tried again; from the moment its three bytes are given to the network, anything but
a clear 2xx, 4xx or 5xx is UnknownOutcome. Blocking; runs in the thread that submits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.core.api.account_settings import AccountSettings, Security
from desktop.core.api.errors import ConnectionFailure
from desktop.core.clock import Clock
from desktop.core.network import verified_context
from desktop.core.smtp.gateway import Accepted, Refused, Submission, UnknownOutcome
from desktop.core.smtp.session import Reply, Session, Timeouts
from desktop.core.smtp.wire import UnsendableError, envelope_address, has_8bit_header, normalise, stuff_dots

_BLOCK = 64 * 1024
_LOGIN_WANTED = {530, 535}


class SmtpClient:
    """`secret` is the password, or the access token when `settings.auth` is XOAUTH2; make a new client when it changes."""

    def __init__(
        self, settings: AccountSettings, secret: str, *, clock: Clock, timeouts: Timeouts | None = None
    ) -> None:
        self._settings = settings
        self._secret = secret
        self._clock = clock
        self._timeouts = timeouts or Timeouts()

    def submit(
        self,
        envelope_from: str,
        recipients: Sequence[str],
        raw: bytes,
        *,
        before_data_end: Callable[[], None],
    ) -> Submission:
        try:
            sender = envelope_address(envelope_from)
            addresses = [(recipient, envelope_address(recipient)) for recipient in dict.fromkeys(recipients)]
            text = normalise(raw)
        except UnsendableError as error:
            return Refused(554, str(error), permanent=True)
        if not all(address for _, address in addresses) or not addresses:
            return Refused(554, "the mail has no recipient", permanent=True)
        session = self._session()
        try:
            refusal = session.open(self._settings.auth, self._secret)
            if refusal is not None:
                return _refused(refusal)
            return _Transaction(session, sender, addresses, text).run(before_data_end)
        finally:
            session.close()

    def check_login(self) -> Refused | None:
        """Connect, log in and leave: for setting up an account. Raises as `submit` does."""
        session = self._session()
        try:
            refusal = session.open(self._settings.auth, self._secret)
            if refusal is not None:
                return _refused(refusal)
            session.quit_politely()
            return None
        finally:
            session.close()

    def _session(self) -> Session:
        server = self._settings.smtp
        context = None if server.security is Security.PLAIN else verified_context(self._settings.ca_file)
        return Session(server, context, clock=self._clock, timeouts=self._timeouts)


class _Transaction:
    """MAIL, RCPT, DATA for one mail on a session that is logged in."""

    def __init__(self, session: Session, sender: str, recipients: list[tuple[str, str]], text: bytes) -> None:
        self._session = session
        self._sender = sender
        self._recipients = recipients
        self._text = text
        self._refused: list[tuple[str, int, str]] = []

    def run(self, before_data_end: Callable[[], None]) -> Submission:
        refusal = self._why_not() or self._mail() or self._rcpt() or self._data()
        if refusal is not None:
            self._session.quit_politely()
            return refusal
        before_data_end()
        return self._end()

    def _why_not(self) -> Refused | None:
        """What the server said it cannot take, before it is tried."""
        session = self._session
        limit = session.esmtp_features.get("size", "").strip()
        if limit.isdecimal() and len(limit) <= 18 and 0 < int(limit) < len(self._text):
            return Refused(552, f"the mail has {len(self._text)} bytes, the server takes {limit}", permanent=True)
        if not self._text.isascii() and not session.has_extn("8bitmime"):
            return Refused(554, "the server takes 7-bit mail only", permanent=True)
        if self._needs_utf8() and not session.has_extn("smtputf8"):
            return Refused(553, "the server takes no addresses or headers beyond ASCII", permanent=True)
        return None

    def _needs_utf8(self) -> bool:
        return has_8bit_header(self._text) or not all(
            address.isascii() for address in (self._sender, *(address for _, address in self._recipients))
        )

    def _mail(self) -> Refused | None:
        session = self._session
        words = [f"MAIL FROM:<{self._sender}>"]
        if session.has_extn("size"):
            words.append(f"SIZE={len(self._text)}")
        if not self._text.isascii():
            words.append("BODY=8BITMIME")
        if self._needs_utf8():
            words.append("SMTPUTF8")
        reply = session.command(" ".join(words))
        if reply.code in _LOGIN_WANTED:
            raise session.authentication_error(reply)
        return None if reply.is_positive else _refused(reply)

    def _rcpt(self) -> Refused | None:
        for recipient, address in self._recipients:
            reply = self._session.command(f"RCPT TO:<{address}>")
            if reply.code in _LOGIN_WANTED:
                raise self._session.authentication_error(reply)
            if reply.code == 421:
                return _refused(reply)
            if not reply.is_positive:
                self._refused.append((recipient, reply.code, reply.text))
        if len(self._refused) < len(self._recipients):
            return None
        _, code, text = next((one for one in self._refused if one[1] < 500), self._refused[0])
        return Refused(code, text, permanent=code >= 500, refused=tuple(self._refused))

    def _data(self) -> Refused | None:
        """DATA and the mail itself, all but the final dot."""
        session = self._session
        reply = session.command("DATA", seconds=session.timeouts.data_start)
        if reply.code != 354:
            return self._refused_at_data(reply)
        stuffed = stuff_dots(self._text)
        try:
            for start in range(0, len(stuffed), _BLOCK):
                session.send(stuffed[start : start + _BLOCK], seconds=session.timeouts.data_block)
        except ConnectionFailure:
            # It may have said why before it hung up.
            if session.has_early_reply():
                return self._refused_within_data(session.timeouts.quit)
            raise
        if session.has_early_reply():
            return self._refused_within_data(session.timeouts.command)
        return None

    def _refused_within_data(self, seconds: float) -> Refused:
        """A reply before the final dot. The connection is only closed: QUIT would be a line of the mail."""
        session = self._session
        try:
            return self._refused_at_data(session.reply(seconds))
        finally:
            session.close()

    def _refused_at_data(self, reply: Reply) -> Refused:
        if reply.code < 400:
            raise self._session.confused(f"{reply.code} in the middle of DATA")
        return Refused(reply.code, reply.text, permanent=reply.code >= 500, refused=tuple(self._refused))

    def _end(self) -> Submission:
        """The point of no return."""
        session = self._session
        try:
            session.send(b".\r\n", seconds=session.timeouts.data_block)
            reply = session.reply(session.timeouts.data_end)
        except ConnectionFailure as failure:
            return UnknownOutcome(failure.sentence())
        if reply.is_positive:
            session.quit_politely()
            return Accepted(f"{reply.code} {reply.text}", tuple(self._refused))
        if reply.code == 421 or reply.code < 400:
            # 421 is said when a server shuts down, whatever became of the mail; 3xx has no meaning here.
            return UnknownOutcome(f"{reply.code} {reply.text}")
        session.quit_politely()
        return Refused(reply.code, reply.text, permanent=reply.code >= 500, refused=tuple(self._refused))


def _refused(reply: Reply) -> Refused:
    return Refused(reply.code, reply.text, permanent=reply.code >= 500)
