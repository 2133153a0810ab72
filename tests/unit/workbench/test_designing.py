"""Designs under work: opened, judged as far as they go, saved."""

from __future__ import annotations

import pytest

from dharma_core.blueprints.editing import (
    add_resource,
    empty_blueprint,
    remove_resources,
)
from dharma_core.blueprints.form_fields import Sheet
from dharma_core.blueprints.inner_edits import set_at
from dharma_core.blueprints.model import Blueprint
from dharma_core.costs.estimates import CostState
from dharma_core.errors import ConflictError, InputError, NotFoundError
from dharma_core.plan import Plan
from dharma_core.workbench import Workbench
from dharma_core.workbench.designing import DraftOrigin


@pytest.fixture
def bench() -> Workbench:
    return Workbench.open()


def test_a_template_is_judged_by_its_own_resources(bench) -> None:
    design, origin = bench.open_draft("three-tier-web")
    found = bench.assess_draft(design)
    assert origin == DraftOrigin("Template three-tier-web")
    assert found.problems == ()
    assert found.marks["web_a"].state is CostState.PRICED
    assert found.marks["database"].findings[0].address == "aws_db_instance.database"
    assert sum(m.monthly or 0 for m in found.marks.values()) == found.estimate.total.amount


def test_a_portable_resource_sums_what_it_becomes(bench) -> None:
    empty = empty_blueprint("shop", provider="aws", region="us-east-1")
    design = add_resource(empty, "storage.bucket", bench.catalog).blueprint
    found = bench.assess_draft(design)
    assert len(found.plan.managed) > 1
    assert set(found.marks) == {"bucket"}


def test_a_half_finished_design_is_judged_as_far_as_it_goes(bench) -> None:
    design, _ = bench.open_draft("three-tier-web")
    half = add_resource(design, "aws_subnet", bench.catalog).blueprint
    half = remove_resources(half, "lb_firewall").blueprint
    found = bench.assess_draft(half)
    assert any("vpc_id" in p for p in found.marks["subnet"].problems)
    assert found.marks["web_a"].monthly is not None
    assert found.report.findings


def test_a_design_that_cannot_even_be_drafted_says_why(bench) -> None:
    design, _ = bench.open_draft("event-pipeline")
    twice = design.model_copy(update={"resources": (*design.resources, design.resources[0])})
    assert bench.assess_draft(twice).problems


def test_an_empty_design_has_nothing_to_judge(bench) -> None:
    found = bench.assess_draft(empty_blueprint("shop", provider="aws", region="us-east-1"))
    assert (found.problems, found.marks) == ((), {})


def test_judging_a_draft_leaves_no_event(bench) -> None:
    stored = bench.save_blueprint(bench.template("event-pipeline"))
    before = len(bench.events())
    design, _ = bench.open_draft(stored.id)
    bench.assess_draft(design)
    assert len(bench.events()) == before


def test_a_draft_is_saved_as_a_new_version_and_a_stale_one_is_refused(bench) -> None:
    stored = bench.save_blueprint(bench.template("event-pipeline"))
    design, origin = bench.open_draft(f"{stored.id}@{stored.version}")
    name = design.resources[0].name
    changed = set_at(design, Sheet(name), ("tags",), {"Owner": "ann"}).blueprint
    saved = bench.save_draft(changed, origin)
    assert saved.id == stored.id
    assert saved.version != stored.version
    with pytest.raises(ConflictError):
        bench.save_draft(set_at(design, Sheet(name), ("tags",), {"A": "b"}).blueprint, origin)


def test_an_empty_or_half_finished_draft_is_not_saved(bench) -> None:
    empty = empty_blueprint("shop", provider="aws", region="us-east-1")
    with pytest.raises(InputError, match="holds no resource"):
        bench.save_draft(empty, DraftOrigin("A new design"))
    half = add_resource(empty, "aws_subnet", bench.catalog).blueprint
    with pytest.raises(InputError, match="vpc_id"):
        bench.save_draft(half, DraftOrigin("A new design"))


def test_opening_what_is_not_there_names_the_nearest(bench) -> None:
    with pytest.raises(NotFoundError):
        bench.open_draft("three-tier-wob")


def test_a_picture_shows_a_design_as_designed_or_as_built(bench) -> None:
    assert isinstance(bench.drawable("three-tier-web"), Blueprint)
    assert isinstance(bench.drawable("three-tier-web", native=True), Plan)


def test_a_template_stays_itself_when_a_stored_design_has_its_name(bench) -> None:
    text = bench.template("event-pipeline")
    bench.save_blueprint(text.replace("region: us-east-1", "region: eu-west-1", 1))
    assert bench.open_draft("event-pipeline")[0].region == "eu-west-1"
    bundled, origin = bench.open_template("event-pipeline")
    assert bundled.region == "us-east-1"
    assert origin == DraftOrigin("Template event-pipeline")
