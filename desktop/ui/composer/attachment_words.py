"""Whether a text speaks of an attachment (Spanish and English): for the reminder before sending. Pure.

Only what the writer wrote counts: quoted lines and what stands below "wrote:" or a forwarded mail do not.
"""

from __future__ import annotations

import re

from desktop.core.mail.quote import split_quote

_SPEAKS = re.compile(
    r"""\b(?:
        (?:te|le|les|os|lo|la|los|las)?\s*(?:env[ií]o|mando|paso|adjunto|adjuntamos|enviamos|remito)\s+(?:en\s+)?adjunt[oa]s?
      | adjunt(?:o|os|a|as|amos|é|ado|ada|ados|adas|ar)
      | en\s+(?:el|un|este|los)\s+(?:archivos?|ficheros?|documentos?)\s+adjuntos?
      | (?:archivo|fichero|documento|pdf|factura|presupuesto|foto)s?\s+(?:que\s+)?(?:va[n]?\s+)?(?:adjunt[oa]s?|aparte)
      | va[n]?\s+adjunt[oa]s?
      | (?:i|i['’]ve|i\s+have|i['’]m|i\s+am|we|we['’]ve|we\s+have|please\s+find|find|see|have|is|are)\s+
            (?:\w+\s+){0,3}?(?:attach(?:ed|ing|ment)?s?|enclosed?)
      | attach(?:ed|ing)\s+(?:is|are|you|please|here|the|a|an|my|our|your|find|to\s+this)
      | (?:the|this|in\s+the)\s+(?:attachments?|attached|enclosed)
      | enclosed\s+(?:is|are|please|you|find)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NOT = re.compile(
    r"""\b(?:
        sin\s+adjunt\w+ | no\s+(?:he\s+)?adjunt\w+ | without\s+(?:an?\s+|any\s+)?attach\w+ | no\s+attach\w+
      | (?:direct\w+|secretari\w+|gerente|profesor\w*|fiscal|juez|médic\w+)\s+adjunt[oa]s?
      | (?:very|so|too|deeply|quite)\s+attached\s+to
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""Assistants are "adjuntos" in Spanish, and people are attached to things in English."""
MOST = 20_000


def speaks_of_attachment(subject: str, text: str) -> bool:
    own = split_quote(text)[0][:MOST]
    written = "\n".join(line for line in own.split("\n") if not line.startswith(">"))
    return bool(_SPEAKS.search(_NOT.sub(" ", f"{subject}\n{written}")))
