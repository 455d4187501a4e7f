"""Reads a list beside the window: by a worker, one reading at a time, and the more one costs the more rarely it is repeated.

Invariant: what is wished while a reading is under way, or rests, is one more reading afterwards; what is unwanted is told so and
answers nobody. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from desktop.core.api.stopping import Stop
from desktop.ui.dispatch import Dispatch
from desktop.ui.message_list.refresh import Refresh

_SLOT = "list"
_REST_MS = 30

Work = Callable[[], Refresh]


class ListReading(QObject):
    def __init__(
        self,
        dispatch: Dispatch,
        prepare: Callable[[Stop], Work],
        take: Callable[[Refresh], bool],
        fail: Callable[[Exception], None],
        parent: QObject,
    ) -> None:
        """`prepare` makes the work for a worker, which may look whether it is still wanted; `take` is False where the answer no
        longer fits what is shown, so that it is read again."""
        super().__init__(parent)
        self._dispatch, self._prepare, self._take, self._fail = dispatch, prepare, take, fail
        self._running = self._again = False
        self._unwanted = Stop()
        self._took = QElapsedTimer()
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._after_pause)

    @property
    def rests(self) -> bool:
        """Nothing is being read, and what would be wished now would be read at once."""
        return not (self._running or self._pause.isActive())

    def drop(self) -> None:
        """Nobody waits for what is being read any more."""
        self._dispatch.cancel(_SLOT)
        self._unwanted.set()
        self._unwanted = Stop()
        self._running = self._again = False

    def read(self) -> None:
        if not self.rests:
            self._again = True
            return
        self._running, self._again = True, False
        self._took.start()
        self._dispatch.read(_SLOT, self._prepare(self._unwanted), self._end, self._give_up)

    def _end(self, refresh: Refresh) -> None:
        self._running = False
        # A list that takes long to read is read again less often: never more than a third of one worker's time.
        self._pause.start(max(_REST_MS, int(2 * self._took.elapsed())))
        if not self._take(refresh):
            self._again = True

    def _give_up(self, error: Exception) -> None:
        self._running = False
        self._fail(error)

    def _after_pause(self) -> None:
        if self._again:
            self.read()
