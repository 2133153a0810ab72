"""Which companions belong to nobody that the plan can tell."""

import pytest

from dharma_core.policies.metadata import parse_policy
from dharma_core.policies.ports import PolicySource
from dharma_core.policies.relations import find_relations

TEXT = """# METADATA
# custom:
#   id: X_1
#   resource_types: [azurerm_storage_account]
#   related: {azurerm_cdn_frontdoor_origin: host_name}
package x

deny contains "m" if failing

failing := []
"""
ORIGIN = "azurerm_cdn_frontdoor_origin"


@pytest.mark.parametrize(
    ("host", "loose"),
    [
        ("(unknown)", 1),
        ("${var.host}", 1),
        ("${azurerm_linux_web_app.w.default_hostname}", 0),
        ("${azurerm_storage_account.a.primary_blob_host}", 0),
        ("www.example.com", 0),
    ],
    ids=["unknown", "variable", "another's", "its own", "known"],
)
def test_a_companion_is_anyones_only_when_no_resource_of_the_plan_is_mentioned(
    host, loose, plan_of
):
    plan = plan_of({
        "azurerm_storage_account.a": {},
        "azurerm_linux_web_app.w": {},
        f"{ORIGIN}.o": {"host_name": host},
    })  # fmt: skip
    relations = find_relations(plan, [parse_policy(PolicySource("x.rego", TEXT))])
    assert len(relations.loose([ORIGIN])) == loose
