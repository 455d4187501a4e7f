"""What the command answers to the system: one number per kind of outcome, documented in docs/command-line.md. Pure."""

from __future__ import annotations

from enum import IntEnum

from desktop.core.api.errors import (
    BandejaError,
    Code,
    ConnectionFailure,
    PlanError,
    ProfileError,
    ProtocolError,
    ServerRefusal,
    SetupError,
)


class Exit(IntEnum):
    OK = 0
    PROBLEM = 1
    """Done, but something was found or refused; or what was named is not there."""
    USAGE = 2
    SETUP = 3
    """Password, certificate, address or server settings: waiting does not help."""
    NETWORK = 4
    """Temporary: the same command may work later."""
    PROFILE = 5
    """The profile or another file cannot be used: in use, read-only, full, damaged."""
    PLAN = 6
    INTERRUPTED = 130


class Trouble(Exception):
    """What ends the command, in one sentence that is said only here."""

    def __init__(self, exit_code: Exit, sentence: str) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code


_PLAN_CODES = (
    Code.PLAN_REFUSED, Code.PLAN_MAILBOXES, Code.PLAN_SHARES, Code.PLAN_SENDS, Code.PLAN_NO_SYNC, Code.PLAN_SUSPENDED,
    Code.TRIAL_END_FIXED, Code.TRIAL_USED, Code.ATTACHMENTS_TOO_LARGE, Code.LINKED_TO_TASK,
)  # fmt: skip


def exit_code_of(error: BandejaError) -> Exit:
    if isinstance(error, PlanError):
        return Exit.PLAN if error.code in _PLAN_CODES else Exit.PROBLEM
    if isinstance(error, ProfileError):
        return Exit.PROFILE
    if isinstance(error, SetupError):
        return Exit.SETUP
    if isinstance(error, ConnectionFailure | ProtocolError):
        return Exit.NETWORK
    if isinstance(error, ServerRefusal):
        return Exit.PROBLEM if error.permanent else Exit.NETWORK
    return Exit.PROBLEM
