"""The plan table as it is shipped, against an independent reading of the article, and broken tables."""

import pytest

from desktop.core.api.errors import Code, PlanError
from desktop.core.config import resource_text
from desktop.core.plan.catalogue import LARGEST_FILE, Catalogue, Plan, add_own_plans, parse_catalogue

# id: mailboxes per employee, shared, storage days, import days, sends a month. Typed from the article's table, not from the file.
EXPECTED = {
    "free": (0, 0, None, None, 0),
    "trial": (10, 3, 30, 30, 10_000),
    "basic": (1, None, 7, 7, 10_000),
    "standard": (5, None, 30, 30, 50_000),
    "professional": (10, None, 90, 90, 100_000),
    "enterprise-250": (10, None, 90, 90, 250_000),
    "enterprise-500": (11, None, 90, 90, 500_000),
    **{f"enterprise-{n}": (12, None, 90, 90, n * 1000) for n in range(1000, 10_001, 1000)},
}
GOOD = """
attachments_bytes = 14_994_636
grace_days = 10
[[plan]]
id = "basic"
name = "Basic"
mailboxes_per_employee = 1
shared_mailboxes = "unlimited"
storage_days = 7
import_days = 7
sends_per_month = 10_000
"""


@pytest.fixture(scope="module")
def shipped():
    return parse_catalogue(resource_text("plans.toml"), "plans.toml")


def test_the_shipped_table_is_the_articles(shipped):
    read = {
        plan.plan_id: (
            plan.mailboxes_per_employee, plan.shared_mailboxes, plan.storage_days, plan.import_days, plan.sends_per_month
        )
        for plan in shipped.plans
    }  # fmt: skip
    assert read == EXPECTED


def test_reading_9_enterprise_tiers_are_exactly_these(shipped):
    tiers = [
        plan.plan_id.removeprefix("enterprise-") for plan in shipped.plans if plan.plan_id.startswith("enterprise")
    ]
    assert tiers == ["250", "500", *(str(n) for n in range(1000, 10_001, 1000))]


def test_reading_7_attachments_limit_is_14_3_binary_megabytes(shipped):
    assert shipped.attachments_bytes == int(14.3 * 1024 * 1024)


def test_reading_1_no_plan_keeps_60_days_but_the_data_may(shipped):
    assert 60 not in {plan.storage_days for plan in shipped.plans}
    assert parse_catalogue(GOOD.replace("storage_days = 7", "storage_days = 60"), "own").plans[0].storage_days == 60


def test_what_the_source_does_not_state_is_marked(shipped):
    assert shipped.find("trial").assumed == ("sends_per_month", "lasts_days")


def test_only_the_free_plan_does_not_sync(shipped):
    assert [plan.plan_id for plan in shipped.plans if not plan.syncs] == ["free"]


def test_an_unknown_plan_is_named(shipped):
    with pytest.raises(PlanError) as caught:
        shipped.find("gold")
    assert caught.value.code is Code.NOT_FOUND
    assert "gold" in caught.value.sentence()


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("storage_days = 7", "storage_days = 0", "storage_days"),
        ("storage_days = 7", "storage_days = true", "storage_days"),
        ("storage_days = 7\n", "", "storage_days"),
        ('shared_mailboxes = "unlimited"', 'shared_mailboxes = "many"', "shared_mailboxes"),
        ("sends_per_month = 10_000", "sends_per_month = -1", "sends_per_month"),
        ("sends_per_month = 10_000", "sends_per_month = 1.5", "sends_per_month"),
        ('name = "Basic"', "name = 3", "name"),
        ("import_days = 7", "import_days = 7\nimport_day = 7", "import_day"),
        ("grace_days = 10", "grace_days = 'x'", "grace_days"),
        ("[[plan]]", "[[plan", "own.toml"),
        ('id = "basic"', 'id = ""', "id"),
    ],
)
def test_broken_data_is_refused_with_the_fault_named(before, after, named):
    assert before in GOOD
    with pytest.raises(PlanError) as caught:
        parse_catalogue(GOOD.replace(before, after), "own.toml")
    assert named in caught.value.sentence()


def test_one_id_twice_is_refused():
    with pytest.raises(PlanError) as caught:
        parse_catalogue(GOOD + GOOD[GOOD.index("[[plan]]") :], "own.toml")
    assert caught.value.parameters == {"path": "own.toml", "line": "13", "field": "id", "found": "basic"}


TIERS = """
[[tiers]]
id = "big-{tier}"
name = "Big {tier}"
tiers = [1, 2]
mailboxes_per_employee = 1
shared_mailboxes = 0
storage_days = 7
import_days = 7
sends_per_tier = 10
"""


@pytest.mark.parametrize(
    ("before", "after", "line", "field"),
    [
        ("storage_days = 7", "storage_days = 0", 9, "storage_days"),
        ("storage_days = 7", "storage_days = 40_000", 9, "storage_days"),
        ("storage_days = 7\n", "", 4, "storage_days"),
        ("import_days = 7", "import_day = 7\nimport_days = 7", 10, "import_day"),
        ("grace_days = 10", "grace = 10\ngrace_days = 10", 3, "grace"),
        ("grace_days = 10\n", "", 1, "grace_days"),
        ('name = "Basic"', 'name = "Ba\\nsic"', 6, "name"),
        ("sends_per_month = 10_000", 'sends_per_month = 10_000\nassumed = ["sends"]', 12, "assumed"),
        ("sends_per_month = 10_000", 'sends_per_month = 10_000\nsyncs = "no"', 12, "syncs"),
        ("sends_per_month = 10_000", "sends_per_month = 10_000\nlasts_days = 0", 12, "lasts_days"),
        ("sends_per_month = 10_000", "sends_per_month = 10_000\nsyncs = false", 9, "storage_days"),
        ("sends_per_month = 10_000", "sends_per_month = 10_000,", 11, "TOML"),
        ("[[plan]]", "[plan]", 4, "plan"),
        ("tiers = [1, 2]", "tiers = [1, true]", 16, "tiers"),
        ("tiers = [1, 2]", "tiers = []", 16, "tiers"),
        ("tiers = [1, 2]\n", "", 13, "tiers"),
        ('id = "big-{tier}"', 'id = "big"', 14, "id"),
        ("sends_per_tier = 10", "sends_per_tier = 10\nsends_per_month = 3", 22, "sends_per_month"),
    ],
)
def test_the_line_at_fault_is_named(before, after, line, field):
    text = GOOD + TIERS
    assert before in text
    with pytest.raises(PlanError) as caught:
        parse_catalogue(text.replace(before, after, 1), "own.toml")
    error = caught.value
    assert (error.code, error.parameters["line"], error.parameters["field"]) == (
        Code.PLAN_TABLE_BROKEN,
        str(line),
        field,
    )


def test_an_empty_table_and_one_too_large_are_refused():
    for text in ("attachments_bytes = 1\ngrace_days = 1\n", "# " + "x" * (300 << 10)):
        with pytest.raises(PlanError):
            parse_catalogue(text, "own.toml")


OWN = GOOD[GOOD.index("[[plan]]") :].replace('"basic"', '"ours"').replace("storage_days = 7", "storage_days = 60")


def test_a_companys_own_plans_come_after_the_shipped_ones(shipped):
    whole = add_own_plans(shipped, OWN, "own.toml")
    assert whole.plans[:-1] == shipped.plans
    assert (whole.plans[-1].plan_id, whole.plans[-1].storage_days) == ("ours", 60)
    assert (whole.attachments_bytes, whole.grace_days) == (shipped.attachments_bytes, shipped.grace_days)


@pytest.mark.parametrize("text", [OWN.replace("ours", "basic"), "grace_days = 3\n" + OWN, OWN + OWN, "plan = 3"])
def test_own_plans_change_nothing_that_is_shipped(shipped, text):
    with pytest.raises(PlanError) as caught:
        add_own_plans(shipped, text, "own.toml")
    assert caught.value.code is Code.PLAN_TABLE_BROKEN


def test_hostile_braces_in_a_tiers_name_are_only_text():
    text = GOOD + TIERS.replace('name = "Big {tier}"', 'name = "Big {tier.__class__} {0}"')
    assert parse_catalogue(text, "own").plans[-1].name == "Big {tier.__class__} {0}"


def test_what_a_trial_becomes_is_the_plan_that_does_not_sync(shipped):
    assert shipped.free().plan_id == "free"
    assert [plan.plan_id for plan in shipped.plans if plan.lasts_days is not None] == ["trial"]
    assert [plan.plan_id for plan in shipped.plans if not plan.is_paid] == ["free", "trial"]
    with pytest.raises(PlanError):
        parse_catalogue(GOOD, "own").free()


@pytest.mark.parametrize(
    "text",
    [
        "a" + ".a" * 120_000 + "=1",
        "\n".join(["a" + ".a" * 1_900 + "=1"]),
        "a=" + "[" * 3_000,
        "[[tiers]]\nid='p{tier}'\nname='P'\nsends_per_tier=1\ntiers=[\n" + "1,\n" * 60_000 + "]",
    ],
)
def test_a_table_that_is_deep_or_long_without_end_is_refused_at_once(shipped, text: str):
    with pytest.raises(PlanError) as refused:
        add_own_plans(shipped, text, "own.toml")
    assert refused.value.code is Code.PLAN_TABLE_BROKEN
    assert len(refused.value.sentence()) < 400


def refusal(text: str) -> PlanError:
    with pytest.raises(PlanError) as caught:
        parse_catalogue(text, "own.toml")
    assert caught.value.code is Code.PLAN_TABLE_BROKEN
    return caught.value


@pytest.mark.parametrize(
    ("before", "largest", "too_large"),
    [
        ("storage_days = 7", "storage_days = 36_500", "storage_days = 36_501"),
        ("import_days = 7", "import_days = 1", "import_days = 0"),
        ("grace_days = 10", "grace_days = 36_500", "grace_days = 36_501"),
        ("sends_per_month = 10_000", "sends_per_month = 1_000_000_000_000", "sends_per_month = 1_000_000_000_001"),
        ("mailboxes_per_employee = 1", "mailboxes_per_employee = 0", "mailboxes_per_employee = -1"),
        ("tiers = [1, 2]", "tiers = [1, 100_000_000_000]", "tiers = [1, 100_000_000_001]"),
        ("tiers = [1, 2]", "tiers = [1]", "tiers = [0]"),
        ('name = "Basic"', f'name = "{"x" * 60}"', f'name = "{"x" * 61}"'),
        ('name = "Basic"', f'name = "Basic"  # {"x" * 3_982}', f'name = "Basic"  # {"x" * 3_983}'),
    ],
)
def test_numbers_and_texts_up_to_their_bounds(before: str, largest: str, too_large: str):
    text = GOOD + TIERS
    assert before in text
    parse_catalogue(text.replace(before, largest, 1), "own.toml")
    refusal(text.replace(before, too_large, 1))


@pytest.mark.parametrize("many", [1_000, 1_001])
def test_a_thousand_plans_and_no_more(many: int):
    own = TIERS.replace("[1, 2]", "[\n" + ",\n".join(str(number + 1) for number in range(many)) + "]")
    head = GOOD[: GOOD.index("[[plan]]")]
    if many == 1_000:
        assert len(parse_catalogue(head + own, "own.toml").plans) == many
        assert refusal(GOOD + own).parameters["field"] == "id", "the plan above them is one more"
    else:
        assert refusal(head + own).parameters["field"] == "tiers"


def test_a_file_up_to_its_bound_and_what_is_said_of_one_beyond():
    filled = GOOD + "# a comment\n" * ((LARGEST_FILE - len(GOOD)) // 12)
    filled += "#" * (LARGEST_FILE - len(filled))
    assert len(filled) == LARGEST_FILE == 262_144
    parse_catalogue(filled, "own.toml")
    assert refusal(filled + "#" * 2_048).parameters == {
        "path": "own.toml", "line": "1", "field": "TOML", "found": "258 KB"
    }  # fmt: skip


def test_a_line_that_is_too_long_is_named():
    assert refusal(GOOD + "\n#" + "x" * 4_000).parameters == {
        "path": "own.toml", "line": "13", "field": "TOML", "found": "4001 characters in one line"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "field", "found"),
    [
        ("attachments_bytes = 1\ngrace_days = 1\n", "1", "plan", "—"),
        (GOOD.replace("grace_days = 10\n", ""), "1", "grace_days", "—"),
        (GOOD.replace("attachments_bytes = 14_994_636", "attachments_bytes = 'x'"), "2", "attachments_bytes", "x"),
        (GOOD.replace("grace_days = 10", "grace_days = [1]"), "3", "grace_days", "list"),
        ("attachments_bytes = 1\ngrace_days = 1\nplan = [1]\n", "3", "plan", "list"),
        ("attachments_bytes = 1\ngrace_days = 1\ntiers = [1]\n", "3", "tiers", "list"),
        (GOOD.replace("grace_days = 10", f"grace_days = '{'x' * 200}'"), "3", "grace_days", "x" * 120),
        (GOOD + TIERS.replace("sends_per_tier = 10", "sends_per_tier = 'x'"), "21", "sends_per_tier", "x"),
        (GOOD + TIERS.replace("import_days = 7", "import_days = 0"), "20", "import_days", "0"),
    ],
)
def test_what_was_found_instead_is_said(text: str, line: str, field: str, found: str):
    assert refusal(text).parameters == {"path": "own.toml", "line": line, "field": field, "found": found}


def test_a_company_may_have_tiers_of_its_own(shipped):
    assert [plan.plan_id for plan in add_own_plans(shipped, TIERS, "own.toml").plans[-2:]] == ["big-1", "big-2"]
    with pytest.raises(PlanError) as caught:
        add_own_plans(shipped, "\n[[plans]]\n", "own.toml")
    assert (caught.value.parameters["line"], caught.value.parameters["field"]) == ("2", "plans")


def test_what_is_not_there_is_named():
    for missing, name in ((lambda catalogue: catalogue.find("gold"), "gold"), (Catalogue.free, "free")):
        with pytest.raises(PlanError) as caught:
            missing(parse_catalogue(GOOD, "own"))
        assert (caught.value.code, caught.value.parameters) == (Code.NOT_FOUND, {"what": "plan", "name": name})


def plan(storage: int | None, fetched: int | None, *, syncs: bool = True) -> Plan:
    return Plan("x", "X", 1, 0, storage, fetched, 1, syncs)


@pytest.mark.parametrize(
    ("plans", "longest"),
    [
        ([plan(7, 30), plan(90, 60)], 90),
        ([plan(7, 120)], 120),
        ([plan(7, 30), plan(None, None, syncs=False)], 30),
        ([plan(None, None, syncs=False)], 0),
        ([plan(7, 30), plan(None, 30)], None),
        ([plan(7, None)], None),
    ],
)
def test_how_far_back_mail_is_ever_wanted(plans: list[Plan], longest: int | None):
    assert Catalogue(tuple(plans), 1, 1).longest_days() == longest


def test_a_plan_syncs_unless_it_is_said():
    assert Plan("x", "X", 1, 0, 7, 7, 1).syncs
    assert Plan("x", "X", 1, 0, 7, 7, 1).is_paid
