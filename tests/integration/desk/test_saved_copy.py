"""A copy that was saved to the CRM is read as the mail was: words, cleaned HTML, attachments; also when the mail has gone."""

from __future__ import annotations

from desktop.core.api.link_commands import DeleteActivity
from desktop.core.api.linking import LinkKind
from tests.fakes.desk import DeskCache, cache

__all__ = ["cache"]
LETTER = b"\r\n".join(
    [
        b"Message-ID: <copy@example.org>", b"Date: Mon, 16 Nov 2026 10:00:00 +0100", b"From: Bob <bob@example.com>",
        b"To: ana@example.org", b"Subject: Plans", b"MIME-Version: 1.0", b"Content-Type: multipart/mixed; boundary=x",
        b"", b"--x", b"Content-Type: text/html; charset=utf-8", b"",
        b"<p>Hola</p><script>alert(1)</script><img src='https://tracker.example/a.png'>",
        b"--x", b"Content-Type: application/pdf", b'Content-Disposition: attachment; filename="plan.pdf"',
        b"Content-Transfer-Encoding: base64", b"", b"JVBERi0xLjQK", b"--x--", b"",
    ]
)  # fmt: skip


def test_words_html_and_attachments_of_a_copy(cache: DeskCache):
    key = cache.link(LinkKind.CRM, cache.put("INBOX", LETTER, 1))
    copy = cache.desk.saved_copy(key)
    assert copy.parsed.envelope.subject == "Plans"
    assert "Hola" in copy.html
    assert "script" not in copy.html
    assert " src=" not in copy.html, "nothing of the network is loaded"
    (attachment,) = copy.parsed.attachments
    assert attachment.filename == "plan.pdf"
    assert cache.desk.copy_attachment(key, attachment.path) == b"%PDF-1.4\n"
    assert cache.desk.copy_attachment(key, "9") is None


def test_a_copy_that_was_deleted_is_none(cache: DeskCache):
    key = cache.link(LinkKind.CRM, cache.put("INBOX", LETTER, 1))
    cache.wish(DeleteActivity(key))
    assert cache.desk.saved_copy(key) is None
    assert cache.desk.copy_attachment(key, "2") is None
