"""The same design priced on several clouds and in several regions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.workbench.retargets import Retargets

if TYPE_CHECKING:
    from dharma_core.blueprints import Blueprint
    from dharma_core.costs.estimate import Terms
    from dharma_core.costs.side_by_side import Place, PlacedDesign, SideBySide
    from dharma_core.plan import Plan

__all__ = ["Places"]

_USUAL = ("aws:us-east-1", "azure:eastus", "gcp:us-central1")
_MOST_PLACES = 12


class Places(Retargets):
    """The part of the workbench that compares places."""

    def side_by_side(
        self,
        source: str | Plan | Blueprint,
        places: Sequence[str] = (),
        *,
        usage: Path | None = None,
        usage_text: str | None = None,
        preset: str = "",
    ) -> SideBySide:
        """Price a SOURCE, a Plan or a blueprint where it is and elsewhere; nothing is stored.

        Parameters
        ----------
        places : sequence of str
            ``aws:eu-west-1``, ``azure:westeurope`` ...; one usual region of each other cloud when
            left out. The design's own place always comes first.

        Raises
        ------
        InputError
            If a place is none, there are too many, or the SOURCE cannot be read.
        """
        from dharma_core.costs.side_by_side import SideBySide, parse_place
        from dharma_core.errors import InputError

        if len(places) > _MOST_PLACES:
            raise InputError(
                f"{len(places)} places are too many to stand side by side.",
                next_step=f"Ask for {_MOST_PLACES} at most.",
            )
        if isinstance(source, str):
            design, left_out = self._design_of(source)
        else:
            design, left_out = self._as_design(source, source.name)
        wanted = [parse_place(p) for p in places]
        terms = self._terms(usage, usage_text, preset)
        own = self._own_place(design)
        if not wanted:
            usual = map(parse_place, _USUAL)
            wanted = [p for p in usual if p.provider != own.provider]
        return SideBySide(
            design.name,
            tuple(self._placed(design, p, terms, left_out) for p in dict.fromkeys((own, *wanted))),
        )

    def design_in(self, text: str, *, name: str) -> Blueprint | Plan:
        """Return the blueprint that a text is, or the Plan it describes.

        Raises
        ------
        InputError
            If it cannot be read.
        """
        from dharma_core.blueprints import parse_blueprint
        from dharma_core.importers.sources import SourceText, kind_of

        if kind_of(SourceText(text, name)) == "blueprint":
            return parse_blueprint(text, file=name)
        return self.read_text(text, name=name, partial=True)

    def _own_place(self, design: Blueprint) -> Place:
        from dharma_core.costs.side_by_side import Place

        return Place(design.provider, design.region)

    def _placed(
        self, design: Blueprint, place: Place, terms: Terms, left_out: tuple[str, ...]
    ) -> PlacedDesign:
        from dharma_core.blueprints.retargeting import retarget
        from dharma_core.costs.side_by_side import PlacedDesign

        lost = list(left_out)
        if (place.provider, place.region) != (design.provider, design.region):
            moved = retarget(
                design, self.catalog, self.sizes, provider=place.provider, region=place.region
            )
            design = moved.blueprint
            lost += [f"{u.resource} {u.part}: {u.reason}".strip() for u in moved.untranslated]
        plan = self.sketch(design)
        plan = replace(plan, region=plan.region or place.region)
        return PlacedDesign(place, plan, self._priced(plan, terms), tuple(lost))
