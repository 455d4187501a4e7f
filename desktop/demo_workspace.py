"""The demo's workspace as a visitor finds it: its plan, its mailboxes and who shares them, and a network of its own.

The real network is never asked. Any thread; what it wishes for is carried out by the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future

from desktop.core.accounts.lookup import Unanswered
from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.api.discovery import Outcome
from desktop.core.api.workspace_commands import AddMember, SetPlan, SetSignature, ShareMailbox
from desktop.core.demo.authored import load_colleagues
from desktop.core.demo.lists import takes_one_click
from desktop.core.demo.pictures import find_demo_picture
from desktop.core.demo.world import DemoLogin
from desktop.core.engine import Engine

PLAN = "professional"
"""The longest storage, so that the demo begins with all its mail and a shorter plan has something to take."""


def settle_demo(engine: Engine, logins: Sequence[DemoLogin]) -> list[Future[int]]:
    """The authored workspace: its plan, the first member's mailboxes with their signatures, and colleagues who see the last of
    them. The accounts' keys come when their servers have answered."""
    engine.submit(SetPlan(PLAN)).result()
    added = [_add_signing(engine, login) for login in logins]
    colleagues = tuple(engine.submit(AddMember(name)).result().key or 0 for name in load_colleagues())
    added[-1].add_done_callback(
        lambda done: done.exception() or engine.submit(ShareMailbox(done.result(), colleagues))
    )  # fmt: skip
    return added


def _add_signing(engine: Engine, login: DemoLogin) -> Future[int]:
    """The account's key, once its signature is there as well."""
    signed: Future[int] = Future()

    def sign(added: Future[int]) -> None:
        if (error := added.exception()) is not None:
            signed.set_exception(error)
            return
        wish = engine.submit(SetSignature(added.result(), login.signature))
        wish.add_done_callback(lambda _done: signed.set_result(added.result()))

    engine.add_account(demo_settings(login), login.password).add_done_callback(sign)
    return signed


def demo_picture(url: str) -> bytes:
    """The demo's own network: what is not on it does not answer, and the real one is never asked."""
    found = find_demo_picture(url)
    if found is None:
        raise Unanswered(Outcome.NOT_FOUND, "it is not in the demo")
    return found


def demo_unsubscribe(url: str) -> int:
    """The lists of the demo's own network take a click; no other is asked."""
    if not takes_one_click(url):
        raise Unanswered(Outcome.NOT_FOUND, "it is not in the demo")
    return 200


def demo_settings(login: DemoLogin) -> AccountSettings:
    """How the client reaches a demo account: loopback, where plain is allowed."""

    def server(port: int) -> ServerSettings:
        return ServerSettings("127.0.0.1", port, Security.PLAIN, login.address)

    return AccountSettings(login.address, login.name, server(login.imap_port), server(login.smtp_port))
