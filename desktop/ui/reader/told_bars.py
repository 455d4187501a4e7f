"""Two bars that say what became of a wish about foreign things: a link that misleads, a file that was saved or could not be.

Invariant: what is asked goes away when it is answered. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.core.mail.link import LinkVerdict
from desktop.ui.bar import Bar
from desktop.ui.reader.trust_words import link_sentence
from desktop.ui.sentences import error_sentence

Button = tuple[str, Callable[[], object]]


class ToldBars(QWidget):
    """Whoever makes one gives `link` and `notice` their places."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.link, self.notice = Bar(), Bar()

    def refuse_link(self) -> None:
        self.link.tell("info", self.tr("This link is of a kind that mail must not open."), closable=True)

    def ask_link(self, verdict: LinkVerdict, go_on: Callable[[], object]) -> None:
        """The words of a link and its target differ: say where it leads, and leave the rest to the reader."""

        def opened() -> None:
            self.link.hide()
            go_on()

        label = self.tr("Open {host}").format(host=verdict.host[:60])
        self.link.tell("warning", link_sentence(verdict), (label, opened), closable=True)

    def tell(self, kind: str, sentence: str, *buttons: Button) -> None:
        """What was just done or went wrong."""
        self.notice.tell(kind, sentence, *buttons, closable=True)

    def tell_failure(self, error: Exception) -> None:
        self.tell("danger", error_sentence(error))

    def ask(self, sentence: str, label: str, action: Callable[[], object]) -> None:
        def go_on() -> None:
            self.notice.hide()
            action()

        self.tell("warning", sentence, (label, go_on))
