"""What somebody changed in rules that were shown, brought into the rules as they are by now: neither loses to the other. Pure."""

from __future__ import annotations

from desktop.core.api.desk import CrmRules


def merge_rules(now: CrmRules, shown: CrmRules, wanted: CrmRules) -> CrmRules:
    """`wanted` was made from `shown`; what is the same in both was not touched, and stays as it is `now`."""
    modes, before = dict(now.auto_save), dict(shown.auto_save)
    modes |= {key: mode for key, mode in wanted.auto_save if before.get(key) != mode}
    dropped = set(shown.never) - set(wanted.never)
    never = dict.fromkeys(entry for entry in now.never if entry not in dropped)
    never |= dict.fromkeys(entry for entry in wanted.never if entry not in shown.never)
    touched = wanted.unknown_sender != shown.unknown_sender
    return CrmRules(tuple(modes.items()), tuple(never), wanted.unknown_sender if touched else now.unknown_sender)
