"""How far this program reads mail as the authors of other mail programs expect: `python -m bench.mime_agreement`.

Reads the test suites of the mail corpus that carry expected results, and compares with the standard library's parser on a
sample of ordinary mail. Writes docs/mime-agreement.md: counts, and the names of differing files of public suites; nothing of any mail.
"""

from __future__ import annotations

import argparse
import email
import email.policy
import json
import os
import platform
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path

from desktop.core.mail.envelope import Envelope
from desktop.core.mime.addresses import parse_addresses
from desktop.core.mime.html_clean import sanitise
from desktop.core.mime.index_message import index_message
from desktop.core.mime.parse_message import load_attachment, parse_message
from desktop.core.mime.sections import normalise_line_ends, read_structure
from desktop.core.mime.threading_keys import build_threads
from tests.fakes import corpus as mails

ROOT = Path(__file__).parents[1]
WORD = re.compile(r"\w+")


@dataclass
class Count:
    """Agreements of one question in one suite; `differing` are file names of public suites."""

    agreed: int = 0
    asked: int = 0
    differing: list[str] = field(default_factory=list)


class Table:
    def __init__(self) -> None:
        self.counts: dict[str, dict[str, Count]] = defaultdict(lambda: defaultdict(Count))

    def ask(self, suite: str, question: str, name: str, agrees: bool) -> None:
        count = self.counts[suite][question]
        count.asked += 1
        count.agreed += agrees
        if not agrees:
            count.differing.append(name)

    def rows(self) -> Iterator[str]:
        for suite, questions in self.counts.items():
            for question, count in questions.items():
                yield f"| {suite} | {question} | {count.agreed} | {count.asked} | {count.agreed / count.asked:.1%} |"

    def differences(self) -> Iterator[str]:
        for suite, questions in self.counts.items():
            for question, count in questions.items():
                if count.differing:
                    shown = ", ".join(f"`{name}`" for name in count.differing[:25])
                    more = f" and {len(count.differing) - 25} more" if len(count.differing) > 25 else ""
                    yield f"- {suite}, {question}: {shown}{more}"


def words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def overlap(ours: str, theirs: str) -> bool:
    """Whether at least 99 % of their words are among ours."""
    wanted = set(words(theirs))
    return not wanted or len(wanted & set(words(ours))) >= 0.99 * len(wanted)


def compare_stalwart(corpus: Path, table: Table) -> None:
    """stalwart-mail-parser: X.eml beside X.json, a dump of its own reading."""
    folder = mails.unpacked(corpus, "suites-mime") / "mime" / "stalwart-mail-parser" / "eml"
    for expected_path in sorted(folder.rglob("*.json")):
        message_path = expected_path.with_name(
            expected_path.name.replace(".crlf.json", ".eml").replace(".json", ".eml")
        )
        if not message_path.exists():
            continue
        raw = message_path.read_bytes()
        if expected_path.name.endswith(".crlf.json"):
            raw = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        try:
            expected = json.loads(expected_path.read_text("utf-8"))
        except ValueError:
            continue
        if not isinstance(expected, dict) or not expected.get("parts"):
            continue
        parsed = parse_message(raw)
        name = f"{expected_path.parent.name}/{expected_path.name}"
        header = {
            entry["name"]: entry["value"]
            for entry in reversed(expected["parts"][0]["headers"])
            if isinstance(entry["name"], str)
        }
        if isinstance(header.get("subject"), dict) and "Text" in header["subject"]:
            table.ask(
                "stalwart-mail-parser",
                "subject",
                name,
                words(parsed.envelope.subject) == words(header["subject"]["Text"]),
            )
        for question, addresses in (
            ("from", parsed.envelope.from_),
            ("to", parsed.envelope.to),
            ("cc", parsed.envelope.cc),
        ):
            specifics = _stalwart_addresses(header.get(question))
            if specifics:
                ours = [address.addr_spec for address in addresses if address.addr_spec]
                table.ask("stalwart-mail-parser", f"{question} addresses", name, ours == specifics)
        files = set(expected.get("attachments", []))
        files |= {
            number
            for number in {*expected.get("text_body", []), *expected.get("html_body", [])}
            if not {"Text", "Html"} & set(_body_kind(expected["parts"][number]))
        }
        table.ask("stalwart-mail-parser", "number of files", name, len(parsed.attachments) == len(files))
        text = "\n".join(
            expected["parts"][number]["body"]["Text"]
            for number in expected.get("text_body", [])
            if "Text" in _body_kind(expected["parts"][number])
        )
        if text:
            table.ask("stalwart-mail-parser", "words of the text", name, overlap(parsed.text, text))


def _body_kind(part: dict[str, object]) -> list[str]:
    body = part.get("body")
    return list(body) if isinstance(body, dict) else [str(body)]


def _stalwart_addresses(value: object) -> list[str]:
    if not isinstance(value, dict) or "Address" not in value:
        return []
    address = value["Address"]
    groups = [address["List"]] if "List" in address else [group["addresses"] for group in address.get("Group", [])]
    return [entry["address"] for group in groups for entry in group if entry.get("address")]


def compare_mime4j(corpus: Path, table: Table) -> None:
    """mime4j: X.msg beside X_decoded.xml, whose leaves name files that hold the decoded bytes of each part."""
    folder = mails.unpacked(corpus, "suites-mime") / "mime" / "mime4j"
    for expected_path in sorted(folder.rglob("*_decoded.xml")):
        message_path = expected_path.with_name(expected_path.name.replace("_decoded.xml", ".msg"))
        if not message_path.exists():
            continue
        raw = normalise_line_ends(message_path.read_bytes())
        leaves = read_structure(raw).leaves()
        names = re.findall(r'<(?:text|binary)-body name="([^"]+)"', expected_path.read_text("latin-1"))
        table.ask("mime4j", "number of parts", message_path.name, len(leaves) == len(names))
        if len(leaves) == len(names):
            same = all(
                _same_text(load_attachment(raw, leaf.path), (expected_path.parent / name).read_bytes())
                for leaf, name in zip(leaves, names, strict=True)
            )
            table.ask("mime4j", "decoded bytes of all parts", message_path.name, same)


def _same_text(ours: bytes, theirs: bytes) -> bool:
    """Equal but for line ends and the newline before a boundary, on which the two programs differ by choice."""
    return ours.replace(b"\r\n", b"\n").strip(b"\n") == theirs.replace(b"\r\n", b"\n").strip(b"\n")


def compare_mailcore(corpus: Path, table: Table) -> None:
    """mailcore2: parser/input/X beside parser/output/X, a JSON dump of header and tree of parts."""
    folder = mails.unpacked(corpus, "suites-mime") / "mime" / "mailcore2" / "parser"
    for expected_path in sorted((folder / "output").rglob("*")):
        message_path = folder / "input" / expected_path.relative_to(folder / "output")
        if not expected_path.is_file() or not message_path.exists():
            continue
        try:
            expected = json.loads(expected_path.read_bytes().decode("utf-8", "replace"))
        except ValueError:
            continue
        raw = message_path.read_bytes()
        envelope = parse_message(raw).envelope
        header = expected.get("header", {})
        name = str(expected_path.relative_to(folder / "output"))
        if "subject" in header:
            table.ask("mailcore2", "subject", name, words(envelope.subject) == words(header["subject"]))
        if "mailbox" in header.get("from", {}):
            ours = [address.addr_spec or address.display_name for address in envelope.from_]
            table.ask("mailcore2", "from address", name, header["from"]["mailbox"] in ours)
        if "to" in header:
            theirs = [entry.get("mailbox", "") for entry in header["to"].get("items", [])]
            table.ask("mailcore2", "number of To addresses", name, len(envelope.to) == len(theirs))
        if expected.get("mainPart"):
            leaves = read_structure(normalise_line_ends(raw)).leaves()
            table.ask(
                "mailcore2",
                "types of the parts",
                name,
                [leaf.content_type for leaf in leaves] == _mailcore_types(expected["mainPart"]),
            )


def _mailcore_types(part: dict[str, object]) -> list[str]:
    if part.get("partType") == "single":
        return [str(part.get("mimeType", "text/plain")).lower()]
    if str(part.get("partType", "")).startswith("message"):
        return ["message/rfc822"]
    items = part.get("parts", {})
    return [
        kind for child in (items.get("items", []) if isinstance(items, dict) else []) for kind in _mailcore_types(child)
    ]


def compare_perl_mime_tools(corpus: Path, table: Table) -> None:
    """MIME-tools: X.msg beside X.ref, Perl data with the subject and the parts."""
    folder = mails.unpacked(corpus, "suites-mime") / "mime" / "perl-mime-tools"
    for expected_path in sorted(folder.rglob("*.ref")):
        message_path = expected_path.with_suffix(".msg")
        if not message_path.exists():
            continue
        expected = expected_path.read_text("latin-1")
        if (subject := re.search(r'"Subject" => "((?:[^"\\]|\\.)*)"', expected)) and "=?" not in subject[1]:
            ours = parse_message(message_path.read_bytes()).envelope.subject
            table.ask("MIME-tools", "subject", message_path.name, words(ours) == words(subject[1].replace("\\", "")))


def compare_threads(corpus: Path, table: Table) -> None:
    """Trees of MailKit's and Mail::Thread's own tests."""
    folder = mails.unpacked(corpus, "suites-threading") / "threading"
    for case in json.loads((folder / "jwz-truth" / "mailkit_jwz_cases.json").read_text("utf-8"))["cases"]:
        if case["algorithm"] != "REFERENCES":
            continue
        messages = [
            (
                number,
                Envelope(
                    subject=entry["subject"],
                    message_id=(entry["message_id"] or "").strip("<>"),
                    references=tuple(reference.strip("<>") for reference in entry["references"]),
                ),
            )
            for number, entry in enumerate(case["messages"])
        ]
        ours = sorted(
            (depth, node.subject or "dummy") for root in build_threads(messages) for depth, node in root.walk()
        )
        theirs = sorted(
            ((len(line) - len(line.lstrip(" "))) // 3, line.strip() or "dummy")
            for line in case["expected_tree_subjects_indent3"].split("\n")
            if line.strip()
        )
        for pair in set(ours) | set(theirs):
            table.ask(
                "MailKit threads", "places (depth and subject)", case["test"], ours.count(pair) == theirs.count(pair)
            )
    for case in json.loads((folder / "jwz-truth" / "perl_mail_thread_expected.json").read_text("utf-8"))["cases"]:
        if not case["expected_depth_subject_msgid"]:
            continue
        box = (folder / "perl-mail-thread" / "t" / case["mbox"]).read_bytes()
        messages = [
            (number, index_message(raw).envelope)
            for number, raw in enumerate(re.split(rb"(?:^|\n)From [^\n]*\n", box)[1:])
        ]
        options = case["options"]
        roots = build_threads(messages, by_subject=not options["nosubject"], prune=not options["noprune"])
        ours = {node.message_id: depth for root in roots for depth, node in root.walk()}
        for depth, _, identifier in case["expected_depth_subject_msgid"]:
            table.ask("Mail::Thread", "depth of a message", f"{case['test']}", ours.get(identifier) == depth)


def compare_hostile(corpus: Path, table: Table) -> None:
    folder = mails.unpacked(corpus, "suites-hostile") / "hostile"
    for payload in json.loads((folder / "mailsploit" / "from_headers.json").read_text("utf-8"))["payloads"]:
        addresses = parse_addresses(payload["from_header"].encode("utf-8"))
        honest = [address.domain for address in addresses] == [payload["true_sender_domain"]]
        table.ask("Mailsploit", "true sender shown", payload["name"], honest)
    fetches = re.compile(
        r"""(?<!data-remote-)(?:src|background|poster|srcset|style)\s*=\s*["'][^"']*//|url\(|@import|<(?:link|meta|base|script|iframe|object|embed|form|svg)""",
        re.I,
    )
    for number, vector in enumerate(json.loads((folder / "httpleaks" / "vectors.json").read_text("utf-8"))):
        table.ask("HTTPLeaks", "nothing left to fetch", str(number), not fetches.search(sanitise(vector).html))
    runs = re.compile(r"<[^>]*\son[a-z]+\s*=|=.?javascript:|<script|<svg|<iframe|<math", re.I)
    quoted = re.compile(r'"[^"]*"')
    for number, vector in enumerate(json.loads((folder / "dompurify" / "expect.json").read_text("utf-8"))):
        clean = sanitise(vector["payload"])
        table.ask("DOMPurify", "nothing left to run", str(number), not runs.search(quoted.sub("''", clean.html)))
        table.ask("DOMPurify", "sanitised twice is the same", str(number), sanitise(clean.html).html == clean.html)


def compare_standard_library(corpus: Path, table: Table, count: int) -> None:
    """Against email.parser with policy compat32 (see `_stdlib_text` for what is taken as the text)."""
    questions: dict[str, Callable[[bytes, Message], bool]] = {
        "types of the parts": lambda raw, message: (
            [leaf.content_type for leaf in read_structure(raw).leaves()]
            == [part.get_content_type() for part in _stdlib_leaves(message)]
        ),
        "decoded bytes of all parts": lambda raw, message: _same_parts(raw, message),
        "words of the index": lambda raw, message: overlap(index_message(raw).body_text, _stdlib_text(message)),
    }
    for suite, found in (
        ("standard library, ordinary mail", mails.sample(corpus, count)),
        (
            "standard library, MIME suites",
            ((n, r) for n, r in mails.files(corpus, "suites-mime") if n.endswith((".eml", ".msg"))),
        ),
    ):
        for name, raw in found:
            message = email.message_from_bytes(raw, policy=email.policy.compat32)
            for question, agrees in questions.items():
                try:
                    table.ask(suite, question, name, agrees(normalise_line_ends(raw), message))
                except (LookupError, ValueError, AttributeError):
                    table.ask(suite + " (it raised)", question, name, True)


def _stdlib_leaves(message: Message) -> list[Message]:
    """Leaves as the standard library cuts them; it looks into message/rfc822, which this program keeps as a file."""
    found: list[Message] = []
    stack = [message]
    while stack:
        part = stack.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            stack.extend(reversed(part.get_payload()))
        else:
            found.append(part)
    return found


def _same_parts(raw: bytes, message: Message) -> bool:
    ours = [
        load_attachment(raw, leaf.path)
        for leaf in read_structure(raw).leaves()
        if not leaf.content_type.startswith("message/")
    ]
    theirs = [
        part.get_payload(decode=True) or b""
        for part in _stdlib_leaves(message)
        if part.get_content_maintype() != "message"
    ]
    return len(ours) == len(theirs) and all(_same_text(one, other) for one, other in zip(ours, theirs, strict=True))


def _stdlib_text(message: Message) -> str:
    """The first plain text that is no file, as far as its charset is known to Python and does not lie; else nothing is asked."""
    for part in _stdlib_leaves(message):
        if part.get_content_type() == "text/plain" and part.get_content_disposition() != "attachment":
            data = part.get_payload(decode=True) or b""
            try:
                return data[:20_000].decode(part.get_content_charset() or "ascii")
            except (LookupError, UnicodeDecodeError):
                return ""
    return ""


def measure(corpus: Path, count: int) -> list[str]:
    """Microseconds of processor time per message, the best of three readings of each."""
    rows = []
    everything: list[list[float]] = [[], [], []]
    sizes: list[int] = []
    for name in mails.BULK:
        messages = [raw for _, raw in mails.sample(corpus, count, (name,))]
        times = [
            [min(_microseconds(reading, raw) for _ in range(3)) for raw in messages]
            for reading in (index_message, parse_message, email.message_from_bytes)
        ]
        for total, column in zip(everything, times, strict=True):
            total.extend(column)
        sizes.extend(map(len, messages))
        rows.append(_time_row(name, list(map(len, messages)), times))
    rows.append(_time_row("all", sizes, everything))
    return rows


def _time_row(name: str, sizes: list[int], columns: list[list[float]]) -> str:
    cells = [name, str(len(sizes)), f"{sum(sizes) / len(sizes) / 1024:.1f}"]
    for column in columns:
        ordered = sorted(column)
        cells += [f"{ordered[len(ordered) // 2]:.0f}", f"{ordered[len(ordered) * 95 // 100]:.0f}"]
    return f"| {' | '.join(cells)} |"


def _microseconds(reading: Callable[[bytes], object], raw: bytes) -> float:
    start = time.thread_time_ns()
    reading(raw)
    return (time.thread_time_ns() - start) / 1e3


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    options.add_argument(
        "--corpus", type=Path, default=Path(os.environ.get("BANDEJA_CORPUS") or ROOT.parent / "shared" / "corpus")
    )
    options.add_argument(
        "--sample", type=int, default=3_000, help="ordinary messages compared with the standard library"
    )
    options.add_argument("--timed", type=int, default=300, help="messages of each set that are timed")
    options.add_argument("--to", type=Path, default=ROOT / "docs" / "mime-agreement.md")
    chosen = options.parse_args()
    if not chosen.corpus.is_dir():
        print(f"There is no mail corpus in {chosen.corpus}; set BANDEJA_CORPUS.", file=sys.stderr)
        return 1
    table = Table()
    for compare in (
        compare_stalwart,
        compare_mime4j,
        compare_mailcore,
        compare_perl_mime_tools,
        compare_threads,
        compare_hostile,
    ):
        compare(chosen.corpus, table)
    compare_standard_library(chosen.corpus, table, chosen.sample)
    lines = [
        "# How far mail is read as others read it",
        "",
        "Made by `python -m bench.mime_agreement`; do not edit. Agreement is not correctness: where a file is listed below, one of the",
        "two readings differs from the other, often by choice. This program keeps attached messages whole, guesses lost boundaries and",
        "else shows the text as it stands, takes a line of blanks in front of text as the end of the header, reads raw 8-bit headers,",
        "and never shows control characters. In conversations it keeps messages that refer to each other in a circle, which the",
        "reference drops, and does not join mails that only share a subject.",
        "",
        "Parts are cut by own code instead of the standard library's parser because that one raises on a thousand nested parts, has no bounds,",
        "copies attachments several times over, and cannot say where a part lies; it serves here and in the tests as the judge.",
        "",
        "| expected by | question | same | asked | share |",
        "|---|---|---:|---:|---:|",
        *table.rows(),
        "",
        "## Time",
        "",
        f"Microseconds of processor time for one message, Python {platform.python_version()}: the lean reading while synchronising, the",
        "full one for the reader, and the standard library's parser alone (it decodes nothing here), each message three times, best of them.",
        "",
        "| set | messages | mean KiB | index median | index p95 | full median | full p95 | stdlib median | stdlib p95 |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
        *measure(chosen.corpus, chosen.timed),
        "",
        "## Files that differ",
        "",
        *(line for line in table.differences() if "ordinary mail" not in line),
    ]
    chosen.to.write_text("\n".join(lines) + "\n", "utf-8")
    print("\n".join(table.rows()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
