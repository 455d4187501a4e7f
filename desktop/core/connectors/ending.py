"""The end of a connector, which may be a stranger's: whatever it raises is logged and stops nothing. Any thread."""

from __future__ import annotations

import logging

from desktop.core.connectors.protocol import Connector

_log = logging.getLogger(__name__)


def call_off(connector: Connector, backend: str) -> None:
    """End what it is at: the program ends."""
    try:
        connector.cancel()
    except Exception:  # noqa: BLE001 - a connector may be a stranger's
        _log.exception("backend %s could not be called off", backend)


def shut(connector: Connector, backend: str) -> None:
    try:
        connector.close()
    except Exception:  # noqa: BLE001 - as above
        _log.exception("backend %s did not close", backend)
