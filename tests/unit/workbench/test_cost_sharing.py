"""Bills in force divided among their owners."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dharma_core.errors import InputError
from dharma_core.finops.analytics import Tag
from dharma_core.identity import Actor
from dharma_core.workbench import Workbench
from tests.bills import days, write

OWNED = {"Tags": '{"team": "web"}', "EffectiveCost": "6"}
OTHER = {"Tags": '{"team": "data"}', "EffectiveCost": "2"}
SUPPORT = {"Tags": "", "ServiceName": "Support", "EffectiveCost": "4", "BilledCost": "8"}
RULES = "owner: tag:team\nshared:\n- {name: Help, where: {ServiceName: Support}, sharing: even}\n"


@pytest.fixture
def bench(tmp_path):
    opened = Workbench.open(cwd=tmp_path)
    rows = [days(1, **OWNED)[0], days(1, **OTHER)[0], days(2, **SUPPORT)[0]]
    write(tmp_path / "march.csv", *rows)
    opened.import_bills([tmp_path / "march.csv"])
    return opened


def totals(divided):
    return {s.owner: s.total for s in divided.statements}


def test_a_file_here_says_who_owns_and_what_is_shared(bench):
    (bench.cwd / "cost-sharing.yaml").write_text(RULES, "utf-8")
    assert totals(bench.divided_bill()) == {"web": Decimal(8), "data": Decimal(4)}
    billed = bench.divided_bill(kind="chargeback")
    assert billed.total == bench.billing_summary().periods[0].billed_cost


def test_a_file_in_the_home_counts_where_none_is_here(bench):
    (bench.settings.home / "cost-sharing.yaml").write_text(RULES, "utf-8")
    assert bench.cost_sharing().owner == Tag("team")
    (bench.cwd / "cost-sharing.yaml").write_text("owner: SubAccountName", "utf-8")
    assert bench.cost_sharing().owner == "SubAccountName"
    (bench.cwd / "other.yaml").write_text("", "utf-8")
    assert bench.cost_sharing(bench.cwd / "other.yaml", owner="tag:team").owner == Tag("team")


def test_without_a_rule_the_account_pays_unless_a_required_tag_is_there(bench):
    assert bench.divided_bill().owner == "SubAccountName"
    (bench.cwd / "dharma.toml").write_text('[policies]\nrequired_tags = ["Owner", "team"]\n')
    assert Workbench.open(cwd=bench.cwd).divided_bill().owner == Tag("team")


def test_a_correction_in_a_later_bill_changes_the_month_that_it_corrects(bench):
    later = {
        **OWNED,
        "EffectiveCost": "-1",
        "ChargeClass": "Correction",
        "BillingPeriodStart": "2026-04-01T00:00:00Z",
        "BillingPeriodEnd": "2026-05-01T00:00:00Z",
    }
    write(bench.cwd / "april.csv", days(3, **later)[0])
    bench.import_bills([bench.cwd / "april.csv"])
    sharing = bench.cost_sharing(owner="tag:team")
    assert totals(bench.divided_bill("2026-03", sharing=sharing))["web"] == Decimal(5)


@pytest.mark.parametrize(
    ("owner", "said", "step"),
    [
        ("tag:taem", "No charge of 2026-03 has the tag 'taem'", "'team'"),
        ("ServiceNmae", "ServiceNmae", "ServiceName"),
        ("tag:", "names no owner", "tag:Team"),
    ],
)
def test_an_owner_that_is_not_there_is_named_with_the_nearest(bench, owner, said, step):
    with pytest.raises(InputError) as told:
        bench.divided_bill(sharing=bench.cost_sharing(owner=owner))
    assert said in told.value.message
    assert step in str(told.value)


def test_what_cannot_be_divided_is_refused_with_the_next_step(bench, tmp_path):
    with pytest.raises(InputError, match="'showbak'") as told:
        bench.divided_bill(kind="showbak")
    assert "'showback'" in told.value.next_step
    with pytest.raises(InputError, match="no bill of 2026-04"):
        bench.divided_bill("2026-04")
    (bench.cwd / "cost-sharing.yaml").write_text("shared: 1", "utf-8")
    with pytest.raises(InputError, match=r"cost-sharing\.yaml:1"):
        bench.divided_bill()
    with pytest.raises(InputError, match="cannot be read"):
        bench.cost_sharing(tmp_path / "none.yaml")
    other = Workbench.open(actor=Actor("olga", "other", ("admin",)), cwd=tmp_path / "elsewhere")
    with pytest.raises(InputError, match="No bill was imported"):
        other.divided_bill()
