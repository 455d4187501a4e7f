"""The help of `bandeja search` and the page of the command line name everything that the language knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.cli.search_words import SEARCH_LANGUAGE
from desktop.core.api.searching.names import Operator, StateName, ThingName

PAGE = (Path(__file__).parents[3] / "docs" / "command-line.md").read_text("utf-8")


@pytest.mark.parametrize("operator", Operator)
def test_every_operator_is_named_in_both_languages(operator):
    for language in ("en", "es"):
        name = f"{operator.shown(language)}:"
        assert name in SEARCH_LANGUAGE
        assert f"`{name}" in PAGE


@pytest.mark.parametrize("value", [*StateName, *ThingName])
def test_every_value_is_named(value):
    assert value.shown("en") in SEARCH_LANGUAGE
    assert f":{value.shown('en')}`" in PAGE
    assert f":{value.shown('es')}`" in PAGE


def test_help_is_not_too_wide():
    assert max(map(len, SEARCH_LANGUAGE.splitlines())) <= 120
