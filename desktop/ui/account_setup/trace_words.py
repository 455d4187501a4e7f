"""The search for servers in words: who was asked, what came of it, where the settings come from. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.api.discovery import Outcome, Source, TraceStep
from desktop.core.mail.visible_text import visible_text


def step_sentence(step: TraceStep) -> str:
    """One line of the trace: "Thunderbird's database: found (imap.example.org)". Plain text."""
    tr = QCoreApplication.translate
    outcomes = {
        Outcome.FOUND: tr("Setup", "found"),
        Outcome.NOT_FOUND: tr("Setup", "nothing there"),
        Outcome.REFUSED: tr("Setup", "an answer that must not be followed"),
        Outcome.FAILED: tr("Setup", "no answer"),
        Outcome.TIMED_OUT: tr("Setup", "too slow"),
        Outcome.NOT_NEEDED: tr("Setup", "not needed any more"),
    }
    line = f"{source_name(step.source)}: {outcomes[step.outcome]}"
    asked = visible_text(step.asked)[:200]
    return f"{line} · {asked} · {step.milliseconds} ms" if asked else line


def source_name(source: Source) -> str:
    tr = QCoreApplication.translate
    names = {
        Source.TABLE: tr("Setup", "Providers that Bandeja knows"),
        Source.AUTOCONFIG: tr("Setup", "The domain itself"),
        Source.WELL_KNOWN: tr("Setup", "The domain's web site"),
        Source.ISPDB: tr("Setup", "Thunderbird's public database"),
        Source.SRV: tr("Setup", "Service records of the domain (DNS)"),
        Source.MX: tr("Setup", "The host that takes the domain's mail"),
        Source.REPORTED: tr("Setup", "Providers that users told about"),
        Source.GUESS: tr("Setup", "Usual names, tried out"),
        Source.MANUAL: tr("Setup", "Nobody: please type them"),
    }
    return names[source]
