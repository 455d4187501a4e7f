"""What the words of the search language mean, in a few words of the screen's language, and examples of them. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.core.api.searching.names import DayName, Operator, StateName, ThingName

Value = StateName | ThingName | DayName


def language() -> str:
    """In which the operators are offered; both are always understood."""
    return "es" if QLocale().language() == QLocale.Language.Spanish else "en"


def operator_meaning(operator: Operator) -> str:
    translate = QCoreApplication.translate
    return {
        Operator.FROM: translate("SearchWords", "who wrote it"),
        Operator.TO: translate("SearchWords", "who got it, or a copy of it"),
        Operator.SUBJECT: translate("SearchWords", "words of the subject"),
        Operator.BODY: translate("SearchWords", "words of the text"),
        Operator.FILE: translate("SearchWords", "the name of an attachment"),
        Operator.IS: translate("SearchWords", "unread, read, starred or answered"),
        Operator.HAS: translate("SearchWords", "an attachment, a link, a task…"),
        Operator.BEFORE: translate("SearchWords", "received before that day, month or year"),
        Operator.AFTER: translate("SearchWords", "received on that day or later"),
        Operator.ON: translate("SearchWords", "received on that day, in that month or year"),
        Operator.NEWER: translate("SearchWords", "of the last days, weeks, months or years"),
        Operator.OLDER: translate("SearchWords", "older than days, weeks, months or years"),
        Operator.IN: translate("SearchWords", "in that folder"),
        Operator.LARGER: translate("SearchWords", "larger than that, attachments and all"),
        Operator.SMALLER: translate("SearchWords", "smaller than that"),
        Operator.ACCOUNT: translate("SearchWords", "in that account"),
    }[operator]


def value_meaning(value: Value) -> str:
    translate = QCoreApplication.translate
    meanings: dict[Value, str] = {
        StateName.UNREAD: translate("SearchWords", "not read yet"),
        StateName.READ: translate("SearchWords", "read already"),
        StateName.STARRED: translate("SearchWords", "with a star"),
        StateName.ANSWERED: translate("SearchWords", "answered"),
        ThingName.ATTACHMENT: translate("SearchWords", "with an attachment"),
        ThingName.LINK: translate("SearchWords", "linked to work of any kind"),
        ThingName.TASK: translate("SearchWords", "linked to a task"),
        ThingName.CONTACT: translate("SearchWords", "saved to a contact in the CRM"),
        ThingName.CHAT: translate("SearchWords", "linked to a chat"),
        ThingName.EVENT: translate("SearchWords", "linked to an event"),
        DayName.TODAY: translate("SearchWords", "received today"),
        DayName.YESTERDAY: translate("SearchWords", "received yesterday"),
    }
    return meanings[value]


def example(operator: Operator) -> str:
    """The operator with a value, as it is typed."""
    translate, spoken = QCoreApplication.translate, language()
    values = {
        Operator.FROM: "ana", Operator.TO: "ana@example.org", Operator.SUBJECT: translate("SearchWords", "invoice"),
        Operator.BODY: translate("SearchWords", '"final price"'), Operator.FILE: "pdf",
        Operator.IS: StateName.UNREAD.shown(spoken), Operator.HAS: ThingName.ATTACHMENT.shown(spoken),
        Operator.BEFORE: "2026-03-31", Operator.AFTER: "2026-03", Operator.ON: DayName.YESTERDAY.shown(spoken),
        Operator.NEWER: "7d", Operator.OLDER: translate("SearchWords", "1y"),
        Operator.IN: translate("SearchWords", "sent"), Operator.LARGER: "5M", Operator.SMALLER: "200K",
        Operator.ACCOUNT: "ana",
    }  # fmt: skip
    return f"{operator.shown(spoken)}:{values[operator]}"


def word_examples() -> list[tuple[str, str]]:
    """(what is typed, what it finds) of everything that is no operator."""
    translate = QCoreApplication.translate
    return [
        (translate("SearchWords", "roof inv"), translate("SearchWords", "mails with both words; the start of one is enough")),
        (translate("SearchWords", '"final price"'), translate("SearchWords", "these words one after the other")),
        (translate("SearchWords", "-draft"), translate("SearchWords", "without that word; works with everything below")),
        (translate("SearchWords", "roof OR tile"), translate("SearchWords", "one of the two is enough")),
    ]  # fmt: skip
