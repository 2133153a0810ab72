"""A drawing as the canvas component takes it."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from dharma_core.blueprints import parse_blueprint
from dharma_core.blueprints.drawing import Drawing, operate
from dharma_core.blueprints.edit_history import EditHistory
from dharma_core.blueprints.kinds.library import KINDS
from dharma_core.costs.estimates import CostState
from dharma_core.policies.findings import Effect, Finding, Severity
from dharma_core.storage.facts import load_catalog, load_templates
from dharma_core.views.canvas import canvas_data, palette, search_types
from dharma_core.workbench.designing import Mark

FINDING = Finding("R1", Severity.HIGH, Effect.DENY, "security", "aws_x.y", "is open")


@pytest.fixture
def drawing() -> Drawing:
    design = parse_blueprint(load_templates()["three-tier-web"], file="three.yaml")
    return Drawing(EditHistory(design))


def node(drawing: Drawing, mark: Mark | None = None, name: str = "web_a"):
    marks = {} if mark is None else {name: mark}
    data = canvas_data(drawing, marks, load_catalog())
    return next(n for n in data["nodes"] if n["id"] == name)


def test_the_data_is_plain_json_with_every_node_and_the_revision(drawing) -> None:
    data = json.loads(json.dumps(canvas_data(drawing, {}, load_catalog())))
    assert len(data["nodes"]) == 37
    assert data["revision"] == 1
    assert {"user": "web_a", "needed": "web_firewall", "by": "vpc_security_group_ids"} in data[
        "edges"
    ]


@pytest.mark.parametrize("template", sorted(load_templates()))
def test_every_template_is_drawn_whole(template: str) -> None:
    design = parse_blueprint(load_templates()[template], file=f"{template}.yaml")
    data = canvas_data(Drawing(EditHistory(design)), {}, load_catalog())
    names = {node["id"] for node in data["nodes"]}
    assert names >= {resource.name for resource in design.resources}
    assert {edge[end] for edge in data["edges"] for end in ("user", "needed")} <= names


def test_a_node_says_kind_mark_and_place(drawing) -> None:
    found = node(drawing)
    assert (found["title"], found["mark"], found["parent"]) == ("EC2 instance", "Co", "private_a")
    assert node(drawing, name="main")["group"]


@pytest.mark.parametrize(
    ("monthly", "state", "words"),
    [
        (Decimal("12.3"), CostState.PRICED, "$12.30 a month"),
        (Decimal("12.3"), CostState.USAGE, "$12.30 a month + usage"),
        (Decimal("12.3"), CostState.NOT_FOUND, "$12.30 a month + not found"),
        (None, CostState.USAGE, "depends on usage"),
        (None, CostState.NOT_FOUND, "no price found"),
        (Decimal(0), CostState.FREE, ""),
        (None, None, ""),
    ],
)
def test_a_cost_is_told_in_words_and_unknown_is_never_zero(drawing, monthly, state, words) -> None:
    assert node(drawing, Mark(monthly, state))["cost"] == words


def test_findings_are_counted_with_the_worst_in_words(drawing) -> None:
    found = node(drawing, Mark(findings=(FINDING, FINDING)))
    assert found["findings"] == "2 findings, worst high"
    assert (found["count"], found["severity"]) == (2, "high")


def test_what_a_node_lacks_is_told(drawing) -> None:
    assert node(drawing, Mark(problems=("needs the property 'ami'.",)))["problems"]


def test_choices_are_told_in_words(drawing) -> None:
    def do(now: Drawing, **asked) -> Drawing:
        return operate(now, {"revision": now.revision, **asked}, load_catalog())

    added = do(drawing, op="add", type="aws_security_group_rule", x=0, y=0)
    asked = do(added, op="connect", user="security_group_rule", needed="lb_firewall")
    choices = canvas_data(asked, {}, load_catalog())["choices"]
    assert {"by": "depends_on", "user": "security_group_rule", "needed": "lb_firewall"}.items() <= (
        choices[-1].items()
    )
    assert "only comes after" in choices[-1]["words"]


@pytest.mark.parametrize("provider", ["aws", "azure", "gcp"])
def test_the_palette_holds_every_kind_and_curated_type_of_the_provider_once(provider: str) -> None:
    prefix = {"aws": "aws_", "azure": "azurerm_", "gcp": "google_"}[provider]
    types = [e["type"] for g in palette(provider, load_catalog()) for e in g["entries"]]
    assert len(set(types)) == len(types)
    assert set(types) == set(KINDS) | {t for t in load_catalog().types if t.startswith(prefix)}


def test_the_whole_schema_is_searched_by_words_and_only_of_the_provider() -> None:
    found = [e["type"] for e in search_types("Glue job", "aws", load_catalog())]
    assert "aws_glue_job" in found
    assert search_types("glue", "gcp", load_catalog()) == []
    assert search_types("  ", "aws", load_catalog()) == []
    assert len(search_types("aws", "aws", load_catalog())) == 40
