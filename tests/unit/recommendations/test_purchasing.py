"""Interruptible machines and owned licences: the change of the design, and where there is none."""

from decimal import Decimal

import pytest

from dharma_core.plan import UNKNOWN, Expression, Ref

M5 = {"instance_type": "m5.large"}
N2 = {"machine_type": "n2-standard-4", "zone": "us-central1-a"}
AZURE = {"size": "Standard_D2s_v3", "location": "eastus"}


def changes(found, rule, address):
    one = found.get(f"{rule}:{address}")
    return one and [str(change).split(": ", 1)[1] for change in one.proposal.changes]


@pytest.mark.parametrize(
    ("address", "attributes", "expected"),
    [
        ("aws_instance.a", M5, ["instance_market_options = {market_type: spot}"]),
        (
            "azurerm_linux_virtual_machine.a",
            AZURE,
            ["priority = Spot", "eviction_policy = Deallocate"],
        ),
        (
            "google_compute_instance.a",
            N2 | {"scheduling": ({"automatic_restart": True, "min_node_cpus": 2},)},
            [
                "scheduling = {automatic_restart: false, min_node_cpus: 2, "
                "provisioning_model: SPOT, preemptible: true, on_host_maintenance: TERMINATE, "
                "instance_termination_action: STOP}"
            ],
        ),
    ],
    ids=["aws", "azure", "google"],
)
def test_a_machine_becomes_interruptible_by_its_own_attributes(
    make, advice, address, attributes, expected
):
    found = advice(make(address, attributes), region="", interruptible=True)
    assert changes(found, "spot", address) == expected


def group(make, **more):
    """Return a scaling group of two that launches from the template ``t``."""
    mention = Expression.of(("launch_template", 0, "id"), Ref("aws_launch_template.t", "id"))
    return make(
        "aws_autoscaling_group.g",
        {"min_size": 2, "max_size": 4, "launch_template": ({"id": UNKNOWN},)} | more,
        expressions=(mention,),
    )


def test_a_group_is_changed_in_its_template(make, advice):
    found = advice(group(make), make("aws_launch_template.t", M5), interruptible=True)
    (change,) = found["spot:aws_autoscaling_group.g"].proposal.changes
    assert change.address == "aws_launch_template.t"


def test_a_template_that_others_launch_from_is_left_alone(make, advice):
    mention = Expression.of(("launch_template", 0, "id"), Ref("aws_launch_template.t", "id"))
    other = make("aws_instance.a", {"launch_template": ({"id": UNKNOWN},)}, expressions=(mention,))
    template = make("aws_launch_template.t", M5)
    found = advice(group(make), template, other, interruptible=True)
    assert "spot:aws_autoscaling_group.g" not in found


def test_what_is_interruptible_already_is_not_proposed_again(make, advice):
    machine = AZURE | {"priority": "Spot", "eviction_policy": "Deallocate"}
    address = "azurerm_linux_virtual_machine.a"
    found = advice(make(address, machine), region="eastus", interruptible=True)
    assert f"spot:{address}" not in found


def test_an_attribute_that_a_variable_gives_is_not_overwritten(make, advice):
    told = Expression.of(("priority",), Ref("var.priority"))
    address = "azurerm_linux_virtual_machine.a"
    machine = make(address, AZURE | {"priority": "Regular"}, expressions=(told,))
    assert f"spot:{address}" not in advice(machine, region="eastus", interruptible=True)


def test_a_windows_machine_says_that_its_licence_is_owned(make, advice):
    address = "azurerm_windows_virtual_machine.a"
    found = advice(make(address, AZURE), region="eastus")
    assert changes(found, "hybrid-benefit", address) == ["license_type = Windows_Server"]
    # the licence of D2s v3 is what Windows costs above Linux: 0.188 - 0.096 an hour
    assert found[f"hybrid-benefit:{address}"].monthly_saving == 730 * Decimal("0.092")
    owned = make(address, AZURE | {"license_type": "Windows_Server"})
    assert f"hybrid-benefit:{address}" not in advice(owned, region="eastus")
