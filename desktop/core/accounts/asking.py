"""Asking several sources at once, each in its own thread, within one bound of time.

The caller's thread collects the answers and tells each as it comes. A source that hangs is left behind: its thread is
a daemon and its answer goes nowhere.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from desktop.core.accounts.lookup import Unanswered
from desktop.core.api.discovery import Outcome, Source, TraceStep
from desktop.core.clock import Clock
from desktop.values import dataclass

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Step(Generic[Answer]):
    """`ask` gets the seconds it may take and answers or raises Unanswered; `describe` says the answer in a clause."""

    source: Source
    asked: str
    ask: Callable[[float], Answer]
    describe: Callable[[Answer], str] = lambda answer: ""


@dataclass(frozen=True, slots=True)
class _Report(Generic[Answer]):
    index: int
    answer: Answer | None
    step: TraceStep


def ask_all(
    steps: Sequence[Step[Answer]],
    *,
    seconds: float,
    clock: Clock,
    emit: Callable[[TraceStep], None],
    patience: float | None = None,
) -> dict[int, Answer]:
    """Answers by the index of their step, within `seconds`.

    With `patience` it ends as soon as no step before an answered one is open, and those before it have that many
    seconds more; without, it waits for all.
    """
    started = clock.monotonic()
    deadline = started + seconds
    reports: queue.SimpleQueue[_Report[Answer]] = queue.SimpleQueue()
    for index, step in enumerate(steps):
        arguments = (index, step, seconds, clock, reports.put)
        threading.Thread(target=_ask, args=arguments, name=f"discover-{step.source}", daemon=True).start()
    answers: dict[int, Answer] = {}
    open_steps = set(range(len(steps)))
    while open_steps and not (patience is not None and answers and min(answers) < min(open_steps)):
        try:
            report = reports.get(timeout=max(0.0, deadline - clock.monotonic()))
        except queue.Empty:
            break
        open_steps.discard(report.index)
        if report.answer is not None:
            answers[report.index] = report.answer
            if patience is not None:
                deadline = min(deadline, clock.monotonic() + patience)
        emit(report.step)
    for index in sorted(open_steps):
        rest = Outcome.NOT_NEEDED if patience is not None and answers and min(answers) < index else Outcome.TIMED_OUT
        emit(TraceStep(steps[index].source, steps[index].asked, rest, "", _since(started, clock)))
    return answers


def _ask(
    index: int, step: Step[Answer], seconds: float, clock: Clock, report: Callable[[_Report[Answer]], None]
) -> None:
    started = clock.monotonic()
    answer, outcome, detail = None, Outcome.FOUND, ""
    try:
        answer = step.ask(seconds)
        detail = step.describe(answer)
    except Unanswered as unanswered:
        outcome, detail = unanswered.outcome, unanswered.detail
    except Exception as error:  # noqa: BLE001 - one broken source must not take the others with it; the trace names it
        answer, outcome, detail = None, Outcome.FAILED, type(error).__name__
    report(_Report(index, answer, TraceStep(step.source, step.asked, outcome, detail, _since(started, clock))))


def _since(started: float, clock: Clock) -> int:
    return round((clock.monotonic() - started) * 1000)
