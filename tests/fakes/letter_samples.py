"""Authored letters for looking at the reader and for its tests: newsletter, thread, right-to-left, CJK, many files, lures."""

from __future__ import annotations

from desktop.core.mail.address import Address
from desktop.core.mail.structure import Attachment
from tests.fakes.letters import ANA, PIXEL, Letter, make_envelope

JULIAN = Address("Julián Soto", "julian@talleresmarin.example")
TOM = Address("Tom Whitfield", "tom@whitfield-partners.example")

NEWSLETTER_HTML = """
<table width="100%" cellpadding="0" cellspacing="0" style="background:#eef3ee"><tr><td align="center" style="padding:24px">
<table width="560" cellpadding="0" cellspacing="0" style="background:#ffffff;border-radius:8px">
<tr><td style="padding:28px 32px;background:#1f5c3a;color:#ffffff;border-radius:8px 8px 0 0">
<span style="font-size:13px">Cooperativa Sol · otoño</span><br><b style="font-size:26px">Energía compartida</b></td></tr>
<tr><td style="padding:28px 32px;font-size:15px;color:#26332b">
<p>Este mes el barrio ha producido <b>14 200 kWh</b>, la mitad desde tejados de escuelas. Le contamos tres cosas:</p>
<ul><li>Cómo leer la factura nueva, línea por línea</li><li>Tres tejados que se suman en enero</li>
<li>La asamblea del día 30, con voto a distancia</li></ul>
<p><a href="https://cooperativasol.example/asamblea" style="background:#e2a300;color:#2b2200;padding:11px 22px;
text-decoration:none;border-radius:6px">Reservar sitio</a></p>
<p style="color:#5c6a61">Vea también <a href="https://lure.example/login">www.banco-lanuza.com</a> para el recibo, o escriba
a <a href="mailto:socios@cooperativasol.example?subject=Duda">socios@cooperativasol.example</a>.</p>
<img src="cid:roof" width="496" height="120" alt="Tejado">
</td></tr><tr><td style="padding:16px 32px;font-size:12px;color:#68756d">Recibe este boletín por ser socia de la cooperativa.
</td></tr></table></td></tr></table>
"""

PICTURED_HTML = """
<h2 style="color:#7a3b00">Ofertas de noviembre</h2><p>Taladros y sierras con la mitad de descuento.</p>
<p><img data-remote-src="https://img.ferreterianorte.example/taladro.png" width="260" height="160" alt="Taladro">
<img data-remote-src="http://img.ferreterianorte.example/sierra.png" width="260" height="160" alt="Sierra"></p>
<img data-remote-src="https://example.us7.list-manage.com/track/open.php?u=1&amp;id=2" width="1" height="1">
<img data-remote-src="https://px.ferreterianorte.example/o.gif" width="1" height="1">
"""

THREAD_TEXT = """Hola Ana:

De acuerdo con las medidas. Adjunto el plano y dejo aquí el enlace a las fotos:
https://fotos.obrasferrer.example/nave-3/ (caduca el viernes). Dudas a obra@obrasferrer.example.

¿La entregan montada?

Un saludo,
Lucía

--
Lucía Ferrer · Obras Ferrer

El lun, 23 nov 2026 a las 18:02, Ana Beltrán <ana@talleresmarin.example> escribió:

> Hola Lucía:
>
> La mesa sale a 2 400 mm de largo. Si el hueco es de 2 350 hay que recortar
> el ala, y eso son dos días más.
>
> > ¿Podría ser de 2 380?
> > Es lo que deja la puerta.
> >
> > > Medida de la puerta: 2 395, con marco.
> > > Lo volvimos a medir ayer.
>
> Un saludo,
> Ana
>
> Talleres Marín
"""

RTL_TEXT = """مرحبا آنا،

أرسل لكم النسخة الجديدة من التصميم مع الملاحظات. الرابط: https://haddad-design.example/v2
الألوان الجديدة أقرب إلى ما طلبتموه، والشعار أصغر بنسبة 20%.

مع التحية،
ليلى
"""

CJK_TEXT = """安娜様

先日はありがとうございました。添付の図面でお見積もりをお願いいたします。
納期は12月18日(金)を希望しております。🙏

山田 花子
北南工業株式会社
"""

_KINDS = [
    ("plano-nave-3.pdf", "application/pdf", 1_820_340), ("medidas.xlsx", "application/vnd.ms-excel", 48_200),
    ("foto-grieta.jpg", "image/jpeg", 2_940_112), ("acta firmada por las dos partes y el perito municipal de obras.docx",
     "application/msword", 91_000), ("factura.pdf.exe", "application/x-msdownload", 12_800),
    ("visita.ics", "text/calendar", 1_400), ("Re_ presupuesto.eml", "message/rfc822", 30_000),
]  # fmt: skip


def _files(count: int) -> tuple[Attachment, ...]:
    files = []
    for index in range(count):
        name, kind, size = _KINDS[index % len(_KINDS)]
        files.append(Attachment(str(index + 2), name if index < len(_KINDS) else f"{index}-{name}", kind, size + index))
    return tuple(files)


def newsletter() -> Letter:
    envelope = make_envelope(
        "Boletín de otoño: energía compartida", Address("Cooperativa Sol", "boletin@cooperativasol.example")
    )
    return Letter(
        envelope, "Este mes: cómo leer la factura.", NEWSLETTER_HTML, blocked=7,
        pictures={"roof": ("image/png", PIXEL)},
    )  # fmt: skip


def pictured() -> Letter:
    """A newsletter whose pictures lie on the network, with those who watch among them."""
    sender = Address("Ferretería Norte", "ofertas@mail.ferreterianorte.example")
    return Letter(make_envelope("Ofertas de noviembre", sender), "Taladros y sierras.", PICTURED_HTML, blocked=4)


def thread() -> Letter:
    envelope = make_envelope("Re: Mesa de corte", to=(ANA, JULIAN), cc=(TOM, Address("", "obra@obrasferrer.example")))
    return Letter(envelope, THREAD_TEXT, attachments=_files(2), contents={"2": b"%PDF-1.4", "3": b"PK"})


def right_to_left() -> Letter:
    return Letter(make_envelope("تحديث التصميم الجديد", Address("ليلى حداد", "layla@haddad-design.example")), RTL_TEXT)


def cjk() -> Letter:
    sender = Address("山田 花子", "hanako.yamada@kitanami.example")
    return Letter(make_envelope("お見積もりのお願い 🙏", sender), CJK_TEXT, attachments=_files(1))


def long_subject() -> Letter:
    words = "Cierre del trimestre y documentación pendiente que conviene enviar antes de que termine el mes "
    return Letter(make_envelope((words * 4)[:300]), "Faltan dos facturas.\n")


def many_files() -> Letter:
    people = tuple(Address(f"Persona {n}", f"p{n}@a.example") for n in range(60))
    envelope = make_envelope("Documentación de la obra", to=(ANA, *people))
    contents = {str(n): f"file {n}".encode() for n in range(2, 40)}
    return Letter(envelope, "Va todo en los adjuntos.\n", attachments=_files(20), contents=contents)


def lure() -> Letter:
    sender = Address("Banco Lanuza <avisos@banco-lanuza.example>", "x91@mail-notice.example")
    envelope = make_envelope("Su cuenta ha sido bloqueada", sender, reply_to=(Address("", "caja@otra-parte.example"),))
    html = (
        '<h2>Aviso</h2><p>Entre en <a href="https://mail-notice.example/a">https://banco-lanuza.com/clientes</a> '
        "antes de 24 horas.</p>"
    )
    return Letter(envelope, "Entre antes de 24 horas.", html, blocked=1)


def bare() -> Letter:
    """Neither subject, sender nor date."""
    return Letter(make_envelope("", from_=(), to=(), date=None), "Hola")


def not_here() -> Letter:
    return Letter(make_envelope("Fotos de la nave"), "Aquí van las fotos.", here=False, size=8_400_000)


def left_server() -> Letter:
    return Letter(make_envelope("Contrato de 2024"), "Queda aquí.", on_server=False)


def too_complex() -> Letter:
    return Letter(make_envelope("Muy complicado"), "Solo una parte.", refused=True, too_complex=True)


ALL = (newsletter, thread, right_to_left, cjk, long_subject, many_files, lure, bare, not_here, left_server, too_complex)
