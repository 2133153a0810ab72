"""Designs moved to another cloud or region."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.provenance import Position
from dharma_core.workbench.designing import Designing
from dharma_core.workbench.imports import Imports

if TYPE_CHECKING:
    from dharma_core.blueprints import Blueprint
    from dharma_core.blueprints.retargeting import Retargeted, Untranslated
    from dharma_core.plan import Plan

__all__ = ["Retargets"]


class Retargets(Designing, Imports):
    """The part of the workbench that moves designs."""

    def retarget(self, source: str, *, provider: str, region: str) -> Retargeted:
        """Return a SOURCE as a design for another cloud or region; nothing is stored.

        A Terraform folder, a plan or a template of CloudFormation becomes a blueprint first.

        Raises
        ------
        NotFoundError
            If nothing answers to that name.
        InputError
            If it cannot be read, or there is no such provider or region.
        """
        from dharma_core.blueprints.retargeting import retarget

        design, left_out = self._design_of(source)
        moved = retarget(design, self.catalog, self.sizes, provider=provider, region=region)
        lost = tuple(_unread(text, source) for text in left_out)
        return replace(moved, untranslated=(*lost, *moved.untranslated))

    def _design_of(self, source: str) -> tuple[Blueprint, tuple[str, ...]]:
        """Return a SOURCE as a blueprint, and what could not be taken over into it."""
        return self._as_design(self.drawable(source), source)

    def _as_design(self, found: Blueprint | Plan, name: str) -> tuple[Blueprint, tuple[str, ...]]:
        from dharma_core.plan import Plan

        if not isinstance(found, Plan):
            return found, ()
        stem = re.sub(r"[^A-Za-z0-9_-]+", "-", Path(name).stem).strip("-")
        draft = self.draft_blueprint(found, name=f"{stem:-<3}"[:100])
        return draft.blueprint, draft.left_out


def _unread(text: str, source: str) -> Untranslated:
    from dharma_core.blueprints.retargeting import Untranslated

    address, _, reason = text.partition(": ")
    todo = "Write it into the moved design, if it is needed."
    return Untranslated(address, "", reason, todo, Position(source))
