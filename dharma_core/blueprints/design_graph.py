"""A design as nodes, groups and edges: what the canvas, the pictures and the lists draw."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from dharma_core.blueprints.counting import count_variable
from dharma_core.blueprints.families import Family, container_of, family_of
from dharma_core.blueprints.kinds.library import find_kind
from dharma_core.blueprints.model import Blueprint, ResourceSpec
from dharma_core.blueprints.references import mentions_in
from dharma_core.plan import Catalog, Plan, Resource

__all__ = ["DesignGraph", "GraphEdge", "GraphNode", "design_graph", "merged", "plan_graph"]

_ACRONYMS = frozenset({
    "acl", "acm", "ami", "api", "cdn", "db", "dns", "ebs", "ec2", "ecr", "ecs", "efs", "eip", "eks",
    "elb", "emr", "gke", "iam", "id", "ip", "kms", "lb", "msk", "nat", "nfs", "oidc", "rds", "s3",
    "sns", "sql", "sqs", "ssh", "ssl", "ssm", "tls", "url", "vm", "vpc", "vpn", "waf",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class GraphNode:
    """One resource as pictures show it.

    Parameters
    ----------
    name : str
        Unique in the graph: the blueprint's name for it, or its address without index.
    type : str
        Terraform's name or the portable kind.
    title : str
        The type in words: ``EC2 instance``.
    label : str
        What people call this one.
    container : str
        ``network`` or ``subnet`` when others stand in it.
    parent : str
        The container it stands in, empty at the top.
    count : int or str
        How many of it, or the name of the variable that decides.
    """

    name: str
    type: str
    title: str
    label: str
    container: str = ""
    parent: str = ""
    count: int | str = 1

    @property
    def family(self) -> Family:
        """The family its mark tells."""
        return family_of(self.type)


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """One resource needs another.

    Parameters
    ----------
    user, needed : str
        Names of nodes.
    properties : tuple of str
        Which properties of the user say so; empty for a plain order (``depends_on``).
    """

    user: str
    needed: str
    properties: tuple[str, ...] = ()


@dataclass(frozen=True)
class DesignGraph:
    """Nodes in the order of the source, and who needs whom."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, GraphNode]:
        """Every node by its name."""
        return {n.name: n for n in self.nodes}

    @cached_property
    def members(self) -> Mapping[str, tuple[GraphNode, ...]]:
        """The nodes that stand directly in each container; those at the top under ``""``."""
        found: dict[str, list[GraphNode]] = {}
        for node in self.nodes:
            found.setdefault(node.parent, []).append(node)
        return {name: tuple(nodes) for name, nodes in found.items()}

    def is_group(self, name: str) -> bool:
        """Whether others stand in this node."""
        return bool(self.members.get(name))

    def around(self, name: str) -> tuple[str, ...]:
        """Return a node and the containers around it, from inside out."""
        found: list[str] = []
        while name and name not in found:
            found.append(name)
            name = self.by_name[name].parent
        return tuple(found)

    @cached_property
    def shown_edges(self) -> tuple[GraphEdge, ...]:
        """The edges without those that standing inside a container already tells."""
        return tuple(
            e
            for e in self.edges
            if e.needed not in self.around(e.user) and e.user not in self.around(e.needed)
        )


def design_graph(blueprint: Blueprint, catalog: Catalog) -> DesignGraph:
    r"""Return a blueprint as a graph; what it gets wrong is left out, never an error.

    Examples
    --------
    >>> from dharma_core.blueprints import parse_blueprint
    >>> from dharma_core.plan import make_catalog
    >>> head = "name: net\nversion: 1.0.0\nprovider: aws\nregion: us-east-1\nresources:\n"
    >>> net = "- {name: main, type: aws_vpc, native: true}\n"
    >>> part = "- {name: a, type: aws_subnet, native: true, properties: {vpc_id: '${main.id}'}}\n"
    >>> graph = design_graph(parse_blueprint(head + net + part, file="net.yaml"), make_catalog([]))
    >>> [(node.name, node.parent) for node in graph.nodes]
    [('main', ''), ('a', 'main')]
    """
    nodes, edges = [], []
    known = {spec.name for spec in blueprint.resources}
    for spec in {s.name: s for s in blueprint.resources}.values():
        kind = find_kind(spec.type)
        type_ = None if kind else catalog.find(spec.type)
        name = type_.name if type_ else spec.type
        facts = kind or type_
        title = facts.title if facts else title_of(spec.type)
        count = 1 if spec.count is None else count_variable(spec) or spec.count
        nodes.append(GraphNode(spec.name, name, title, spec.name, container_of(name), count=count))
        edges += _spec_edges(spec, known)
    return _with_parents(nodes, edges)


def plan_graph(plan: Plan, catalog: Catalog) -> DesignGraph:
    """Return a Plan's managed resources as a graph, one node per block whatever its count."""
    nodes: dict[str, GraphNode] = {}
    edges: dict[tuple[str, str], GraphEdge] = {}
    blocks = {str(r.address): r.address.config_address for r in plan.managed}
    sizes = Counter(blocks.values())
    for resource in plan.managed:
        block = blocks[str(resource.address)]
        if block not in nodes:
            type_ = catalog.find(resource.type)
            title = type_.title if type_ else title_of(resource.type)
            label = f"{resource.module_path}.{resource.name}".lstrip(".")
            container = container_of(resource.type)
            nodes[block] = GraphNode(
                block, resource.type, title, label, container, count=sizes[block]
            )
        for edge in _resource_edges(plan, resource, blocks):
            edges.setdefault((edge.user, edge.needed), edge)
    return _with_parents(list(nodes.values()), list(edges.values()))


def merged(graph: DesignGraph, *, most: int) -> DesignGraph:
    """Return a graph of at most about ``most`` nodes: those of one type and place share a node.

    Containers stay as they are as long as they do not outnumber ``most`` themselves.
    """
    if len(graph.nodes) <= most:
        return graph
    keep = {n.name for n in graph.nodes if graph.is_group(n.name)}
    if len(keep) > most:
        keep = {n for n in keep if not graph.by_name[n].parent}
    shared = {n.name: _shared_name(n, graph, keep) for n in graph.nodes}
    sizes = Counter(shared.values())
    nodes: dict[str, GraphNode] = {}
    for node in graph.nodes:
        name = shared[node.name]
        if name not in nodes:
            parent = next((p for p in graph.around(node.name)[1:] if p in keep), "")
            label = node.label if sizes[name] == 1 else ""
            count = node.count if sizes[name] == 1 else sizes[name]
            nodes[name] = replace(node, name=name, label=label, parent=parent, count=count)
    edges = {
        (shared[e.user], shared[e.needed]): GraphEdge(shared[e.user], shared[e.needed])
        for e in graph.edges
        if shared[e.user] != shared[e.needed]
    }
    return DesignGraph(tuple(nodes.values()), tuple(edges.values()))


def title_of(type_: str) -> str:
    """Return a type that no catalogue names in words.

    Examples
    --------
    >>> title_of("aws_glue_job"), title_of("network.public_address"), title_of("aws_sqs_queue")
    ('Glue job', 'Public address', 'SQS queue')
    """
    bare = type_.partition(".")[2] or type_.partition("_")[2] or type_
    words = [w.upper() if w in _ACRONYMS else w for w in re.split(r"[_-]+", bare)]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def _shared_name(node: GraphNode, graph: DesignGraph, keep: set[str]) -> str:
    if node.name in keep:
        return node.name
    place = next((p for p in graph.around(node.name)[1:] if p in keep), "")
    return f"{node.type}@{place}"


def _spec_edges(spec: ResourceSpec, known: set[str]) -> list[GraphEdge]:
    properties: dict[str, dict[str, None]] = {}
    for path, mention in mentions_in(spec.properties):
        if mention.name in known and mention.name != spec.name:
            dotted = ".".join(str(step) for step in path if isinstance(step, str))
            properties.setdefault(mention.name, {})[dotted] = None
    for path, mention in mentions_in(spec.overrides):
        if mention.name in known and mention.name != spec.name:
            properties.setdefault(mention.name, {})[str(path[-1])] = None
    for name in spec.depends_on:
        if name in known and name != spec.name:
            properties.setdefault(name, {})
    return [GraphEdge(spec.name, needed, tuple(by)) for needed, by in properties.items()]


def _resource_edges(
    plan: Plan, resource: Resource, blocks: Mapping[str, str]
) -> Iterable[GraphEdge]:
    user = blocks[str(resource.address)]
    found: dict[str, dict[str, None]] = {}
    for expression in resource.expressions:
        dotted = ".".join(step for step in expression.path if isinstance(step, str))
        for ref in expression.mentions:
            for target in plan.resolve(ref):
                found.setdefault(blocks.get(str(target.address), ""), {})[dotted] = None
    for address in resource.depends_on:
        needed = blocks.get(address) or (address if address in blocks.values() else "")
        found.setdefault(needed, {})
    return [GraphEdge(user, n, tuple(by)) for n, by in found.items() if n and n != user]


def _with_parents(nodes: list[GraphNode], edges: list[GraphEdge]) -> DesignGraph:
    parents = _Parents(nodes, edges)
    placed = tuple(replace(n, parent=parents.of(n.name)) for n in nodes)
    return DesignGraph(placed, tuple(edges))


class _Parents:
    """Finds the container each node stands in, from what its properties name.

    A subnet stands in its network. Anything else stands in the one subnet it names; with several,
    in the network around them; else in the network it names; else where what it names stands.
    """

    def __init__(self, nodes: list[GraphNode], edges: list[GraphEdge]) -> None:
        self._nodes = {n.name: n for n in nodes}
        self._needs: dict[str, list[str]] = {}
        for edge in edges:
            if edge.properties and edge.needed in self._nodes:
                self._needs.setdefault(edge.user, []).append(edge.needed)
        self._found: dict[str, str] = {}
        self._asked: list[str] = []

    def of(self, name: str) -> str:
        """Return the parent of a node."""
        waiting = [name]
        while waiting:
            top = waiting[-1]
            if top in self._found:
                waiting.pop()
                continue
            open_ = [n for n in self._needs.get(top, ()) if n not in self._found]
            fresh = [n for n in open_ if n not in waiting]
            if fresh:
                waiting += fresh
                continue
            self._found[top] = self._decide(self._nodes[top])
            waiting.pop()
        return self._found[name]

    def _decide(self, node: GraphNode) -> str:
        if node.container == "network":
            return ""
        needs = self._needs.get(node.name, ())
        subnets = [n for n in needs if self._nodes[n].container == "subnet"]
        networks = [n for n in needs if self._nodes[n].container == "network"]
        if node.container == "subnet":
            return networks[0] if networks else ""
        inherited = [p for n in needs if (p := self._found.get(n, ""))]
        return self._common(subnets or networks or inherited)

    def _common(self, places: list[str]) -> str:
        """Return the innermost container around all of these, which count themselves."""
        chains = [(p, self._found.get(p, "")) for p in dict.fromkeys(places)]
        if not chains:
            return ""
        return next((p for p in chains[0] if p and all(p in c for c in chains)), "")
