"""Policies of one's own: begun from a draft, tried on a plan, tested, kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.errors import ConflictError, InputError
from dharma_core.events import EventType
from dharma_core.workbench.judges import OWN_POLICIES, Judges

if TYPE_CHECKING:
    from dharma_core.plan import Plan
    from dharma_core.policies.drafting import DraftedPolicy, PolicyWish
    from dharma_core.policies.findings import CheckReport
    from dharma_core.policies.testing import TestResult

__all__ = ["DRAFT_FILE", "PolicyDesk"]

DRAFT_FILE = "draft.rego"
_LONGEST_TEXT = 512 * 1024


class PolicyDesk(Judges):
    """The part of the workbench that helps people to write policies."""

    def draft_policy(self, wish: PolicyWish) -> DraftedPolicy:
        """Return a new policy and its test; see ``policies.drafting``."""
        from dharma_core.policies.drafting import draft_policy

        return draft_policy(wish, self.catalog)

    def write_policy(self, wish: PolicyWish, folder: Path) -> tuple[Path, ...]:
        """Write a new policy and its test into a folder; nothing there is replaced.

        Raises
        ------
        InputError
            If the wish names what is not known; see ``policies.drafting``.
        ConflictError
            If a file of one of the two names is there.
        """
        self.allow("policy:read")
        made = self.draft_policy(wish)
        place = self.cwd / folder
        files = {place / made.file: made.text, place / made.test_file: made.test_text}
        there = next((file for file in files if file.exists()), None)
        if there is not None:
            raise ConflictError(
                f"{there} is there already.", next_step="Choose another id, or remove the file."
            )
        return tuple(self.write_text(file, text) for file, text in files.items())

    def try_policy(self, text: str, plan: Plan) -> CheckReport:
        """Check a plan with one policy alone, as it is being written; nothing is recorded."""
        from dharma_core.policies.check import check
        from dharma_core.policies.ports import PolicySource
        from dharma_core.runners.rego import ChildRego

        _refuse_long(text)
        source = PolicySource(DRAFT_FILE, text, "draft")
        parameters = {"required_tags": list(self.settings.policies.required_tags)}
        return check(plan, [source], ChildRego(), parameters=parameters)

    def test_policies(self, folder: Path) -> tuple[TestResult, ...]:
        """Run every test of a policy folder.

        Raises
        ------
        InputError
            If the folder is missing or holds no policy or no test.
        """
        from dharma_core.policies.testing import run_policy_tests
        from dharma_core.runners.rego import ChildRego
        from dharma_core.storage.policy_data import load_policy_data
        from dharma_core.storage.policy_files import load_policy_folder, load_policy_tests

        place = self.cwd / folder
        sources, tests = load_policy_folder(place), load_policy_tests(place)
        return run_policy_tests(sources, tests, ChildRego(), data=load_policy_data(place))

    def own_policies(self) -> dict[str, str]:
        """Return the policies that were kept here, text by name."""
        folder = self.settings.home / OWN_POLICIES
        return {f.stem: f.read_text("utf-8") for f in sorted(folder.glob("*.rego"))}

    def keep_policy(self, name: str, text: str) -> Path:
        """Keep a policy under DHARMA_HOME: every check runs it from now on.

        Raises
        ------
        PermissionDenied
            If the actor may not change settings.
        InputError
            If the name is none, or the policy cannot be read, compiled or run.
        """
        self.allow("settings:update")
        if not name.isidentifier() or name.endswith("_test"):
            raise InputError(
                f"{name!r} is no name of a policy.",
                next_step="Use letters, digits and _, beginning with a letter: team_buckets.",
            )
        self._refuse_faulty(text)
        file = self.settings.home / OWN_POLICIES / f"{name}.rego"
        before = file.read_text("utf-8") if file.exists() else None
        self.write_text(file, text)
        with self.store.transaction(self.actor) as uow:
            draft = uow.scope.event(EventType.POLICY_KEPT, ("policy", name))
            uow.events.append(replace(draft, data={"before": before, "after": text}))
        return file

    def drop_policy(self, name: str) -> None:
        """Remove a policy that was kept here.

        Raises
        ------
        PermissionDenied
            If the actor may not change settings.
        InputError
            If there is none of that name.
        """
        self.allow("settings:update")
        kept = self.own_policies()
        if name not in kept:
            known = ", ".join(kept) or "none"
            raise InputError(f"No policy {name!r} is kept here.", next_step=f"Kept are: {known}.")
        (self.settings.home / OWN_POLICIES / f"{name}.rego").unlink()
        with self.store.transaction(self.actor) as uow:
            draft = uow.scope.event(EventType.POLICY_DROPPED, ("policy", name))
            uow.events.append(replace(draft, data={"before": kept[name], "after": None}))

    def _refuse_faulty(self, text: str) -> None:
        from dharma_core.plan import Plan

        report = self.try_policy(text, Plan(()))
        if report.policy_errors:
            raise InputError(
                report.policy_errors[0].message,
                next_step="Correct it; a faulty policy fails every check.",
            )
        if not report.rules_run:
            raise InputError(
                "The policy has no deny, warn or violation rule.",
                next_step="Begin from a draft: dharma policy new.",
            )


def _refuse_long(text: str) -> None:
    if len(text.encode("utf-8", "surrogatepass")) > _LONGEST_TEXT:
        raise InputError(
            f"The policy is larger than {_LONGEST_TEXT // 1024} KB.", next_step="Split it."
        )
