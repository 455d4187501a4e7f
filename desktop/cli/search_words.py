"""The language of `bandeja search` as its help shows it. Imports nothing, for help is answered at once; a test holds it to the table."""

SEARCH_LANGUAGE = """\
what can be searched for (in English or Spanish, both at once; names of operators in any case, accents may be left out):
  roof inv                     mails with both words; the start of one is enough
  "final price"                these words one after the other
  -draft                       without that word; a minus works with every condition below
  roof OR tile                 one of the two (also O); binds closer than the space between others
  from: to:                    who wrote it; who got it or a copy            de: para:
  subject: body: file:         words of one place; names of attachments      asunto: texto: archivo:
  is:                          unread read starred answered                  es: no-leído leído destacado respondido
  has:                         attachment link task contact chat event       tiene: adjunto vínculo tarea contacto …
  before: after: on:           2026-11-28, 2026-11, 2026, today, yesterday   antes: después: el: hoy ayer
  newer_than: older_than:      7d 2w 6m 1y                                   menos_de: más_de: 7d 2s 6m 1a
  in:                          a folder, by name, path or use (inbox, sent)  en:
  larger: smaller:             5M 200K                                       mayor: menor:
  account:                     a piece of an account's address               cuenta:
values with spaces stand in quotes: in:"Work/Old mail". A query that begins with a minus stands behind --.
"""
