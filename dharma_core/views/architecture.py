"""A Plan as a layered picture: what must exist first stands left, who needs it stands right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from dharma_core.plan import Catalog, Plan, build_graph
from dharma_core.views.theme import series_slot

__all__ = ["Architecture", "Node", "architecture_svg", "lay_out", "layer_names"]

_BOX_WIDTH, _BOX_HEIGHT = 172, 40
_GAP_X, _GAP_Y = 44, 12
_TITLE_CHARS = 24
# Above this many boxes the resources of one type in one layer share a box.
_MAX_BOXES = 60


@dataclass(frozen=True, slots=True)
class Node:
    """One box: a resource block, or several of one type.

    Parameters
    ----------
    key : str
        The address without index, or ``type@layer`` for a shared box.
    layer, row : int
        Its place, from 0.
    """

    key: str
    title: str
    name: str
    service: str
    layer: int
    row: int
    count: int = 1


@dataclass(frozen=True)
class Architecture:
    """Boxes in layers, with the edges that are not implied by others.

    Parameters
    ----------
    edges : tuple of (needed, user) keys
    """

    nodes: tuple[Node, ...]
    edges: tuple[tuple[str, str], ...]

    @cached_property
    def layers(self) -> tuple[tuple[Node, ...], ...]:
        """The boxes by layer, top to bottom."""
        depth = max((n.layer for n in self.nodes), default=-1) + 1
        ordered = sorted(self.nodes, key=lambda n: n.row)
        return tuple(tuple(n for n in ordered if n.layer == i) for i in range(depth))


def lay_out(plan: Plan, catalog: Catalog) -> Architecture:
    """Return the boxes and edges of a Plan's managed resources.

    Raises
    ------
    InputError
        If the resources depend on each other in a circle.
    """
    needs = _block_needs(plan)
    depth = _depths(plan, needs)
    keys = {k: k for k in depth}
    if len(depth) > _MAX_BOXES:
        keys = {k: f"{_type_of(k)}@{layer}" for k, layer in depth.items()}
    sizes = Counter(keys[str(r.address.config_address)] for r in plan.managed)
    edges = {(keys[n], keys[user]) for user, needed in needs.items() for n in needed}
    edges = {(a, b) for a, b in edges if a != b}
    rows = _rows({keys[k]: layer for k, layer in depth.items()}, edges)
    nodes = []
    for key, (layer, row) in rows.items():
        type_, _, name = _type_and_name(key)
        known = catalog.find(type_)
        title = known.title if known else type_
        service = known.service if known else type_
        nodes.append(Node(key, title, name, service, layer, row, sizes[key]))
    return Architecture(tuple(nodes), tuple(sorted(_reduced(edges))))


def architecture_svg(architecture: Architecture) -> Markup:
    """Return the picture as inline SVG in the design's CSS colours, empty without boxes."""
    if not architecture.nodes:
        return Markup("")
    at = {n.key: _corner(n, architecture) for n in architecture.nodes}
    width = len(architecture.layers) * (_BOX_WIDTH + _GAP_X) - _GAP_X
    height = max(map(len, architecture.layers)) * (_BOX_HEIGHT + _GAP_Y) - _GAP_Y
    lines = Markup("").join(_edge(at[a], at[b]) for a, b in architecture.edges)
    boxes = Markup("").join(_box(n, at[n.key]) for n in architecture.nodes)
    return Markup(
        '<svg class="dh-graph" viewBox="-1 -1 {} {}" role="img" aria-label="{}">{}{}</svg>'
    ).format(width + 2, height + 2, f"{len(architecture.nodes)} parts", lines, boxes)


def _block_needs(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    graph = build_graph(plan)
    graph.order()
    managed = {str(r.address): r.address.config_address for r in plan.managed}
    needs: dict[str, dict[str, None]] = {block: {} for block in managed.values()}
    for user, needed in graph.needs.items():
        if user in managed:
            found = (managed[n] for n in needed if n in managed)
            needs[managed[user]].update(dict.fromkeys(found))
    return {user: tuple(n for n in found if n != user) for user, found in needs.items()}


def _depths(plan: Plan, needs: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    blocks = {str(r.address): r.address.config_address for r in plan.managed}
    depth: dict[str, int] = {}
    for address in build_graph(plan).order():
        if address in blocks:
            block = blocks[address]
            depth[block] = max((depth.get(n, -1) + 1 for n in needs[block]), default=0)
    return depth


def _rows(
    layer_of: Mapping[str, int], edges: set[tuple[str, str]]
) -> Mapping[str, tuple[int, int]]:
    """Place each box near the average height of what it needs."""
    placed: dict[str, tuple[int, int]] = {}
    for layer in range(max(layer_of.values(), default=-1) + 1):
        members = [k for k, at in layer_of.items() if at == layer]
        centre = {k: _centre(k, edges, placed) for k in members}
        members.sort(key=lambda k: (centre[k], _type_of(k)))
        placed.update({k: (layer, row) for row, k in enumerate(members)})
    return placed


def _centre(key: str, edges: set[tuple[str, str]], placed: Mapping[str, tuple[int, int]]) -> float:
    rows = [placed[a][1] for a, b in edges if b == key and a in placed]
    return sum(rows) / len(rows) if rows else 0.0


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


def _type_of(key: str) -> str:
    return _type_and_name(key)[0]


def _type_and_name(key: str) -> tuple[str, str, str]:
    if "@" in key:
        return key.partition("@")[0], "@", ""
    return key.split(".")[-2], ".", key.rsplit(".", maxsplit=1)[-1]


def _corner(node: Node, architecture: Architecture) -> tuple[int, float]:
    tallest = max(map(len, architecture.layers))
    spare = (tallest - len(architecture.layers[node.layer])) / 2
    return (
        node.layer * (_BOX_WIDTH + _GAP_X),
        (node.row + spare) * (_BOX_HEIGHT + _GAP_Y),
    )


def _edge(start: tuple[int, float], end: tuple[int, float]) -> Markup:
    x1, y1 = start[0] + _BOX_WIDTH, start[1] + _BOX_HEIGHT / 2
    x2, y2 = end[0], end[1] + _BOX_HEIGHT / 2
    bend = max((x2 - x1) / 2, 16)
    curve = f"M{x1} {y1:.0f}C{x1 + bend:.0f} {y1:.0f} {x2 - bend:.0f} {y2:.0f} {x2} {y2:.0f}"
    return Markup('<path class="dh-edge" d="{}"/>').format(curve)


def _box(node: Node, at: tuple[int, float]) -> Markup:
    x, y = at
    title = _times(node.title, node.count)
    return Markup(
        '<g><title>{}</title><rect class="dh-box" x="{}" y="{:.0f}" width="{}" height="{}" rx="3"/>'
        '<rect x="{}" y="{:.0f}" width="3" height="{}" fill="var(--series-{})"/>'
        '<text class="dh-kind" x="{}" y="{:.0f}">{}</text>'
        '<text class="dh-name" x="{}" y="{:.0f}">{}</text></g>'
    ).format(
        node.key, x, y, _BOX_WIDTH, _BOX_HEIGHT, x, y, _BOX_HEIGHT, series_slot(node.service),
        x + 12, y + 16, _short(title), x + 12, y + 31, _short(node.name),
    )  # fmt: skip


def _times(title: str, count: int) -> str:
    return f"{count} × {title}" if count > 1 else title


def _short(text: str) -> str:
    return text if len(text) <= _TITLE_CHARS else f"{text[: _TITLE_CHARS - 1]}…"


def layer_names(layers: Sequence[Sequence[Node]]) -> tuple[str, ...]:
    """Return each layer in words, for readers without the picture."""
    return tuple(
        ", ".join(f"{_times(n.title, n.count)} {n.name}".strip() for n in layer) for layer in layers
    )
