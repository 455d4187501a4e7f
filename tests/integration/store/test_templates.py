"""Templates in a real file: durable, undone whole, saved from a damaged file, and by the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.cli import program
from desktop.core.api.errors import BandejaError
from desktop.core.api.template_commands import RemoveTemplate, SaveTemplate
from desktop.core.mail.rich_text import Block, Run, Style
from desktop.core.mail.template import LONGEST, from_lines
from desktop.core.operations import undo
from desktop.core.store import salvage, templates
from desktop.core.store.schema import AUTHORITATIVE, template
from desktop.core.store.store import FILE_NAME
from desktop.core.workspace.template_wishes import template_jobs
from tests.fakes.cache import Cache, cache
from tests.fakes.older_profile import age_to_fourth

__all__ = ["cache"]
BOLD = (Block((Run("Hola", Style.BOLD), Run(", {first name}"))), Block((Run("Adiós"),)))


def wish(cache: Cache, command: object):
    return cache.store.writer.run("wish", template_jobs()[type(command)](command), durable=True)


def names(cache: Cache) -> list[str]:
    return [one.name for one in cache.store.read(templates.load_templates)]


def take_back(cache: Cache, group: int) -> None:
    cache.store.writer.run("undo", lambda uow: undo.undo(uow, group), durable=True)


def test_they_outlive_a_restart_in_order_of_their_names(cache: Cache):
    for name in ("Presupuesto", "ausente", "Gracias"):
        wish(cache, SaveTemplate(name, BOLD))
    cache.reopen()
    found = cache.store.read(templates.load_templates)
    assert [one.name for one in found] == ["ausente", "Gracias", "Presupuesto"]
    assert (found[0].blocks, found[0].text) == (BOLD, "Hola, {first name}\nAdiós")


def test_each_wish_is_undone_whole(cache: Cache):
    saved = wish(cache, SaveTemplate("Gracias", BOLD))
    other = wish(cache, SaveTemplate("GRACIAS", from_lines("Otra")))
    assert other.key == saved.key, "the same name is the same template"
    [one] = cache.store.read(templates.load_templates)
    assert (one.name, one.text) == ("GRACIAS", "Otra")
    renamed = wish(cache, SaveTemplate("Muchas gracias", from_lines("Otra"), saved.key))
    assert names(cache) == ["Muchas gracias"]
    removed = wish(cache, RemoveTemplate(saved.key))
    assert names(cache) == []
    for receipt, left in ((removed, ["Muchas gracias"]), (renamed, ["GRACIAS"]), (other, ["Gracias"]), (saved, [])):
        take_back(cache, receipt.undo_key)
        assert names(cache) == left
    assert wish(cache, RemoveTemplate(saved.key)).undo_key is None


def test_what_is_none_is_refused_in_words(cache: Cache):
    key = wish(cache, SaveTemplate("Gracias", BOLD)).key
    wish(cache, SaveTemplate("Adiós", BOLD))
    for command, said in (
        (SaveTemplate(" \n", BOLD), "it has no name"),
        (SaveTemplate("x", (Block(),)), "nothing in it"),
        (SaveTemplate("x", from_lines("x" * (LONGEST + 1))), "longer than"),
        (SaveTemplate("ADIÓS", BOLD, key), "another template"),
        (SaveTemplate("x", BOLD, 999), "no template"),
    ):
        with pytest.raises(BandejaError, match=said):
            wish(cache, command)
    assert names(cache) == ["Adiós", "Gracias"]


def test_they_are_saved_from_a_damaged_file(cache: Cache):
    assert template in AUTHORITATIVE
    wish(cache, SaveTemplate("Gracias", BOLD))
    cache.store.close()
    path = cache.directory / FILE_NAME
    assert "1 x template" in salvage.rebuild(path, cache.clock)
    cache.open()
    [one] = cache.store.read(templates.load_templates)
    assert (one.name, one.blocks) == ("Gracias", BOLD)


def test_an_older_file_gets_room_for_them(cache: Cache):
    cache.store.close()
    age_to_fourth(cache.directory / FILE_NAME)
    cache.open()
    assert cache.store.salvaged is None
    wish(cache, SaveTemplate("Gracias", BOLD))
    assert names(cache) == ["Gracias"]


# the command


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    Cache(tmp_path / "profile").store.close()

    def run(*words: str) -> tuple[int, str, str]:
        code = program.run(["--profile", str(tmp_path / "profile"), "template", *words])
        said = capsys.readouterr()
        return int(code), said.out, said.err

    return run


def test_templates_by_the_command(command, tmp_path: Path):
    assert command("list")[1].startswith("There are no templates.")
    (tmp_path / "g.txt").write_bytes("\ufeffHola, {first name}:\r\n\r\ngracias.\r\n".encode())
    (tmp_path / "p.html").write_text("<p><b>Presupuesto</b></p><img src='https://x.example/a.png'>")
    assert command("add", "Gracias", str(tmp_path / "g.txt"))[:2] == (0, "The template Gracias is saved.\n")
    assert command("add", "Presupuesto", str(tmp_path / "p.html"))[0] == 0
    assert command("show", "gracias")[1] == "Hola, {first name}:\n\ngracias.\n"
    assert json.loads(command("show", "Presupuesto", "--json")[1])["template"] == {
        "name": "Presupuesto", "text": "Presupuesto", "formatted": True,
    }  # fmt: skip
    assert [one["name"] for one in json.loads(command("list", "--json")[1])["templates"]] == ["Gracias", "Presupuesto"]
    assert command("remove", "GRACIAS")[1] == "The template Gracias is removed.\n"
    assert "Presupuesto" in command("list")[1]
    code, _, said = command("show", "Gracias")
    assert (code, "no template 'Gracias'" in said) == (1, True)
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe")
    assert command("add", "x", str(tmp_path / "bad.txt"))[0] == 2
    assert command("add", "x", str(tmp_path / "nowhere"))[0] == 2
