"""The CRM rules against an oracle that was written apart from them, over all kinds of mail and lists."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.crm.policy import AUTO_SAVE, UNKNOWN_SENDER, Folder, MailFacts, Never, Verdict, decide
from desktop.core.mail.mailbox import SpecialUse

NAMES = st.sampled_from(["ana", "bob", "Zoë", "a.b"])
DOMAINS = st.sampled_from(["x.example", "sub.x.example", "ax.example", "y.example", "EXAMPLE"])
ADDRESSES = st.builds("{}@{}".format, NAMES, DOMAINS)
FOLDERS = st.builds(
    Folder,
    st.sampled_from(["INBOX", "Clients", "Work/Clients", "Work.Clients", "Privé", "clients"]),
    st.sampled_from(["/", ".", None]),
    st.sampled_from(list(SpecialUse)),
)
ENTRIES = st.lists(
    st.one_of(
        ADDRESSES, st.builds("@{}".format, DOMAINS), st.sampled_from(["#clients", "#INBOX", "#privé", "#Work/Clients"])
    ),
    max_size=3,
)
FACTS = st.builds(
    MailFacts,
    incoming=st.booleans(),
    sender=ADDRESSES,
    correspondents=st.lists(ADDRESSES, max_size=3).map(tuple),
    folders=st.lists(FOLDERS, min_size=1, max_size=2).map(tuple),
    junk=st.booleans(),
    answers_saved=st.booleans(),
    known=st.booleans(),
    from_list=st.booleans(),
)


def forbidden(facts: MailFacts, entries: list[str]) -> bool:
    for entry in entries:
        if entry.startswith("#"):
            for folder in facts.folders:
                last = folder.name.split(folder.delimiter)[-1] if folder.delimiter else folder.name
                if entry[1:].lower() in (folder.name.lower(), last.lower()):
                    return True
        else:
            local, domain = entry.lower().split("@")
            pattern = rf"{re.escape(local)}@{re.escape(domain)}" if local else rf".*@(.*\.)?{re.escape(domain)}"
            if any(re.fullmatch(pattern, one.lower()) for one in (facts.sender, *facts.correspondents)):
                return True
    return False


def oracle(facts: MailFacts, mode: str, entries: list[str], unknown: str) -> Verdict:
    bad = {SpecialUse.JUNK, SpecialUse.TRASH, SpecialUse.DRAFTS}
    wanted = {
        "off": False, "all": True, "incoming": facts.incoming, "outgoing": not facts.incoming,
        "replies": facts.answers_saved,
    }[mode]  # fmt: skip
    may = not (forbidden(facts, entries) or facts.junk or bad & {folder.special_use for folder in facts.folders})
    if not (may and wanted and facts.correspondents):
        return Verdict.SKIP
    if facts.from_list and not facts.known:
        return Verdict.SKIP
    return Verdict.SAVE if facts.known else {"contact": Verdict.SAVE, "ask": Verdict.ASK}.get(unknown, Verdict.SKIP)


@given(FACTS, st.sampled_from(AUTO_SAVE), ENTRIES, st.sampled_from(UNKNOWN_SENDER))
def test_the_rules_and_the_oracle_agree(facts: MailFacts, mode: str, entries: list[str], unknown: str):
    decision = decide(facts, auto_save=mode, never=Never(entries), unknown_sender=unknown)
    assert decision.verdict == oracle(facts, mode, entries, unknown)
    assert ":" in decision.why
    if forbidden(facts, entries):
        assert decision.why.removeprefix("never:") in entries
