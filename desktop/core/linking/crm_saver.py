"""Judges mail that has come by the CRM rules and stores the wish to save what they say. A thread of its own.

The judgement, its entry in the log and the wish are one transaction with the mail's leaving the queue: each mail is judged
exactly once. The rules are asked again on the writer, so that nothing which has just been forbidden slips through. The wish is
an ordinary one of the queue of links, but not the user's: Ctrl+Z does not meet it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from desktop.core.api.errors import BandejaError, Code, ProfileError
from desktop.core.api.link_commands import LinkMail
from desktop.core.api.linking import LinkKind
from desktop.core.api.status import Notice
from desktop.core.clock import Clock
from desktop.core.crm.policy import Decision, Verdict, decide
from desktop.core.rounds import Round
from desktop.core.store import crm_offers, crm_queue, crm_rules, undo_groups
from desktop.core.store.crm_rules import Judged
from desktop.core.store.jobs import Job
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork

AGAIN_SECONDS = 60
MOST_ASKED = 5
"""Correspondents of one mail that a backend is asked about."""
MOST_TOLD = 100
"""Mails of strangers that one notice names; the others are saved by hand."""
_log = logging.getLogger(__name__)


class CrmSaver(Round):
    """`prepare` makes the wish of a mail ready beside the writer, as for a wish of the user. `knows` says whether the CRM has
    a card with one of these addresses; None where the store knows it. Raises BandejaError when nobody can tell now."""

    after_fault = AGAIN_SECONDS

    def __init__(
        self,
        store: Store,
        clock: Clock,
        prepare: Callable[[LinkMail], Job],
        knows: Callable[[Sequence[str]], bool | None],
        notify: Callable[[Notice], None],
    ) -> None:
        super().__init__("crm-saver", clock)
        self._store, self._prepare, self._knows, self._notify = store, prepare, knows, notify

    def turn(self) -> None:
        self.judge_waiting()

    def judge_waiting(self) -> int:
        """Judge all mails that wait, in the calling thread; how many wishes were stored."""
        saved = 0
        asked: list[tuple[int, str]] = []
        while not self._stopping:
            message_key = self._store.read(crm_queue.load_next)
            if message_key is None:
                break
            decision, location_key = self._judge(message_key)
            if decision is not None and decision.verdict is Verdict.ASK and location_key is not None:
                asked.append((location_key, decision.why.partition(":")[2]))
            saved += decision is not None and decision.verdict is Verdict.SAVE
        if asked:
            mails = tuple(("mail", f"{key} {address}") for key, address in asked[:MOST_TOLD])
            self._notify(Notice("crm_ask", parameters=(("count", str(len(asked))), *mails)))
        return saved

    def _judge(self, message_key: int) -> tuple[Decision | None, int | None]:
        """The decision, None for a mail that was judged before or is no longer here; and where the mail is."""
        with self._store.reading() as connection:
            judged = crm_rules.load_judged(connection, message_key)
            wanted = None if judged is None else _decide(connection, judged, True)
        known: bool | None = None
        job: Job | None = None
        refused = ""
        if judged is not None and wanted is not None and wanted.verdict is Verdict.SAVE:
            known = self._knows(judged.facts.correspondents[:MOST_ASKED])
            if self._store.read(lambda c: _decide(c, judged, known)).verdict is Verdict.SAVE:
                try:
                    job = self._prepare(LinkMail(LinkKind.CRM, (judged.location_key or 0,), by_rule=True))
                except (ProfileError, TimeoutError, MemoryError):
                    raise
                except BandejaError as error:
                    refused = f"refused:{error.code}"
                except Exception:  # noqa: BLE001 - one mail that cannot be read must not hold up all that come after it
                    _log.exception("a mail could not be made ready for the CRM")
                    refused = f"refused:{Code.INTERNAL}"
        decision = self._store.writer.run(
            "judge", lambda uow: _store(uow, message_key, known, job, refused), durable=True
        )
        return decision, None if judged is None else judged.location_key


def _decide(connection: Any, judged: Judged, known: bool | None) -> Decision:
    """`known` None: as the store knows it."""
    if judged.location_key is None:
        return Decision(Verdict.SKIP, "gone:")
    return decide(
        judged.facts if known is None else replace(judged.facts, known=known),
        auto_save=judged.auto_save,
        never=crm_rules.load_never(connection),
        unknown_sender=crm_rules.load_unknown_sender(connection),
    )


def _store(uow: UnitOfWork, message_key: int, known: bool | None, job: Job | None, refused: str) -> Decision | None:
    judged = crm_rules.load_judged(uow.connection, message_key)
    decision = None if judged is None or judged.judged else _decide(uow.connection, judged, known)
    if decision is not None and decision.verdict is Verdict.SAVE and job is None and not refused:
        return None  # the rules have just been changed in its favour: it is looked at again
    if not crm_queue.take(uow, message_key) or judged is None or decision is None:
        return None
    if decision.why.partition(":")[0] in ("draft", "gone"):
        return decision  # nothing was decided: the mail may come again
    if decision.verdict is Verdict.SAVE and refused:
        decision = Decision(Verdict.SKIP, refused)
    if decision.verdict is Verdict.SAVE and job is not None:
        receipt = job(uow)
        if receipt.undo_key is not None:
            undo_groups.mark_undone(uow, receipt.undo_key)
    if decision.verdict is Verdict.ASK:
        crm_offers.add_offer(uow, judged.account_key, judged.identity, decision.why.partition(":")[2])
    crm_rules.add_log(uow, judged.account_key, judged.identity, decision.why, automatic=True)
    return decision
