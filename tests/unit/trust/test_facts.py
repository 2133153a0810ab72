"""Facts at the door: what is taken, and what is refused with the nearest right word."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from dharma_core.errors import InputError
from dharma_core.trust.context import Network, Place
from dharma_core.trust.device import Device
from dharma_core.trust.facts import ContextFacts, context_facts, device_facts
from dharma_core.trust.rules import Sensitivity


def test_a_device_is_read_with_what_it_says():
    document = {
        "compliance": 95.5, "disk_encrypted": True, "firewall": False, "patch_age_days": 3,
        "managed": None, "jailbroken": False,
    }  # fmt: skip
    assert device_facts(document) == Device(Decimal("95.5"), True, False, Decimal(3), None, False)
    assert device_facts({}) == Device()


@pytest.mark.parametrize(
    ("other", "name", "value"),
    [
        ("compliance_score", "compliance", 90), ("encryption", "disk_encrypted", True),
        ("disk_encryption", "disk_encrypted", True), ("encrypted", "disk_encrypted", True),
        ("firewall_enabled", "firewall", True), ("patch_age", "patch_age_days", 3),
        ("jailbreak", "jailbroken", False), ("rooted", "jailbroken", False),
    ],
)  # fmt: skip
def test_a_fact_of_a_device_may_have_its_other_name(other, name, value):
    assert device_facts({other: value}) == device_facts({name: value})


def test_a_number_is_the_part_of_the_score_itself():
    assert device_facts(95) == 95
    assert context_facts(75.5) == ContextFacts(stated=Decimal("75.5"))


def test_a_context_is_read_with_what_it_says():
    found = context_facts(
        {
            "mfa": True, "failed_logins": 2.0, "ip": "10.0.0.1", "network": "known",
            "place": " Berlin ", "country": "de", "latitude": 52.5, "longitude": 13,
            "time": "2026-03-02T10:00:00+01:00", "sensitivity": "restricted", "group": "sre",
            "session": "ses_1",
            "before": {"place": "Lima", "latitude": -12, "longitude": -77,
                       "at": "2026-03-02T08:00:00Z"},
        }
    )  # fmt: skip
    assert found == ContextFacts(
        address="10.0.0.1",
        network=Network.KNOWN,
        place=Place("Berlin", "DE", 52.5, 13.0),
        at=datetime(2026, 3, 2, 9, tzinfo=UTC),
        before=Place("Lima", "", -12.0, -77.0),
        before_at=datetime(2026, 3, 2, 8, tzinfo=UTC),
        sensitivity=Sensitivity.RESTRICTED,
        second_factor=True,
        failed_logins=2,
        peer_group="sre",
        session="ses_1",
    )


def test_a_context_that_says_nothing_knows_nothing():
    assert context_facts({}) == ContextFacts()
    assert context_facts({"place": None, "before": None}) == ContextFacts()


@pytest.mark.parametrize(
    "document", [{"place": "X"}, {"country": "DE"}, {"latitude": 1, "longitude": 2}]
)
def test_any_part_of_a_place_is_a_place(document):
    assert context_facts(document).place is not None


FAULTS = {
    "an unknown fact": ({"firewal": True}, "the device has no fact 'firewal'", "'firewall'"),
    "a fact said twice": ({"encrypted": True, "disk_encrypted": True}, "twice", "once"),
    "a text for a truth": ({"firewall": "yes"}, "firewall of the device is not", "true or false"),
    "a number for a truth": ({"managed": 1}, "managed of the device is not", "true or false"),
    "compliance out of range": ({"compliance": 101}, "The device compliance trust is 101", ""),
    "compliance as a truth": ({"compliance": True}, "is True", "from 0 to 100"),
    "an age below zero": ({"patch_age_days": -1}, "patch_age_days", "from 0 to 36500"),
    "an age of nothing": ({"patch_age_days": float("nan")}, "patch_age_days", "from 0"),
    "an age of for ever": ({"patch_age_days": float("inf")}, "patch_age_days", "from 0"),
    "an age in words": ({"patch_age_days": "3"}, "patch_age_days", "from 0"),
    "an age as a truth": ({"patch_age_days": True}, "patch_age_days", "from 0"),
    "a list": ([], "The device trust is []", "from 0 to 100"),
    "a text": ("95", "The device trust is '95'", "from 0 to 100"),
}


@pytest.mark.parametrize(("document", "fault", "step"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_a_device_is_told(document, fault, step):
    with pytest.raises(InputError) as refused:
        device_facts(document)
    assert fault in refused.value.message
    assert step in refused.value.next_step


CONTEXT_FAULTS = {
    "an unknown fact": ({"plcae": "X"}, "the context has no fact 'plcae'", "'place'"),
    "half a place": ({"latitude": 1}, "latitude", "together with longitude"),
    "too far north": ({"latitude": 91, "longitude": 0}, "latitude", "from -90 to 90"),
    "too far east": ({"latitude": 0, "longitude": 181}, "longitude", "from -180 to 180"),
    "a time without zone": ({"at": "2026-03-02T09:00:00"}, "at of the context", "zone"),
    "no time": ({"at": "soon"}, "at of the context", "zone"),
    "a time before all times": ({"at": "0001-01-01T00:00:00+14:00"}, "at of the context", "zone"),
    "a time as a number": ({"at": 5}, "at of the context", "a text"),
    "an unknown network": ({"network": "trustd"}, "is 'trustd'", "'trusted'"),
    "a network of another kind": ({"network": 5}, "is 'int'", "Allowed"),
    "an unknown sensitivity": ({"sensitivity": "secret"}, "is 'secret'", "Allowed"),
    "half a login": ({"failed_logins": 1.5}, "failed_logins", "a whole number"),
    "logins below zero": ({"failed_logins": -1}, "failed_logins", "from 0"),
    "control characters": ({"place": "Ber\x00lin"}, "place", "control characters"),
    "an empty text": ({"place": "  "}, "place", "a text"),
    "a long text": ({"place": "x" * 201}, "place", "at most 200"),
    "before that is no object": ({"before": "Lima"}, "the context's before is no object", "place"),
    "an unknown fact before": ({"before": {"ip": "1.1.1.1"}}, "before has no fact 'ip'", "Allowed"),
}


@pytest.mark.parametrize(("document", "fault", "step"), CONTEXT_FAULTS.values(), ids=CONTEXT_FAULTS)
def test_a_fault_of_a_context_is_told(document, fault, step):
    with pytest.raises(InputError) as refused:
        context_facts(document)
    assert fault in refused.value.message
    assert step in refused.value.next_step


def test_a_text_of_the_longest_length_is_taken():
    assert len(context_facts({"place": "x" * 200}).place.name) == 200
