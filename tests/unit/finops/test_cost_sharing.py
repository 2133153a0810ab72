from decimal import Decimal

import pytest

from dharma_core.errors import InputError
from dharma_core.finops.analytics import Sharing, Tag
from dharma_core.finops.cost_sharing import CostSharing, dimension_of, parse_cost_sharing
from dharma_core.storage.facts import data_root

RULE = "shared:\n- name: Tax\n  where: {ChargeCategory: Tax}\n  sharing: even\n"


def test_a_file_says_owner_values_null_and_shares():
    text = (
        "owner: tag:Team\nshared:\n- name: Hub\n"
        "  where: {tag:App: [hub, dns], SubAccountId: null}\n"
        "  sharing: fixed\n  shares: {web: 0.25, data: 0.75}\n"
    )
    found = parse_cost_sharing(text, file="x.yaml")
    (rule,) = found.shared
    assert found.owner == Tag("Team")
    assert rule.where == {"tag:App": ("hub", "dns"), "SubAccountId": None}
    assert rule.sharing is Sharing.FIXED
    assert rule.shares == {"web": Decimal("0.25"), "data": Decimal("0.75")}


@pytest.mark.parametrize("text", ["", "\n  \n", "owner:\nshared:\n", "shared: []"])
def test_nothing_said_shares_nothing(text):
    assert parse_cost_sharing(text, file="x.yaml") == CostSharing()


def test_the_samples_file_is_right_and_every_rule_takes_something():
    text = (data_root() / "samples" / "cost-sharing.yaml").read_text("utf-8")
    assert len(parse_cost_sharing(text, file="cost-sharing.yaml").shared) == 4


@pytest.mark.parametrize(
    ("text", "said", "step"),
    [
        ("owners: tag:Team", "x.yaml:1: the file has no key 'owners'", "'owner'"),
        ("shared: {a: 1}", "x.yaml:1: shared is not a list", "Write under 'shared:'"),
        (RULE.replace("name", "nmae"), "x.yaml:2: a shared cost has no key 'nmae'", "'name'"),
        (RULE.replace("even", "evenly"), "x.yaml:4: nothing is shared 'evenly'", "'even'"),
        (RULE.replace("  sharing: even\n", ""), "x.yaml:2: this shared cost has no sharing", ""),
        (RULE + "  shares: {web: 1}\n", "x.yaml:2: The shared cost 'Tax' is shared even", "out"),
        (
            RULE.replace("even", "fixed") + "  shares: {web: 0.5}\n",
            "x.yaml:2: The fixed shares of 'Tax' add up to 0.5",
            "add up to 1",
        ),
        (
            RULE.replace("even", "fixed") + "  shares: {web: half}\n",
            "x.yaml:5: the share of 'web' is no number",
            "0.4",
        ),
        (RULE.replace("{ChargeCategory: Tax}", "{}"), "x.yaml:2: The shared cost 'Tax' says", ""),
        ("owner: 'tag: '", "names no owner", "tag:Team"),
        ("owner: [a]", "x.yaml:1: expected one text", ""),
        ("a: &a 1\nb: *a", "aliases", ""),
        ("- 1", "is not a file of cost sharing", "owner: tag:Team"),
    ],
)
def test_a_fault_is_named_with_its_line_and_the_next_step(text, said, step):
    with pytest.raises(InputError) as told:
        parse_cost_sharing(text, file="x.yaml")
    assert said in told.value.message
    assert step in told.value.next_step


def test_a_word_is_a_column_or_a_tag():
    assert dimension_of(" tag: Cost Center ") == Tag("Cost Center")
    assert dimension_of("SubAccountName") == "SubAccountName"
