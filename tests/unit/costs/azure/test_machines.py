"""Azure machines, scale sets, node pools and disks, worked out by hand at round prices."""

from decimal import Decimal

import pytest

from dharma_core.costs.estimate import estimate
from dharma_core.costs.estimates import CostState
from dharma_core.plan import UNKNOWN, Plan
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.price_books import open_price_book

PRICES = {
    "vm/instance instance_type=Standard_D2s_v3,os=linux": "0.1",
    "vm/instance instance_type=Standard_D2s_v3,os=windows": "0.2",
    "vm/instance instance_type=Standard_D2_v3,os=linux": "0.1",
    "disks/storage redundancy=LRS,size_class=S4": "1.5",
    "disks/storage redundancy=LRS,size_class=S10": "6",
    "disks/storage redundancy=LRS,size_class=P10": "20",
    "disks/storage redundancy=ZRS,size_class=E1": "0.5",
    "disks/operations family=standard_hdd": "0.0005",
    "disks/operations family=standard_ssd": "0.002",
    "disks/ultra part=size": "0.12",
    "disks/ultra part=iops": "0.05",
    "disks/ultra part=throughput": "0.35",
    "disks/ultra part=reservation": "4",
    "disks/snapshot_storage": "0.05",
    "kubernetes/control_plane tier=standard": "0.1",
    "kubernetes/control_plane tier=premium": "0.6",
    "kubernetes/load_balancer_data": "0.005",
    "kubernetes/dns_zone": "0.5",
}
SYSTEM_DISK = ({"storage_account_type": "Standard_LRS"},)


def costs(components):
    return {name: c.monthly_cost for name, c in components.items()}


def test_linux_machine_is_hours_and_a_system_disk_with_operations_by_usage(azure_bill, make):
    machine = make(
        "azurerm_linux_virtual_machine", {"size": "Standard_D2s_v3", "os_disk": SYSTEM_DISK}
    )

    found = azure_bill(PRICES, machine, usage="os_disk: {monthly_disk_operations: 2000000}")

    assert costs(found) == {
        "Instance usage (Linux, pay as you go, Standard_D2s_v3)": Decimal(73),  # 730 x 0.1
        "os_disk > Storage (S4, LRS)": Decimal("1.5"),
        "os_disk > Disk operations": Decimal("0.1"),  # 200 x 0.0005
    }


def test_a_size_is_found_whatever_the_case_of_its_letters(azure_bill, make):
    machine = make("azurerm_linux_virtual_machine", {"size": "standard_d2S_V3"})

    found = azure_bill(PRICES, machine)

    assert found["Instance usage (Linux, pay as you go, standard_d2S_V3)"].monthly_cost == 73


@pytest.mark.parametrize(
    ("licence", "name", "amount"),
    [
        (None, "Instance usage (Windows, pay as you go, Standard_D2s_v3)", 146),
        ("Windows_Server", "Instance usage (Windows, hybrid benefit, Standard_D2s_v3)", 73),
        ("Windows_Client", "Instance usage (Windows, hybrid benefit, Standard_D2s_v3)", 73),
    ],
)
def test_windows_costs_its_own_price_unless_the_licence_is_brought(
    azure_bill, make, licence, name, amount
):
    machine = make(
        "azurerm_windows_virtual_machine", {"size": "Standard_D2s_v3", "license_type": licence}
    )

    assert azure_bill(PRICES, machine)[name].monthly_cost == amount


@pytest.mark.parametrize(
    ("size", "hourly"),
    [
        ("Standard_D2_v4", "0.188"),  # Linux 0.096 + 2 vCPU x 0.046
        ("Standard_E16-4as_v4", "1.744"),  # Linux 1.008 + 16 vCPU x 0.046: all are licensed
        ("Standard_B2s", None),  # B series are licensed otherwise
    ],
)
def test_windows_without_a_price_is_linux_and_a_licence_for_each_vcpu(make, size, hourly):
    machine = make("azurerm_windows_virtual_machine", {"size": size, "location": "eastus"})

    found = estimate(Plan((machine,)), open_price_book(), catalog=load_catalog())
    hours = found.resources[0].components[0]

    assert hours.unit_price == (None if hourly is None else Decimal(hourly))
    assert hours.quality == ("first" if hourly is None else "second")


def test_spot_capacity_says_that_it_is_shown_at_the_full_price(azure_bill, make):
    machine = make("azurerm_linux_virtual_machine", {"size": "Standard_D2s_v3", "priority": "Spot"})

    (hours, *_) = azure_bill(PRICES, machine).values()

    assert hours.monthly_cost == 73
    assert "Spot" in hours.note


def test_a_size_known_after_apply_has_no_price(azure_bill, make):
    found = azure_bill(PRICES, make("azurerm_linux_virtual_machine", {"size": UNKNOWN}, size="a.b"))

    hours = found["Instance usage (Linux, pay as you go, unknown size)"]
    assert hours.state is CostState.NOT_FOUND


@pytest.mark.parametrize(
    "windows",
    [
        {"os_profile_windows_config": ({},)},
        {"storage_image_reference": ({"offer": "WindowsServer"},)},
        {"storage_os_disk": ({"os_type": "windows", "managed_disk_type": "Standard_LRS"},)},
    ],
    ids=["profile", "image", "disk"],
)
def test_legacy_machine_runs_windows_when_profile_image_or_disk_says_so(azure_bill, make, windows):
    found = azure_bill(
        PRICES, make("azurerm_virtual_machine", {"vm_size": "Standard_D2s_v3", **windows})
    )

    assert found["Instance usage (Windows, pay as you go, Standard_D2s_v3)"].monthly_cost == 146
    assert found["Ultra disk reservation (if unattached)"].monthly_cost is None


def test_scale_set_multiplies_machines_and_disks_and_usage_may_say_how_many(azure_bill, make):
    group = make(
        "azurerm_linux_virtual_machine_scale_set",
        {
            "sku": "Standard_D2s_v3",
            "instances": 3,
            "os_disk": SYSTEM_DISK,
            "data_disk": ({"storage_account_type": "Premium_LRS", "disk_size_gb": 128},),
        },
    )
    name = "Instance usage (Linux, pay as you go, Standard_D2s_v3)"

    assert costs(azure_bill(PRICES, group))["os_disk > Storage (S4, LRS)"] == Decimal("4.5")
    assert costs(azure_bill(PRICES, group))["data_disk > Storage (P10, LRS)"] == 60
    assert azure_bill(PRICES, group)[name].monthly_cost == 219
    assert azure_bill(PRICES, group, usage="instances: 10")[name].monthly_cost == 730


def test_scale_set_without_a_capacity_depends_on_usage(azure_bill, make):
    group = make("azurerm_linux_virtual_machine_scale_set", {"sku": "Standard_D2s_v3"})

    (hours, disk, _) = azure_bill(PRICES, group).values()

    assert hours.state is CostState.USAGE
    assert disk.monthly_quantity is None


def test_legacy_scale_set_bills_each_machine_and_the_disks_once(azure_bill, make):
    group = make(
        "azurerm_virtual_machine_scale_set",
        {
            "sku": ({"name": "Standard_D2s_v3", "capacity": 2},),
            "storage_profile_os_disk": ({"managed_disk_type": "Standard_LRS"},),
            "storage_profile_data_disk": ({"disk_size_gb": 100},),
        },
    )

    found = costs(azure_bill(PRICES, group))

    assert found["Instance usage (Linux, pay as you go, Standard_D2s_v3)"] == 146
    assert found["storage_os_disk > Storage (S4, LRS)"] == Decimal("1.5")
    assert found["storage_data_disk > Storage (S10, LRS)"] == 6


@pytest.mark.parametrize(
    ("least", "usage", "hours"),
    [
        (2, "", 1460),
        (0, "", None),
        (0, "monthly_hrs: 100", 100),  # of the one node that must have run
        (2, "{instances: 10, monthly_hrs: 2}", 20),
        (2, "instances: 10", 7300),
    ],
)
def test_training_cluster_runs_its_least_nodes_unless_usage_says_more(
    azure_bill, make, least, usage, hours
):
    attributes = {"vm_size": "Standard_D2s_v3", "scale_settings": ({"min_node_count": least},)}
    cluster = make("azurerm_machine_learning_compute_cluster", attributes)

    (found,) = azure_bill(PRICES, cluster, usage=usage).values()

    assert found.monthly_quantity == hours


@pytest.mark.parametrize(
    ("kind", "size", "billed"),
    [
        ("Standard_LRS", None, ("Storage (S4, LRS)", "1.5")),  # 30 GB, what an image needs
        ("Standard_LRS", 65, ("Storage (S10, LRS)", "6")),  # the next class holds 128 GB
        ("StandardSSD_ZRS", 4, ("Storage (E1, ZRS)", "0.5")),
        ("Premium_LRS", 128, ("Storage (P10, LRS)", "20")),
        ("Premium_LRS", 40_000, ("Storage (unknown size, LRS)", None)),
        ("PremiumV2_LRS", 10, ("Storage", None)),
    ],
)
def test_disk_is_billed_by_the_smallest_class_that_holds_it(azure_bill, make, kind, size, billed):
    disk = make("azurerm_managed_disk", {"storage_account_type": kind, "disk_size_gb": size})

    name, amount = billed
    found = azure_bill(PRICES, disk)[name]

    assert found.monthly_cost == (None if amount is None else Decimal(amount))


def test_ultra_disk_is_billed_by_rounded_size_iops_and_throughput(azure_bill, make):
    disk = make(
        "azurerm_managed_disk",
        {"storage_account_type": "UltraSSD_LRS", "disk_size_gb": 1500, "disk_iops_read_write": 100},
    )

    assert costs(azure_bill(PRICES, disk)) == {
        "Storage (ultra, 2048 GiB)": Decimal("245.76"),  # 2048 x 0.12
        "Provisioned IOPS": Decimal(5),
        "Throughput": Decimal("2.8"),  # 8 MB/s when the plan says none
    }


def test_snapshot_holds_what_its_source_does_unless_usage_says_it(azure_bill, make):
    disk = make("azurerm_managed_disk", {"disk_size_gb": 70}, "d")
    copy = make("azurerm_snapshot", {}, source_uri="azurerm_managed_disk.d")

    assert azure_bill(PRICES, copy, disk)["Storage"].monthly_cost == Decimal("3.5")
    assert azure_bill(PRICES, copy, disk, usage="storage_gb: 10")["Storage"].monthly_cost == 1 / 2
    assert azure_bill(PRICES, make("azurerm_snapshot", {}))["Storage"].monthly_cost is None


def test_image_holds_all_disks_of_its_machine(azure_bill, make):
    machine = make("azurerm_virtual_machine", {"storage_data_disk": ({"disk_size_gb": 30},)}, "m")
    image = make("azurerm_image", {}, source_virtual_machine_id="azurerm_virtual_machine.m")

    found = azure_bill(PRICES, image, machine)["Storage"]

    assert found.monthly_quantity == 158  # a system disk of 128 GB, 30 GB of data


@pytest.mark.parametrize(
    ("pool", "usage", "nodes"),
    [
        ({}, "", 1),
        ({"node_count": 3}, "", 3),
        ({"min_count": 2}, "", 2),
        ({"node_count": 1, "min_count": 0}, "", 1),
        ({"node_count": 1, "min_count": 4}, "", 4),
        ({"node_count": 3}, "nodes: 5", 5),
        ({"node_count": UNKNOWN}, "", None),
    ],
)
def test_node_pool_counts_nodes_of_usage_plan_or_its_minimum(azure_bill, make, pool, usage, nodes):
    refs = {"node_count": "a.b"} if pool.get("node_count") is UNKNOWN else {}
    attributes = {"vm_size": "Standard_D2s_v3", **pool}
    resource = make("azurerm_kubernetes_cluster_node_pool", attributes, **refs)

    found = azure_bill(PRICES, resource, usage=usage)

    hours = found["Instance usage (Linux, pay as you go, Standard_D2s_v3)"].monthly_quantity
    assert hours == (None if nodes is None else 730 * nodes)
    assert found["os_disk > Storage (P10, LRS)"].monthly_quantity == nodes


def test_nodes_get_standard_disks_where_their_size_takes_no_premium_ones(azure_bill, make):
    pool = make("azurerm_kubernetes_cluster_node_pool", {"vm_size": "Standard_D2_v3"})

    assert azure_bill(PRICES, pool)["os_disk > Storage (S10, LRS)"].monthly_cost == 6


@pytest.mark.parametrize(("tier", "amount"), [("Standard", "73"), ("Premium", "438")])
def test_cluster_bills_its_tier_and_the_extras_it_turns_on(azure_bill, make, tier, amount):
    cluster = make(
        "azurerm_kubernetes_cluster",
        {
            "sku_tier": tier,
            "default_node_pool": (
                {
                    "vm_size": "Standard_D2s_v3",
                    "os_sku": "Windows2022",
                    "os_disk_type": "Ephemeral",
                },
            ),
            "network_profile": ({"load_balancer_sku": "standard"},),
            "http_application_routing_enabled": True,
        },
    )
    usage = "{default_node_pool: {nodes: 2}, load_balancer: {monthly_data_processed_gb: 100}}"

    assert costs(azure_bill(PRICES, cluster, usage=usage)) == {
        "Uptime SLA": Decimal(amount),
        "default_node_pool > Instance usage (Windows, pay as you go, Standard_D2s_v3)": 292,
        "Load Balancer > Data processed": Decimal("0.5"),
        "DNS > Hosted zone": Decimal("0.5"),
    }


def test_free_cluster_is_its_nodes_only(azure_bill, make):
    pools = ({"vm_size": "Standard_D2s_v3"},)

    found = azure_bill(PRICES, make("azurerm_kubernetes_cluster", {"default_node_pool": pools}))

    assert all(name.startswith("default_node_pool > ") for name in found)
