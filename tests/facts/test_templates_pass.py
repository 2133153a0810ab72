"""Every bundled design breaks no rule of ours, on every cloud that it can be moved to."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.blueprints.kinds.library import KINDS
from dharma_core.blueprints.retargeting import retarget
from dharma_core.policies.check import check
from dharma_core.policies.findings import Severity
from dharma_core.runners.rego import ChildRego
from dharma_core.storage.facts import load_catalog, load_templates
from dharma_core.storage.policy_files import load_builtin_policies
from dharma_core.storage.sizes import open_sizes
from tests.one_engine import OneEngine

REGIONS = MappingProxyType({"azure": "westeurope", "gcp": "europe-west1"})
TAGS = MappingProxyType({"required_tags": ["Environment", "Owner", "CostCenter"]})
GRAVE = (Severity.CRITICAL, Severity.HIGH)

# Warnings of high severity that stay. These functions name no subnet, so on Azure they run on the
# plan that is paid by execution, which joins no network: what they use lets in every network. It
# takes identities only, no keys. With 'subnets' and 'network_access: design' nothing is left.
OPEN_TO_FUNCTIONS = MappingProxyType({
    ("data-lake", "azure"): ("cleaned", "packages", "raw"),
    ("scheduled-jobs", "azure"): ("packages",),
})  # fmt: skip


def claimed() -> list[tuple[str, str]]:
    """Return each template with each cloud that it can be moved to."""
    found: list[tuple[str, str]] = []
    for name, text in sorted(load_templates().items()):
        blueprint = parse_blueprint(text, file=f"{name}.yaml")
        portable = all(resource.type in KINDS for resource in blueprint.resources)
        clouds = REGIONS if portable else ()
        found += [(name, cloud) for cloud in (blueprint.provider, *clouds)]
    return found


@pytest.fixture(scope="module")
def engine():
    with ChildRego(budget_seconds=600).session() as opened:
        yield OneEngine(opened)


def plan_of(name: str, cloud: str):
    blueprint = parse_blueprint(load_templates()[name], file=f"{name}.yaml")
    catalog, sizes = load_catalog(), open_sizes()
    if cloud != blueprint.provider:
        place = {"provider": cloud, "region": REGIONS[cloud]}
        blueprint = retarget(blueprint, catalog, sizes, **place).blueprint
    return lower(blueprint, catalog, sizes=sizes)


@pytest.mark.parametrize(("name", "cloud"), claimed())
def test_a_template_breaks_no_rule_on_a_cloud_it_claims(name, cloud, engine):
    report = check(plan_of(name, cloud), load_builtin_policies(), engine, parameters=TAGS)
    assert report.policy_errors == ()
    assert [(f.rule_id, f.address) for f in report.violations] == []
    grave = {(f.rule_id, f.address) for f in report.warnings if f.severity in GRAVE}
    kept = OPEN_TO_FUNCTIONS.get((name, cloud), ())
    assert grave == {("DH_AZURE_STORAGE_006", f"azurerm_storage_account.{k}") for k in kept}


def test_templates_claim_all_three_clouds():
    assert {cloud for _, cloud in claimed()} == {"aws", *REGIONS}
