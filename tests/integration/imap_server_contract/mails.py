"""Authored mails for the dialogues: every shape of MIME that ENVELOPE, BODYSTRUCTURE and BODY[...] have to tell apart."""

from __future__ import annotations


def crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("utf-8")


PLAIN = crlf("""From: Ana Pérez <ana@example.org>
To: Bea <bea@example.net>, carlos@example.com
Cc: "Dr. Who, MD" <who@example.org>
Subject: Lunch on Friday
Date: Tue, 03 Nov 2026 09:30:00 +0100
Message-ID: <plain.1@example.org>
In-Reply-To: <before@example.net>

Shall we meet at noon?
Ana
""")

ALTERNATIVE = crlf("""From: News <news@example.com>
To: ana@example.org
Subject: =?utf-8?Q?Ofertas_de_oto=C3=B1o?=
Date: Wed, 04 Nov 2026 10:00:00 +0000
Message-ID: <alternative.1@example.com>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="edge"

This is the preamble.
--edge
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Oto=C3=B1o
--edge
Content-Type: text/html; charset=utf-8

<p>Oto&ntilde;o</p>
--edge--
This is the epilogue.
""")

ATTACHED = crlf("""From: Ana <ana@example.org>
To: bea@example.net
Subject: The report
Date: Thu, 05 Nov 2026 11:00:00 +0000
Message-ID: <attached.1@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=outer

--outer
Content-Type: multipart/related; boundary=inner; type="text/html"

--inner
Content-Type: text/html; charset=utf-8
Content-Language: es, en
Content-Location: https://example.org/report

<img src="cid:logo">
--inner
Content-Type: image/png; name="logo.png"
Content-ID: <logo>
Content-Description: our logo
Content-Transfer-Encoding: base64
Content-Disposition: inline; filename="logo.png"

iVBORw0KGgo=
--inner--

--outer
Content-Type: application/pdf; name="report.pdf"
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="report.pdf"; size=9
Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==

JVBERi0xLjQK
--outer--
""")

FORWARDED = crlf("""From: Bea <bea@example.net>
To: ana@example.org
Subject: Fwd: Lunch
Date: Fri, 06 Nov 2026 12:00:00 +0000
Message-ID: <forwarded.1@example.net>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=frame

--frame
Content-Type: text/plain

See below.
--frame
Content-Type: message/rfc822
Content-Disposition: attachment

From: Carlos <carlos@example.com>
To: Bea <bea@example.net>
Subject: Inner lunch
Date: Thu, 05 Nov 2026 08:00:00 +0000
Message-ID: <inner.1@example.com>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=small

--small
Content-Type: text/plain

inner text
--small
Content-Type: text/html

<b>inner html</b>
--small--

--frame--
""")

DIGEST = crlf("""From: list@example.org
To: ana@example.org
Subject: Digest
Date: Sat, 07 Nov 2026 12:00:00 +0000
Message-ID: <digest.1@example.org>
MIME-Version: 1.0
Content-Type: multipart/digest; boundary=day

--day

From: one@example.org
Subject: First
Date: Sat, 07 Nov 2026 01:00:00 +0000

one
--day

From: two@example.org
Subject: Second
Date: Sat, 07 Nov 2026 02:00:00 +0000

two
--day--
""")

GROUPED = crlf("""From: "Sales, North" <north@example.org>
Sender: robot@example.org
Reply-To: desk@example.org
To: Friends: bea@example.net, Carlos <carlos@example.com>;, ana@example.org
Cc: undisclosed-recipients:;
Bcc: secret@example.org
Subject: A "quoted" \\ subject
Date: Sun, 08 Nov 2026 12:00:00 +0000
Message-ID: <grouped.1@example.org>

Hello
""")

FOLDED = crlf("""From: ana@example.org
To: bea@example.net,
\tcarlos@example.com
Subject: a subject that is
 folded over
 three lines
X-Spam: yes
X-SPAM: no
Date: Mon, 09 Nov 2026 12:00:00 +0000
Message-ID: <folded.1@example.org>

Body
""")

RAW_8BIT = (
    b"From: Jos\xe9 <jose@example.org>\r\nTo: ana@example.org\r\nSubject: caf\xe9 y t\xe9\r\n"
    b"Date: Tue, 10 Nov 2026 12:00:00 +0000\r\nMessage-ID: <raw.1@example.org>\r\n"
    b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    b"se\xf1or \x80\xff\r\n"
)

BARE = b"Subject: no more than this\r\n\r\n"

HEADER_ONLY = b"From: ana@example.org\r\nSubject: no blank line\r\n"

NO_CLOSING_BOUNDARY = crlf("""From: ana@example.org
Subject: cut off
Message-ID: <cut.1@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=gone

--gone
Content-Type: text/plain

first
--gone
Content-Type: text/plain

second, cut""")

ALL = {
    "plain": PLAIN,
    "alternative": ALTERNATIVE,
    "attached": ATTACHED,
    "forwarded": FORWARDED,
    "digest": DIGEST,
    "grouped": GROUPED,
    "folded": FOLDED,
    "raw_8bit": RAW_8BIT,
    "bare": BARE,
    "header_only": HEADER_ONLY,
    "no_closing_boundary": NO_CLOSING_BOUNDARY,
}


def numbered(number: int, *, subject: str = "Mail") -> bytes:
    return crlf(f"""From: ana@example.org
To: bea@example.net
Subject: {subject} {number}
Date: Tue, 03 Nov 2026 09:{number % 60:02d}:00 +0000
Message-ID: <numbered.{number}@example.org>

Text of mail {number}.
""")
