"""What was read of a source: figures and tables of types, unknown values and problems."""

from __future__ import annotations

from collections import Counter

from dharma_core.plan import UNKNOWN, Catalog, Plan, Resource, walk
from dharma_core.views.headline import Headline
from dharma_core.views.table import Column, Kind, Table
from dharma_core.views.words import count

__all__ = ["import_headlines", "problems_table", "read_types_table", "unknown_table"]


def import_headlines(plan: Plan, catalog: Catalog) -> tuple[Headline, ...]:
    """Return what was read, what was not known, and what could not be read."""
    managed = plan.managed
    types = Counter(r.type for r in managed)
    strange = sum(number for name, number in types.items() if catalog.find(name) is None)
    open_values = len(unknown_table(plan, catalog))
    errors = sum(p.severity == "error" for p in plan.problems)
    return (
        Headline("Resources", f"{len(managed):,}", note=count(len(types), "type")),
        Headline(
            "Types not known",
            f"{strange:,}",
            note="kept as they are" if strange else "every type is in the catalogue",
            tone="medium" if strange else "ok",
        ),
        Headline(
            "Values not known",
            f"{open_values:,}",
            note="only apply will tell" if open_values else "every written value is known",
        ),
        Headline(
            "Not read",
            f"{len(plan.problems):,}",
            note=count(errors, "error") if errors else "nothing is broken",
            tone="high" if errors else "ok",
        ),
    )


def read_types_table(plan: Plan, catalog: Catalog) -> Table:
    """Return one row a type, most frequent first."""
    columns = (
        Column("type", "Type", Kind.CODE, lead=True),
        Column("service", "Service", unknown="not in the catalogue"),
        Column("resources", "Resources", Kind.NUMBER),
        Column("knowledge", "What Dharma knows"),
    )
    rows = [
        {
            "type": name,
            "service": known.service if (known := catalog.find(name)) else None,
            "resources": number,
            "knowledge": _knowledge(name, catalog),
        }
        for name, number in Counter(r.type for r in plan.managed).most_common()
    ]
    return Table(columns, tuple(rows))


def _knowledge(name: str, catalog: Catalog) -> str:
    known = catalog.find(name)
    if known is None:
        return "nothing: kept as it is"
    return "defaults, relations, other formats" if known.curated else "attributes only"


def unknown_table(plan: Plan, catalog: Catalog) -> Table:
    """Return one row for each written value that only apply will tell, with whom it reads."""
    columns = (
        Column("address", "Resource", Kind.CODE, lead=True),
        Column("attribute", "Attribute", Kind.CODE),
        Column("reads", "Reads", Kind.CODE, unknown="not told by the source"),
        Column("where", "Where", Kind.CODE, unknown="not known"),
    )
    rows = [
        {
            "address": str(resource.address),
            "attribute": ".".join(map(str, path)),
            "reads": _reads(resource, path),
            "where": str(resource.position) if resource.position else None,
        }
        for resource in plan.managed
        for path, value in walk(resource.attributes)
        if value is UNKNOWN and not _made_by_provider(resource, path, catalog)
    ]
    return Table(columns, tuple(rows))


def _reads(resource: Resource, path: tuple[str | int, ...]) -> str | None:
    found = [e for e in resource.expressions if path[: len(e.path)] == e.path]
    mentions = dict.fromkeys(str(ref) for e in found for ref in e.mentions)
    return ", ".join(mentions) or None


def _made_by_provider(resource: Resource, path: tuple[str | int, ...], catalog: Catalog) -> bool:
    """Whether nobody wrote this value: the provider computes it and the source says nothing."""
    if any(path[: len(e.path)] == e.path for e in resource.expressions):
        return False
    known = catalog.find(resource.type)
    fact = known.attribute(path) if known else None
    return path[0] == "id" or (fact is not None and fact.computed)


def problems_table(plan: Plan) -> Table:
    """Return one row for each part of the source that could not be read."""
    columns = (
        Column("severity", "What", lead=True),
        Column("message", "Why"),
        Column("where", "Where", Kind.CODE, unknown="not known"),
        Column("next_step", "What to do", unknown="–"),
    )
    words = {"error": "broken", "warning": "not readable here"}
    rows = [
        {
            "severity": words.get(p.severity, p.severity),
            "message": p.message,
            "where": str(p.position) if p.position else None,
            "next_step": p.next_step or None,
        }
        for p in plan.problems
    ]
    return Table(columns, tuple(rows))
