"""One log file per profile, small and rotated; nothing secret can get in, because nothing secret can be printed.

A last net: anything that looks like a password or token in a line is blotted out.
"""

from __future__ import annotations

import logging
import logging.handlers
import os
import re
from io import TextIOWrapper
from pathlib import Path
from typing import Any

_SECRET = re.compile(
    r"(?i)\b(\w{0,40}(?:password|passwd|token|secret|api_?key)|authorization|bearer|auth=bearer|LOGIN)\b"
    r"(\W{1,3})(\"[^\"]*\"|\S+)( (\"[^\"]*\"|\S+))?"
)
_WEBHOOK = re.compile(r"(/rest/(?:api/)?\d+/)[^/\s?#\"'<>]+")


# Until a profile is open there is no file to write to, and standard error belongs to the command's own words.
logging.getLogger("desktop").addHandler(logging.NullHandler())


class BlotSecrets(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Keeps the record, with its finished text blotted."""
        record.msg = blot(record.getMessage())
        record.args = None
        return True


class BlottedFormatter(logging.Formatter):
    """The words of an exception are somebody else's: a traceback is blotted as a message is."""

    def formatException(self, ei: Any) -> str:
        return blot(super().formatException(ei))


def blot(line: str) -> str:
    line = _WEBHOOK.sub(r"\1•••", line)
    return _SECRET.sub(lambda match: f"{match[1]}{match[2]}•••", line)


class _PrivateFile(logging.handlers.RotatingFileHandler):
    """For the user's eyes alone, also where the profile's folder is open to others."""

    def _open(self) -> TextIOWrapper:
        return open(
            os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding=self.encoding
        )


def start_logging(directory: Path, *, verbose: bool = False) -> None:
    """To `directory/bandeja.log`, 1 MB and one older file; warnings of all, more of the program's own with `verbose`."""
    handler = _PrivateFile(directory / "bandeja.log", maxBytes=1 << 20, backupCount=1, encoding="utf-8", delay=True)
    handler.setFormatter(BlottedFormatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
    handler.addFilter(BlotSecrets())
    logging.getLogger().addHandler(handler)
    logging.getLogger("desktop").setLevel(logging.INFO if verbose else logging.WARNING)
