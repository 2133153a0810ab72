"""Cluster cost by namespace and pod: requested, used, idle."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from dharma_core.errors import InputError
from dharma_core.finops.readers.opencost import read_allocations


def allocation(namespace, pod, **numbers):
    place = {"cluster": "one", "namespace": namespace, "pod": pod}
    window = {"start": "2026-03-01T00:00:00Z", "end": "2026-03-02T00:00:00Z"}
    return {"properties": place, **window, **numbers}


def answer(*sets):
    return json.dumps({"code": 200, "data": list(sets)})


WEB = allocation(
    "web", "a", cpuCost=4, cpuCoreRequestAverage=2, cpuCoreUsageAverage=0.5,
    ramCost=2, ramByteRequestAverage=100, ramByteUsageAverage=200, pvCost=0.25,
)  # fmt: skip
FOUND = read_allocations(
    answer(
        {"a": WEB, "__idle__": {"cpuCost": 3.5, "ramCost": 1}},
        {"a": WEB, "b": allocation("web", "b", cpuCost=1, ramCost=0)},
    ),
    file="a.json",
)


def test_a_pod_is_summed_over_windows_and_split_into_used_and_idle():
    pod = FOUND.pods[0]
    # A window: processor 4 for 2 cores asked, 0.5 used: used 1; memory 2, all used, half asked.
    assert (pod.pod, pod.cost, pod.used, pod.idle, pod.other) == (
        "a", Decimal("12.5"), Decimal(6), Decimal(6), Decimal("0.5"),
    )  # fmt: skip
    assert pod.requested == 10


def test_what_was_neither_asked_for_nor_used_is_idle():
    assert (FOUND.pods[1].used, FOUND.pods[1].idle) == (0, 1)


def test_namespaces_and_the_whole_add_up():
    (namespace,) = FOUND.namespaces
    assert (namespace.namespace, namespace.cost) == ("web", Decimal("13.5"))
    assert FOUND.unallocated == Decimal("4.5")
    assert FOUND.total == 18
    assert FOUND.as_dict()["total_cost"] == "18"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "no JSON"),
        ("[]", "no allocations"),
        ('{"data": [{}]}', "no allocations"),
        ('{"data": [{"a": {"minutes": 5}}]}', "no cpuCost"),
        ('{"data": [{"a": {"cpuCost": "much"}}]}', "no number"),
    ],
)
def test_what_is_no_answer_of_opencost_is_refused(text, said):
    with pytest.raises(InputError, match=said):
        read_allocations(text, file="a.json")
