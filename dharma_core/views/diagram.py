"""A design or a Plan as a still picture: SVG for pages and reports, Mermaid for texts, words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from dharma_core.blueprints import Blueprint
from dharma_core.blueprints.design_graph import (
    DesignGraph,
    GraphNode,
    design_graph,
    merged,
    plan_graph,
)
from dharma_core.blueprints.families import FAMILIES, Family
from dharma_core.blueprints.placing import Box, arrange, place
from dharma_core.plan import Catalog, Plan
from dharma_core.views.theme import DARK, FONT_TEXT, LIGHT, Palette

__all__ = ["Diagram", "draw", "inline_svg", "mermaid", "svg"]

# Above this many boxes the resources of one type in one place share a box.
_MOST_BOXES = 60
_TITLE_CHARS, _NAME_CHARS = 20, 18
_MARGIN = 12


@dataclass(frozen=True)
class Diagram:
    """A graph with a place for every node.

    Parameters
    ----------
    name : str
        What is drawn.
    boxes : mapping of node name to Box
    """

    name: str
    graph: DesignGraph
    boxes: Mapping[str, Box]

    @cached_property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Pairs of needed and user, without those that a longer way or a container tells."""
        edges = {(e.needed, e.user) for e in self.graph.shown_edges}
        return tuple(sorted(_reduced(edges)))

    @property
    def families(self) -> tuple[Family, ...]:
        """The families that occur, for a legend."""
        present = {n.family for n in self.graph.nodes}
        return tuple(f for f in FAMILIES if f in present)

    @property
    def words(self) -> tuple[str, ...]:
        """Return each place in words, for readers without the picture."""
        places = [n for n in self.graph.nodes if self.graph.is_group(n.name)]
        told = [f"{_label(p)}: {_listed(self.graph.members[p.name])}" for p in places]
        outside = [n for n in self.graph.members.get("", ()) if not self.graph.is_group(n.name)]
        return (*told, *([_listed(outside)] if outside else []))


def draw(source: Blueprint | Plan, catalog: Catalog) -> Diagram:
    """Return the picture of a design, as its layout places it, or of any Plan, arranged.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_catalog, make_resource
    >>> plan = Plan((make_resource(Address("aws_vpc", "main"), {}),), name="net")
    >>> draw(plan, make_catalog([])).words
    ('VPC main',)
    """
    if isinstance(source, Blueprint):
        graph = design_graph(source, catalog)
        if len(graph.nodes) <= _MOST_BOXES or source.layout:
            return Diagram(source.name, graph, place(graph, source.layout))
    else:
        graph = plan_graph(source, catalog)
    graph = merged(graph, most=_MOST_BOXES)
    return Diagram(source.name, graph, arrange(graph))


def svg(diagram: Diagram) -> str:
    """Return a whole SVG file: it follows the reader's light or dark mode and holds no script.

    Examples
    --------
    >>> from dharma_core.plan import make_catalog
    >>> svg(draw(Plan((), name="none"), make_catalog([]))).startswith("<svg xmlns=")
    True
    """
    x, y, width, height = _frame(diagram)
    ground = Markup('<rect class="dh-ground" x="{}" y="{}" width="{}" height="{}"/>')
    style = Markup("<style>{}</style>").format(Markup(_style()))  # noqa: S704 - our own CSS
    whole = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="dh-graph" viewBox="{x} {y} {w} {h}" '
        'width="{w}" height="{h}" role="img" aria-label="{name}"><title>{name}</title>'
        "{inside}</svg>"
    ).format(
        x=x, y=y, w=width, h=height, name=f"{diagram.name}: {len(diagram.graph.nodes)} parts",
        inside=style + ground.format(x, y, width, height) + _inside(diagram),
    )  # fmt: skip
    return f"{whole}\n"


def inline_svg(diagram: Diagram) -> Markup:
    """Return the picture for a page that brings the design's CSS, empty without boxes."""
    if not diagram.graph.nodes:
        return Markup("")
    x, y, width, height = _frame(diagram)
    return Markup(
        '<svg class="dh-graph" viewBox="{} {} {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(x, y, width, height, f"{len(diagram.graph.nodes)} parts", _inside(diagram))


def mermaid(diagram: Diagram) -> str:
    """Return the picture as Mermaid text; an arrow leads from who needs to what it needs.

    Examples
    --------
    >>> from dharma_core.plan import Address, make_catalog, make_resource
    >>> plan = Plan((make_resource(Address("aws_vpc", "main"), {}),), name="net")
    >>> print(mermaid(draw(plan, make_catalog([]))), end="")
    flowchart RL
      n0["VPC<br/><b>main</b>"]
    """
    ids = {node.name: f"n{number}" for number, node in enumerate(diagram.graph.nodes)}
    lines = ["flowchart RL", *_mermaid_level(diagram.graph, "", ids, "  ")]
    lines += [f"  {ids[user]} --> {ids[needed]}" for needed, user in diagram.lines]
    return "\n".join(lines) + "\n"


def _mermaid_level(graph: DesignGraph, name: str, ids: Mapping[str, str], indent: str) -> list[str]:
    lines: list[str] = []
    for node in graph.members.get(name, ()):
        title, label = _plain(_times(node)), _plain(node.label)
        if graph.is_group(node.name):
            lines.append(f'{indent}subgraph {ids[node.name]}["{title} {label}"]')
            lines += _mermaid_level(graph, node.name, ids, f"{indent}  ")
            lines.append(f"{indent}end")
        else:
            bold = f"<br/><b>{label}</b>" if label else ""
            lines.append(f'{indent}{ids[node.name]}["{title}{bold}"]')
    return lines


def _plain(text: str) -> str:
    """Return a text in which nothing means anything to Mermaid."""
    codes = {"#": "#35;", "&": "#amp;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "`": "#96;"}
    return "".join(codes.get(letter, letter) for letter in text)


def _inside(diagram: Diagram) -> Markup:
    groups = [n for n in diagram.graph.nodes if diagram.graph.is_group(n.name)]
    groups.sort(key=lambda n: len(diagram.graph.around(n.name)))
    leaves = [n for n in diagram.graph.nodes if not diagram.graph.is_group(n.name)]
    parts = [_zone(n, diagram.boxes[n.name]) for n in groups]
    parts += [_line(diagram.boxes[a], diagram.boxes[b]) for a, b in diagram.lines]
    parts += [_box(n, diagram.boxes[n.name]) for n in leaves]
    return Markup("").join(parts)


def _frame(diagram: Diagram) -> tuple[int, int, int, int]:
    boxes = list(diagram.boxes.values()) or [Box(0, 0, 0, 0)]
    x, y = min(b.x for b in boxes) - _MARGIN, min(b.y for b in boxes) - _MARGIN
    right, bottom = max(b.right for b in boxes) + _MARGIN, max(b.bottom for b in boxes) + _MARGIN
    return round(x), round(y), round(right - x), round(bottom - y)


def _zone(node: GraphNode, box: Box) -> Markup:
    return Markup(
        '<g><title>{}</title><rect class="dh-zone dh-zone-{}" x="{:.0f}" y="{:.0f}" '
        'width="{:.0f}" height="{:.0f}" rx="5"/><text class="dh-kind" x="{:.0f}" y="{:.0f}">{}'
        ' <tspan class="dh-name">{}</tspan></text></g>'
    ).format(
        node.name, node.container or "plain", box.x, box.y, box.width, box.height,
        box.x + 12, box.y + 22, _times(node), node.label,
    )  # fmt: skip


def _box(node: GraphNode, box: Box) -> Markup:
    return Markup(
        '<g><title>{}</title><rect class="dh-box" x="{:.0f}" y="{:.0f}" width="{:.0f}" '
        'height="{:.0f}" rx="3"/><text class="dh-mark" x="{:.0f}" y="{:.0f}">{}</text>'
        '<text class="dh-kind" x="{:.0f}" y="{:.0f}">{}</text>'
        '<text class="dh-name" x="{:.0f}" y="{:.0f}">{}</text></g>'
    ).format(
        node.name, box.x, box.y, box.width, box.height, box.x + 20, box.y + 34, node.family.mark,
        box.x + 38, box.y + 26, _short(_times(node), _TITLE_CHARS),
        box.x + 38, box.y + 43, _short(node.label, _NAME_CHARS),
    )  # fmt: skip


def _line(needed: Box, user: Box) -> Markup:
    """Return the curve between the sides that look at each other."""
    if user.x >= needed.right:
        x1, y1, x2, y2 = needed.right, _middle(needed), user.x, _middle(user)
    elif user.right <= needed.x:
        x1, y1, x2, y2 = needed.x, _middle(needed), user.right, _middle(user)
    else:
        return _upright(needed, user)
    bend = (x2 - x1) / 2 if abs(x2 - x1) > 32 else 16 if x2 > x1 else -16
    path = f"M{x1:.0f} {y1:.0f}C{x1 + bend:.0f} {y1:.0f} {x2 - bend:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
    return Markup('<path class="dh-edge" d="{}"/>').format(path)


def _upright(needed: Box, user: Box) -> Markup:
    below = user.y >= needed.bottom
    y1, y2 = (needed.bottom, user.y) if below else (needed.y, user.bottom)
    x1, x2 = needed.x + needed.width / 2, user.x + user.width / 2
    half = (y1 + y2) / 2
    path = f"M{x1:.0f} {y1:.0f}C{x1:.0f} {half:.0f} {x2:.0f} {half:.0f} {x2:.0f} {y2:.0f}"
    return Markup('<path class="dh-edge" d="{}"/>').format(path)


def _middle(box: Box) -> float:
    return box.y + box.height / 2


def _reduced(edges: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Drop an edge when a longer way says the same."""
    users: dict[str, set[str]] = {}
    for needed, user in edges:
        users.setdefault(needed, set()).add(user)

    def reach(start: str, goal: str) -> bool:
        frontier = [n for n in users.get(start, ()) if n != goal]
        seen = set(frontier)
        while frontier:
            step = users.get(frontier.pop(), set())
            if goal in step:
                return True
            frontier += step - seen
            seen |= step
        return False

    return {(a, b) for a, b in edges if not reach(a, b)}


def _times(node: GraphNode) -> str:
    return node.title if node.count == 1 else f"{node.count} × {node.title}"


def _label(node: GraphNode) -> str:
    return f"{_times(node)} {node.label}".strip()


def _listed(nodes: Sequence[GraphNode]) -> str:
    return ", ".join(_label(n) for n in nodes)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _style() -> str:
    dark = _rules(DARK)
    return f"{_SHAPES}{_rules(LIGHT)}@media (prefers-color-scheme: dark) {{ {dark} }}"


_SHAPES = (
    f"text {{ font-family: {FONT_TEXT}; font-size: 12px; }} .dh-kind {{ font-size: 11px; }} "
    ".dh-name { font-weight: 600; font-size: 12px; } "
    ".dh-mark { font-size: 10px; text-anchor: middle; } .dh-edge { fill: none; } "
)


def _rules(palette: Palette) -> str:
    return (
        f".dh-ground, .dh-box, .dh-zone-subnet {{ fill: {palette.surface}; }} "
        f".dh-zone {{ stroke: {palette.line}; }} "
        f".dh-box {{ stroke: {palette.muted}; stroke-opacity: .6; }} "
        f".dh-zone-network, .dh-zone-plain {{ fill: {palette.raised}; }} "
        f"text {{ fill: {palette.ink}; }} .dh-kind, .dh-mark {{ fill: {palette.muted}; }} "
        f".dh-name {{ fill: {palette.ink}; }} "
        f".dh-edge {{ stroke: {palette.muted}; stroke-opacity: .55; }} "
    )
