"""The search for servers in words: who was asked, what came of it, where the settings come from. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.api.discovery import Outcome, Source, TraceStep
from desktop.core.mail.visible_text import visible_text


def step_sentence(step: TraceStep) -> str:
    """One line of the trace: "Thunderbird's public database: found · 210 ms · example.org"."""
    translate = QCoreApplication.translate
    outcomes = {
        Outcome.FOUND: translate("Setup", "found"),
        Outcome.NOT_FOUND: translate("Setup", "nothing there"),
        Outcome.REFUSED: translate("Setup", "an answer that must not be followed"),
        Outcome.FAILED: translate("Setup", "no answer"),
        Outcome.TIMED_OUT: translate("Setup", "too slow"),
        Outcome.NOT_NEEDED: translate("Setup", "not needed any more"),
    }
    took = f"{step.milliseconds} ms" if step.milliseconds else ""
    parts = (f"{source_name(step.source)}: {outcomes[step.outcome]}", took, visible_text(step.asked)[:200])
    return " · ".join(part for part in parts if part)


def source_name(source: Source) -> str:
    translate = QCoreApplication.translate
    names = {
        Source.TABLE: translate("Setup", "Providers that Bandeja knows"),
        Source.AUTOCONFIG: translate("Setup", "The domain itself"),
        Source.WELL_KNOWN: translate("Setup", "The domain's web site"),
        Source.ISPDB: translate("Setup", "Thunderbird's public database"),
        Source.SRV: translate("Setup", "Service records of the domain (DNS)"),
        Source.MX: translate("Setup", "The host that takes the domain's mail"),
        Source.REPORTED: translate("Setup", "Providers that users told about"),
        Source.GUESS: translate("Setup", "Usual names, tried out"),
        Source.MANUAL: translate("Setup", "Nobody"),
    }
    return names[source]
