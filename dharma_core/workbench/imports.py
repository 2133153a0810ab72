"""What was read of a source becomes a design that can be edited and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dharma_core.workbench.design_versions import DesignVersions

if TYPE_CHECKING:
    from dharma_core.blueprints.records import StoredBlueprint
    from dharma_core.generation.blueprint_drafting import DraftedBlueprint
    from dharma_core.plan import Plan

__all__ = ["Imports"]


class Imports(DesignVersions):
    """The part of the workbench that takes foreign designs over."""

    def draft_blueprint(self, plan: Plan, *, name: str, region: str = "") -> DraftedBlueprint:
        """Return a Plan of any source as a blueprint, with what it could not take over.

        Raises
        ------
        InputError
            If nothing of the Plan can stand in a blueprint, or the name cannot be taken.
        """
        from dharma_core.generation.blueprint_drafting import draft_blueprint

        return draft_blueprint(plan, self.catalog, name=name, region=region)

    def save_imported(self, draft: DraftedBlueprint) -> StoredBlueprint:
        """Store a drafted blueprint under its own name.

        Raises
        ------
        ConflictError
            If a blueprint of that name is there.
        """
        from dharma_core.blueprints import dump_blueprint

        self.allow(
            "blueprint:create", lambda: self._about_design("blueprint:create", draft.blueprint)
        )
        with self.store.reading(self.actor) as uow:
            uow.blueprints.refuse_taken(draft.blueprint.name)
        return self.save_blueprint(dump_blueprint(draft.blueprint), file=draft.blueprint.name)
