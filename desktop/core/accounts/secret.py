"""A password or token that cannot be printed by accident.

The text leaves only through `reveal()`, so every place that uses a secret can be found by that word. Any thread.
"""

from __future__ import annotations

from typing import NoReturn


class Secret:
    """Compares in constant time; shows as three dots in repr, str, format and tracebacks; refuses to be pickled."""

    __slots__ = ("__text",)

    def __init__(self, text: str) -> None:
        self.__text = text

    def reveal(self) -> str:
        """The text itself: only for the login, the keyring and the request that needs it."""
        return self.__text

    def __bool__(self) -> bool:
        return bool(self.__text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        import hmac  # with the whole of OpenSSL, for which a window has no use until somebody logs in

        mine, others = (secret.reveal().encode(errors="surrogatepass") for secret in (self, other))
        return hmac.compare_digest(mine, others)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return "•••"

    def __format__(self, spec: str) -> str:
        return format("•••", spec)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret is not pickled")
