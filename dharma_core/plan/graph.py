"""Who needs whom: build order, dependents, and cycles named by their members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from dharma_core.errors import InputError
from dharma_core.plan.values import Plan, Ref, Resource

__all__ = ["Graph", "build_graph"]


@dataclass(frozen=True, slots=True)
class Graph:
    """Dependencies between the resources of one Plan, all as address texts.

    Parameters
    ----------
    needs : mapping of address to tuple of addresses
        What must exist before it, once each, in source order.
    """

    needs: Mapping[str, tuple[str, ...]]

    def order(self) -> tuple[str, ...]:
        """Return every address after all it needs; ties keep the source's order.

        Needs that are no member themselves are left out.

        Raises
        ------
        InputError
            If there is a cycle; the message names its members in order.
        """
        inside = {a: [n for n in needs if n in self.needs] for a, needs in self.needs.items()}
        sorter: TopologicalSorter[str] = TopologicalSorter(inside)
        try:
            sorter.prepare()
        except CycleError as error:
            members = list(reversed(error.args[1]))
            raise InputError(
                "These resources depend on each other in a circle: " + " -> ".join(members) + ".",
                next_step="Remove one of these references or depends_on entries.",
                details={"cycle": members},
            ) from None
        rank = {address: i for i, address in enumerate(self.needs)}
        result: list[str] = []
        while sorter.is_active():
            ready = sorted(sorter.get_ready(), key=rank.__getitem__)
            result.extend(ready)
            sorter.done(*ready)
        return tuple(result)

    def cycle(self) -> tuple[str, ...]:
        """Return the members of one cycle, first repeated at the end; empty when there is none."""
        try:
            self.order()
        except InputError as error:
            return tuple(error.details["cycle"])
        return ()

    def dependents(self, address: str, *, transitive: bool = True) -> tuple[str, ...]:
        """Return who would notice if ``address`` went away, nearest first."""
        users: dict[str, list[str]] = {}
        for user, needed in self.needs.items():
            for need in needed:
                users.setdefault(need, []).append(user)
        found: dict[str, None] = {}
        frontier = [address]
        while frontier:
            step = [u for a in frontier for u in users.get(a, ()) if u not in found]
            found.update(dict.fromkeys(step))
            frontier = list(dict.fromkeys(step)) if transitive else []
        found.pop(address, None)
        return tuple(found)


def build_graph(plan: Plan) -> Graph:
    """Return the dependency graph of a Plan, from references and explicit ``depends_on``.

    Mentions of variables and of addresses outside the Plan are left out.

    Examples
    --------
    >>> from dharma_core.plan.address import Address
    >>> from dharma_core.plan.values import Expression, make_resource
    >>> vpc = make_resource(Address("aws_vpc", "v"), {})
    >>> link = Expression.of(("vpc_id",), Ref("aws_vpc.v", "id"))
    >>> net = make_resource(Address("aws_subnet", "s"), {}, expressions=(link,))
    >>> build_graph(Plan((net, vpc))).order()
    ('aws_vpc.v', 'aws_subnet.s')
    """
    return Graph({str(r.address): _needs(plan, r) for r in plan.resources})


def _needs(plan: Plan, resource: Resource) -> tuple[str, ...]:
    refs = (*resource.references, *(Ref(address) for address in resource.depends_on))
    return tuple(dict.fromkeys(str(t.address) for ref in refs for t in plan.resolve(ref)))
