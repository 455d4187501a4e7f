"""`bandeja plan` on a profile with mail: the same answers as tables and as JSON."""

from __future__ import annotations

import json

import pytest

from desktop.cli import program
from desktop.core.config import resource_text
from tests.integration.plan.workspaces import Workspace, here

__all__ = ["here"]
AT = "2026-11-18T12:00:00+00:00"


class Command:
    def __init__(self, world: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
        self._world, self._capsys = world, capsys

    def run(self, *words: str, code: int = 0) -> str:
        assert program.run(["--profile", str(self._world.directory), "plan", *words]) == code
        said = self._capsys.readouterr()
        self.err = said.err
        return said.out

    def json(self, *words: str, code: int = 0) -> dict:
        return json.loads(self.run(*words, "--json", code=code))


@pytest.fixture
def plan(here: Workspace, capsys: pytest.CaptureFixture[str]) -> Command:
    """The profile is closed, as it is when no window is open; the command has the computer's clock."""
    here.connect("b")
    here.arrive(1, 8, 40)
    here.sync_all()
    here.link("INBOX", 2)
    here.engine.close()
    return Command(here, capsys)


def test_every_limit_is_there_by_name(plan):
    rows = plan.json("list")["plans"]
    assert len(rows) == resource_text("plans.toml").count("[[plan]]") + 10
    assert rows[1] == {
        "id": "trial", "name": "Trial", "mailboxes_per_employee": 10, "shared_mailboxes": 3, "storage_days": 30,
        "import_days": 30, "sends_per_month": 10_000, "syncs": True, "lasts_days": 15,
        "assumed": ["sends_per_month", "lasts_days"], "chosen": False, "used": False,
    }  # fmt: skip
    table = plan.run("list").splitlines()
    assert [line.split()[:2] for line in table if line.startswith("*")] == [["*", "professional"]]
    assert len({len(line) for line in table[1:-1]}) == 1, "the numbers stand under each other"


def test_what_if_names_folders_mailboxes_and_what_stays(plan):
    found = plan.json("whatif", "basic", "--at", AT, "--keep", "b@example.org")["whatif"]
    assert found["leaving_mails"] == 1
    assert found["leaving"][0] | {"bytes": 0} == {
        "account": "ana@example.org", "mailbox": "INBOX", "use": "inbox", "mails": 1, "bytes": 0
    }  # fmt: skip
    assert found["staying"] == {"task": 1}
    assert (found["suspended"], found["resumed"]) == (["ana@example.org"], [])
    assert found["sends_left"] == 10_000
    text = plan.run("whatif", "basic", "--at", AT)
    assert "1 local copy would leave" in text
    assert "linked to a task" in text
    assert "mailboxes that would stop: b@example.org" in text
    for verb in ("whatif", "apply"):
        plan.run(verb, "gold", code=1)
        assert "bandeja plan list" in plan.err, "a wrong word is answered with the way to the right ones"
    assert plan.json("show")["plan"]["id"] == "professional", "nothing has happened"


def test_the_sweep_does_what_what_if_said_and_names_each_mail(plan):
    said = plan.json("whatif", "basic", "--at", AT)["whatif"]
    plan.run("apply", "basic")
    done = plan.json("sweep", "--at", AT)["sweep"]
    assert (done["removed"], done["bytes"]) == (said["leaving_mails"], said["leaving_bytes"])
    by_id = {one["message_id"]: one for one in done["mails"]}
    assert {key: (one["decision"], one["reason"]) for key, one in by_id.items()} == {
        "m1@example.org": ("keep", "within_period"),
        "m2@example.org": ("keep", "task"),
        "m3@example.org": ("remove", "expired"),
    }
    assert by_id["m3@example.org"]["account"] == "ana@example.org"
    assert by_id["m3@example.org"]["internaldate"] < "2026-10-20"


def test_a_change_is_planned_shown_and_called_off(plan):
    change = plan.json("apply", "basic", "--on", "2030-01-01", "--keep", "b@example.org")["plan"]
    assert (change["waits"], change["id"]) == (True, "professional")
    shown = plan.json("show")["plan"]["changes"]
    assert (shown[0]["plan"], shown[0]["waits"], shown[0]["key"]) == ("basic", True, change["change"])
    assert "Basic: waits (chosen)" in plan.run("show")
    plan.run("cancel", str(change["change"]))
    assert not plan.json("show")["plan"]["changes"][0]["waits"]
    plan.run("cancel", "999", code=1)
    plan.run("apply", "basic", "--on", "2020-01-01", code=1)
    assert "is over (2020-01-01)" in plan.err
    plan.run("apply", "basic", "--on", "yesterday", code=2)
    plan.run("apply", "basic", "--keep", "nobody@example.org", code=1)


def test_the_trial_is_shown_with_its_end_and_ended(plan):
    plan.run("apply", "trial")
    assert plan.json("show")["plan"]["trial_ends"] is not None
    assert "trial: until" in plan.run("show")
    assert plan.json("end-trial")["plan"]["id"] == "free"
    plan.run("end-trial", code=1)
    plan.run("fetch-again", code=6)
    plan.run("apply", "standard")
    assert plan.json("fetch-again")["plan"]["done"] == "fetching_again"
    assert plan.json("lapsed")["plan"]["done"] == "plan_scheduled"


def test_members_and_shares(plan):
    plan.run("members", "add", "Luis")
    plan.run("members", "share", "b@example.org", "luis")
    plan.run("members", "keep", "b@example.org")
    plan.run("members", "switch", "2")
    found = plan.json("members")
    assert [(one["name"], one["current"], one["own"], one["shared_with"]) for one in found["members"]] == [
        ("Ana", False, 2, 0), ("Luis", True, 0, 1)
    ]  # fmt: skip
    shared = found["mailboxes"][1]
    assert (shared["account"], shared["shared_with"], shared["chosen"]) == ("b@example.org", ["Luis"], True)
    assert "chosen to stay" in plan.run("members")
    plan.run("members", "rename", "Luis", "Luisa")
    plan.run("members", "remove", "Ana", code=1)
    plan.run("members", "remove", "nobody", code=1)
    plan.run("members", "share", "b@example.org")
    plan.run("members", "remove", "luisa")
    assert len(plan.json("members")["members"]) == 1


def test_a_companys_own_plans_stand_in_the_table_and_a_broken_line_is_named(plan, here):
    own = here.directory / "plans.toml"
    own.write_text(
        '[[plan]]\nid = "ours"\nname = "Ours"\nmailboxes_per_employee = 2\nshared_mailboxes = 1\n'
        "storage_days = 60\nimport_days = 60\nsends_per_month = 5\n"
    )
    plan.run("apply", "ours")
    assert plan.json("show")["plan"]["storage_days"] == 60
    own.write_text(own.read_text().replace("storage_days = 60", "storage_days = 0"))
    plan.run("show", code=1)
    assert "Line 6 of the plan table" in plan.err
    own.unlink()
    assert plan.json("sweep", "--at", str(AT))["sweep"]["removed"] == 0, "a plan that nobody knows takes nothing"
