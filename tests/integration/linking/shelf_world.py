"""The world of links with one more backend, which wants an address and a token, and may be set up anew in the middle of a call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from desktop.core.api.linking import BackendField, LinkKind
from desktop.core.connectors.protocol import Backend, Connector, Made, Means, Wish
from tests.fakes.shelf import TOKEN, Shelf, ShelfConnector
from tests.integration.linking.conftest import LinkWorld

URL = "https://shelf.example.org"
ELSEWHERE = "https://elsewhere.example.net"


class ShelfWorld(LinkWorld):
    """With a backend that wants an address and a token."""

    def __init__(self, directory: Path) -> None:
        self.shelf = Shelf()
        self.opened: list[tuple[dict[str, str], dict[str, str]]] = []
        self.refreshed: str | None = None
        self.during: Callable[[], object] | None = None
        super().__init__(directory)

    def more_backends(self) -> list[Backend]:
        fields = (
            BackendField("url", "Address", names_site=True),
            BackendField("token", "Token", secret=True),
            BackendField("mode", "Mode", required=False, choices=("plain", "fancy")),
            BackendField("base", "Database", required=False, names_site=True),
            BackendField("sign_in", "Sign-in server", required=False, example="https://oauth.example.com"),
        )

        def open_(values: Mapping[str, str], secrets: Mapping[str, str], means: Means) -> Connector:
            self.opened.append((dict(values), dict(secrets)))
            if self.refreshed is not None:
                means.keep_secret("refresh", self.refreshed)
            return _Interrupted(self.shelf, secrets.get("token", ""), self)

        return [*super().more_backends(), Backend("shelf", "Shelf", frozenset(LinkKind), fields, open_)]

    def set_up(self, *, url: str = URL, token: str | None = TOKEN, **values: str):
        secrets = {} if token is None else {"token": token}
        return self.linking.set_up("shelf", {"url": url, **values}, secrets).result(30)

    def interrupted(self) -> None:
        """What shall happen while the server is at work happens, once."""
        during, self.during = self.during, None
        if during is not None:
            during()


class _Interrupted(ShelfConnector):
    def __init__(self, shelf: Shelf, token: str, world: ShelfWorld) -> None:
        super().__init__(shelf, token)
        self._world = world

    def create(self, wish: Wish) -> Made:
        try:
            return super().create(wish)
        finally:
            self._world.interrupted()

    def delete(self, kind: LinkKind, remote_id: str) -> None:
        super().delete(kind, remote_id)
        self._world.interrupted()
