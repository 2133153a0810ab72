"""The device's part of the score."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.storage.trust_facts import load_trust_book
from dharma_core.trust.device import Device, assess_device
from dharma_core.trust.score import KEYS

GOOD = Device(Decimal(100), True, True, Decimal(0), True, False)
WEIGHTS = load_trust_book().weights.device


def _taken(device: Device) -> dict[str, str]:
    return {d.key: str(d.points) for d in assess_device(device, WEIGHTS).deductions}


def test_a_good_device_is_trusted_fully():
    assert assess_device(GOOD, WEIGHTS).value == 100


@pytest.mark.parametrize(
    ("fact", "value", "key", "points"),
    [
        ("disk_encrypted", False, "device.disk", "20"),
        ("disk_encrypted", None, "device.disk_unknown", "10"),
        ("firewall", False, "device.firewall", "10"),
        ("firewall", None, "device.firewall_unknown", "5"),
        ("managed", False, "device.managed", "10"),
        ("managed", None, "device.managed_unknown", "10"),
        ("jailbroken", True, "device.jailbreak", "100"),
        ("jailbroken", None, "device.jailbreak_unknown", "10"),
        ("compliance", Decimal(90), "device.compliance", "5.0"),  # half of what is missing
        ("compliance", None, "device.compliance_unknown", "25.0"),  # as if it were 50
        ("patch_age_days", Decimal(52), "device.patches", "10.00"),  # half way from 14 to 90
        ("patch_age_days", Decimal(90), "device.patches", "20"),
        ("patch_age_days", Decimal(9000), "device.patches", "20"),
        ("patch_age_days", None, "device.patches_unknown", "10"),
    ],
)
def test_each_fact_takes_its_points(fact, value, key, points):
    values = {name: getattr(GOOD, name) for name in Device.__slots__} | {fact: value}
    found = _taken(Device(**values))
    assert list(found) == [key]
    assert Decimal(found[key]) == Decimal(points)


@pytest.mark.parametrize(("days", "points"), [(0, 0), (14, 0), (15, "0.26"), (89, "19.74")])
def test_a_security_update_grows_old_from_its_grace_on(days, points):
    found = assess_device(Device(Decimal(100), True, True, Decimal(days), True, False), WEIGHTS)
    assert 100 - found.value == Decimal(points)


def test_a_device_nobody_tells_of_keeps_a_little_trust():
    # 25 + 10 + 5 + 10 + 10 + 10
    assert assess_device(Device(), WEIGHTS).value == 30


def test_what_lowered_it_is_told_in_words():
    said = {d.key: d.reason for d in assess_device(Device(Decimal(90), False), WEIGHTS).deductions}
    assert said["device.compliance"] == "the device keeps 90 of 100 of the device rules"
    assert said["device.disk"] == "the disk is not encrypted"
    assert said["device.managed_unknown"] == "nobody tells whether the device is managed"
    assert (
        said["device.patches_unknown"]
        == "nobody tells how old the device's last security update is"
    )


facts = st.sampled_from([True, False, None])
devices = st.builds(
    Device,
    st.none() | st.decimals(min_value=0, max_value=100, places=1),
    facts,
    facts,
    st.none() | st.decimals(min_value=0, max_value=400, places=1),
    facts,
    facts,
)


@given(devices)
def test_every_device_has_a_part_from_0_to_100_of_known_keys(device):
    found = assess_device(device, WEIGHTS)
    assert 0 <= found.value <= 100
    assert {d.key for d in found.deductions} <= set(KEYS)


@given(devices)
def test_the_good_answer_is_never_worse_than_another(device):
    values = {name: getattr(device, name) for name in Device.__slots__}
    for name in Device.__slots__:
        better = Device(**values | {name: getattr(GOOD, name)})
        assert assess_device(better, WEIGHTS).value >= assess_device(device, WEIGHTS).value


@given(devices)
def test_not_telling_is_never_better_than_the_good_answer_nor_worse_than_the_bad(device):
    values = {name: getattr(device, name) for name in Device.__slots__}
    for name, good, bad in [
        ("disk_encrypted", True, False), ("firewall", True, False), ("managed", True, False),
        ("jailbroken", False, True),
    ]:  # fmt: skip
        low, unknown, high = (
            assess_device(Device(**values | {name: value}), WEIGHTS).value
            for value in (bad, None, good)
        )
        assert low <= unknown <= high
