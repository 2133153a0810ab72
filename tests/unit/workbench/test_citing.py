"""References resolved: to the evidence, to what is recorded, to what is unsupported."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal

import pytest

from dharma_core.audit.citations import Reference, Standing
from dharma_core.errors import InputError, NotFoundError, PermissionDenied
from dharma_core.identity import Actor
from dharma_core.policies.waivers import Form, Waiver
from dharma_core.workbench import Workbench

DB = "aws_db_instance.database"


@pytest.fixture
def bench(tmp_path, monkeypatch) -> Workbench:
    monkeypatch.setenv("DHARMA_HOME", str(tmp_path))
    return Workbench.open()


@pytest.fixture
def design(bench):
    text = bench.template("three-tier-web").replace(
        "storage_encrypted: true", "storage_encrypted: false"
    )
    return bench.save_blueprint(text, file="web.yaml")


def _ref(kind: str, design, part: str = "", version: str = "1.0.0") -> str:
    return str(Reference(kind, design.id, version, part))


def test_a_cost_that_was_recorded_is_so_and_a_new_one_is_computed(bench, design) -> None:
    assert bench.cite(_ref("estimate", design)).standing is Standing.COMPUTED
    bench.estimate(bench.read(design.id))
    found = bench.cite(_ref("estimate", design))
    assert (found.standing, found.confidence) == (Standing.RECORDED, Decimal("0.48"))
    assert "event 2" in found.note


def test_citing_leaves_no_trace_of_its_own(bench, design) -> None:
    bench.cite(_ref("estimate", design))
    bench.cite(_ref("finding", design))
    assert [e.event.type.value for e in bench.events()] == ["BlueprintCreated"]


def test_a_component_says_quantity_price_and_source(bench, design) -> None:
    bench.estimate(bench.read(design.id))
    estimate = bench.estimate(bench.read(design.id))
    one = next(r for r in estimate.resources if r.address == DB).components[0]
    found = bench.cite(_ref("estimate", design, f"{DB}/{one.name}"))
    assert found.evidence["unit_price"] == one.as_dict()["unit_price"]
    assert found.evidence["source"]
    assert (found.standing, found.confidence) == (Standing.RECORDED, Decimal(1))
    price = bench.cite(str(Reference("price", str(found.evidence["price_key"]))))
    assert price.evidence["key"] == found.evidence["price_key"]
    assert bench.cite(_ref("estimate", design, DB)).evidence["components"]


def test_a_cost_that_is_not_known_is_unsupported(bench, design) -> None:
    estimate = bench.estimate(bench.read(design.id))
    one = next(c for r in estimate.resources for c in r.components if c.monthly_cost is None)
    address = next(r.address for r in estimate.resources if one in r.components)
    found = bench.cite(_ref("estimate", design, f"{address}/{one.name}"))
    assert (found.standing, found.confidence) == (Standing.UNSUPPORTED, None)
    assert found.evidence == {}
    assert found.note


def test_a_preset_on_record_is_computed_with_again(bench, design) -> None:
    bench.estimate(bench.read(design.id), preset="small")
    assert bench.cite(_ref("estimate", design)).standing is Standing.RECORDED


def test_what_was_recorded_with_a_usage_file_is_said_to_differ(bench, design) -> None:
    usage = (
        "version: 0.1\nresource_usage:\n"
        "  aws_cloudwatch_log_group.web_logs:\n    monthly_data_ingested_gb: 5\n"
    )
    bench.estimate(bench.read(design.id), usage_text=usage)
    found = bench.cite(_ref("estimate", design))
    assert found.standing is Standing.CHANGED
    assert "usage" in found.note


def test_a_finding_says_rule_value_and_place(bench, design) -> None:
    from dharma_core.policies.citations import finding_citations

    plan = bench.read(design.id)
    report = bench.check(plan)
    assert bench.cite(_ref("finding", design)).standing is Standing.RECORDED
    name, one = next(
        (n, c) for n, c in finding_citations(report, plan.origin) if "encrypted" in c.claim
    )
    found = bench.cite(_ref("finding", design, name))
    assert found.claim == one.claim
    assert found.evidence["rule_id"].startswith("DH_AWS_RDS")
    assert found.source is not None
    assert found.source.line


def test_a_design_is_its_digest(bench, design) -> None:
    first = bench.cite(_ref("version", design)).evidence["digest"]
    bench.save_blueprint(bench.template("three-tier-web"), id=design.id)
    assert bench.cite(_ref("version", design)).evidence["digest"] == first
    assert bench.cite(_ref("blueprint", design, version="")).evidence["digest"] != first
    assert bench.cite(_ref("blueprint", design, "database")).evidence["type"]
    with pytest.raises(InputError, match="names no version"):
        bench.cite(f"dharma://version/{design.id}")


def test_a_resource_of_a_plan_has_its_place(bench, design) -> None:
    found = bench.cite(_ref("plan", design, DB))
    assert found.evidence["type"] == "aws_db_instance"
    assert found.source is not None
    assert bench.cite(_ref("estimate", design, DB)).source == found.source


def test_an_event_is_found_by_number_and_by_id(bench, design) -> None:
    by_number = bench.cite("dharma://event/1")
    assert bench.cite(f"dharma://event/{by_number.evidence['id']}").evidence == by_number.evidence
    assert by_number.standing is Standing.RECORDED
    assert "personal" not in by_number.evidence


def test_an_event_that_was_changed_supports_nothing(bench, design, tmp_path) -> None:
    with closing(sqlite3.connect(tmp_path / "dharma.db")) as raw, raw:
        raw.execute("UPDATE events SET data = '{\"cheap\":true}' WHERE seq = 1")
    found = bench.cite("dharma://event/1")
    assert (found.standing, found.evidence) == (Standing.UNSUPPORTED, {})


def test_a_checkpoint_stands_while_its_event_does(bench, design, tmp_path) -> None:
    assert bench.cite("dharma://checkpoint/1").standing is Standing.RECORDED
    with closing(sqlite3.connect(tmp_path / "dharma.db")) as raw, raw:
        raw.execute("UPDATE audit_checkpoints SET event_hash = ? WHERE number = 1", ("0" * 64,))
    assert bench.cite("dharma://checkpoint/1").standing is Standing.UNSUPPORTED


def test_a_waiver_and_a_trust_decision_are_evidence(bench, design) -> None:
    draft = Waiver(
        "DH_AWS_RDS_001", "", Form.STORE, "a test", date(2999, 1, 1), address="*", owner="ann"
    )
    kept = bench.add_waiver(draft, today=date(2026, 3, 1))
    assert bench.cite(f"dharma://waiver/{kept.id}").claim == kept.text
    bench.trust_verify("ann", "blueprint", "read")
    made = bench.trust_history()[0]
    found = bench.cite(f"dharma://trust/{made.id}")
    assert found.evidence["user"] == "ann"
    stranger = Workbench(bench.settings, Actor("bob", "default", ("viewer",)), bench.cwd)
    with pytest.raises(PermissionDenied):
        stranger.cite(f"dharma://trust/{made.id}")


NOWHERE = [
    "dharma://estimate/bp_x",
    "dharma://event/999",
    "dharma://event/evt_x",
    "dharma://checkpoint/99",
    "dharma://checkpoint/one",
    "dharma://deployment/dep_x",
    "dharma://waiver/wv_x",
    "dharma://trust/tru_x",
    "dharma://price/aws%2Fec2%2Fnothing%20in%20us-east-1",
]


@pytest.mark.parametrize("reference", NOWHERE)
def test_a_reference_that_leads_nowhere_says_the_next_step(bench, design, reference) -> None:
    with pytest.raises(NotFoundError) as caught:
        bench.cite(reference)
    assert caught.value.next_step


@pytest.mark.parametrize("kind", ["estimate", "finding", "plan", "blueprint"])
def test_a_part_that_is_not_there_names_the_nearest(bench, design, kind) -> None:
    with pytest.raises(NotFoundError, match="leads nowhere"):
        bench.cite(_ref(kind, design, "nothing"))


def test_another_tenants_evidence_is_not_there(bench, design) -> None:
    bench.estimate(bench.read(design.id))
    other = Workbench(bench.settings, Actor("eve", "south", ("admin",)), bench.cwd)
    for reference in (_ref("estimate", design), "dharma://event/1"):
        with pytest.raises(NotFoundError):
            other.cite(reference)
