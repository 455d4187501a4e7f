"""`bandeja account signature` on a profile without a network: shown, set from a file or standard input, taken away."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop.cli import program
from tests.fakes.cache import Cache

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    Cache(tmp_path / "profile").store.close()

    def run(*words: str) -> tuple[int, str, str]:
        code = program.run(["--profile", str(tmp_path / "profile"), "account", "signature", "ana@example.org", *words])
        said = capsys.readouterr()
        return int(code), said.out, said.err

    return run


def test_a_signature_by_the_command(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    code, out, err = command()
    assert (code, out) == (0, "")
    assert "has no signature" in err
    (tmp_path / "s.txt").write_bytes("\ufeff-- \r\nAna Beltrán\r\nTel. 96\r\n".encode())
    assert command("--set", str(tmp_path / "s.txt"))[:2] == (
        0, "ana@example.org signs new mail, answers and forwarded mail.\n",
    )  # fmt: skip
    assert command()[1] == "Ana Beltrán\nTel. 96\n"
    assert command("--in-answers", "no")[1] == "ana@example.org signs new mail only.\n"
    assert json.loads(command("--json")[1])["signature"] == {
        "account": "ana@example.org", "text": "Ana Beltrán\nTel. 96", "in_answers": False, "formatted": False,
    }  # fmt: skip
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO("Ana, aquí".encode())))
    assert json.loads(command("--set", "-", "--json")[1])["signature"]["text"] == "Ana, aquí"
    assert command("--clear")[1] == "ana@example.org has no signature now.\n"
    assert command()[1] == ""


def test_a_page_is_kept_formatted(command: Command, tmp_path: Path):
    page = '<p><b>Ana</b> <a href="https://x.example/">Marín</a></p><img src="https://x.example/logo.png">'
    (tmp_path / "s.html").write_text(page)
    assert command("--set", str(tmp_path / "s.html"))[0] == 0
    said = json.loads(command("--json")[1])["signature"]
    assert (said["text"], said["formatted"]) == ("Ana Marín <https://x.example/>", True)
    assert json.loads(command("--in-answers", "no", "--json")[1])["signature"]["formatted"]
    (tmp_path / "s.txt").write_text("Ana")
    command("--set", str(tmp_path / "s.txt"))
    assert not json.loads(command("--json")[1])["signature"]["formatted"]


@pytest.mark.parametrize(
    ("content", "code", "sentence"),
    [
        (None, 2, "cannot be read"),
        (b"\xff\xfe", 2, "not text in UTF-8"),
        (b"x" * 100_000, 2, "longer than a signature may be"),
        (b"x\n" * 40, 1, "longer than 2000 characters or 30 lines"),
    ],
)
def test_what_is_no_signature_is_refused(
    command: Command, tmp_path: Path, content: bytes | None, code: int, sentence: str
):
    if content is not None:
        (tmp_path / "s.txt").write_bytes(content)
    said = command("--set", str(tmp_path / "s.txt"))
    assert said[0] == code
    assert sentence in said[2]
    assert command()[1] == ""
