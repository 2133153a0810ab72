"""Judging a Plan: findings, costs, code."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dharma_core.errors import InputError, NotFoundError, nearest
from dharma_core.events import EventType
from dharma_core.workbench.pricing import Pricing
from dharma_core.workbench.waivers import Waivers

if TYPE_CHECKING:
    from datetime import date

    from dharma_core.generation.output import CheckResult, Generation
    from dharma_core.plan import Plan
    from dharma_core.policies.findings import CheckReport, Rule
    from dharma_core.policies.ports import PolicySource, RegoRunner

__all__ = ["OWN_POLICIES", "Judges"]

OWN_POLICIES = "policies"  # below DHARMA_HOME


class Judges(Pricing, Waivers):
    """The part of the workbench that judges a Plan and renders it."""

    def rules(self, *, policies: Iterable[Path] = ()) -> tuple[Rule, ...]:
        """Return every rule that ``check`` would run, built-in ones first."""
        from dharma_core.policies.check import list_rules
        from dharma_core.storage.secret_forms import load_secret_forms

        return (*list_rules(self._policies(policies))[0], *load_secret_forms().rules)

    def rule(self, rule_id: str, *, policies: Iterable[Path] = ()) -> Rule:
        """Return one rule; raise NotFoundError naming the nearest id."""
        known = {rule.id: rule for rule in self.rules(policies=policies)}
        if rule_id not in known:
            raise NotFoundError(f"No rule {rule_id!r}.", next_step=nearest(rule_id, known))
        return known[rule_id]

    def prepare_check(self) -> None:
        """Start the policy engine, so that it loads while the caller reads a source."""
        from dharma_core.runners.rego_memory import shared_rego

        shared_rego(os.getpid()).start()

    def check(
        self,
        plan: Plan,
        *,
        policies: Iterable[Path] = (),
        waivers: Path | None = None,
        today: date | None = None,
    ) -> CheckReport:
        """Check a Plan against the built-in guardrails and any folders of one's own Rego.

        A policy that cannot load is a finding ``policy_error``; the others report.

        Parameters
        ----------
        waivers : Path, optional
            A file of waivers, in place of the configured one; see `waived`.
        today : date, optional
            The day that waivers are judged by; the present one when left out.

        Raises
        ------
        InputError
            If a policy folder is missing or empty, or the file of waivers is wrong.
        """
        from dharma_core.audit.citations import evidence_digest
        from dharma_core.policies.citations import check_evidence
        from dharma_core.runners.rego_memory import shared_rego

        found = self._checked(plan, policies, shared_rego(os.getpid()))
        report = self.waived(plan, found, waivers=waivers, today=today)
        stored = plan.origin.get("blueprint_id")
        self._record(
            EventType.GUARDRAILS_VALIDATED,
            plan,
            {
                "passed": report.passed,
                "violations": len(report.violations),
                "warnings": len(report.warnings),
                "rules": len(report.rules_run),
                "evidence": evidence_digest(check_evidence(report)) if stored else "",
                "waived": sorted(
                    {f.waiver.where for f in report.findings if f.waived and f.waiver}
                ),
            },
        )
        return report

    def _checked(self, plan: Plan, folders: Iterable[Path], runner: RegoRunner) -> CheckReport:
        """Return what policies and the search for secrets say; nothing is recorded."""
        from dharma_core.policies.check import check
        from dharma_core.policies.secrets import scan
        from dharma_core.storage.secret_forms import load_secret_forms

        parameters = {"required_tags": list(self.settings.policies.required_tags)}
        named = tuple(folders)
        data = self._policy_data(named)
        report = check(plan, self._policies(named), runner, parameters=parameters, data=data)
        forms = load_secret_forms()
        return report.joined(scan(plan, forms), forms.rules)

    def _policies(self, folders: Iterable[Path]) -> Sequence[PolicySource]:
        from dharma_core.storage.policy_files import load_builtin_policies, load_policy_folder

        own = [s for folder in self._policy_folders(folders) for s in load_policy_folder(folder)]
        return (*load_builtin_policies(), *own)

    def _policy_data(self, folders: Iterable[Path]) -> Mapping[str, Mapping[str, Any]]:
        from dharma_core.storage.policy_data import load_policy_data
        from dharma_core.storage.policy_files import pack_of

        return {pack_of(f): load_policy_data(f) for f in self._policy_folders(folders)}

    def _policy_folders(self, folders: Iterable[Path]) -> tuple[Path, ...]:
        """Return the folders that are named, configured, and the one the dashboard writes to."""
        own = self.settings.home / OWN_POLICIES
        kept = (own,) if own.is_dir() and any(own.glob("*.rego")) else ()
        return (*kept, *(self.cwd / f for f in (*self.settings.policies.folders, *folders)))

    def generate(
        self,
        plan: Plan,
        format: str,  # noqa: A002 - the command line's word
        *,
        syntax: str | None = None,
        checks: bool = True,
        partial: bool = False,
    ) -> Generation:
        """Render a Plan in an output format and let that format's own tools check it.

        Parameters
        ----------
        partial : bool
            Leave out what the format cannot express; it is listed in ``untranslated``.

        Raises
        ------
        NotFoundError
            If there is no such format or syntax; the nearest is named.
        InputError
            If the format cannot express something, and ``partial`` is False; each is named with
            the reason.
        """
        from dharma_core.generation import render

        made = render(plan, format, self.catalog, syntax=syntax or "")
        if made.untranslated and not partial:
            raise _inexpressible(made)
        if checks:
            made = replace(made, checks=self.check_generation(made))
        self._record(EventType.CODE_GENERATED, plan, {"format": format, "files": len(made.files)})
        return made

    def check_generation(self, made: Generation) -> tuple[CheckResult, ...]:
        """Let a format's own tools check generated files; an absent tool is said so."""
        from dharma_core.runners.format_checks import run_checks

        return run_checks(made)

    def write_files(
        self, generation: Generation, folder: Path, *, overwrite: bool = False
    ) -> tuple[Path, ...]:
        """Write generated files into ``folder``, all or none; see ``storage.output_files``."""
        from dharma_core.storage.output_files import write_files

        self.allow("blueprint:read")
        if not generation.files:
            raise InputError(
                f"Nothing was generated as {generation.format}.", next_step="Check the source."
            )
        return write_files(
            generation.files, self.cwd / folder, label=generation.format, overwrite=overwrite
        )

    def write_text(self, file: Path, text: str) -> Path:
        """Write one file, whole or not at all, making its folder when it is not there."""
        from dharma_core.storage.atomic_file import replacing

        self.allow("blueprint:read")
        with replacing(self.cwd / file) as stream:
            stream.write(text)
        return self.cwd / file


def _inexpressible(made: Generation) -> InputError:
    listed = "\n".join(f"  {item}" for item in made.untranslated)
    noun = "thing" if len(made.untranslated) == 1 else "things"
    return InputError(
        f"{made.format} cannot express {len(made.untranslated)} {noun} of this design:\n{listed}",
        next_step="Change the design, choose another format, or leave them out with --partial.",
        details={"untranslated": list(made.untranslated)},
    )
