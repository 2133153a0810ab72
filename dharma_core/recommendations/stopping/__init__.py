"""How machines are stopped outside of working hours: the resources that do it, by cloud."""

from __future__ import annotations

from collections.abc import Mapping

from dharma_core.recommendations.stopping.aws import stop_database, stop_group, stop_instance
from dharma_core.recommendations.stopping.azure import stop_virtual_machine
from dharma_core.recommendations.stopping.google import stop_compute_instance
from dharma_core.recommendations.stopping.pieces import Stop, Stopper

__all__ = ["SCHEDULES", "STOPPERS", "Stop", "Stopper"]

STOPPERS: Mapping[str, Stopper] = {
    "aws_autoscaling_group": stop_group,
    "aws_db_instance": stop_database,
    "aws_instance": stop_instance,
    "azurerm_linux_virtual_machine": stop_virtual_machine,
    "azurerm_windows_virtual_machine": stop_virtual_machine,
    "google_compute_instance": stop_compute_instance,
}
"""What can be stopped by resources of a design; caches, clusters and node pools cannot."""

SCHEDULES = (
    "aws_autoscaling_schedule",
    "aws_scheduler_schedule",
    "azurerm_dev_test_global_vm_shutdown_schedule",
)
"""What a machine has a schedule by, when one of these mentions it."""
