"""Everything on the screen is translated: the catalogues are complete, in step with the sources, and keep their blanks."""

from __future__ import annotations

import re
import string
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale

from desktop.ui import i18n

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "resources" / "translations"


def messages(path: Path) -> dict[tuple[str, str], list[str]]:
    """(context, source) -> the forms of its translation; an unfinished one has none."""
    found: dict[tuple[str, str], list[str]] = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            done = translation.get("type") is None and all(forms)
            found[context.findtext("name") or "", message.findtext("source")] = forms if done else []
    return found


SPANISH = messages(FOLDER / "bandeja_es.ts")


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    """A fresh collection of the texts of all sources."""
    catalogue = tmp_path_factory.mktemp("translations") / "fresh.ts"
    lupdate = Path(sys.executable).with_name("pyside6-lupdate")
    sources = sorted(str(path) for path in (ROOT / "desktop").rglob("*.py"))
    subprocess.run([str(lupdate), *sources, "-ts", str(catalogue)], check=True, capture_output=True, timeout=120)
    return catalogue


def test_nothing_is_unfinished_in_spanish():
    assert len(SPANISH) > 250
    assert [key for key, forms in SPANISH.items() if not forms] == []


def test_every_text_of_the_sources_is_in_the_catalogue(collected):
    assert sorted(messages(collected).keys() - SPANISH.keys()) == []


def test_the_catalogue_has_nothing_that_the_sources_lost(collected):
    assert sorted(SPANISH.keys() - messages(collected).keys()) == []


def test_no_context_was_taken_for_a_text(collected):
    """lupdate reads an alias of translate() called tr("Context", "text") as a text with a comment."""
    found = messages(collected)
    assert [source for context, source in found if not context and "{count}" not in source] == []


def test_every_counted_text_has_its_english_forms(collected):
    english = messages(FOLDER / "bandeja_en.ts")
    counted = {
        (context.findtext("name") or "", message.findtext("source"))
        for context in ElementTree.parse(collected).getroot().iter("context")
        for message in context.iter("message")
        if message.get("numerus")
    }
    assert len(counted) > 20
    assert counted <= english.keys()
    assert [key for key in counted if len(english[key]) != 2 or any("(s)" in form for form in english[key])] == []


def test_every_text_with_an_s_in_brackets_is_counted(collected):
    texts = [
        message.findtext("source")
        for message in ElementTree.parse(collected).getroot().iter("message")
        if re.search(r"\((s|es)\)", message.findtext("source")) and not message.get("numerus")
    ]
    assert texts == []


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_a_translation_keeps_the_blanks():
    wrong = []
    for key, forms in SPANISH.items():
        for form in forms:
            extra = blanks(form) - blanks(key[1])
            missing = blanks(key[1]) - blanks(form) - ({"count"} if len(forms) > 1 else set())
            if extra or missing:
                wrong.append((key, form))
    assert wrong == []


def test_a_translation_ends_as_its_source():
    signs = ("…", ".", "?", ":")
    assert [
        (key, form)
        for key, forms in SPANISH.items()
        for form in forms
        if any(form.endswith(sign) != key[1].endswith(sign) for sign in signs)
    ] == []


def test_the_language_is_the_wanted_one_else_the_systems_else_english(monkeypatch):
    assert i18n.choose_language("es") == "es"
    for name, code in (("es_MX", "es"), ("en_US", "en"), ("de_DE", "en")):
        monkeypatch.setattr(QLocale, "system", lambda name=name: QLocale(name))
        assert i18n.choose_language("") == code
        assert i18n.choose_language("xx") == code


def test_a_catalogue_that_is_compiled_anew_does_not_end_the_program(qapp, tmp_path, monkeypatch):
    folder = tmp_path / "resources" / "translations"
    folder.mkdir(parents=True)
    compiled = folder / "bandeja_es.qm"
    compiled.write_bytes((FOLDER / "bandeja_es.qm").read_bytes())
    monkeypatch.setattr(i18n, "files", lambda package: tmp_path / package)
    i18n.load(qapp, "es")
    compiled.write_bytes(b"")
    assert qapp.translate("Actions", "Archive") == "Archivar"
