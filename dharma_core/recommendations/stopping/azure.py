"""Azure: a machine's own shutdown by the clock, which nothing undoes in the morning."""

from __future__ import annotations

from dharma_core.plan import Resource
from dharma_core.recommendations.advising import Site
from dharma_core.recommendations.stopping.pieces import Pieces, Stop

__all__ = ["stop_virtual_machine"]


def stop_virtual_machine(site: Site, machine: Resource) -> Stop:
    """Shut a machine down every evening; it has to be started by hand."""
    pieces = Pieces(site, machine)
    hours = pieces.hours
    location = machine.attributes.get("location")
    pieces.add(
        "azurerm_dev_test_global_vm_shutdown_schedule",
        "stop",
        virtual_machine_id=pieces.me("id"),
        location=location if isinstance(location, str) else pieces.me("location"),
        enabled=True,
        daily_recurrence_time=f"{hours.stop:%H%M}",
        timezone=hours.windows_time_zone,
        notification_settings=[{"enabled": False}],
        tags=pieces.tags(),
    )
    return pieces.stop(
        f"Its disks cost on. It only stops, every day at {hours.stop:%H:%M}: somebody starts it "
        f"by hand, and the saving assumes that this is done at {hours.start:%H:%M} of working days "
        "and no earlier."
    )
