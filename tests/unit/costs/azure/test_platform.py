"""Azure's platform services, worked out by hand at round prices."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimates import CostState
from dharma_core.plan import UNKNOWN

PRICES = {
    "app_service/plan os=linux,size=P1v3": "0.2",
    "app_service/plan os=windows,size=P1v3": "0.3",
    "app_service/plan os=windows,size=D1": "0.01",
    "app_service/ip_ssl": "39",
    "app_service/certificate kind=standard": "60",
    "app_service/static_web_app": "9",
    "app_service/static_web_app_bandwidth": "0.2",
    "functions/premium part=vcpu": "100",
    "functions/premium part=memory": "10",
    "functions/execution_time": "0.00002",
    "functions/executions": "0.2",
    "logic_apps/workflow part=vcore": "100",
    "logic_apps/workflow part=memory": "10",
    "logic_apps/connector_calls connector=standard": "0.001",
    "logic_apps/connector_calls connector=enterprise": "0.01",
    "logic_apps/environment part=base,tier=premium": "6",
    "logic_apps/environment part=scale,tier=premium": "3",
    "logic_apps/environment part=base,tier=developer": "1",
    "hdinsight/node size=d3_v2": "0.3",
    "hdinsight/node size=d4a_v4": "0.2",
    "hdinsight/disk_operations": "0.001",
    "disks/storage redundancy=LRS,size_class=P30": "100",
    "api_management/units tier=premium": "2000",
    "api_management/units tier=basic": "100",
    "api_management/self_hosted_gateway": "250",
    "api_management/calls": "3.5",
    "app_configuration/instance": "1.2",
    "app_configuration/requests": "0.06",
    "container_registry/registry tier=Basic": "0.2",
    "container_registry/registry tier=Premium": "2",
    "container_registry/storage": "0.1",
    "container_registry/build": "0.0001",
    "search/units tier=standard": "0.3",
    "search/image_extraction": {0: "1", 1000: "0.8", 5000: "0.65"},
    "notification_hubs/namespace tier=standard": "200",
    "notification_hubs/pushes tier=standard": {10: "10", 100: "2.5"},
    "domain_services/domain tier=enterprise": "0.4",
    "signalr/units tier=Standard": "50",
    "signalr/messages tier=Standard": "1",
    "backup/protected_instance size=under_50_gb": "5",
    "backup/protected_instance size=under_500_gb": "10",
    "backup/storage redundancy=GRS": "0.05",
    "backup/storage redundancy=RA-GRS": "0.06",
    "cognitive/units meter=speech_requests": "5.5",
    "cognitive/commitment meter=text_requests,runs_in=cloud,size=5000000": "0.001",
    "cognitive/overage meter=text_requests,runs_in=cloud,size=5000000": "1",
    "openai/embeddings model=text-embedding-3-small": "0.00002",
    "openai/code_interpreter": "0.03",
}


def costs(components):
    return {name: c.monthly_cost for name, c in components.items()}


@pytest.mark.parametrize(
    ("kind", "attributes", "expected"),
    [
        ("azurerm_service_plan", {"os_type": "Linux", "sku_name": "P1v3", "worker_count": 2}, 292),
        ("azurerm_service_plan", {"os_type": "Windows", "sku_name": "P1V3"}, 219),
        ("azurerm_service_plan", {"os_type": "WindowsContainer", "sku_name": "P1v3"}, 219),
        ("azurerm_service_plan", {"os_type": "Windows", "sku_name": "SHARED"}, Decimal("7.3")),
        ("azurerm_app_service_plan", {"sku": ({"size": "P1v3"},)}, 219),
        ("azurerm_app_service_plan", {"kind": "Linux", "sku": ({"size": "P1v3"},)}, 146),
    ],
)
def test_plan_is_billed_by_size_system_and_workers(azure_bill, make, kind, attributes, expected):
    (hours,) = azure_bill(PRICES, make(kind, attributes)).values()

    assert hours.monthly_cost == expected


@pytest.mark.parametrize(
    ("kind", "attributes"),
    [
        ("azurerm_service_plan", {"sku_name": "EP1"}),
        ("azurerm_service_plan", {"sku_name": "Y1"}),
        ("azurerm_app_service_plan", {"kind": "FunctionApp", "sku": ({"size": "S1"},)}),
        ("azurerm_app_service_plan", {"kind": "elastic", "sku": ({"size": "WS1"},)}),
    ],
)
def test_plans_of_functions_and_workflows_are_billed_at_the_app(azure_bill, make, kind, attributes):
    assert azure_bill(PRICES, make(kind, attributes)) == {}


def test_functions_are_billed_by_rounded_memory_and_time(azure_bill, make):
    usage = "{monthly_executions: 1000000, execution_duration_ms: 50, memory_mb: 200}"

    found = costs(azure_bill(PRICES, make("azurerm_linux_function_app", {}), usage=usage))

    # 256 MB and 100 ms at least: 1,000,000 x 0.25 GB x 0.1 s = 25,000 GB-seconds x 0.00002
    assert found == {"Execution time": Decimal("0.5"), "Executions": Decimal("0.2")}


def test_functions_without_usage_show_their_prices_only(azure_bill, make):
    found = azure_bill(PRICES, make("azurerm_function_app", {}))

    assert {c.state for c in found.values()} == {CostState.USAGE}


@pytest.mark.parametrize(
    ("plan", "premium"),
    [
        (("azurerm_service_plan", {"sku_name": "EP2"}), True),
        (("azurerm_app_service_plan", {"sku": ({"size": "EP2", "tier": "ElasticPremium"},)}), True),
        (("azurerm_app_service_plan", {"kind": "elastic", "sku": ({"size": "EP2"},)}), True),
        (("azurerm_app_service_plan", {"sku": ({"size": "EP2", "tier": "Standard"},)}), False),
        (("azurerm_service_plan", {"sku_name": "Y1"}), False),
    ],
)
def test_functions_on_a_premium_plan_are_billed_by_cores_and_memory(
    azure_bill, make, plan, premium
):
    app = make("azurerm_windows_function_app", {}, service_plan_id=f"{plan[0]}.p")

    found = costs(azure_bill(PRICES, app, make(*plan, "p"), usage="instances: 3"))

    cores = {"vCPU (EP2)": 600, "Memory (EP2)": 210}  # 3 x 2 x 100; 3 x 7 GB x 10
    assert (found == cores) is premium
    assert ("Executions" in found) is not premium


def test_functions_on_reserved_workers_are_paid_by_their_plan(azure_bill, make):
    plan = make("azurerm_service_plan", {"sku_name": "P1v3"}, "p")
    app = make("azurerm_linux_function_app", {}, service_plan_id="azurerm_service_plan.p")

    assert azure_bill(PRICES, app, plan) == {}


def test_logic_app_takes_its_size_from_the_plan_else_from_usage(azure_bill, make):
    plan = make("azurerm_app_service_plan", {"sku": ({"size": "WS2"},)}, "p")
    app = make("azurerm_logic_app_standard", {}, app_service_plan_id="azurerm_app_service_plan.p")
    alone = make("azurerm_logic_app_standard", {})

    assert azure_bill(PRICES, app, plan)["Workflow vCore (WS2)"].monthly_cost == 200
    assert azure_bill(PRICES, alone, usage="sku: WS1")["Workflow memory (WS1)"].monthly_cost == 35
    assert azure_bill(PRICES, alone)["Workflow vCore (unknown SKU)"].monthly_cost is None


def test_certificates_and_static_sites_are_declared(azure_bill, make):
    order = make("azurerm_app_service_certificate_order", {})
    sniffed = make("azurerm_app_service_certificate_binding", {"ssl_state": "SniEnabled"})
    site = make("azurerm_static_web_app", {"sku_size": "Standard"})

    assert costs(azure_bill(PRICES, order)) == {"SSL certificate (standard)": 5}  # 60 / 12
    assert azure_bill(PRICES, sniffed) == {}
    assert costs(azure_bill(PRICES, site, usage="monthly_bandwidth_gb: 250")) == {
        "Static Web App (Standard)": 9,
        "Bandwidth (over 100GB)": 30,
    }


def test_hdinsight_has_two_heads_and_three_zookeepers_and_kafka_disks(azure_bill, make):
    roles = {
        "head_node": ({"vm_size": "Standard_D4a_V4"},),
        "worker_node": (
            {
                "vm_size": "Standard_D3_V2",
                "target_instance_count": 3,
                "number_of_disks_per_node": 2,
            },
        ),
        "zookeeper_node": ({"vm_size": "Standard_D3_V2"},),
    }
    cluster = make("azurerm_hdinsight_kafka_cluster", {"roles": (roles,)})

    found = costs(azure_bill(PRICES, cluster, usage="monthly_os_disk_operations: 1000000"))

    assert found == {
        "Head node (Standard_D4a V4)": 292,  # 2 x 730 x 0.2
        "Worker node (Standard_D3_V2)": 657,
        "Managed OS disks": 600,
        "Disk operations": Decimal("0.06"),  # 6 disks x 10 x 0.001
        "Zookeeper node (Standard_D3_V2)": 657,
    }


@pytest.mark.parametrize(
    ("sku", "expected"),
    [
        ("Basic_2", {"API management (basic)": 200}),
        ("Premium_4", {"API management (premium)": 8000, "Self hosted gateway": 500}),
        ("Consumption_0", {"API management (consumption)": 35}),
    ],
)
def test_api_management_is_units_or_calls(azure_bill, make, sku, expected):
    usage = "{monthly_api_calls: 10000000, self_hosted_gateway_count: 2}"

    found = azure_bill(PRICES, make("azurerm_api_management", {"sku_name": sku}), usage=usage)

    assert costs(found) == expected


def test_integration_environment_scales_in_units(azure_bill, make):
    kind = "azurerm_integration_service_environment"

    assert costs(azure_bill(PRICES, make(kind, {"sku_name": "Premium_2"}))) == {
        "Base units": 4380,
        "Scale units": 4380,
    }
    assert costs(azure_bill(PRICES, make(kind, {}))) == {"Base units": 730}


def test_app_configuration_bills_each_replica_like_the_store(azure_bill, make):
    store = make("azurerm_app_configuration", {"sku": "standard", "replica": ({}, {})})

    found = azure_bill(PRICES, store, usage="monthly_additional_requests: 30000")

    assert costs(found) == {
        "Instance (2 replicas)": 108,  # 30 days x 3 x 1.2
        "Requests (over 200k/day per replica)": Decimal("0.18"),
    }
    assert azure_bill(PRICES, make("azurerm_app_configuration", {})) == {}


def test_registry_includes_storage_by_tier(azure_bill, make):
    basic = make("azurerm_container_registry", {"sku": "Basic"})
    premium = make(
        "azurerm_container_registry", {"sku": "Premium", "georeplications": ({"location": "x"},)}
    )
    usage = "{storage_gb: 30, monthly_build_vcpu_hrs: 10}"

    assert costs(azure_bill(PRICES, basic, usage=usage)) == {
        "Registry usage (Basic)": 6,
        "Storage (over 10GB)": 2,
        "Build vCPU": Decimal("3.6"),
    }
    assert costs(azure_bill(PRICES, premium, usage=usage)) == {
        "Registry usage (Premium)": 60,
        "Geo replication (1 location)": 60,
        "Build vCPU": Decimal("3.6"),
    }


def test_search_bills_replicas_times_partitions_and_images_in_steps(azure_bill, make):
    service = make(
        "azurerm_search_service", {"sku": "standard", "replica_count": 2, "partition_count": 3}
    )

    found = azure_bill(PRICES, service, usage="monthly_images_extracted: 2000000")

    assert costs(found) == {
        "Search usage (Standard S1, 6 units)": 1314,
        "Image extraction (first 1M)": 1000,
        "Image extraction (next 4M)": 800,
    }


def test_pushes_are_billed_above_what_the_namespace_includes(azure_bill, make):
    hub = make("azurerm_notification_hub_namespace", {"sku_name": "Standard"})

    many = azure_bill(PRICES, hub, usage="monthly_pushes: 120000000")

    assert costs(many) == {
        "Namespace usage (Standard)": 200,
        "Pushes (10-100M)": 900,
        "Pushes (over 100M)": 50,
    }
    assert list(azure_bill(PRICES, hub, usage="monthly_pushes: 9000000")) == [
        "Namespace usage (Standard)"
    ]
    assert azure_bill(PRICES, hub)["Pushes (10-100M)"].monthly_cost is None


def test_replica_set_costs_what_its_domain_does(azure_bill, make):
    kind = "azurerm_active_directory_domain_service"
    domain = make(kind, {"sku": "Enterprise"}, "d")
    replica = make(f"{kind}_replica_set", {}, domain_service_id=f"{kind}.d")

    assert costs(azure_bill(PRICES, replica, domain)) == {
        "Active directory domain service replica set (Enterprise)": 292
    }
    assert azure_bill(PRICES, make(f"{kind}_replica_set", {})).popitem()[1].unit_price is None


def test_signalr_is_free_below_the_standard_tier(azure_bill, make):
    paid = make("azurerm_signalr_service", {"sku": ({"name": "Standard_S1", "capacity": 5},)})
    free = make("azurerm_signalr_service", {"sku": ({"name": "Free_F1", "capacity": 1},)})

    assert azure_bill(PRICES, paid)["Service usage (Standard)"].monthly_cost == 250
    assert azure_bill(PRICES, free) == {}


@pytest.mark.parametrize(
    ("across", "data", "fee"),
    [(False, "GRS data stored", "2"), (True, "RA-GRS data stored", "2.4")],
)
def test_vault_bills_each_protected_machine_by_its_disks(azure_bill, make, across, data, fee):
    machine = make(
        "azurerm_virtual_machine",
        {
            "storage_os_disk": ({"disk_size_gb": 10},),
            "storage_data_disk": ({"disk_size_gb": 30},),
        },
        "m",
    )
    protected = make(
        "azurerm_backup_protected_vm",
        {"recovery_vault_name": "v"},
        "p",
        source_vm_id="azurerm_virtual_machine.m",
    )
    vault = make(
        "azurerm_recovery_services_vault", {"name": "v", "cross_region_restore_enabled": across}
    )

    found = costs(azure_bill(PRICES, vault, protected, machine))

    head = "azurerm_backup_protected_vm.p > "
    assert found == {
        f"{head}Instance backup (under 50 GB)": 5,
        f"{head}{data}": Decimal(fee),  # 40 GB
    }


def test_vault_does_not_guess_how_much_a_machine_holds(azure_bill, make):
    protected = make("azurerm_backup_protected_vm", {"recovery_vault_name": "v"}, "p")
    vault = make("azurerm_recovery_services_vault", {"name": "v"})

    fee, data = azure_bill(PRICES, vault, protected).values()

    assert fee.state is CostState.NOT_FOUND
    assert data.state is CostState.USAGE


def test_a_commitment_stands_for_what_it_was_bought_for(azure_bill, make):
    account = make("azurerm_cognitive_account", {"kind": "LUIS", "sku_name": "S0"})
    usage = (
        "{monthly_commitment_luis_text_requests: 5000000,"
        " monthly_commitment_luis_text_overage_requests: 2000}"
    )

    assert costs(azure_bill(PRICES, account, usage=usage)) == {
        "Text requests (commitment)": 5000,
        "Text requests (commitment overage)": 2,
        "Speech requests": None,
    }
    assert list(azure_bill(PRICES, account)) == ["Text requests", "Speech requests"]


def test_a_commitment_of_a_size_that_is_not_sold_is_left_out(azure_bill, make):
    account = make("azurerm_cognitive_account", {"kind": "LUIS", "sku_name": "S0"})

    found = azure_bill(PRICES, account, usage="monthly_commitment_luis_text_requests: 200")

    assert list(found) == ["Speech requests"]


@pytest.mark.parametrize("records", [400_000, 3_000_000])
def test_records_are_shown_by_the_steps_they_reach(azure_bill, make, records):
    account = make("azurerm_cognitive_account", {"kind": "TextAnalytics", "sku_name": "S0"})

    found = azure_bill(PRICES, account, usage=f"monthly_language_text_analytics_records: {records}")

    steps = {n: c.monthly_quantity for n, c in found.items() if n.startswith("Text analytics (")}
    assert sum(steps.values()) == records / 1000
    assert len(steps) == (1 if records < 500_000 else 3)


def test_an_account_of_another_kind_is_not_called_free(azure_bill, make):
    account = make("azurerm_cognitive_account", {"kind": "Face", "sku_name": "S0"})
    free = make("azurerm_cognitive_account", {"kind": "LUIS", "sku_name": "F0"})

    (line,) = azure_bill(PRICES, account).values()

    assert line.state is CostState.NOT_FOUND
    assert azure_bill(PRICES, free) == {}


def test_a_deployment_is_billed_by_what_its_model_takes(azure_bill, make):
    def deployed(name):
        return make("azurerm_cognitive_deployment", {"model": ({"name": name},)})

    usage = "monthly_text_embedding_tokens: 1000000000"
    assert costs(azure_bill(PRICES, deployed("text-embedding-3-small"), usage=usage)) == {
        "Text embeddings (text-embedding-3-small)": 20
    }
    chat = azure_bill(PRICES, deployed("gpt-4o"))
    assert chat["Code interpreter sessions"].unit_price == Decimal("0.03")
    assert chat["Text input (gpt-4o)"].state is CostState.NOT_FOUND


def test_a_sku_known_after_apply_has_no_price(azure_bill, make):
    kinds = {
        "azurerm_api_management": "sku_name",
        "azurerm_search_service": "sku",
        "azurerm_service_plan": "sku_name",
        "azurerm_notification_hub_namespace": "sku_name",
    }
    for kind, attribute in kinds.items():
        resource = make(kind, {attribute: UNKNOWN}, **{attribute: "a.b"})
        first = next(iter(azure_bill(PRICES, resource).values()))
        assert first.state is CostState.NOT_FOUND, kind
