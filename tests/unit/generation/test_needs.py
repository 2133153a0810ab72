"""What a README says has to be so before the first apply."""

import json

import pytest
import yaml

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.generation import render
from dharma_core.generation.needs import shuts_out_the_provider
from dharma_core.plan import UNKNOWN, Address, Plan, make_resource
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.sizes import open_sizes

CATALOG = load_catalog()
REGIONS = {"aws": "us-east-1", "azure": "westeurope", "gcp": "europe-west1"}


def made(provider, format_name="terraform", **more):
    properties = {"name": "shop-assets", **more}
    box = {"name": "box", "type": "storage.bucket", "properties": properties}
    raw = {"name": "shop", "version": "1.0.0", "provider": provider, "region": REGIONS[provider],
           "resources": [box, {"name": "jobs", "type": "messaging.queue"}]}  # fmt: skip
    plan = lower(parse_blueprint(json.dumps(raw), file="d.json"), CATALOG, sizes=open_sizes())
    return {f.path: f.text for f in render(plan, format_name, CATALOG).files}


def test_google_services_are_switched_on_by_name():
    readme = made("gcp")["README.md"]
    assert "gcloud services enable" in readme
    assert "pubsub.googleapis.com storage.googleapis.com" in readme


def test_accounts_of_google_services_that_get_a_right_are_made_first():
    # The queue moves what failed in the name of Pub/Sub's own account.
    readme = made("gcp")["README.md"]
    assert "gcloud beta services identity create --service pubsub.googleapis.com" in readme


def test_azure_services_are_registered():
    readme = made("azure", "bicep")["README.md"]
    assert "az provider register --namespace Microsoft.ServiceBus" in readme
    assert "Microsoft.Resources" not in readme


def test_names_that_must_be_free_in_the_world_are_told_as_the_cloud_gets_them():
    assert "`shopassets` of `azurerm_storage_account.box`" in made("azure")["README.md"]
    assert "`shop-assets` of `aws_s3_bucket.box`" in made("aws")["README.md"]
    assert "`shop-jobs" not in made("aws")["README.md"]


def test_terraform_signs_in_by_entra_where_an_account_takes_no_keys():
    assert "storage_use_azuread = true" in made("azure")["providers.tf"]
    assert "azure:storageUseAzuread: true" in made("azure", "pulumi")["Pulumi.dev.yaml"]
    assert "storage_use_azuread" not in made("gcp")["providers.tf"]


def test_azure_s_own_api_is_enough_where_an_account_lets_in_its_users_only():
    closed = {"network_access": "design"}
    told = "  features {\n    storage {\n      data_plane_available = false\n    }\n  }\n"
    assert told in made("azure", **closed)["providers.tf"]
    assert "data_plane_available" not in made("azure")["providers.tf"]
    stack = yaml.safe_load(made("azure", "pulumi", **closed)["Pulumi.dev.yaml"])
    assert stack["config"]["azure:features"] == {"storage": {"dataPlaneAvailable": False}}


@pytest.mark.parametrize(
    ("account", "rules", "shut"),
    [
        ({"public_network_access_enabled": False}, None, True),
        ({"network_rules": [{"default_action": "Deny"}]}, None, True),
        ({}, {"default_action": "Deny"}, True),
        ({"network_rules": [{"default_action": "Allow"}]}, None, False),
        ({"network_rules": UNKNOWN, "queue_properties": UNKNOWN}, None, False),
        ({"network_rules": [UNKNOWN]}, {"default_action": UNKNOWN}, False),
        ({"public_network_access_enabled": False, "static_website": [{}]}, None, False),
    ],
    ids=["endpoint", "rules", "rules apart", "open", "unknown", "unknown rule", "website"],
)
def test_the_provider_stays_away_from_accounts_that_refuse_it(account, rules, shut):
    resources = [make_resource(Address("azurerm_storage_account", "a"), account)]
    if rules is not None:
        resources.append(
            make_resource(Address("azurerm_storage_account_network_rules", "a"), rules)
        )
    assert shuts_out_the_provider(Plan(tuple(resources), provider="azurerm")) is shut


def test_every_curated_google_type_names_its_services():
    types = [CATALOG.get(name) for name in CATALOG.types if name.startswith("google_")]
    assert [t.name for t in types if not t.sections["apis"]["enable"]] == []
