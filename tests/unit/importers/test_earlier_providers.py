"""Configurations, plans and states that an earlier version of a provider wrote."""

import json

import pytest

from dharma_core.importers import read_text
from dharma_core.importers.folders import MemoryFolder
from dharma_core.importers.terraform import read_folder
from dharma_core.plan import UNKNOWN, Ref
from dharma_core.storage.facts import load_catalog

AKS = """
variable "workspace" {}
resource "azurerm_kubernetes_cluster" "k" {
  name                            = "k"
  location                        = "westeurope"
  resource_group_name             = "rg"
  dns_prefix                      = "k"
  api_server_authorized_ip_ranges = ["10.0.0.0/8"]
  default_node_pool {
    name                = "default"
    vm_size             = "Standard_D2_v2"
    enable_auto_scaling = "true"
  }
  role_based_access_control {
    enabled = "false"
  }
  addon_profile {
    oms_agent {
      enabled                    = true
      log_analytics_workspace_id = var.workspace
    }
    http_application_routing {
      enabled = true
    }
    kube_dashboard {
      enabled = true
    }
  }
}
output "rbac" {
  value = azurerm_kubernetes_cluster.k.role_based_access_control_enabled
}
"""
ACCOUNT = """
resource "azurerm_storage_account" "a" {
  name                      = "a"
  resource_group_name       = "rg"
  location                  = "westeurope"
  account_tier              = "Standard"
  account_replication_type  = "LRS"
  enable_https_traffic_only = "false"
}
output "https" {
  value = azurerm_storage_account.a.enable_https_traffic_only
}
"""


def read(text):
    return read_folder(MemoryFolder({"main.tf": text}), catalog=load_catalog())


def test_a_configuration_of_azurerm_2_is_read_under_the_present_names():
    plan = read(AKS)
    cluster = plan.by_address["azurerm_kubernetes_cluster.k"]
    found = cluster.attributes
    assert found["role_based_access_control_enabled"] is False
    assert found["http_application_routing_enabled"] is True
    assert found["default_node_pool"][0]["auto_scaling_enabled"] is True
    assert found["api_server_access_profile"][0]["authorized_ip_ranges"] == ("10.0.0.0/8",)
    assert found["oms_agent"][0]["log_analytics_workspace_id"] is UNKNOWN
    parts = {e.path: e.parts for e in cluster.expressions}
    assert parts["oms_agent", 0, "log_analytics_workspace_id"] == (Ref("var.workspace"),)
    assert not {"addon_profile", "role_based_access_control"} & set(found)
    assert plan.outputs[0].value is False


def test_what_a_provider_gave_up_is_told_once_as_a_warning():
    (problem,) = read(AKS).problems
    assert problem.severity == "warning"
    assert problem.message.endswith("no 'addon_profile' since azurerm 3.0; it is left out.")


def test_another_block_may_name_an_attribute_as_it_was_called():
    plan = read(ACCOUNT)
    assert plan.problems == ()
    assert plan.resources[0].attributes["https_traffic_only_enabled"] is False
    assert plan.outputs[0].value is False


def test_a_misspelt_name_is_still_one():
    plan = read(ACCOUNT.replace("enable_https_traffic_only =", "enable_https_traffic_onli ="))
    assert "has no attribute 'enable_https_traffic_onli'" in plan.problems[0].message


@pytest.mark.parametrize("kind", ["plan", "state"])
def test_plans_and_states_of_an_earlier_provider_are_read_too(kind):
    values = {"name": "a", "enable_https_traffic_only": False}
    resource = {"mode": "managed", "type": "azurerm_storage_account", "name": "a"}
    provider = "registry.terraform.io/hashicorp/azurerm"
    if kind == "plan":
        change = {"actions": ["no-op"], "before": values, "after": values}
        entry = {**resource, "provider_name": provider, "change": change}
        document = {"format_version": "1.2", "resource_changes": [entry]}
    else:
        entry = {**resource, "provider": f'provider["{provider}"]'}
        entry["instances"] = [{"schema_version": 3, "attributes": values}]
        document = {"version": 4, "serial": 1, "lineage": "x", "resources": [entry]}
    plan = read_text(json.dumps(document), file=f"{kind}.json", catalog=load_catalog())
    for one in (*plan.resources, *plan.prior):
        assert one.attributes["https_traffic_only_enabled"] is False
        assert "enable_https_traffic_only" not in one.attributes
