"""Times in the words of mails, Spanish and English: authored sentences, with what a person would understand.

All were written on Monday, 16 November 2026, at nine in the morning in Madrid. `T day from[-to]` is an hour, `D day[..day]`
whole days, `-` nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop.core.connectors.form.moments.reader import Times, read_moment

MADRID = ZoneInfo("Europe/Madrid")
WRITTEN = datetime(2026, 11, 16, 9, 0, tzinfo=MADRID)

SPANISH = """
el viernes a las 17:00 | T 11-20 17:00
El viernes a las cinco de la tarde nos vemos. | T 11-20 17:00
¿Puedes el viernes 20 a las 10? | T 11-20 10:00
viernes 20 de noviembre, 10:30 h | T 11-20 10:30
viernes, 20 de noviembre de 2026, de 10:00 a 11:30 | T 11-20 10:00-11:30
Quedamos mañana a las 10. | T 11-17 10:00
mañana a las 10 y media | T 11-17 10:30
mañana a las 11 menos cuarto | T 11-17 10:45
mañana por la mañana | T 11-17 09:00
mañana por la tarde | T 11-17 15:00
mañana por la tarde, a las 5 | T 11-17 17:00
mañana a primera hora | T 11-17 09:00
mañana a última hora | T 11-17 18:00
pasado mañana | D 11-18
pasado mañana a las 9:15 | T 11-18 09:15
hoy a las 17:00 | T 11-16 17:00
hoy a las 12 del mediodía | T 11-16 12:00
esta tarde a las 4 | T 11-16 16:00
esta noche a las 21 h | T 11-16 21:00
a las 18:30 os llamo | T 11-16 18:30
el próximo jueves | D 11-19
el jueves que viene a las 8 de la mañana | T 11-19 08:00
el martes de la semana que viene | D 11-24
el lunes | D 11-23
este miércoles a mediodía | T 11-18 12:00
el sábado a la una | T 11-21 13:00
el día 20 a las 16h | T 11-20 16:00
el 20 a las 16:00 | T 11-20 16:00
el 3 de diciembre | D 12-03
3 dic. 2026 | D 12-03
el 1º de diciembre a las 9 | T 12-01 09:00
primero de diciembre | D 12-01
20/11/2026 | D 11-20
20/11/2026 17:00 | T 11-20 17:00
20.11.2026, 17.00 h | T 11-20 17:00
20-11-2026 a las 9:00 | T 11-20 09:00
el 20/11 a las 9:00 | T 11-20 09:00
jueves 19/11, 12:00 | T 11-19 12:00
2026-11-20 10:00 | T 11-20 10:00
del 24 al 26 de noviembre | D 11-24..11-26
24-26 noviembre 2026 | D 11-24..11-26
el 24 de noviembre de 10 a 12 | T 11-24 10:00-12:00
el martes entre las 10 y las 12 | T 11-17 10:00-12:00
el martes de 9:30 a 13 h | T 11-17 09:30-13:00
el miércoles de 4 a 5 de la tarde | T 11-18 16:00-17:00
dentro de 3 días | D 11-19
en dos semanas | D 11-30
dentro de una semana | D 11-23
en 5 días hábiles | D 11-23
dentro de dos horas | T 11-16 11:00
la semana que viene | D 11-23..11-27
a finales de semana | D 11-20
a final de mes | D 11-30
a finales de diciembre | D 12-31
antes de fin de año | D 12-31
Fecha: 25 de noviembre\\nHora: 16:30 | T 11-25 16:30
Día: jueves 26 de noviembre\\nHorario: 9:00 - 14:00 | T 11-26 09:00-14:00
Reunión 18/11/2026 (12:00-13:00) | T 11-18 12:00-13:00
la cita es el jueves 19, a las 11:45 | T 11-19 11:45
a las 10 del viernes | T 11-20 10:00
A las 16:00 del día 23 | T 11-23 16:00
jueves a las 16:00 (hora de Canarias) | T 11-19 17:00
viernes a las 9:00 hora de México | T 11-20 16:00
el jueves a las 15:00 CET | T 11-19 15:00
el jueves a las 15:00 UTC | T 11-19 16:00
el jueves a las 15:00 GMT-3 | T 11-19 19:00
el jueves a las 22 h | T 11-19 22:00
el viernes a las 12 de la noche | T 11-21 00:00
el domingo | D 11-22
La junta será el día 2 de diciembre, miércoles, a las 20:00 | T 12-02 20:00
el miércoles (2 de diciembre) a las 9 | T 12-02 09:00
jue 19 a las 10 | T 11-19 10:00
la semana que viene, el martes a las 3 | T 11-24 15:00
en el plazo máximo de 10 días | D 11-26
El jueves tenemos la reunión de equipo a las 12:30. | T 11-19 12:30
Mañana hay comité, empieza a las 16 h. | T 11-17 16:00
A las 10:00 hay reunión de ventas el miércoles. | T 11-18 10:00
"""

ENGLISH = """
Friday at 5pm | T 11-20 17:00
on Friday at 17:00 | T 11-20 17:00
this Friday at 5 | T 11-20 17:00
next Friday at 5 | T 11-27 17:00
Can we meet tomorrow at 10? | T 11-17 10:00
tomorrow at 10am | T 11-17 10:00
tomorrow at half past nine | T 11-17 09:30
tomorrow morning | T 11-17 09:00
tomorrow afternoon at 3 | T 11-17 15:00
first thing tomorrow | T 11-17 09:00
tomorrow at noon | T 11-17 12:00
the day after tomorrow | D 11-18
today at 4 p.m. | T 11-16 16:00
this afternoon at 4:30 | T 11-16 16:30
tonight at 8 | T 11-16 20:00
let's talk at 4pm | T 11-16 16:00
Thursday | D 11-19
on Thursday morning | T 11-19 09:00
Thursday, 19 November 2026, 10:00 - 11:00 | T 11-19 10:00-11:00
Thu 19 Nov, 10:00 | T 11-19 10:00
Wednesday of next week | D 11-25
Tuesday next week at 2 | T 11-24 14:00
Monday | D 11-23
November 20 | D 11-20
November 20th at 3 pm | T 11-20 15:00
Nov. 20, 3:15 PM | T 11-20 15:15
20 November 2026 | D 11-20
the 20th of November | D 11-20
on the 20th at 11 | T 11-20 11:00
December 1-3 | D 12-01..12-03
from 1 to 3 December | D 12-01..12-03
Dec 1, 2026 from 9 to 10:30 | T 12-01 09:00-10:30
2026-12-01T14:00 | T 12-01 14:00
Friday 2-3pm | T 11-20 14:00-15:00
Friday 11am-1pm | T 11-20 11:00-13:00
Friday 11-1pm | T 11-20 11:00-13:00
Friday between 10 and 12 | T 11-20 10:00-12:00
Friday from 10:00 until 11:30 | T 11-20 10:00-11:30
at 10 on Friday | T 11-20 10:00
10:00 on Friday | T 11-20 10:00
5pm, Friday | T 11-20 17:00
in 3 days | D 11-19
in two weeks | D 11-30
in a week | D 11-23
within 5 business days | D 11-23
in an hour | T 11-16 10:00
next week | D 11-23..11-27
end of the week | D 11-20
end of the month | D 11-30
end of December | D 12-31
end of the year | D 12-31
Date: 25 November\\nTime: 4:30 pm | T 11-25 16:30
When: Thursday, November 26, 2026 9:00 AM-2:00 PM | T 11-26 09:00-14:00
4 pm London time on Thursday | T 11-19 17:00
Thursday at 9am EST | T 11-19 15:00
Thursday at 9am Pacific time | T 11-19 18:00
Thursday 15:00 UTC | T 11-19 16:00
Thursday 15:00 GMT+1 | T 11-19 15:00
Thursday at 10 o'clock | T 11-19 10:00
Thursday at ten | T 11-19 10:00
Thursday 07:30 | T 11-19 07:30
Thursday at midnight | T 11-20 00:00
May 5 | D 2027-05-05
on May 5, 2027 | D 2027-05-05
March 3, 2027 at 8 | T 2027-03-03 08:00
There will be two presentations tomorrow from sales, commencing at 2:30 p.m. | T 11-17 14:30
A 10:00 am meeting has been scheduled for you Tuesday | T 11-17 10:00
Are you free Thu 3-4pm? | T 11-19 15:00
Fri at 10 | T 11-20 10:00
Let's sync up sometime next week, maybe Tuesday at 3? | T 11-24 15:00
Friday's call is at 11:00 | T 11-20 11:00
"""

NOTHING = """
El precio es 10,50 € por unidad.
Son 20.11 euros en total.
Cuesta 17.00 € el viernes pasado.
$10.30 each
The fee is USD 17:30
la versión 3.11.7
version 20.11.2026.4 is out
Release 10.30.1 is available
Llámame al 91 555 10 30.
Tel. +34 600 20 11 26
Phone: 10 30 45 99
call me at 555-20-11
IP 10.11.20.26
Estamos disponibles 24/7.
we won 3:1
ratio 16:10
50/50
9/11
1/2 de la tarta
Vinieron a las 10 personas de siempre.
I may 5 times ask
we march 3 miles
El viernes pasado hablamos.
last Friday was great
ayer a las 10
yesterday at 5
Every Friday we play football.
los viernes cerramos antes
cada lunes
on Mondays
Happy Friday!
¡Feliz lunes!
Black Friday sale
Habló Plácido Domingo.
por la mañana
de la mañana a la noche
la mañana del ensayo
hasta mañana.
hoy en día
hoy por hoy no hay novedades
I called today.
Hoy no hay nada nuevo.
Gracias por todo.
Pedido 2026-1120
Ref. 2011/2026-17
Invoice 20-11-26-3
el 20 % de descuento
el 20% de los casos
the 20th century
Room 10:30
pedido n.º 10:30
capítulo 3:16
at 10 Downing Street
at 5 km
at 100%
artículo 20.11
20 de julio de 2026
the meeting of 3 November 2026
on 2020-01-01
30/02/2027
32 de diciembre
25:61
en 3 meses atrás
3 days ago
hace dos semanas
a second thought
una segunda opinión
en una reunión
the sun is out
sat down with Mar
We need 10 or 12 chairs.
de 10 a 15 unidades
from 10 to 15 people
entre 20 y 30 personas
ISO 9001
RFC 5322
COVID-19
windows 11 24h2
4:3
página 10.30
Madrid, 16 de noviembre de 2026
Date: 16/11/2026
the agreement dated January 3, 1995
the effect of Tuesday's decision
I called him this morning.
esta mañana me llamó
soporte 24 h
Horario: lunes a viernes de 9:00 a 14:00
Abierto de lunes a viernes.
Monday to Friday 9am-5pm
We close at 6pm every day.
cerramos a las 14:00 todos los días
the order was delivered 3 weeks ago
"""

DUE = """
en 45 minutos | 11-16 09:45
en media hora | 11-16 09:30
in half an hour | 11-16 09:30
in 20 minutes | 11-16 09:20
antes del viernes | 11-19 18:00
antes del lunes | 11-20 18:00
antes del viernes a las 12 | 11-20 12:00
antes de las 12 del viernes | 11-20 12:00
para el viernes | 11-20 18:00
Lo necesito para mañana. | 11-17 18:00
a más tardar el jueves | 11-19 18:00
el jueves como muy tarde | 11-19 18:00
fecha límite: 27 de noviembre | 11-27 18:00
vence el 30/11/2026 | 11-30 18:00
el plazo es hasta el 2 de diciembre a las 14:00 | 12-02 14:00
entregar antes de fin de mes | 11-27 18:00
en un plazo de 10 días | 11-26 18:00
para hoy | 11-16 18:00
hoy mismo | 11-16 18:00
antes de mañana | 11-16 18:00
el viernes por la mañana | 11-20 13:00
para finales de semana | 11-20 18:00
before Friday | 11-19 18:00
before Friday noon | 11-20 12:00
before noon on Friday | 11-20 12:00
by Friday | 11-20 18:00
by Friday 5pm | 11-20 17:00
by 5pm on Friday | 11-20 17:00
by tomorrow | 11-17 18:00
by end of day tomorrow | 11-17 18:00
due November 27 | 11-27 18:00
due date: 2026-11-27 | 11-27 18:00
deadline is the 27th of November at 14:00 | 11-27 14:00
no later than Thursday | 11-19 18:00
Thursday at the latest | 11-19 18:00
within 3 days | 11-19 18:00
by the end of the month | 11-30 18:00
until the 30th | 11-30 18:00
by EOD Friday | 11-20 18:00
by tonight | 11-16 23:00
for Wednesday | 11-18 18:00
Hablamos el martes, pero el informe es para el viernes a las 14:00. | 11-20 14:00
We spoke about Tuesday, but the report is due by Friday 2pm. | 11-20 14:00
"""


def _cases(table: str) -> list[tuple[str, str]]:
    lines = [line for line in table.strip().splitlines() if line]
    return [tuple(part.strip().replace("\\n", "\n") for part in line.rsplit("|", 1)) for line in lines]


def _day(text: str) -> str:
    return text if len(text) > 5 else f"2026-{text}"


def _shown(times: Times | None) -> str:
    if times is None:
        return "-"
    starts, ends = times.starts.astimezone(MADRID), times.ends.astimezone(MADRID)
    if times.all_day:
        last = ends - timedelta(days=1)
        return f"D {starts:%Y-%m-%d}" + (f"..{last:%Y-%m-%d}" if last.date() != starts.date() else "")
    until = "" if ends - starts == timedelta(hours=1) else f"-{ends:%H:%M}"
    return f"T {starts:%Y-%m-%d %H:%M}{until}"


def _expected(text: str) -> str:
    if text == "-":
        return text
    kind, day, *hours = text.split()
    day = "..".join(_day(one) for one in day.split(".."))
    if hours and "-" in hours[0]:
        start, _, end = hours[0].partition("-")
        lasts = datetime.strptime(end, "%H:%M") - datetime.strptime(start, "%H:%M")  # noqa: DTZ007
        hours = [start] if lasts == timedelta(hours=1) else hours
    return " ".join([kind, day, *hours])


@pytest.mark.parametrize(("text", "expected"), [*_cases(SPANISH), *_cases(ENGLISH)])
def test_a_time_is_read_as_a_person_would(text: str, expected: str):
    assert _shown(read_moment(text, WRITTEN, MADRID, event=True)) == _expected(expected)


@pytest.mark.parametrize("text", NOTHING.strip().splitlines())
def test_what_only_looks_like_a_time_is_none(text: str):
    assert _shown(read_moment(text, WRITTEN, MADRID)) == "-"
    assert _shown(read_moment(text, WRITTEN, MADRID, event=True)) == "-"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The next train leaves in six minutes.", "-"),
        ("I'll call you in half an hour.", "-"),
        ("Dentro de diez minutos te llamo.", "-"),
        ("Llego en 45 minutos; la reunión es mañana a las 10.", "T 11-17 10:00"),
        ("I'm with you in five minutes, and at 16:30 we meet Marta.", "T 11-16 16:30"),
        ("We meet in two hours.", "T 11-16 11:00"),
        ("Nos vemos en una hora.", "T 11-16 10:00"),
    ],
)
def test_minutes_from_now_are_no_event(text: str, expected: str):
    times = read_moment(text, WRITTEN, MADRID, event=True)
    assert _shown(times) == _expected(expected)


@pytest.mark.parametrize(("text", "expected"), _cases(DUE))
def test_when_it_must_be_done(text: str, expected: str):
    times = read_moment(text, WRITTEN, MADRID)
    assert times is not None
    assert f"{times.due.astimezone(MADRID):%m-%d %H:%M}" == expected
