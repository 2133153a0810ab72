"""One design in several places, as figures, a table and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dharma_core.costs.estimates import CostState
from dharma_core.money import Money
from dharma_core.views.headline import Headline
from dharma_core.views.table import Column, Kind, Table
from dharma_core.views.words import count

if TYPE_CHECKING:
    from dharma_core.costs.side_by_side import PlacedDesign, SideBySide

__all__ = ["lost_table", "part_words", "place_headlines", "place_sentence", "places_table"]

_MOST_FIGURES = 4
_OPEN = {CostState.USAGE: "depends on usage", CostState.NOT_FOUND: "no price"}


def place_headlines(found: SideBySide) -> tuple[Headline, ...]:
    """Return the total of each place, four at most."""
    return tuple(
        Headline(str(d.place), d.estimate.total.text(), "a month", _gaps(d))
        for d in found.designs[:_MOST_FIGURES]
    )


def _gaps(design: PlacedDesign) -> str:
    gaps = [count(design.estimate.unknown_count, "resource") + " not wholly known"]
    if design.lost:
        gaps.append(f"{count(len(design.lost), 'thing')} not translated")
    return ", ".join(gaps if design.estimate.unknown_count else gaps[1:]) or "every price is known"


def place_sentence(found: SideBySide) -> str:
    """Return where it costs least, as far as that can be said."""
    best = found.cheapest
    if best is None:
        return "The places are priced in different currencies and are not compared."
    others = [d for d in found.designs if d is not best]
    gaps = {(d.estimate.unknown_count, len(d.lost)) for d in found.designs}
    total = f"{best.estimate.total.text()} a month"
    if not others or len(gaps) == 1:
        return f"The known parts cost least in {best.place}: {total}."
    return (
        f"Most is known and translated in {best.place}: {total}. The sums leave out what is not "
        "known or not translated, and the places differ in it: compare that first."
    )


def part_words(design: PlacedDesign, name: str) -> str:
    """Return what a part of the design costs in a place, in words."""
    part = design.parts.get(name)
    if part is None:
        return "not there"
    if part.monthly_cost is None:
        return _OPEN[part.state]
    text = Money(part.monthly_cost, design.estimate.currency).text()
    return f"{text} and more" if part.state in _OPEN else text


def places_table(found: SideBySide) -> Table:
    """Return one row a resource of the design, with what it is and costs in each place."""
    columns = [Column("part", "Part of the design", Kind.CODE, lead=True)]
    for number, design in enumerate(found.designs):
        columns.append(Column(f"cost_{number}", str(design.place)))
        columns.append(Column(f"types_{number}", f"As, in {design.place}", Kind.CODE))
    rows = tuple(_row(found, name) for name in found.part_names)
    return Table(tuple(columns), rows)


def _row(found: SideBySide, name: str) -> dict[str, str | None]:
    row: dict[str, str | None] = {"part": name}
    for number, design in enumerate(found.designs):
        part = design.parts.get(name)
        row[f"cost_{number}"] = part_words(design, name)
        row[f"types_{number}"] = ", ".join(part.types) if part else None
    return row


def lost_table(found: SideBySide) -> Table:
    """Return one row a thing that does not translate."""
    columns = (Column("place", "Place", lead=True), Column("lost", "What does not translate"))
    rows = tuple({"place": str(d.place), "lost": lost} for d in found.designs for lost in d.lost)
    return Table(columns, rows)
