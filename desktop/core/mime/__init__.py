"""Bytes to values and back: parse, index, compose, sanitise, plain text, thread keys. Pure: no I/O, no clock, no Qt.

Who is there from the start says `from desktop.core import mime` and `mime.parse_message.…`: a module of this room is imported
when it is first used so, because a start reads no mail.
"""

from importlib import import_module
from types import ModuleType


def __getattr__(name: str) -> ModuleType:
    whole = f"{__name__}.{name}"
    try:
        return import_module(whole)
    except ModuleNotFoundError as error:
        if error.name != whole:
            raise
        raise AttributeError(name) from error
