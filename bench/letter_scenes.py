"""Scenes of letters: formatted ones, the signature under what one writes and among the settings, leaving a newsletter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from bench.stage import DARK_EN, DARK_ES, LIGHT_EN, LIGHT_ES, Stage
from desktop.core.api.commands import DraftContent
from desktop.core.api.newsletters import Newsletter, Step, Way
from desktop.core.mail.formatted_signature import pack_signature
from desktop.core.mail.outgoing import OutgoingAttachment, picture_id
from desktop.core.mail.rich_text import to_text
from desktop.core.mime.read_rich import read_html
from desktop.ui.composer.pictures import encode
from desktop.ui.composer.templates_dialog import TemplatesDialog
from desktop.ui.theme import font

LETTER = (
    "<p>Buenos días, Tom:</p><p>Te paso el <b>presupuesto</b> de la cocina, con lo que <i>falta por decidir</i>:</p>"
    "<ul><li>Encimera: <u>roble</u> o haya<ul><li>roble: 420 €</li><li>haya: 380 €</li></ul></li>"
    "<li>Tiradores: <s>latón</s> acero</li></ul><h2>Plazos</h2><ol><li>Medir el martes</li><li>Montar el día 14</li></ol>"
    "<blockquote><p>¿Puede ser antes de Navidad?</p></blockquote>"
    '<p>Sí. Está todo en <a href="https://carpinteria.example/plano">el plano</a>.</p>'
)
ANSWER = "<p>Hola, Tom:</p><p>El <b>presupuesto</b> está en el plano. <i>Hasta el martes.</i></p>"
HEBREW = (
    "<p>שלום Noa,</p><p>מצורף ה<b>presupuesto</b> למטבח, 1.420 €.</p><ul><li>משטח: אלון<ul><li>420 €</li></ul></li><li>ידיות</li></ul>"
    "<blockquote><p>אפשר לפני החג?</p></blockquote><p>Un saludo, y hasta el martes:<br>אנה</p>"
)
SIGNATURE = "Ana Beltrán\nTalleres Marín · Carrer de la Murta 14, Dénia\n+34 960 000 014"


def _sign(stage: Stage) -> None:
    rows = stage.session.account_rows
    rows[:] = [replace(row, signature=SIGNATURE) for row in rows]


def _logo() -> OutgoingAttachment:
    image = QImage(150, 44, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor("#0a6b7c"))
    painter.setPen(QColor("#0a6b7c"))
    painter.drawRoundedRect(2, 2, 40, 40, 8, 8)
    painter.setPen(QColor("#1f2628"))
    painter.setFont(font(18, bold=True))
    painter.drawText(52, 30, "TALLERES")
    painter.end()
    data = encode(image)
    return OutgoingAttachment("logo.png", "image/png", data, picture_id(data))


def _sign_formatted(stage: Stage) -> None:
    logo = _logo()
    html = f'<b>Ana Beltrán</b><br><a href="https://talleresmarin.example">Talleres Marín</a> · Dénia<br><img src="cid:{logo.content_id}" alt="logo">'
    rich = read_html(html)
    rows = stage.session.account_rows
    packed = pack_signature(rich, [logo])
    rows[:] = [replace(row, signature=to_text(rich), signature_formatted=packed) for row in rows]


def _show_others(stage: Stage) -> None:
    stage.extra = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not stage.window]
    stage.wait(300)


def answer(stage: Stage, *, formatted: bool = False) -> None:
    from desktop.ui.composer.window import ComposerWindow

    (_sign_formatted if formatted else _sign)(stage)
    stage.open_mail(2)
    stage.window.actions_["reply_all"].trigger()
    stage.wait_for(lambda: any(isinstance(one, ComposerWindow) for one in QApplication.topLevelWidgets()))
    stage.wait(200)
    _show_others(stage)
    [composer] = [one for one in stage.extra if isinstance(one, ComposerWindow)]
    composer.body.editor.insertPlainText("Buenos días:\n\nEl martes a las diez me viene bien. Hasta entonces.")
    stage.wait(300)


def formatted_signature(stage: Stage) -> None:
    answer(stage, formatted=True)


def settings(stage: Stage) -> None:
    _sign_formatted(stage)
    stage.open_mail(2)
    stage.window.folders.signature_wanted.emit(1)
    stage.wait(300)
    _show_others(stage)


def _offer(stage: Stage, **left: Any) -> None:
    steps = (Step(Way.ONE_CLICK, "news.carpinteria-del-puerto.example"), Step(Way.MAIL, "baja@carpinteria.example"))
    for key in stage.session.message_rows:
        stage.session.newsletters.offers[key] = Newsletter(key, "Ofertas de madera", steps, **left)
    stage.open_mail(2)


def unsubscribe(stage: Stage) -> None:
    _offer(stage)
    stage.window.actions_["unsubscribe"].trigger()
    stage.wait(300)


def unsubscribed(stage: Stage) -> None:
    _offer(stage, left_at=stage.session.now - 25 * 86_400, left_by=Way.ONE_CLICK)


def _write(stage: Stage, html: str, quote: str = "") -> None:
    """A composer with formatted text above a folded quote, its cursor within the bold words."""
    from PySide6.QtGui import QTextCursor

    from desktop.ui.composer.window import ComposerWindow

    rich = read_html(html)
    stage.open_mail(2)
    stage.window.others.compose(
        DraftContent(
            1, to="Tom Whitfield <tom@whitfield-partners.example>", subject="Re: Cocina de la calle Mayor",
            text=to_text(rich) + quote, formatted=rich, quoted_html="<p>Hola</p>" if quote else "", in_reply_to=("1@x",),
        )
    )  # fmt: skip
    _show_others(stage)
    [composer] = [one for one in stage.extra if isinstance(one, ComposerWindow)]
    composer.activateWindow()
    composer.body.editor.setFocus()
    composer.body.editor.moveCursor(QTextCursor.MoveOperation.Start)
    composer.body.editor.find("presupuesto")
    cursor = composer.body.editor.textCursor()
    cursor.clearSelection()
    composer.body.editor.setTextCursor(cursor)
    stage.wait(300)


def formatted(stage: Stage) -> None:
    _write(stage, LETTER)


def formatted_answer(stage: Stage) -> None:
    _write(stage, ANSWER, "\n\nTom Whitfield escribió:\n" + "> línea\n" * 14)


def link(stage: Stage) -> None:
    from desktop.ui.composer.link_popup import LinkPopup

    formatted_answer(stage)
    [composer] = stage.extra
    composer.body.editor.find("plano")
    composer._controls.ask_link()
    popup = composer.findChild(LinkPopup)
    popup.address.setText("carpinteria.example/plano")
    stage.wait(300)


def right_to_left(stage: Stage) -> None:
    _write(stage, HEBREW, "\n\nTom Whitfield escribió:\n" + "> línea\n" * 14)
    stage.extra[0].fields.subject.setText("הצעת מחיר: presupuesto (2)")
    stage.wait(300)


TEMPLATES = (
    (
        "Acuse de recibo",
        "Hola, {nombre de pila}:",
        "",
        "He recibido su correo. Le contesto antes del viernes.",
        "",
        "Un saludo,",
        "{yo}",
    ),
    ("Ausente hasta el lunes", "Estoy fuera hasta el lunes."),
    ("Gracias por el pedido", "Muchas gracias por su pedido, {nombre}."),
    ("Oferta de encimeras", "Adjunto la oferta que hablamos."),
)


def templates(stage: Stage) -> None:
    for name, *lines in TEMPLATES:
        stage.session.template_book.add(name, *lines)
    formatted_answer(stage)
    [composer] = stage.extra
    composer.move(stage.window.mapToGlobal(stage.window.rect().center() - composer.rect().center()))
    composer.templates.choose()
    stage.wait(300)


def change_templates(stage: Stage) -> None:
    for name, *lines in TEMPLATES:
        stage.session.template_book.add(name, *lines)
    stage.open_mail(2)
    TemplatesDialog(stage.window._dispatch, stage.window).show()
    _show_others(stage)


def too_long(stage: Stage) -> None:
    formatted_answer(stage)
    [composer] = stage.extra
    composer.body.editor.text_refused.emit("2026-11-28 10:00:00 started\n" * 40_000)
    stage.wait(300)


LETTER_SCENES = [
    ("formatted-right-to-left", right_to_left, (LIGHT_ES, DARK_EN), (1280, 800)),
    ("templates", templates, (LIGHT_ES, DARK_EN), (1280, 800)),
    ("templates-change", change_templates, (LIGHT_ES, DARK_EN), (1280, 800)),
    ("templates-change-small", change_templates, (DARK_ES,), (760, 480)),
    ("pasted-too-long", too_long, (LIGHT_ES, DARK_EN), (1280, 800)),
    ("formatted", formatted, (LIGHT_EN, DARK_ES), (1280, 800)),
    ("formatted-small", formatted, (DARK_EN, LIGHT_ES), (1024, 640)),
    ("formatted-answer", formatted_answer, (LIGHT_ES, DARK_EN), (1280, 800)),
    ("formatted-link", link, (LIGHT_ES, DARK_EN), (1280, 800)),
    ("signature", answer, (LIGHT_EN, DARK_ES), (1280, 800)),
    ("signature-formatted", formatted_signature, (LIGHT_ES, DARK_EN), (1280, 800)),
    ("signature-settings-small", settings, (DARK_ES,), (1024, 640)),
    ("signature-settings", settings, (LIGHT_ES, DARK_EN), (1280, 800)),
    ("unsubscribe", unsubscribe, (LIGHT_ES, DARK_EN), (1280, 800)),
    ("unsubscribe-small", unsubscribe, (DARK_ES,), (1024, 640)),
    ("unsubscribed", unsubscribed, (LIGHT_EN,), (1280, 800)),
]
