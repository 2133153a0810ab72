"""Machines of Compute Engine, alone, in groups and with their disks, worked out by hand."""

from decimal import Decimal

import pytest

from dharma_core.costs.meters.google.machines import sustained_share
from dharma_core.plan import UNKNOWN, Address, make_resource
from dharma_core.storage.facts import load_catalog

INSTANCE = "google_compute_instance"
GROUP = "google_compute_instance_group_manager"
TEMPLATE = "google_compute_instance_template"


def costs(components):
    return {name: c.monthly_cost for name, c in components.items()}


def test_a_full_month_of_an_n1_machine_costs_thirty_percent_less(bill, make):
    found = bill(make(INSTANCE, {"machine_type": "n1-standard-1"}))

    # 730 x 0.10 x 0.7
    assert costs(found) == {
        "Instance usage (Linux/UNIX, on-demand, n1-standard-1)": Decimal("51.1")
    }


@pytest.mark.parametrize(
    ("family", "hours", "share"),
    [
        ("n1", "182.5", "1"),
        ("n1", "365", "0.9"),  # (1 + 0.8) / 2
        ("n1", "547.5", "0.8"),  # (1 + 0.8 + 0.6) / 3
        ("n1", "730", "0.7"),
        ("n1", "800", "0.7"),
        ("n2", "730", "0.8"),
        ("e2", "730", "1"),
        ("n1", "0", "1"),
    ],
)
def test_sustained_use_is_discounted_quarter_by_quarter(family, hours, share):
    facts = load_catalog().costs[INSTANCE]

    assert sustained_share(facts, family, Decimal(hours)) == Decimal(share)


def test_usage_hours_replace_the_month(bill, make):
    found = bill(make(INSTANCE, {"machine_type": "n1-standard-1"}), usage="monthly_hrs: 100")

    assert costs(found) == {"Instance usage (Linux/UNIX, on-demand, n1-standard-1)": Decimal(10)}


def test_a_misread_usage_key_is_pointed_out(bill, make):
    found = bill(make(INSTANCE, {"machine_type": "e2-medium"}), usage="monthly_hours: 100")

    component = found["Instance usage (Linux/UNIX, on-demand, e2-medium)"]
    assert component.monthly_quantity == 730
    assert "monthly_hrs" in component.note


@pytest.mark.parametrize(
    "scheduling", [{"preemptible": True}, {"provisioning_model": "SPOT"}], ids=["old", "new"]
)
def test_spare_capacity_pays_its_own_price_without_discounts(bill, make, scheduling):
    card = {"type": "nvidia-tesla-t4", "count": 2}
    found = bill(
        make(
            INSTANCE,
            {
                "machine_type": "n1-standard-1",
                "scheduling": [scheduling],
                "guest_accelerator": [card],
            },
        )
    )

    assert costs(found) == {
        "Instance usage (Linux/UNIX, preemptible, n1-standard-1)": Decimal("14.6"),
        "NVIDIA Tesla T4 (preemptible)": Decimal(146),  # 2 x 730 x 0.10
    }


def test_accelerators_and_local_disks_are_lines_of_their_own(bill, make):
    found = bill(
        make(
            INSTANCE,
            {
                "machine_type": "e2-medium",
                "guest_accelerator": [{"type": "nvidia-tesla-t4", "count": 1}],
                "scratch_disk": [{"interface": "SCSI"}, {"interface": "SCSI"}],
            },
        )
    )

    assert found["NVIDIA Tesla T4 (on-demand)"].monthly_cost == Decimal("153.3")  # 730 x 0.3 x 0.7
    assert found["Local SSD provisioned storage"].monthly_cost == Decimal(60)  # 750 x 0.08


def test_an_accelerator_that_nobody_knows_is_not_free(bill, make):
    card = {"type": "abacus", "count": 1}
    found = bill(make(INSTANCE, {"machine_type": "e2-medium", "guest_accelerator": [card]}))

    assert found["abacus (on-demand)"].unit_price is None


def test_the_boot_disk_made_with_an_instance_is_billed_with_it(bill, make):
    made = {
        "boot_disk": [{"initialize_params": [{"image": "debian", "type": "pd-ssd", "size": 40}]}]
    }
    kept = {"boot_disk": [{"source": "disk"}]}

    found = bill(make(INSTANCE, {"machine_type": "e2-medium", **made}))
    assert found["SSD provisioned storage (pd-ssd)"].monthly_cost == Decimal("6.8")
    assert len(bill(make(INSTANCE, {"machine_type": "e2-medium", **kept}))) == 1


def test_a_boot_disk_of_defaults_is_a_standard_one_of_ten_gb(bill, make):
    boot = {"initialize_params": [{"image": "debian", "type": UNKNOWN, "size": UNKNOWN}]}
    found = bill(make(INSTANCE, {"machine_type": "e2-medium", "boot_disk": [boot]}))

    assert found["Standard provisioned storage (pd-standard)"].monthly_cost == Decimal("0.4")


def test_custom_machines_pay_for_vcpus_and_memory(bill, make):
    found = bill(make(INSTANCE, {"machine_type": "custom-2-15360-ext"}))

    assert costs(found) == {
        # 13 GB are within 6.5 a vCPU; all at 0.7 of the price
        "Custom instance CPU (Linux/UNIX, on-demand, N1 2 vCPUs)": Decimal("30.66"),
        "Custom Instance RAM (Linux/UNIX, on-demand, N1 13 GB)": Decimal("26.572"),
        "Custom Instance Extended RAM (Linux/UNIX, on-demand, N1 2 GB)": Decimal("9.198"),
    }


def test_custom_machines_without_a_price_are_derived_from_their_family(bill, make):
    found = bill(make(INSTANCE, {"machine_type": "n2-custom-4-8192"}))

    # 8 GB more cost 0.04: 0.005 a GB, and (0.10 - 8 x 0.005) / 2 = 0.03 a vCPU; 5 % dearer, x 0.8
    assert costs(found) == {
        "Custom instance CPU (Linux/UNIX, on-demand, N2 4 vCPUs)": Decimal("73.584"),
        "Custom Instance RAM (Linux/UNIX, on-demand, N2 8 GB)": Decimal("24.528"),
    }
    assert {c.quality for c in found.values()} == {"second"}


def test_custom_machines_pay_a_premium_on_the_rates_of_their_family(bill, make):
    found = bill(make(INSTANCE, {"machine_type": "n4-custom-4-8192"}))
    cpu = found["Custom instance CPU (Linux/UNIX, on-demand, N4 4 vCPUs)"]
    memory = found["Custom Instance RAM (Linux/UNIX, on-demand, N4 8 GB)"]
    # 4 x 0.02 x 1.05; 8 x 0.004 x 1.05; no sustained use for N4
    assert (cpu.unit_price, memory.unit_price) == (Decimal("0.084"), Decimal("0.0336"))
    assert (cpu.scale, memory.scale) == (Decimal("4.2"), Decimal("8.4"))
    assert cpu.quality == "second"
    assert "1.05" in cpu.note


@pytest.mark.parametrize("kind", ["c9-custom-2-4096", "e9-nano", UNKNOWN, None, 7])
def test_a_machine_that_nobody_knows_is_not_free(bill, make, kind):
    found = bill(make(INSTANCE, {"machine_type": kind}))

    assert found
    assert all(c.unit_price is None for c in found.values())


DISKS = [
    {"disk_type": "local-ssd", "type": "SCRATCH", "disk_size_gb": 375},
    {"disk_type": "pd-ssd", "disk_size_gb": 10},
    {"disk_size_gb": "50"},
]


def test_a_group_costs_its_template_as_often_as_its_target_says(bill, make):
    template = make(TEMPLATE, {"machine_type": "n1-standard-1", "disk": DISKS})
    group = make(GROUP, {"target_size": 3, "zone": "us-central1-a"}, version=f"{TEMPLATE}.x")

    assert costs(bill(group, template)) == {
        "Instance usage (Linux/UNIX, on-demand, n1-standard-1)": Decimal("153.3"),
        "Local SSD provisioned storage": Decimal(90),  # 3 x 375 x 0.08
        "disk[0] > SSD provisioned storage (pd-ssd)": Decimal("5.1"),
        "disk[1] > Standard provisioned storage (pd-standard)": Decimal(6),
    }


def sizes(components):
    return {c.monthly_quantity / 730 for c in components.values()}


def test_a_group_without_a_target_has_what_its_autoscaler_keeps_at_least(bill, make):
    template = make(TEMPLATE, {"machine_type": "e2-medium"})
    group = make(GROUP, {}, version=f"{TEMPLATE}.x")
    policy = {"autoscaling_policy": [{"min_replicas": 2, "max_replicas": 9}]}
    scaler = make("google_compute_autoscaler", policy, target=f"{GROUP}.x")

    assert sizes(bill(group, template)) == {1}
    assert sizes(bill(group, template, scaler)) == {2}


def test_a_group_has_at_least_the_machines_that_are_configured_one_by_one(bill, make):
    template = make(TEMPLATE, {"machine_type": "e2-medium"})
    group = make(GROUP, {"target_size": 0}, version=f"{TEMPLATE}.x")
    kind = "google_compute_per_instance_config"
    one, two = (make(kind, {}, name, instance_group_manager=f"{GROUP}.x") for name in "ab")

    assert sizes(bill(group, template, one, two)) == {2}


def test_a_group_whose_template_is_elsewhere_is_not_free(bill, make):
    (found,) = bill(make(GROUP, {"target_size": 2})).values()

    assert found.unit_price is None
    assert found.monthly_quantity == 1460


def test_disks_cost_their_size_and_provisioned_operations(bill, make):
    disk = {"type": "pd-extreme", "size": 1000, "provisioned_iops": 3000}

    assert costs(bill(make("google_compute_disk", disk))) == {
        "Extreme provisioned storage (pd-extreme)": Decimal(125),
        "Provisioned IOPS": Decimal(180),
    }


def test_copies_are_as_large_as_what_they_are_made_from(bill, make):
    disk = make("google_compute_disk", {"type": "pd-ssd", "size": 100})
    snapshot = make("google_compute_snapshot", {}, source_disk="google_compute_disk.x")
    image = make("google_compute_image", {}, source_snapshot="google_compute_snapshot.x")
    copy = make("google_compute_disk", {"type": "pd-ssd"}, "y", image="google_compute_image.x")

    assert bill(snapshot, disk)["Storage"].monthly_cost == 5
    assert bill(image, snapshot, disk)["Storage"].monthly_cost == 5
    (found,) = bill(copy, image, snapshot, disk).values()
    assert found.monthly_cost == 17


@pytest.mark.parametrize(
    ("disk", "size"),
    [({}, 500), ({"type": "pd-ssd"}, 100), ({"image": "debian-12"}, 10), ({"type": "x"}, 10)],
    ids=str,
)
def test_a_disk_that_says_no_size_has_the_usual_one(bill, make, disk, size):
    (found,) = bill(make("google_compute_disk", disk)).values()

    assert found.monthly_quantity == size


def test_a_copy_of_something_elsewhere_depends_on_usage(bill, make):
    image = make("google_compute_image", {"source_disk": "elsewhere"})

    assert bill(image)["Storage"].monthly_quantity is None
    assert bill(image, usage="storage_gb: 20")["Storage"].monthly_cost == 1


def test_copies_that_name_each_other_end(bill, make):
    one = make("google_compute_image", {}, "a", source_image="google_compute_image.b")
    other = make("google_compute_image", {}, "b", source_image="google_compute_image.a")

    assert bill(one, other)["Storage"].monthly_quantity is None


def test_an_address_is_billed_by_who_uses_it(bill, make):
    address = make("google_compute_address", {})
    standing = make(INSTANCE, {}, network_interface="google_compute_address.x")
    spare = make(
        INSTANCE,
        {"scheduling": [{"preemptible": True}]},
        network_interface="google_compute_address.x",
    )
    rule = make("google_compute_forwarding_rule", {}, ip_address="google_compute_address.x")

    assert costs(bill(address)) == {"IP address (unused)": Decimal("7.3")}
    assert costs(bill(address, standing)) == {"IP address (standard VM)": Decimal("3.65")}
    assert costs(bill(address, spare)) == {"IP address (preemptible VM)": Decimal("1.825")}
    assert bill(address, rule) == {}
    assert bill(make("google_compute_address", {"address_type": "INTERNAL"})) == {}


def test_a_nat_gateway_counts_at_most_32_machines(bill, make):
    nat = make("google_compute_router_nat", {})

    few = bill(nat, usage="assigned_vms: 4")["Assigned VMs (first 32)"]
    many = bill(nat, usage="assigned_vms: 50")["Assigned VMs (first 32)"]
    assert (few.monthly_quantity, many.monthly_quantity) == (2920, 23360)
    assert bill(nat)["Assigned VMs (first 32)"].monthly_quantity is None


def test_written_keeps_what_another_resource_will_tell():
    from dharma_core.costs.meters.google.written import written

    resource = make_resource(Address(INSTANCE, "x"), {"machine_type": UNKNOWN, "zone": "a"})
    assert written(resource, "machine_type", "zone", "name") == {"zone": "a"}
