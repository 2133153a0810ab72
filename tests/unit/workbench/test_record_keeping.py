"""Looking after the audit: what a tenant may do with its own, and what is the machine's."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import text

from dharma_core.errors import PermissionDenied
from dharma_core.events import EventType
from dharma_core.identity import Actor

EVE = Actor("eve", "other", ("admin",))
OF_THE_MACHINE = {
    "sign_audit": "audit:sign",
    "rotate_audit_key": "audit:rotate_key",
    "archive_events": "audit:archive",
    "run_due_reports": "report:work",
}


@pytest.fixture
def benches(house):
    """Two tenants on one chain, each with a design of its own."""
    ours, theirs = house.bench(replace(EVE, user="olga", tenant="default")), house.bench(EVE)
    for bench, name in ((ours, "our-shop"), (theirs, "their-shop")):
        template = bench.template("serverless-api")
        bench.save_blueprint(template.replace("name: serverless-api", f"name: {name}", 1))
    return ours, theirs


@pytest.mark.parametrize("name", OF_THE_MACHINE)
def test_another_tenants_administrator_keeps_no_evidence_for_the_whole_store(benches, name):
    ours, theirs = benches
    getattr(ours, name)()
    with pytest.raises(PermissionDenied, match="it is the machine's, and other is one of its"):
        getattr(theirs, name)()
    refusal = theirs.events(limit=1)[0].event
    assert (refusal.type, refusal.aggregate_id, refusal.success) == (
        EventType.PERMISSION_DENIED,
        OF_THE_MACHINE[name],
        False,
    )


def test_an_export_tells_a_tenant_its_own_events_and_the_others_as_hashes(benches):
    _, theirs = benches
    told = list(theirs.export_events(redacted=False))
    stubs = [one for one in told if one.get("left_out")]
    own = [one for one in told if not one.get("left_out")]
    assert [set(one) for one in stubs] == [{"seq", "format", "hash", "left_out", "content"}]
    assert [one["type"] for one in own] == ["BlueprintCreated"]
    assert "our-shop" not in json.dumps(told)
    assert "their-shop" in json.dumps(own)


def test_a_tenant_verifies_the_whole_chain_and_reads_nothing_of_the_others(benches):
    _, theirs = benches
    report = theirs.verify_audit()
    assert (report.valid, report.events) == (True, 2)
    assert "our-shop" not in json.dumps(report.as_dict())


@pytest.mark.parametrize("column", ["type", "time", "tenant", "data"])
def test_what_was_changed_in_another_tenants_event_is_not_repeated(house, benches, column):
    _, theirs = benches
    with house.store._engine.begin() as connection:
        told = text(f"UPDATE events SET {column} = 'our-secret' WHERE seq = 1")
        connection.execute(told)
    report = theirs.verify_audit()
    assert report.first_bad == 1
    assert "our-secret" not in json.dumps(report.as_dict())
    assert "our-secret" not in json.dumps(list(theirs.export_events()))


def test_a_tenant_redacts_its_own_people_only(benches):
    ours, theirs = benches
    assert theirs.redact_person("eve").events == 1
    assert ours.events(limit=5)[0].event.user == "olga"
    assert ours.verify_audit().valid
