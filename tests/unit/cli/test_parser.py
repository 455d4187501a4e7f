"""The words of the command."""

from __future__ import annotations

import argparse
import inspect

import pytest

from desktop.cli import exits, program
from desktop.cli.parser import build_parser
from desktop.core.api import errors
from desktop.core.api.errors import BandejaError, Code


def parse(*words: str) -> argparse.Namespace:
    return build_parser().parse_args(words)


def test_the_profile_may_stand_on_both_sides():
    assert str(parse("--profile", "a", "list").profile) == "a"
    assert str(parse("list", "--profile", "b").profile) == "b"
    assert str(parse("--profile", "a", "plan", "sweep", "--profile", "b").profile) == "b"
    assert parse("list").profile is None
    assert parse("--verbose", "list").verbose


def test_json_may_stand_before_the_verb():
    assert parse("operations", "--json", "cancel", "1").json
    assert parse("operations", "cancel", "1", "--json").json
    assert not parse("operations").json


def test_no_command_opens_the_window():
    arguments = parse()
    assert (arguments.command or "app", arguments.link) == ("app", None)


def test_flags_are_three_valued():
    arguments = parse("flag", "1", "--unseen")
    assert (arguments.seen, arguments.star) == (False, None)
    assert parse("junk", "1").value
    assert not parse("junk", "1", "--not").value


@pytest.mark.parametrize(
    "words",
    [
        "nonsense",
        "account",
        "account add",
        "move 1",
        "flag 1 --seen --unseen",
        "list --limit -1",
        "list --limit ten",
        "show 1 --raw --json",
        "export --mailbox INBOX",
        "plan",
        "operations cancel x",
        "sync --password secret",
    ],
)
def test_wrong_words_end_with_2(words: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        program.run(words.split())
    assert ended.value.code == exits.Exit.USAGE
    assert "usage:" in capsys.readouterr().err


def test_no_option_takes_a_password():
    """What is in an argument can be read by everybody on the computer."""

    def options(parser: argparse.ArgumentParser) -> list[argparse.Action]:
        found = []
        for action in parser._actions:
            found.append(action)
            if isinstance(action, argparse._SubParsersAction):
                for below in action.choices.values():
                    found += options(below)
        return found

    takers = {word for action in options(build_parser()) if action.nargs != 0 for word in action.option_strings}
    assert "--imap" in takers
    assert not [word for word in takers if any(part in word for part in ("pass", "secret", "token"))]


def test_every_command_says_what_it_is_for():
    commands = next(action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction))
    assert all(choice.help for choice in commands._choices_actions)
    assert len(commands.choices) == len(commands._choices_actions)


def test_every_kind_of_error_has_its_exit_code():
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, BandejaError)]
    found = {kind.__name__: exits.exit_code_of(kind(Code.BAD_INPUT)) for kind in kinds}
    assert found == {
        "AuthenticationError": 3, "BandejaError": 1, "CertificateError": 3, "ConnectionFailure": 4, "PlanError": 1,
        "ProfileError": 5, "ProtocolError": 4, "SecurityError": 3, "ServerRefusal": 1, "SetupError": 3,
    }  # fmt: skip


@pytest.mark.parametrize("code", [Code.PLAN_REFUSED, Code.ATTACHMENTS_TOO_LARGE, Code.LINKED_TO_TASK])
def test_a_plan_rule_has_its_own_exit_code(code: Code):
    assert exits.exit_code_of(errors.PlanError(code)) == 6


def test_a_refusal_that_may_pass_is_one_of_the_network():
    assert exits.exit_code_of(errors.ServerRefusal(Code.SERVER_REFUSED, permanent=False)) == 4
