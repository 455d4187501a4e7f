"""One log file per profile, small and rotated; nothing secret can get in, because nothing secret can be printed.

A last net: anything that looks like a password or token in a line is blotted out.
"""

from __future__ import annotations

import logging
import logging.handlers
import re
from pathlib import Path

_SECRET = re.compile(
    r"(?i)\b(password|passwd|token|secret|authorization|bearer|auth=bearer|LOGIN)\b(\W{1,3})(\"[^\"]*\"|\S+)( (\"[^\"]*\"|\S+))?"
)


# Until a profile is open there is no file to write to, and standard error belongs to the command's own words.
logging.getLogger("desktop").addHandler(logging.NullHandler())


class BlotSecrets(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Keeps the record, with its finished text blotted."""
        record.msg = blot(record.getMessage())
        record.args = None
        return True


def blot(line: str) -> str:
    return _SECRET.sub(lambda match: f"{match[1]}{match[2]}•••", line)


def start_logging(directory: Path, *, verbose: bool = False) -> None:
    """To `directory/bandeja.log`, 1 MB and one older file; warnings of all, more of the program's own with `verbose`."""
    handler = logging.handlers.RotatingFileHandler(
        directory / "bandeja.log", maxBytes=1 << 20, backupCount=1, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
    handler.addFilter(BlotSecrets())
    logging.getLogger().addHandler(handler)
    logging.getLogger("desktop").setLevel(logging.INFO if verbose else logging.WARNING)
