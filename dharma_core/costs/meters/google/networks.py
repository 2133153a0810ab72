"""Networks of Google Cloud: external addresses and NAT gateways."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dharma_core.costs.estimates import Component
from dharma_core.costs.metering import Line, Subject
from dharma_core.costs.meters.google.machines import is_preemptible
from dharma_core.units import HOURS_PER_MONTH

__all__ = ["external_address", "router_nat"]

_FORWARDING = ("google_compute_forwarding_rule", "google_compute_global_forwarding_rule")


def external_address(subject: Subject) -> Iterator[Component]:
    """Yield an external address by who uses it; internal ones and load balancers' are free."""
    if subject.get("address_type") == "INTERNAL" or subject.users(*_FORWARDING):
        return
    machines = subject.users("google_compute_instance", "google_compute_instance_template")
    if machines:
        spare = all(is_preemptible(one.attributes.get("scheduling")) for one in machines)
        yield _in_use(subject, preemptible=spare)
    elif subject.users("google_compute_router_nat"):
        yield _in_use(subject, preemptible=False)
    else:
        line = Line("IP address (unused)", "hours", HOURS_PER_MONTH)
        yield subject.bill(line, subject.key("compute/network/ip/unused"))


def _in_use(subject: Subject, *, preemptible: bool) -> Component:
    if preemptible:
        line = Line("IP address (preemptible VM)", "hours", HOURS_PER_MONTH)
        key = subject.key("compute/address", region="global", state="in_use", vm="preemptible")
        return subject.bill(line, key)
    line = Line("IP address (standard VM)", "hours", HOURS_PER_MONTH)
    return subject.bill(line, subject.key("compute/network/ip/vm"))


def router_nat(subject: Subject) -> Iterator[Component]:
    """Yield a gateway's hours by the machines it serves, up to a most, and its data."""
    used = subject.used("assigned_vms")
    most = Decimal(subject.facts["most_billed_vms"])
    hours = None if used is None else min(used, most) * HOURS_PER_MONTH
    line = Line(f"Assigned VMs (first {most})", "VM-hours", hours, "assigned_vms")
    yield subject.bill(line, subject.key("compute/nat_vm", region="global"))
    key = "monthly_data_processed_gb"
    line = Line("Data processed", "GB", subject.used(key), key)
    yield subject.bill(line, subject.key("compute/network/nat/data"))
