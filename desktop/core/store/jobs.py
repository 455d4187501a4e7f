"""What becomes of a wish: the Job that stores it in one transaction on the writer, made by what prepares wishes of its type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desktop.core.api.commands import Receipt
from desktop.core.store.writer import UnitOfWork

Job = Callable[[UnitOfWork], Receipt]
Prepare = Callable[[Any], Job]
"""Of a command, beside the writer: it may read and parse, and raise BandejaError; the Job only judges and writes."""


def unprepared(handlers: Mapping[type, Callable[[UnitOfWork, Any], Receipt]]) -> dict[type, Prepare]:
    """For wishes of which nothing has to be prepared: by type of command, what their Job does."""

    def prepare(handler: Callable[[UnitOfWork, Any], Receipt]) -> Prepare:
        return lambda command: lambda uow: handler(uow, command)

    return {kind: prepare(handler) for kind, handler in handlers.items()}
