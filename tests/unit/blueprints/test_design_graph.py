"""Nodes, groups and edges of a design, and where they stand."""

from __future__ import annotations

import pytest

from dharma_core.blueprints import parse_blueprint
from dharma_core.blueprints.design_graph import design_graph, merged, plan_graph
from dharma_core.blueprints.families import FAMILIES, container_of, family_of
from dharma_core.blueprints.kinds.library import KINDS
from dharma_core.blueprints.lowering import PROVIDERS, lower
from dharma_core.blueprints.model import Spot
from dharma_core.blueprints.placing import NODE_HEIGHT, NODE_WIDTH, Box, arrange, beside, place
from dharma_core.storage.facts import load_catalog, load_templates
from dharma_core.storage.sizes import open_sizes

TEMPLATES = sorted(load_templates())


def graph_of(template: str):
    design = parse_blueprint(load_templates()[template], file=f"{template}.yaml")
    return design, design_graph(design, load_catalog())


def overlap(a: Box, b: Box) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom


def test_members_stand_in_the_subnet_they_name_or_in_the_network_around_several() -> None:
    _, graph = graph_of("three-tier-web")
    parent = {n.name: n.parent for n in graph.nodes}
    assert parent["public_a"] == "main"
    assert parent["web_a"] == "private_a"
    assert parent["web_lb"] == "main"  # two subnets
    assert parent["db_firewall"] == "main"  # names the network alone
    assert parent["database"] == "main"  # by its subnet group
    assert parent["assets"] == ""


def test_an_edge_says_by_which_properties() -> None:
    _, graph = graph_of("three-tier-web")
    by = {(e.user, e.needed): e.properties for e in graph.edges}
    assert by["web_a", "private_a"] == ("subnet_id",)
    assert by["web_lb", "public_b"] == ("subnets",)
    assert by["nat", "gateway"] == ()  # depends_on alone


def test_what_a_container_tells_is_no_line() -> None:
    _, graph = graph_of("three-tier-web")
    shown = {(e.user, e.needed) for e in graph.shown_edges}
    assert ("web_a", "private_a") not in shown
    assert ("web_a", "main") not in shown
    assert ("web_a", "web_firewall") in shown


def test_a_dangling_reference_and_a_circle_are_drawn_as_far_as_they_go() -> None:
    design, _ = graph_of("event-pipeline")
    first, second, *_ = design.resources
    ring = design.model_copy(
        update={
            "resources": (
                first.model_copy(update={"properties": {"x": f"${{{second.name}.id}}"}}),
                second.model_copy(
                    update={"properties": {"x": f"${{{first.name}.id}}", "y": "${nobody.id}"}}
                ),
            )
        }
    )
    graph = design_graph(ring, load_catalog())
    assert {(e.user, e.needed) for e in graph.edges} == {
        (first.name, second.name),
        (second.name, first.name),
    }
    assert len(arrange(graph)) == 2


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_two_boxes_of_a_template_overlap(template: str) -> None:
    _, graph = graph_of(template)
    boxes = arrange(graph)
    assert set(boxes) == {n.name for n in graph.nodes}
    for node in graph.nodes:
        for other in graph.nodes:
            if node.name in graph.around(other.name) or other.name in graph.around(node.name):
                continue
            assert not overlap(boxes[node.name], boxes[other.name]), (node.name, other.name)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_container_holds_its_members_whole(template: str) -> None:
    _, graph = graph_of(template)
    boxes = arrange(graph)
    for node in graph.nodes:
        if node.parent:
            inner, outer = boxes[node.name], boxes[node.parent]
            assert outer.x < inner.x
            assert inner.right < outer.right
            assert outer.y < inner.y
            assert inner.bottom < outer.bottom


def test_a_kept_place_holds_and_containers_follow_it() -> None:
    _, graph = graph_of("three-tier-web")
    layout = {name: Spot(x=b.x, y=b.y) for name, b in arrange(graph).items()}
    boxes = place(graph, {**layout, "web_a": Spot(x=5000, y=4000)})
    assert (boxes["web_a"].x, boxes["web_a"].y) == (5000, 4000)
    assert boxes["private_a"].right > 5000 + NODE_WIDTH
    assert boxes["main"].bottom > boxes["private_a"].bottom


def test_what_has_no_place_yet_stands_free_of_the_others() -> None:
    _, graph = graph_of("event-pipeline")
    layout = {name: Spot(x=b.x, y=b.y) for name, b in arrange(graph).items()}
    name = graph.nodes[-1].name
    del layout[name]
    boxes = place(graph, layout)
    assert not any(overlap(boxes[name], b) for n, b in boxes.items() if n != name)


def test_the_nearest_free_place_is_found() -> None:
    taken = [Box(0, 0)]
    found = beside(Box(10, 10), taken)
    assert not overlap(found, taken[0])
    assert abs(found.y - 10) <= NODE_HEIGHT * 2


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_plan_shows_as_many_blocks_as_it_has(template: str) -> None:
    design, _ = graph_of(template)
    plan = lower(design, load_catalog(), partial=True, sizes=open_sizes())
    graph = plan_graph(plan, load_catalog())
    assert len(graph.nodes) == len({r.address.config_address for r in plan.managed})


def test_merging_keeps_containers_and_counts() -> None:
    _, graph = graph_of("three-tier-web")
    small = merged(graph, most=20)
    assert "main" in small.by_name
    assert small.by_name["aws_security_group@main"].count == 3
    assert len(small.nodes) < len(graph.nodes)


def test_every_curated_type_and_kind_has_a_family() -> None:
    catalog = load_catalog()
    other = [t for t in (*catalog.types, *KINDS) if family_of(t).name == "other"]
    assert len(other) <= len(catalog.types) // 20, other
    assert len({f.mark for f in FAMILIES}) == len(FAMILIES)


@pytest.mark.parametrize("provider", ["aws", "azure", "gcp"])
def test_what_the_network_kinds_become_are_containers_too(provider: str) -> None:
    assert PROVIDERS[provider]
    for kind, container in (("network.vpc", "network"), ("network.subnet", "subnet")):
        assert container_of(KINDS[kind].clouds[provider].primary) == container
