"""Designs moved to another cloud or region."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.workbench.designing import Designing
from dharma_core.workbench.imports import Imports

if TYPE_CHECKING:
    from dharma_core.blueprints import Blueprint
    from dharma_core.blueprints.retargeting import Retargeted

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

        design = self._design_of(source)
        return retarget(design, self.catalog, self.sizes, provider=provider, region=region)

    def _design_of(self, source: str) -> Blueprint:
        from dharma_core.plan import Plan

        found = self.drawable(source)
        if not isinstance(found, Plan):
            return found
        stem = re.sub(r"[^A-Za-z0-9_-]+", "-", Path(source).stem).strip("-")
        return self.draft_blueprint(found, name=f"{stem:-<3}"[:100]).blueprint
