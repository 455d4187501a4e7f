"""Scenes of lists by conversation for `bench.screenshots`: folded, unfolded, in every density, in small windows."""

from __future__ import annotations

from dataclasses import replace

from bench.stage import DARK_EN, DARK_ES, LIGHT_EN, LIGHT_ES, Stage
from desktop.core.mail.flags import Flag
from desktop.ui.message_list.delegate import Density

_TALKS: tuple[tuple[str, tuple[tuple[int, int, bool, str], ...]], ...] = (
    ("Presupuesto de la obra, segunda versión", (
        (0, 0, False, "Perfecto, entonces empezamos el lunes a primera hora. Llevo yo las llaves."),
        (6, 6, False, "Por mí está bien. Falta solo la firma de la última página."),
        (19, 0, True, "He quitado el andamio y añadido la mano de pintura."),
        (31, 2, True, "¿Podemos ver otra opción sin andamio?"),
    )),
    ("Contract draft for review", (
        (2, 1, True, "Signed copy attached. Thank you for the quick turnaround."),
        (9, 5, True, "Clause 7 is fine with us now."),
        (12, 1, True, "Clauses 4 and 7 are the ones we talked about on the phone."),
    )),
    ("Delivery moved to Monday", (
        (4, 3, True, "The lorry has left the border, so Monday before noon it is."),
        (15, 3, True, "The lorry is held up at the border."),
    )),
    ("Mesa de corte", tuple(
        (place, place % 5, place > 40, "De acuerdo con las medidas. ¿La entregan montada?")
        for place in (5, 8, 20, 25, 33, 40, 47, 52, 60, 61, 70, 88)
    )),
)  # fmt: skip


def _group(stage: Stage) -> None:
    from tests.fakes.mails import PEOPLE

    rows = stage.session.message_rows
    for subject, mails in _TALKS:
        for number, (place, who, seen, words) in enumerate(mails):
            row = rows[1000 + place]
            name, address = PEOPLE[who]
            shown = subject if number == len(mails) - 1 else f"Re: {subject}"
            flags = (row.flags & ~Flag.SEEN & ~Flag.JUNK) | (Flag.SEEN if seen else Flag(0))
            rows[1000 + place] = replace(
                row, sender_name=name, sender_address=address, subject=shown, snippet=words, flags=flags
            )
        stage.session.threads.append(tuple(rows[1000 + place].message_key for place, *_ in mails))
    stage.window.mails.model.forget(None)
    stage.window.folders.select_mailbox(1)
    stage.window.actions_["group"].trigger()
    stage.wait(400)


def folded(stage: Stage) -> None:
    _group(stage)
    stage.window.mails.view.setFocus()
    stage.window.mails.view.step(1)
    stage.wait(1500)


def unfolded(stage: Stage) -> None:
    folded(stage)
    stage.window.mails.view.folded.emit(0)
    stage.window.mails.view.step(1)
    stage.wait(1500)


def compact(stage: Stage) -> None:
    stage.window.mails.set_density(Density.COMPACT)
    unfolded(stage)


def roomy(stage: Stage) -> None:
    stage.window.mails.set_density(Density.ROOMY)
    unfolded(stage)


_REFERENCE, _SMALL = (1280, 800), (1024, 640)
CONVERSATION_SCENES = (
    ("conversations", folded, (LIGHT_EN, DARK_ES), _REFERENCE),
    ("conversations-unfolded", unfolded, (LIGHT_ES, DARK_EN), _REFERENCE),
    ("conversations-compact", compact, (LIGHT_EN,), _REFERENCE),
    ("conversations-roomy", roomy, (DARK_ES,), _REFERENCE),
    ("conversations-small", unfolded, (LIGHT_ES,), _SMALL),
)
