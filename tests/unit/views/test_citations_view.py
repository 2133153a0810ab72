"""Claims as people read them: how each stands, and where its reference leads."""

from __future__ import annotations

import pytest

from dharma_core.views.citations import citations_table, cost_claims, finding_claims
from dharma_core.workbench import Workbench


@pytest.fixture
def bench(tmp_path, monkeypatch) -> Workbench:
    monkeypatch.setenv("DHARMA_HOME", str(tmp_path))
    return Workbench.open()


def test_every_reference_that_is_shown_resolves_to_the_claim_it_stands_by(bench) -> None:
    made = bench.save_blueprint(bench.template("serverless-api"))
    plan = bench.read(made.id)
    estimate, report = bench.estimate(plan), bench.check(plan)
    for claim in (*cost_claims(plan, estimate), *finding_claims(plan, report)[:3]):
        assert claim.reference is not None
        assert bench.cite(str(claim.reference)).claim == claim.claim


def test_a_design_that_is_not_stored_has_claims_and_no_references(bench) -> None:
    plan = bench.read("serverless-api")
    claims = cost_claims(plan, bench.estimate(plan))
    assert {claim.reference for claim in claims} == {None}
    rows = citations_table(claims).rows
    assert all(row["reference"] is None for row in rows)
    assert any(row["standing"].startswith("Unsupported") for row in rows)
    assert any(row["standing"].startswith("Computed now, confidence 1") for row in rows)
