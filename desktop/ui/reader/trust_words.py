"""Trust notes and link verdicts as sentences: what the mail claims, what is true, what to do. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.mail.link import LinkReason, LinkVerdict
from desktop.core.mail.trust import Reason, TrustNote


def trust_sentence(note: TrustNote) -> str:
    """One sentence; parameters are foreign text, so it is shown as plain text only."""
    translate = QCoreApplication.translate
    sentences = {
        Reason.NO_SENDER: translate("Trust", "This mail does not say who sent it, so it cannot be answered."),
        Reason.SEVERAL_SENDERS: translate("Trust", "This mail names several senders: {shown}."),
        Reason.NAME_SHOWS_ADDRESS: translate(
            "Trust", "The sender's name is written as {shown}, but the mail comes from {real}. Do not rely on the name."
        ),
        Reason.NAME_SHOWS_DOMAIN: translate(
            "Trust", "The sender's name mentions {shown}, but the mail comes from {real}. Do not rely on the name."
        ),
        Reason.HIDDEN_CHARACTERS: translate(
            "Trust",
            "The sender's name had hidden characters that make it read differently. The true address is {real}.",
        ),
        Reason.LOOK_ALIKE: translate(
            "Trust", "{real} only resembles {shown}, which you know. Check the address letter by letter."
        ),
        Reason.MIXED_LETTERS: translate(
            "Trust", "The address {real} is written with letters of another alphabet so that it reads like {shown}."
        ),
        Reason.REPLY_ELSEWHERE: translate("Trust", "An answer would go to {real}, not to {shown}."),
        Reason.SENT_BY_OTHER: translate("Trust", "Sent by {real} in the name of {shown}."),
    }
    return _filled(sentences[note.reason], shown=note.shown, real=note.real)


def link_sentence(verdict: LinkVerdict) -> str:
    """Why a click is asked about first; the most telling reason. Plain text."""
    translate = QCoreApplication.translate
    sentences = {
        LinkReason.WORDS_NAME_OTHER_PLACE: translate(
            "Trust", "The text of this link says {shown}, but it leads to {host}."
        ),
        LinkReason.MIXED_LETTERS: translate(
            "Trust", "This link leads to {host}, a name with letters of another alphabet that look alike."
        ),
        LinkReason.NAME_BEFORE_AT: translate(
            "Trust", "This link leads to {host}; what stands before the @ in its address is there to mislead."
        ),
        LinkReason.NUMBER_ADDRESS: translate("Trust", "This link leads to {host}, a computer without a name."),
        LinkReason.HIDDEN_CHARACTERS: translate(
            "Trust", "This link leads to {host}; its text holds hidden characters."
        ),
        LinkReason.ODD_PORT: translate("Trust", "This link leads to {host} at an unusual place (port)."),
    }
    first = next(reason for reason in sentences if reason in verdict.reasons)
    return _filled(sentences[first], shown=verdict.shown, host=verdict.host)


def _filled(sentence: str, **values: str) -> str:
    for name, value in values.items():
        sentence = sentence.replace("{" + name + "}", _isolated(value))
    return sentence


def _isolated(value: str) -> str:
    """Foreign text between isolates, so that a right-to-left one does not reorder the sentence around it."""
    if all(ord(character) < 0x590 for character in value):
        return value
    return f"\u2068{value}\u2069"
