"""How the contract asks a connector, and what it demands of every error."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from desktop.core.api.errors import AuthenticationError, BandejaError, ConnectionFailure, SetupError
from desktop.core.api.linking import LinkKind
from desktop.core.connectors.protocol import Connector, Made, Presence, Unanswered, Wish
from tests.integration.connectors.world import World


def settle(world: World, wish: Wish, error: BandejaError | None) -> Made:
    """What the queue does with a wish whose first try died or failed: look for it after `Unanswered`, then make it."""
    with closing(world.open()) as connector:
        if isinstance(error, Unanswered):
            found = ask(connector, wish)
            if isinstance(found, Made):
                return found
        return connector.create(wish)


def ask(connector: Connector, wish: Wish) -> Made | NotImplementedError | None:
    try:
        return connector.find(wish)
    except NotImplementedError as error:
        return error


def try_to(do: Callable[..., object], *arguments: object) -> BandejaError | None:
    try:
        do(*arguments)
    except BandejaError as error:
        check_sentence(error)
        return error
    return None


def check_sentence(error: BandejaError) -> None:
    sentence = error.sentence()
    assert sentence.strip().endswith((".", "!", "?")) or ":" in sentence
    assert len(sentence) < 1000
    assert not {character for character in sentence if character < " " or "\ud800" <= character <= "\udfff"}


def check_temporary(error: BandejaError | None) -> None:
    assert isinstance(error, ConnectionFailure), error


def check_cannot_tell(connector: Connector, wish: Wish) -> None:
    try:
        found = ask(connector, wish)
    except BandejaError as error:
        check_sentence(error)
        return
    assert isinstance(found, NotImplementedError), "said that it is surely not there, without having been told"


def check_refused(connector: Connector, kind: LinkKind, made: Made, wish: Wish) -> None:
    assert connector.presence(kind, made.remote_id) == Presence.UNKNOWN
    assert isinstance(try_to(connector.create, wish), AuthenticationError)
    assert isinstance(try_to(connector.delete, kind, made.remote_id), AuthenticationError)
    assert isinstance(try_to(connector.probe), SetupError)
    check_cannot_tell(connector, wish)
