"""What a cluster costs by namespace and pod, from OpenCost's allocation JSON.

Each allocation is charged for what it asked for or what it used, whichever is more. What it asked
for and did not use is its own idle part; what nobody asked for is OpenCost's ``__idle__``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from dharma_core.errors import InputError
from dharma_core.money import exact_sum, plain
from dharma_core.units import to_decimal

__all__ = ["ClusterCost", "PodCost", "read_allocations"]

IDLE = "__idle__"
UNMOUNTED = "__unmounted__"
_OTHER_COSTS = (
    "gpuCost",
    "pvCost",
    "networkCost",
    "loadBalancerCost",
    "sharedCost",
    "externalCost",
)
_CONTENT = ("cpuCost", "ramCost")
_ADJUSTMENTS = (
    "cpuCostAdjustment",
    "ramCostAdjustment",
    "gpuCostAdjustment",
    "pvCostAdjustment",
    "networkCostAdjustment",
    "loadBalancerCostAdjustment",
)


@dataclass(frozen=True, slots=True)
class PodCost:
    """What one pod, or one namespace, cost in all windows of the file.

    Parameters
    ----------
    cluster, namespace, pod : str
        ``pod`` is empty for a sum over a namespace.
    cost : Decimal
        All of it, in the currency OpenCost was set up with.
    requested, used, idle : Decimal
        Of the processor and memory cost: for what was asked, for what was used, and what was
        charged without being used. Requested and used overlap; ``charged = used + idle``.
    other : Decimal
        Disks, network, load balancers, GPUs, shared and external costs, adjustments.
    """

    cluster: str
    namespace: str
    pod: str
    cost: Decimal
    requested: Decimal
    used: Decimal
    idle: Decimal
    other: Decimal

    def as_dict(self) -> dict[str, str]:
        """Return the JSON form: amounts as decimal strings."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return {n: plain(v) if isinstance(v, Decimal) else v for n, v in values.items()}


@dataclass(frozen=True, slots=True)
class ClusterCost:
    """The cost of one or more clusters.

    Parameters
    ----------
    start, end : str
        Of all windows, ISO 8601.
    pods : tuple of PodCost
        The dearest first.
    unallocated : Decimal
        What no pod asked for (``__idle__``) or mounted (``__unmounted__``).
    """

    start: str
    end: str
    pods: tuple[PodCost, ...]
    unallocated: Decimal

    @property
    def total(self) -> Decimal:
        """All of it."""
        return exact_sum([*(pod.cost for pod in self.pods), self.unallocated])

    @property
    def namespaces(self) -> tuple[PodCost, ...]:
        """The pods summed by cluster and namespace, the dearest first."""
        return _summed(replace(pod, pod="") for pod in self.pods)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "start": self.start,
            "end": self.end,
            "total_cost": plain(self.total),
            "unallocated_cost": plain(self.unallocated),
            "namespaces": [namespace.as_dict() for namespace in self.namespaces],
            "pods": [pod.as_dict() for pod in self.pods],
        }


def read_allocations(text: str, *, file: str) -> ClusterCost:
    """Return what OpenCost's ``/allocation`` answered, by pod.

    Raises
    ------
    InputError
        If it is no such answer, or an amount is no number.

    Examples
    --------
    >>> pod = {
    ...     "properties": {"cluster": "c", "namespace": "web", "pod": "a"},
    ...     "cpuCost": 2,
    ...     "cpuCoreRequestAverage": 1,
    ...     "cpuCoreUsageAverage": 0.25,
    ... }
    >>> found = read_allocations(json.dumps({"code": 200, "data": [{"a": pod}]}), file="a.json")
    >>> [(p.pod, str(p.used), str(p.idle)) for p in found.pods]
    [('a', '0.50', '1.50')]
    """
    allocations = list(_allocations(text, file))
    pods, unallocated, windows = [], [], []
    for name, raw in allocations:
        windows += [raw[key] for key in ("start", "end") if isinstance(raw.get(key), str)]
        if name.split("/")[-1] in (IDLE, UNMOUNTED):
            unallocated.append(_whole(raw, file, name))
        else:
            pods.append(_pod(name, raw, file))
    summed = _summed(pods)
    return ClusterCost(
        min(windows, default=""), max(windows, default=""), summed, exact_sum(unallocated)
    )


def _allocations(text: str, file: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        document = json.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise _not_opencost(file, f"it is no JSON ({error})") from error
    data = document.get("data") if isinstance(document, Mapping) else None
    sets = data if isinstance(data, list) else [data]
    if not any(isinstance(entry, Mapping) and entry for entry in sets):
        raise _not_opencost(file, "it has no allocations under 'data'")
    for entry in sets:
        for name, raw in (entry or {}).items():
            if not isinstance(raw, Mapping) or not any(key in raw for key in _CONTENT):
                raise _not_opencost(file, f"the allocation {name!r} has no cpuCost or ramCost")
            yield name, raw


def _not_opencost(file: str, why: str) -> InputError:
    return InputError(
        f"{file} is no answer of OpenCost's allocation API: {why}.",
        next_step="Save the answer of /allocation?window=30d&aggregate=pod as JSON.",
        details={"file": file},
    )


def _pod(name: str, raw: Mapping[str, Any], file: str) -> PodCost:
    properties = raw.get("properties") or {}
    number = _reader(raw, file, name)
    compute = (
        (number("cpuCost"), number("cpuCoreRequestAverage"), number("cpuCoreUsageAverage")),
        (number("ramCost"), number("ramByteRequestAverage"), number("ramByteUsageAverage")),
    )
    other = exact_sum(number(key) for key in (*_OTHER_COSTS, *_ADJUSTMENTS))
    charged = exact_sum(cost for cost, _, _ in compute)
    used = exact_sum(_share(*part[::2], most=max(part[1:])) for part in compute)
    requested = exact_sum(_share(*part[:2], most=max(part[1:])) for part in compute)
    return PodCost(
        cluster=properties.get("cluster") or "",
        namespace=properties.get("namespace") or "",
        pod=properties.get("pod") or name.rsplit("/", maxsplit=1)[-1],
        cost=charged + other,
        requested=requested,
        used=used,
        idle=charged - used,
        other=other,
    )


def _share(cost: Decimal, amount: Decimal, *, most: Decimal) -> Decimal:
    """Return the part of a cost that an amount stands for; nothing where there was no amount."""
    return cost * amount / most if most else Decimal(0)


def _whole(raw: Mapping[str, Any], file: str, name: str) -> Decimal:
    number = _reader(raw, file, name)
    return exact_sum(number(key) for key in (*_CONTENT, *_OTHER_COSTS, *_ADJUSTMENTS))


class _reader:  # noqa: N801 - reads like a function: number("cpuCost")
    def __init__(self, raw: Mapping[str, Any], file: str, name: str) -> None:
        self.raw, self.where = raw, f"{file}, allocation {name!r}"

    def __call__(self, key: str) -> Decimal:
        value = self.raw.get(key)
        if value is None:
            return Decimal(0)
        number = to_decimal(str(value)) if not isinstance(value, bool) else None
        if number is None:
            raise InputError(
                f"{self.where}: {key} is {value!r}, no number.",
                next_step="Export the allocations again.",
            )
        return number


def _summed(pods: Iterable[PodCost]) -> tuple[PodCost, ...]:
    groups: dict[tuple[str, str, str], list[PodCost]] = {}
    for pod in pods:
        groups.setdefault((pod.cluster, pod.namespace, pod.pod), []).append(pod)
    sums = [
        PodCost(
            *key,
            cost=exact_sum(p.cost for p in group),
            requested=exact_sum(p.requested for p in group),
            used=exact_sum(p.used for p in group),
            idle=exact_sum(p.idle for p in group),
            other=exact_sum(p.other for p in group),
        )
        for key, group in groups.items()
    ]
    return tuple(sorted(sums, key=lambda p: (-p.cost, p.cluster, p.namespace, p.pod)))
