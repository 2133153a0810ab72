"""Google Cloud: an instance schedule, a resource policy that the instance names."""

from __future__ import annotations

from typing import Any

from dharma_core.plan import UNKNOWN, Expression, Ref, Resource
from dharma_core.recommendations.advising import Site
from dharma_core.recommendations.changes import Edit
from dharma_core.recommendations.stopping.pieces import Pieces, Stop, Text, copied

__all__ = ["stop_compute_instance"]

_ENDING = "-hours"
_LONGEST_NAME = 63
_POLICIES = "resource_policies"
_NOTE = (
    "Its disks cost on. The Compute Engine service agent needs compute.instances.start and .stop, "
    "which roles/compute.instanceAdmin.v1 gives it. An operation may start 15 minutes late. What "
    "runs part of a month has less sustained-use discount than the saving assumes."
)


def stop_compute_instance(site: Site, machine: Resource) -> Stop | None:
    """Stop and start an instance; with local disks, or a policy that it has, it cannot be."""
    attributes = machine.attributes
    zone, name = attributes.get("zone"), copied(machine, ("name",))
    taken = any(e.path[0] == _POLICIES for e in machine.expressions)
    if taken or _some(attributes.get(_POLICIES)) or _some(attributes.get("scratch_disk")):
        return None
    if not isinstance(zone, str) or name is None:
        return None
    pieces = Pieces(site, machine, shared=True)
    hours = pieces.hours
    times = {"vm_start_schedule": hours.start, "vm_stop_schedule": hours.stop}
    policy = pieces.add(
        "google_compute_resource_policy",
        "hours",
        name=_named(name, f"-{machine.index}"),
        region=zone.rpartition("-")[0],
        description=f"Starts and stops {pieces.words} by schedule",
        instance_schedule_policy=[
            {
                "time_zone": hours.time_zone,
                **{block: [{"schedule": hours.cron(at)}] for block, at in times.items()},
            }
        ],
    )
    mention = Expression.of((_POLICIES, 0), Ref(str(policy.address), "id"))
    edit = Edit(str(machine.address), (_POLICIES,), (UNKNOWN,), (mention,))
    return pieces.stop(_NOTE, edit)


def _named(name: Any, number: str) -> Any:
    """Return a name for what serves all of several, who differ by a number at their end."""
    parts = name.parts if isinstance(name, Text) else (str(name),)
    mentions = max((n for n, part in enumerate(parts, 1) if isinstance(part, Ref)), default=0)
    stem = "".join(map(str, parts[mentions:])).removesuffix(number)
    if not mentions:
        return f"{stem[: _LONGEST_NAME - len(_ENDING)].rstrip('-')}{_ENDING}"
    return Text((*parts[:mentions], f"{stem}{_ENDING}"))


def _some(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value)
