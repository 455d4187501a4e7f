"""What one can wish for about templates (`mail.template`): values that `MailSession.submit` takes, each stored durably and undone whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.values import dataclass

if TYPE_CHECKING:
    from desktop.core.mail.rich_text import RichText


@dataclass(frozen=True, slots=True)
class SaveTemplate:
    """Keep it under that name: instead of the one with this key, or of the one called so. Refused without a name or a word, and
    beyond `LONGEST`. Its key comes back in `Receipt.key`."""

    name: str
    blocks: RichText
    template_key: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveTemplate:
    template_key: int


TemplateCommand = SaveTemplate | RemoveTemplate
