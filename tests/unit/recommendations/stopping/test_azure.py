"""The shutdown schedule of Azure: it only stops, and says so."""

import pytest


@pytest.mark.parametrize("system", ["linux", "windows"])
def test_a_machine_is_shut_down_and_started_by_hand(make, advice, system):
    address = f"azurerm_{system}_virtual_machine.vm"
    machine = {"size": "Standard_D2s_v3", "location": "eastus", "tags": {"env": "test"}}
    one = advice(make(address, machine), region="eastus")[f"schedule:{address}"]
    (change,) = one.proposal.changes
    made = change.resource
    assert change.address == "azurerm_dev_test_global_vm_shutdown_schedule.vm_stop"
    assert {str(ref) for ref in made.references} == {f"{address}.id"}
    assert made.attributes["daily_recurrence_time"] == "1900"
    assert (made.attributes["timezone"], made.attributes["location"]) == ("UTC", "eastus")
    assert made.attributes["notification_settings"] == ({"enabled": False},)
    assert "starts it by hand" in one.proposal.why
    assert "at 07:00 of working days" in one.proposal.why
