"""Which keys do what: one set after Gmail (the default), one after Thunderbird, one after Outlook. Data only.

Keys are portable key sequences; several for one action are separated by a space, "G,I" is one after the other.
"""

from __future__ import annotations

from collections.abc import Mapping

GMAIL: Mapping[str, str] = {
    "compose": "C Ctrl+N",
    "reply": "R",
    "reply_all": "A",
    "forward": "F",
    "archive": "E",
    "delete": "Del #",
    "delete_for_good": "Shift+Del",
    "junk": "!",
    "move": "V",
    "copy": "Shift+V",
    "star": "S",
    "unread": "U",
    "undo": "Z Ctrl+Z",
    "next": "J",
    "previous": "K",
    "pick": "X",
    "select_all": "Ctrl+A",
    "open": "O",
    "back": "Esc",
    "search": "/ Ctrl+F",
    "go_inbox": "G,I",
    "go_drafts": "G,D",
    "go_sent": "G,T",
    "go_archive": "G,A",
    "go_folder": "G,F",
    "go_waiting": "G,O",
    "only_unread": "Shift+U",
    "refresh": "F5 Ctrl+R",
    "palette": "Ctrl+K",
    "keys": "? F1",
}

THUNDERBIRD: Mapping[str, str] = {
    **{name: "" for name in GMAIL},
    "compose": "Ctrl+N Ctrl+M",
    "reply": "Ctrl+R",
    "reply_all": "Ctrl+Shift+R",
    "forward": "Ctrl+L",
    "archive": "A",
    "delete": "Del",
    "delete_for_good": "Shift+Del",
    "junk": "J",
    "move": "Ctrl+Shift+M",
    "star": "S",
    "unread": "M",
    "undo": "Ctrl+Z",
    "next": "F",
    "previous": "B",
    "select_all": "Ctrl+A",
    "open": "Ctrl+O",
    "back": "Esc",
    "search": "Ctrl+F",
    "refresh": "F5",
    "palette": "Ctrl+K",
    "keys": "F1",
}

OUTLOOK: Mapping[str, str] = {
    **{name: "" for name in GMAIL},
    "compose": "Ctrl+N",
    "reply": "Ctrl+R",
    "reply_all": "Ctrl+Shift+R",
    "forward": "Ctrl+F",
    "archive": "Backspace",
    "delete": "Del Ctrl+D",
    "delete_for_good": "Shift+Del",
    "junk": "Ctrl+Alt+J",
    "move": "Ctrl+Shift+V",
    "star": "Ins",
    "unread": "Ctrl+U",
    "undo": "Ctrl+Z",
    "next": "Ctrl+.",
    "previous": "Ctrl+,",
    "select_all": "Ctrl+A",
    "open": "Ctrl+O",
    "back": "Esc",
    "search": "Ctrl+E F3",
    "go_inbox": "Ctrl+Shift+I",
    "go_folder": "Ctrl+Y",
    "refresh": "F9",
    "palette": "Ctrl+K",
    "keys": "F1",
}

KEY_SETS: Mapping[str, Mapping[str, str]] = {"gmail": GMAIL, "thunderbird": THUNDERBIRD, "outlook": OUTLOOK}
KEY_SET_NAMES: Mapping[str, str] = {"gmail": "Gmail", "thunderbird": "Thunderbird", "outlook": "Outlook"}
