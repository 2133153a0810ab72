"""Findings mended: a patch of a Terraform folder, or a new version of a stored blueprint."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dharma_core.errors import InputError
from dharma_core.events import EventType
from dharma_core.identity import About
from dharma_core.workbench.savings import Savings
from dharma_core.workbench.sources import FoundFolder

if TYPE_CHECKING:
    from dharma_core.importers.folders import SourceFolder
    from dharma_core.plan import Plan
    from dharma_core.policies.findings import CheckReport, Finding
    from dharma_core.recommendations import Change
    from dharma_core.recommendations.folder_patches import FolderPatch, Refusal

__all__ = ["AppliedFixes", "Fixes", "Fixing"]


@dataclass(frozen=True)
class Fixes:
    """What mends the findings of a source.

    Parameters
    ----------
    diff : str
        The patch of a folder, or the lines of a Plan's difference.
    mended : tuple of Finding
    refused : tuple of Refusal
        What is left, each with the reason.
    source : str
        As somebody named it.
    """

    source: str
    diff: str
    mended: tuple[Finding, ...]
    refused: tuple[Refusal, ...]
    plan: Plan | None = None
    changes: tuple[Change, ...] = ()
    patch: FolderPatch | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON form of the command line's contract."""
        return {
            "diff": self.diff,
            "mended": [{"rule_id": f.rule_id, "address": f.address} for f in self.mended],
            "refused": [
                {"rule_id": r.finding.rule_id, "address": r.finding.address, "reason": r.reason}
                for r in self.refused
            ],
        }


@dataclass(frozen=True)
class AppliedFixes:
    """Where the fixes went: files of a folder, or a version of a blueprint."""

    files: tuple[Path, ...] = ()
    name: str = ""
    version: str = ""
    left: tuple[str, ...] = ()


class Fixing(Savings):
    """The part of the workbench that mends what the guardrails find."""

    def fixes(
        self,
        source: str,
        *,
        policies: Sequence[Path] = (),
        waivers: Path | None = None,
        wanted: Callable[[Finding], bool] = lambda _: True,
        **options: Any,
    ) -> Fixes:
        """Return what mends the findings of a SOURCE that can be mended with certainty.

        Parameters
        ----------
        waivers : Path, optional
            A file of waivers, in place of the configured one: what is waived is not mended.
        wanted : callable
            Whether a finding is to be mended; all are when left out.
        **options
            ``variables``, ``var_files`` and ``workspace``, as of `read`.

        Raises
        ------
        NotFoundError
            If nothing answers to that name.
        InputError
            If it cannot be read.
        """
        found = self._find_source(source)
        terms: dict[str, Any] = {"policies": policies, "waivers": waivers}
        if isinstance(found, FoundFolder):
            return self._folder_fixes(source, found, terms, wanted, options)
        plan = self.read(source, **options)
        report = self.check(plan, **terms)
        return self.plan_fixes(plan, report, source=source, policies=policies, wanted=wanted)

    def plan_fixes(
        self,
        plan: Plan,
        report: CheckReport,
        *,
        source: str = "",
        policies: Sequence[Path] = (),
        wanted: Callable[[Finding], bool] = lambda _: True,
    ) -> Fixes:
        """Return what mends the findings of a Plan, as changes of it."""
        from dharma_core.recommendations import change_plan
        from dharma_core.recommendations.plan_fixes import diff_lines, mend_plan
        from dharma_core.runners.rego_memory import shared_rego

        chosen = [f for f in report.findings if wanted(f)]
        rules = {r.id: r for r in report.rules_run}

        def judge(changed: Plan) -> tuple[Finding, ...]:
            return self._checked(changed, policies, shared_rego(os.getpid())).findings

        changes, mended, refused = mend_plan(plan, chosen, rules, judge)
        diff = "\n".join(diff_lines(plan, change_plan(plan, changes)))
        return Fixes(source or plan.name, diff, mended, refused, plan, changes)

    def _folder_fixes(
        self,
        source: str,
        found: FoundFolder,
        terms: Mapping[str, Any],
        wanted: Callable[[Finding], bool],
        options: Mapping[str, Any],
    ) -> Fixes:
        from dharma_core.recommendations.folder_patches import patch_folder

        def read(folder: SourceFolder) -> tuple[Plan, tuple[Finding, ...]]:
            plan = self.read_folder(folder, name=found.name, given=found.given, **options)
            return plan, self.check(plan, **terms).findings

        rules = {r.id: r for r in self.rules(policies=terms["policies"])}
        patch = patch_folder(found.folder, read, rules, self.catalog, wanted=wanted)
        prefix = "" if Path(found.prefix).is_absolute() else found.prefix
        diff = patch.diff(prefix.removeprefix("./").rstrip("/"))
        return Fixes(source, diff, patch.mended, patch.refused, patch=patch)

    def apply_fixes(self, fixes: Fixes) -> AppliedFixes:
        """Write the patched files, all or none, or keep the changed design as a new version.

        Raises
        ------
        InputError
            If nothing is mended, or the source is neither a folder on this disk nor stored.
        ConflictError
            If somebody saved another version meanwhile.
        PermissionDenied
            If the actor may not update designs.
        """
        self.allow("blueprint:update", lambda: self._about_fixes(fixes))
        if not fixes.mended:
            raise InputError(
                f"Nothing in {fixes.source} can be mended without somebody's choice.",
                next_step="Each finding says what to do.",
            )
        if fixes.patch is not None:
            return self._write_patch(fixes, fixes.patch)
        plan = fixes.plan
        if plan is None or not plan.origin.get("blueprint_id"):
            raise InputError(
                f"{fixes.source} is neither a Terraform folder on this disk nor a stored "
                "blueprint: there is nothing to write to.",
                next_step="Store it first with 'dharma blueprint save FILE', then fix its id.",
            )
        kept = self._new_version(plan, fixes.changes)
        return AppliedFixes((), kept.stored.name, kept.stored.version, kept.left)

    def _about_fixes(self, fixes: Fixes) -> tuple[About, ...]:
        return (
            (About(),) if fixes.plan is None else self._about_plan("blueprint:update", fixes.plan)
        )

    def _write_patch(self, fixes: Fixes, patch: FolderPatch) -> AppliedFixes:
        from dharma_core.generation.output import GeneratedFile
        from dharma_core.storage.output_files import write_files

        root = self.cwd / fixes.source
        if not root.is_dir():
            raise InputError(
                f"{fixes.source} is not a folder on this disk; its files are not written.",
                next_step="Save the patch with '--fix > fix.patch' and apply it with git.",
            )
        files = [GeneratedFile(name, text) for name, text in patch.after.items()]
        written = write_files(files, root, overwrite=True)
        with self.store.transaction(self.actor) as uow:
            draft = uow.scope.event(EventType.FIX_APPLIED, ("folder", fixes.source))
            rules = sorted({f.rule_id for f in fixes.mended})
            data = {"files": list(patch.after), "rules": rules, "findings": len(fixes.mended)}
            uow.events.append(replace(draft, data=data))
        return AppliedFixes(written)
