"""Opens the profile for one command and closes it again: the engine without threads, a log, notices as warnings.

Nothing runs by itself here; what a command does not do is done by the next sync or by the window.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import sys
from collections.abc import Iterator

from desktop.cli.output import warn
from desktop.core.api.status import Notice
from desktop.core.config import default_profile
from desktop.core.engine import Engine
from desktop.core.log import BlotSecrets, start_logging
from desktop.core.profile import open_profile

_SENTENCES = {
    "mass_removal": "{count} of {total} mails vanished from {mailbox} on the server at once. They are kept here; "
    "'bandeja accept-removals \"{mailbox}\"' lets them go.",
    "operation_failed": "The server refused a change ({kind}, {count}): {said} See 'bandeja operations'.",
    "recipients_refused": "The server refused some recipients of '{subject}': {said}",
    "sent_late": "'{subject}' was sent later than it was to go.",
    "send_failed": "'{subject}' was not sent: {said} See 'bandeja outbox'.",
    "mail_stays_named": "'{title}' is still named there, though it was undone here: {said}",
    "link_failed": "'{title}' could not be made: {said} See 'bandeja links --waiting'.",
    "sweep_held": "The sweep waits, because this computer's clock is not believable ({why}).",
}


@contextlib.contextmanager
def opened(arguments: argparse.Namespace) -> Iterator[Engine]:
    """Raises ProfileError when the profile cannot be used; another Bandeja that has it open is one such reason."""
    directory = arguments.profile or default_profile()
    engine = open_profile(directory, threads=False, everyone=True)
    with _logging(arguments, engine):
        try:
            engine.subscribe(notice=tell)
            yield engine
        finally:
            engine.close()


def tell(notice: Notice) -> None:
    sentence = _SENTENCES.get(notice.kind)
    if notice.error is not None:
        warn(notice.error.sentence())
    elif sentence is not None:
        warn(sentence.format_map(dict(notice.parameters)))


@contextlib.contextmanager
def _logging(arguments: argparse.Namespace, engine: Engine) -> Iterator[None]:
    logging.raiseExceptions = False  # a log that cannot be written, on a full disk, is no trouble of its own
    root = logging.getLogger()
    before = list(root.handlers)
    start_logging(engine.store.directory, verbose=arguments.verbose)
    if arguments.verbose:
        to_terminal = logging.StreamHandler(sys.stderr)
        to_terminal.addFilter(BlotSecrets())
        root.addHandler(to_terminal)
    try:
        yield
    finally:
        for handler in [handler for handler in root.handlers if handler not in before]:
            root.removeHandler(handler)
            with contextlib.suppress(OSError):
                handler.close()
