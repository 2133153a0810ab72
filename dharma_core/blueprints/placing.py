"""Where everything stands in a picture: containers around their members, needed before user."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dharma_core.blueprints.design_graph import DesignGraph, GraphNode
from dharma_core.blueprints.model import Spot

__all__ = ["NODE_HEIGHT", "NODE_WIDTH", "Box", "arrange", "beside", "place"]

NODE_WIDTH, NODE_HEIGHT = 172.0, 60.0
GAP_X, GAP_Y = 40.0, 16.0
PAD, HEAD = 16.0, 36.0
# A column is filled up to this many times the height of the tallest thing, or to a square's side.
_LEAST_COLUMN = 4 * (NODE_HEIGHT + GAP_Y)
_MOST_RINGS = 30
_LEAST_BAND = 3 * (NODE_WIDTH + GAP_X)
# Width over height that a picture aims at.
_SHAPE = 1.3


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, from the upper left of the whole picture."""

    x: float
    y: float
    width: float = NODE_WIDTH
    height: float = NODE_HEIGHT

    @property
    def right(self) -> float:
        """The x of its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower side."""
        return self.y + self.height

    def moved(self, x: float, y: float) -> Box:
        """Return the box shifted by x and y."""
        return replace(self, x=self.x + x, y=self.y + y)


def arrange(graph: DesignGraph) -> Mapping[str, Box]:
    """Return a place for every node, the same for the same graph.

    Inside each container what is needed stands left of what needs it; a container is as large as
    its members ask.

    Examples
    --------
    >>> from dharma_core.blueprints.design_graph import DesignGraph, GraphEdge, GraphNode
    >>> nodes = (GraphNode("db", "t", "T", "db"), GraphNode("app", "t", "T", "app"))
    >>> boxes = arrange(DesignGraph(nodes, (GraphEdge("app", "db", ("host",)),)))
    >>> boxes["db"].x < boxes["app"].x
    True
    """
    found: dict[str, Box] = {}
    _arrange_inside(graph, "", found)
    return _absolute(graph, found)


def place(graph: DesignGraph, layout: Mapping[str, Spot]) -> Mapping[str, Box]:
    """Return a place for every node: as kept in ``layout``, the others put beside those.

    Without any kept place everything is arranged. A container always wraps its members.
    """
    arranged = arrange(graph)
    if not any(n.name in layout for n in graph.nodes):
        return arranged
    leaves = [n for n in graph.nodes if not graph.is_group(n.name)]
    found = {
        n.name: replace(arranged[n.name], x=layout[n.name].x, y=layout[n.name].y)
        for n in leaves
        if n.name in layout
    }
    free = [n for n in leaves if n.name not in found]
    for node in free:
        found[node.name] = _beside(node, graph, found)
    _wrap(graph, "", found)
    return {n.name: found[n.name] for n in graph.nodes}


def beside(wanted: Box, taken: Iterable[Box]) -> Box:
    """Return the place nearest to the wanted one at which nothing stands.

    Examples
    --------
    >>> beside(Box(0, 0), [Box(-10, 0)]).y
    76.0
    """
    boxes = list(taken)
    step_x, step_y = NODE_WIDTH + GAP_X, NODE_HEIGHT + GAP_Y
    for ring in range(_MOST_RINGS):
        spots = [
            wanted.moved(x * step_x, y * step_y)
            for x in range(-ring, ring + 1)
            for y in range(-ring, ring + 1)
            if max(abs(x), abs(y)) == ring
        ]
        spots.sort(key=lambda b: (abs(b.x - wanted.x) + abs(b.y - wanted.y), -b.y, -b.x))
        free = next((s for s in spots if not any(_overlap(s, b) for b in boxes)), None)
        if free is not None:
            return free
    return wanted


def _overlap(one: Box, two: Box) -> bool:
    across = one.x < two.right and two.x < one.right
    return across and one.y < two.bottom and two.y < one.bottom


def _beside(node: GraphNode, graph: DesignGraph, found: Mapping[str, Box]) -> Box:
    """Return a free place below the members of the same container, or below everything."""
    inside = [found[n.name] for n in graph.members.get(node.parent, ()) if n.name in found]
    around = inside or list(found.values())
    if not around:
        return Box(0, 0)
    return Box(min(b.x for b in around), max(b.bottom for b in around) + GAP_Y)


def _wrap(graph: DesignGraph, name: str, found: dict[str, Box]) -> None:
    for member in graph.members.get(name, ()):
        if graph.is_group(member.name):
            _wrap(graph, member.name, found)
    if name:
        inside = [found[n.name] for n in graph.members[name]]
        x, y = min(b.x for b in inside) - PAD, min(b.y for b in inside) - HEAD
        right, bottom = max(b.right for b in inside) + PAD, max(b.bottom for b in inside) + PAD
        found[name] = Box(x, y, right - x, bottom - y)


def _arrange_inside(graph: DesignGraph, name: str, found: dict[str, Box]) -> None:
    """Place the members of a container from its own corner; their sizes come first."""
    members = graph.members.get(name, ())
    for member in members:
        if graph.is_group(member.name):
            _arrange_inside(graph, member.name, found)
        else:
            found[member.name] = Box(0, 0)
    names = [m.name for m in members]
    needs = _needs_among(graph, names)
    linked = {n for n in names if needs[n]} | {n for needed in needs.values() for n in needed}
    columns = _columns([n for n in names if n in linked], needs, found)
    columns += _filled([n for n in names if n not in linked], found)
    left, top = (PAD, HEAD) if name else (0.0, 0.0)
    width, height = _set_out(columns, found, left, top)
    if name:
        found[name] = Box(0, 0, width + PAD, height + PAD)


def _needs_among(graph: DesignGraph, names: Sequence[str]) -> dict[str, list[str]]:
    """Return who needs whom among the members of one container, edges of their insides lifted."""
    inside = set(names)
    needs: dict[str, dict[str, None]] = {n: {} for n in names}
    for edge in graph.edges:
        if edge.needed not in graph.by_name or edge.user not in graph.by_name:
            continue
        user = next((n for n in graph.around(edge.user) if n in inside), "")
        needed = next((n for n in graph.around(edge.needed) if n in inside), "")
        if user and needed and user != needed:
            needs[user][needed] = None
    return {user: list(needed) for user, needed in needs.items()}


def _columns(
    names: Sequence[str], needs: Mapping[str, list[str]], sizes: Mapping[str, Box]
) -> list[list[str]]:
    depth = _depths(names, needs)
    rows: dict[str, float] = {}
    columns: list[list[str]] = []
    for layer in range(max(depth.values(), default=-1) + 1):
        members = [n for n in names if depth[n] == layer]
        centre = {n: _centre(needs[n], rows) for n in members}
        members.sort(key=centre.__getitem__)
        rows.update({n: i - len(members) / 2 for i, n in enumerate(members)})
        columns += _filled(members, sizes)
    return columns


def _depths(names: Sequence[str], needs: Mapping[str, list[str]]) -> dict[str, int]:
    """Return how many steps of need lie below each; those of a circle come after the rest."""
    depth: dict[str, int] = {}
    waiting = list(names)
    while waiting:
        ready = [n for n in waiting if all(m in depth for m in needs[n])]
        chosen = ready or waiting[:1]
        for name in chosen:
            depth[name] = max((depth[m] + 1 for m in needs[name] if m in depth), default=0)
        waiting = [n for n in waiting if n not in depth]
    return depth


def _centre(needed: Sequence[str], rows: Mapping[str, float]) -> float:
    placed = [rows[n] for n in needed if n in rows]
    return sum(placed) / len(placed) if placed else 0.0


def _filled(names: Sequence[str], sizes: Mapping[str, Box]) -> list[list[str]]:
    """Break what would be one long column into several of about the same height."""
    area = sum((sizes[n].width + GAP_X) * (sizes[n].height + GAP_Y) for n in names)
    limit = max(area**0.5, _LEAST_COLUMN, *(sizes[n].height for n in names)) if names else 0
    columns: list[list[str]] = []
    height = 0.0
    for name in names:
        if not columns or height + sizes[name].height > limit:
            columns.append([])
            height = 0.0
        columns[-1].append(name)
        height += sizes[name].height + GAP_Y
    return columns


def _set_out(
    columns: Sequence[Sequence[str]], found: dict[str, Box], left: float, top: float
) -> tuple[float, float]:
    """Give each box its place from the container's corner; return the right and lower side."""
    right, y = left, top
    for band in _bands(columns, found):
        tallest = max(_height(c, found) for c in band)
        x = left
        for column in band:
            at = y + (tallest - _height(column, found)) / 2
            for name in column:
                found[name] = replace(found[name], x=x, y=at)
                at += found[name].height + GAP_Y
            x += _width(column, found) + GAP_X
        right, y = max(right, x - GAP_X), y + tallest + GAP_Y
    return right, max(y - GAP_Y, top)


def _bands(columns: Sequence[Sequence[str]], sizes: Mapping[str, Box]) -> list[list[Sequence[str]]]:
    """Break what would be one long row of columns into several, to fill a screen's shape."""
    area = sum((_width(c, sizes) + GAP_X) * (_height(c, sizes) + GAP_Y) for c in columns)
    limit = max((area * _SHAPE) ** 0.5, _LEAST_BAND)
    bands: list[list[Sequence[str]]] = []
    used = 0.0
    for column in columns:
        wide = _width(column, sizes) + GAP_X
        if not bands or used + wide / 2 > limit:
            bands.append([])
            used = 0.0
        bands[-1].append(column)
        used += wide
    return bands


def _width(column: Sequence[str], sizes: Mapping[str, Box]) -> float:
    return max(sizes[n].width for n in column)


def _height(column: Sequence[str], sizes: Mapping[str, Box]) -> float:
    return sum(sizes[n].height + GAP_Y for n in column) - GAP_Y


def _absolute(graph: DesignGraph, found: Mapping[str, Box]) -> dict[str, Box]:
    whole: dict[str, Box] = {}
    for node in graph.nodes:
        around = [found[n] for n in graph.around(node.name)[1:]]
        whole[node.name] = found[node.name].moved(
            sum(b.x for b in around), sum(b.y for b in around)
        )
    return whole
