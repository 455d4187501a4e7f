"""From an address to settings to offer: known providers, then the domain's own word, then Thunderbird's database,
DNS, the host that takes the mail, and at last guesses.

No password is part of it, nothing unencrypted is asked or offered, and what an unsigned source says about another
domain is offered for confirmation only. Bounded in time. Call it on a worker thread; `emit` is called there too.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop.core.accounts.asking import ask_all
from desktop.core.accounts.discovery_steps import Questions, build_manual, guess_proposal
from desktop.core.accounts.lookup import Fetch, Probe, Resolver
from desktop.core.accounts.providers import find_by_domain
from desktop.core.api.account_settings import ServerSettings, parse_account_address
from desktop.core.api.discovery import Discovery, Outcome, Proposal, Source, TraceStep
from desktop.core.api.errors import Code, SetupError
from desktop.core.clock import Clock

BOUND = 5.0
_GUESS_SHARE = 0.3
"""The part of the bound that is kept for guesses, when nobody knows the domain."""
_PATIENCE = 1.5
"""How long better sources may still answer after the first answer, in seconds."""
_UNLISTED = (".localhost", ".local", ".internal", ".test", ".invalid")


def discover(
    address: str,
    *,
    fetch: Fetch,
    resolver: Resolver,
    probe: Probe,
    clock: Clock,
    emit: Callable[[TraceStep], None] = lambda step: None,
    bound: float = BOUND,
) -> Discovery:
    """Ask everybody at once, prefer the better source, take at most `bound` seconds.

    A provider of the table is answered without the network. Raises SetupError for a bad address and nothing else.
    """
    address = parse_account_address(address)
    domain = address.rpartition("@")[2]
    if len(domain) > 230:
        raise SetupError(Code.BAD_INPUT, what="The address", why="its domain is too long to have mail servers")
    deadline = clock.monotonic() + bound
    trace: list[TraceStep] = []

    def tell(step: TraceStep) -> None:
        trace.append(step)
        emit(step)

    proposals = _from_table(address, domain, tell)
    if not any(one.source is Source.TABLE for one in proposals):
        if "." not in domain or domain.endswith(_UNLISTED):
            why = "the name is not a public one, so nobody was asked"
            tell(TraceStep(Source.MANUAL, domain, Outcome.NOT_FOUND, why, 0))
        else:
            questions = Questions(address, domain, fetch, resolver, probe)
            seconds = bound * (1 - _GUESS_SHARE)
            steps = questions.network_steps()
            found = ask_all(steps, seconds=seconds, clock=clock, emit=tell, patience=_PATIENCE)
            proposals = [found[index] for index in sorted(found)] + proposals
            if not proposals:
                proposals = _guess(questions, deadline, clock, tell)
    return Discovery(address, _without_repeats(proposals), build_manual(address, domain), tuple(trace))


def _from_table(address: str, domain: str, tell: Callable[[TraceStep], None]) -> list[Proposal]:
    known = find_by_domain(domain)
    if known is None:
        tell(TraceStep(Source.TABLE, domain, Outcome.NOT_FOUND, "", 0))
        return []
    proposal = known.build_proposal(address, Source.TABLE)
    detail = f"{known.name}: {proposal.settings.imap} and {proposal.settings.smtp}"
    tell(TraceStep(proposal.source, domain, Outcome.FOUND, detail, 0))
    return [proposal]


def _guess(questions: Questions, deadline: float, clock: Clock, tell: Callable[[TraceStep], None]) -> list[Proposal]:
    imap, smtp = questions.guess_steps()
    seconds = max(0.0, deadline - clock.monotonic())
    found = ask_all([*imap, *smtp], seconds=seconds, clock=clock, emit=tell)
    first_imap = next((found[index] for index in sorted(found) if index < len(imap)), None)
    first_smtp = next((found[index] for index in sorted(found) if index >= len(imap)), None)
    if first_imap is None or first_smtp is None:
        return []
    return [guess_proposal(questions.address, first_imap, first_smtp)]


def _without_repeats(proposals: list[Proposal]) -> tuple[Proposal, ...]:
    first: dict[tuple[ServerSettings, ServerSettings], Proposal] = {}
    for proposal in proposals:
        first.setdefault((proposal.settings.imap, proposal.settings.smtp), proposal)
    return tuple(first.values())
