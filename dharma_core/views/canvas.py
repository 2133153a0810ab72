"""A design under work as the canvas component takes it: plain JSON, every word made here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

from dharma_core.blueprints.connecting import Fit
from dharma_core.blueprints.design_graph import DesignGraph, GraphNode, design_graph, title_of
from dharma_core.blueprints.drawing import Drawing
from dharma_core.blueprints.families import FAMILIES, family_of
from dharma_core.blueprints.kinds.library import KINDS
from dharma_core.blueprints.lowering import PROVIDERS
from dharma_core.blueprints.placing import Box, place
from dharma_core.costs.estimates import CostState
from dharma_core.plan import Catalog
from dharma_core.policies.findings import Finding
from dharma_core.views.words import COST_STATE_WORDS, count, money

__all__ = ["CLOUDS", "MarkLike", "canvas_data", "palette", "search_types"]

CLOUDS = {"aws": "AWS", "azure": "Azure", "gcp": "Google Cloud"}
_MOST_FOUND = 40


class MarkLike(Protocol):
    """What is known of one resource: its cost, what it breaks, what it lacks."""

    @property
    def monthly(self) -> Decimal | None: ...  # noqa: D102
    @property
    def state(self) -> CostState | None: ...  # noqa: D102
    @property
    def findings(self) -> Sequence[Finding]: ...  # noqa: D102
    @property
    def problems(self) -> Sequence[str]: ...  # noqa: D102


def canvas_data(
    drawing: Drawing, marks: Mapping[str, MarkLike], catalog: Catalog, *, currency: str = "USD"
) -> dict[str, Any]:
    """Return the nodes, edges, selection and words of a drawing, as JSON values."""
    graph = design_graph(drawing.blueprint, catalog)
    boxes = place(graph, drawing.blueprint.layout)
    return {
        "revision": drawing.revision,
        "name": drawing.blueprint.name,
        "nodes": [
            {**_node(n, graph, boxes[n.name]), **_mark(marks.get(n.name), currency)}
            for n in graph.nodes
        ],
        "edges": [
            {"user": e.user, "needed": e.needed, "by": ", ".join(e.properties) or "depends_on"}
            for e in graph.shown_edges
        ],
        "selected": drawing.selected,
        "said": drawing.said,
        "refused": drawing.refused,
        "choices": [_choice(fit) for fit in drawing.choices],
        "canUndo": bool(drawing.history.past),
        "canRedo": bool(drawing.history.future),
    }


def palette(provider: str, catalog: Catalog) -> list[dict[str, Any]]:
    """Return what can be added: portable kinds by group, then the provider's curated types.

    Parameters
    ----------
    provider : str
        ``aws``, ``azure`` or ``gcp``.
    """
    kinds: dict[str, list[dict[str, str]]] = {}
    for kind in KINDS.values():
        kinds.setdefault(kind.group, []).append(_entry(kind.name, kind.title, ""))
    prefix = f"{PROVIDERS[provider]}_"
    known_as: dict[str, list[str]] = {}
    for alias, name in catalog.aliases.items():
        known_as.setdefault(name, []).append(alias)
    native: dict[str, list[dict[str, str]]] = {}
    for name in catalog.types:
        if name.startswith(prefix):
            words = " ".join(known_as.get(name, ()))
            native.setdefault(family_of(name).name, []).append(_entry(name, title_of(name), words))
    order = [f.name for f in FAMILIES]
    groups = [{"title": f"Portable: {g}", "entries": entries} for g, entries in kinds.items()]
    for family in sorted(native, key=order.index):
        entries = sorted(native[family], key=lambda e: e["type"])
        groups.append({"title": f"{CLOUDS[provider]}: {family}", "entries": entries})
    return groups


def search_types(text: str, provider: str, catalog: Catalog) -> list[dict[str, str]]:
    """Return types of the provider's whole schema whose names hold every word of a text."""
    words = text.lower().replace("_", " ").split()
    if not words:
        return []
    prefix = f"{PROVIDERS[provider]}_"
    found = [
        name
        for name in catalog.schemas
        if name.startswith(prefix) and name not in catalog.types and all(w in name for w in words)
    ]
    return [_entry(name, title_of(name), "") for name in sorted(found, key=len)[:_MOST_FOUND]]


def _entry(type_: str, title: str, words: str) -> dict[str, str]:
    return {"type": type_, "title": title, "mark": family_of(type_).mark, "words": words}


def _node(node: GraphNode, graph: DesignGraph, box: Box) -> dict[str, Any]:
    return {
        "id": node.name,
        "type": node.type,
        "title": node.title,
        "family": node.family.name,
        "mark": node.family.mark,
        "parent": node.parent,
        "container": node.container,
        "group": graph.is_group(node.name),
        "x": round(box.x),
        "y": round(box.y),
        "w": round(box.width),
        "h": round(box.height),
        "times": "" if node.count == 1 else f"× {node.count}",
    }


def _mark(mark: MarkLike | None, currency: str) -> dict[str, Any]:
    if mark is None:
        return {"cost": "", "severity": "", "findings": "", "problems": []}
    found = list(mark.findings)
    worst = found[0].severity.value if found else ""
    return {
        "cost": _cost(mark, currency),
        "severity": worst,
        "findings": f"{count(len(found), 'finding')}, worst {worst}" if found else "",
        "count": len(found),
        "problems": list(mark.problems),
    }


def _cost(mark: MarkLike, currency: str) -> str:
    if mark.state is None:
        return ""
    if mark.monthly is None or (not mark.monthly and mark.state is not CostState.PRICED):
        return "" if mark.state is CostState.FREE else COST_STATE_WORDS[mark.state]
    more = "" if mark.state in (CostState.PRICED, CostState.FREE) else " + usage"
    if mark.state is CostState.NOT_FOUND:
        more = " + not found"
    return f"{money(mark.monthly, currency)} a month{more}"


def _choice(fit: Fit) -> dict[str, str]:
    words = f"{fit.user}: {fit.key}" if fit.path else f"{fit.user} only comes after {fit.needed}"
    taken = " (replaces what stands there)" if fit.taken else ""
    key = fit.key or "depends_on"
    return {"user": fit.user, "needed": fit.needed, "by": key, "words": f"{words}{taken}"}
