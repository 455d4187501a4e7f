"""`bandeja sync`: one full pass over the chosen accounts. Changes go first, then new mail comes, then unsent mail leaves.

Nobody waits for undo times here: who says sync wants the server to follow now. One account's trouble does not stop the others.
"""

from __future__ import annotations

import argparse
from dataclasses import field

from desktop.cli.exits import Exit, exit_code_of
from desktop.cli.finding import chosen_accounts
from desktop.cli.output import counted, say, say_json, size_words, warn
from desktop.cli.passwords import lend_passwords
from desktop.cli.progress import Progress
from desktop.cli.session import opened
from desktop.core.api.errors import BandejaError, SetupError
from desktop.core.api.linking import LinkState
from desktop.core.api.rows import AccountRow, OperationState
from desktop.core.engine import Engine
from desktop.values import dataclass

_MADE = (LinkState.OPEN, LinkState.DONE)
_PASSES = 3
"""A pass can leave work for the next: a sent mail wants its copy in Sent, a moved one may first have to show up."""


@dataclass(slots=True)
class Result:
    """What came and went; `bytes` are those of whole mails. Changes are counted as the wishes they were."""

    address: str
    headers: int = 0
    bodies: int = 0
    bytes: int = 0
    sent: int = 0
    changes_left: int = 0
    changes_refused: int = 0
    unsent: int = 0
    seconds: float = 0.0
    error: BandejaError | None = field(default=None)

    def values(self) -> dict[str, object]:
        error = None if self.error is None else {"code": str(self.error.code), "sentence": self.error.sentence()}
        return {
            "account": self.address, "ok": self.error is None, "error": error, "headers": self.headers,
            "bodies": self.bodies, "bytes": self.bytes, "sent": self.sent, "changes_left": self.changes_left,
            "changes_refused": self.changes_refused, "unsent": self.unsent, "seconds": round(self.seconds, 3),
        }  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    with opened(arguments) as engine:
        accounts = chosen_accounts(engine, arguments.account)
        if len(accounts) == 1:
            refuse_paused(engine, accounts[0])
        resting = [one for one in accounts if not arguments.account and engine.enrolment.is_paused(one.account_key)]
        for one in resting:
            warn(f"{one.address} is paused and was passed over. Go on with: bandeja account resume {one.address}")
        accounts = [one for one in accounts if one not in resting]
        lend_passwords(engine, accounts, arguments)
        engine.bring_back()
        results = [sync_account(engine, account) for account in accounts]
        saved, made = work_from_mail(engine)
        unanswered = sum(row.due_at is not None and row.due_at <= engine.clock.now() for row in engine.awaited())
    if arguments.json:
        say_json(
            {
                "accounts": [result.values() for result in results],
                "saved": saved,
                "made": made,
                "unanswered": unanswered,
            }
        )
    for result in results:
        if result.error is not None:
            warn(f"{result.address}: {result.error.sentence()}" if len(results) > 1 else result.error.sentence())
        elif not arguments.json:
            say(sync_sentence(result))
    if (saved or made) and not arguments.json:
        say(work_sentence(saved, made))
    if unanswered and not arguments.json:
        say(f"{counted(unanswered, 'mail')} without an answer: bandeja waiting")
    errors = [result.error for result in results if result.error is not None]
    if errors:
        return exit_code_of(errors[0])
    return Exit.PROBLEM if any(result.changes_refused for result in results) else Exit.OK


def refuse_paused(engine: Engine, account: AccountRow) -> None:
    """Raises PlanError when the plan lets the account neither sync nor send."""
    refusal = engine.refusal(account.account_key)
    if refusal is not None:
        raise refusal


def work_from_mail(engine: Engine) -> tuple[int, int]:
    """Save the mail that has come as the CRM rules say, and make what waits to be made of mail: how many of each."""
    try:
        saved = engine.save_by_rules()
    except BandejaError as error:
        saved = 0
        warn(f"The CRM rules could not be asked: {error.sentence()}")
    waiting = {row.link_key for row in engine.linking.all_links() if row.state is LinkState.PENDING}
    engine.linking.hasten()
    engine.linking.run_due()
    made = [row for row in engine.linking.all_links() if row.link_key in waiting and row.state in _MADE]
    return saved, len(made)


def sync_account(engine: Engine, account: AccountRow) -> Result:
    """Never raises a BandejaError: it is in the result."""
    result = Result(account.address, error=engine.refusal(account.account_key))
    if result.error is not None:
        return result
    progress = Progress(account.address, engine.clock)
    worker = engine.worker_for(account.account_key, report=progress.show)
    started = engine.clock.monotonic()
    try:
        engine.hasten(account.account_key)
        for _ in range(_PASSES):
            tally = worker.run_until_done().tally
            result.headers += tally.headers
            result.bodies += tally.bodies
            result.bytes += tally.bytes
            result.sent += engine.send_due(account.account_key)
            if not _is_work_left(engine, account.account_key):
                break
            engine.hasten(account.account_key)
    except BandejaError as error:
        result.error = error
        if not isinstance(error, SetupError):
            # The mail server is away; the submission server may be there.
            result.sent += engine.send_due(account.account_key)
    finally:
        progress.clear()
    result.seconds = engine.clock.monotonic() - started
    for row in engine.operations():
        if row.account_key == account.account_key:
            if row.state is OperationState.FAILED:
                result.changes_refused += 1
            else:
                result.changes_left += 1
    result.unsent = sum(row.account_key == account.account_key for row in engine.outbox())
    return result


def _is_work_left(engine: Engine, account_key: int) -> bool:
    return any(row.account_key == account_key and row.state is not OperationState.FAILED for row in engine.operations())


def sync_sentence(result: Result) -> str:
    parts = [
        f"{counted(result.headers, 'new mail')}",
        f"{counted(result.bodies, 'body', 'bodies')} ({size_words(result.bytes)})",
    ]
    if result.sent:
        parts.append(f"{result.sent} sent")
    if result.changes_left:
        parts.append(f"{counted(result.changes_left, 'change')} left")
    if result.changes_refused:
        parts.append(f"{counted(result.changes_refused, 'change')} refused")
    if result.unsent:
        parts.append(f"{result.unsent} in the outbox")
    return f"{result.address}: {', '.join(parts)}, {result.seconds:.1f} s"


def work_sentence(saved: int, made: int) -> str:
    return f"work from mail: {counted(saved, 'mail')} saved to the CRM by the rules, {counted(made, 'link')} made"
