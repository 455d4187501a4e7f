"""An asyncio loop in a daemon thread of its own, for as long as a server listens.

`start`, `call` and `stop` may be called from any thread; what `main` starts belongs to the loop and ends with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future

STOP_SECONDS = 10.0

Main = Callable[[Callable[[int], None], asyncio.Event], Awaitable[None]]
"""Called with a function to tell the port once listening, and the event that ends it."""


class LoopThread:
    def __init__(self, name: str) -> None:
        self._name = name
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over: asyncio.Event | None = None

    def start(self, main: Main) -> int:
        """Run `main` until `stop`; the port that it told. Raises what it raised before, OSError for a port that is taken."""
        if self._thread is not None:
            raise RuntimeError(f"{self._name} runs already")
        started: Future[int] = Future()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._run(main, started)), name=self._name, daemon=True
        )
        self._thread.start()
        try:
            return started.result()
        except BaseException:
            self._thread.join(STOP_SECONDS)
            self._thread = None
            raise

    def stop(self) -> None:
        """End it and wait for its thread. Does nothing when it is not running."""
        thread, over = self._thread, self._over
        if thread is None or over is None:
            return
        self.call(over.set)
        thread.join(STOP_SECONDS)
        self._thread = self._over = self._loop = None

    def call(self, function: Callable[[], object]) -> None:
        """Soon, in the loop. Nothing when it has ended."""
        loop = self._loop
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # ended in between
                loop.call_soon_threadsafe(function)

    async def _run(self, main: Main, started: Future[int]) -> None:
        self._loop = asyncio.get_running_loop()
        self._over = asyncio.Event()
        try:
            await main(started.set_result, self._over)
        except Exception as error:
            if started.done():
                raise
            started.set_exception(error)
