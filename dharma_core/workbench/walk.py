"""The main job from end to end on the bundled example: read, guard, price, make, deploy, prove."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from dharma_core.deployments.values import Deployment, DeploymentRequest, DeploymentState
from dharma_core.money import plain
from dharma_core.workbench.reading import EXAMPLE

if TYPE_CHECKING:
    from dharma_core.audit.proof import AuditReport
    from dharma_core.costs.estimates import Estimate
    from dharma_core.generation.output import Generation
    from dharma_core.plan import Plan
    from dharma_core.policies.findings import CheckReport
    from dharma_core.workbench.billing_reports import ImportedBills
    from dharma_core.workbench.facade import Workbench

__all__ = ["OnStep", "Walk", "walk_example"]

EXAMPLE_USAGE = "three-tier-usage.yaml"
_FORMATS = ("terraform", "cloudformation")
_STEPS = 8

OnStep = Callable[[int, int, str, float | None], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Walk:
    """Everything the walk found, for the summary and the review.

    Parameters
    ----------
    bills : ImportedBills or None
        None where own bills were imported before: the sample does not join them.
    seconds : float
        Wall time of all steps.
    """

    plan: Plan
    report: CheckReport
    estimate: Estimate
    bills: ImportedBills | None
    generations: tuple[Generation, ...]
    deployment: Deployment
    chain: AuditReport
    seconds: float

    @property
    def succeeded(self) -> bool:
        """Whether the checks passed, the deployment completed and the chain is valid."""
        completed = self.deployment.state is DeploymentState.COMPLETED
        return self.report.passed and completed and self.chain.valid

    @property
    def deployed(self) -> int:
        """How many resources the target's own services confirmed."""
        return sum(r.status == "confirmed" for r in self.deployment.resources)

    @property
    def skipped(self) -> tuple[str, ...]:
        """Each check whose tool is not here, with what to do about it."""
        checks = (check for g in self.generations for check in g.checks)
        return tuple(f"{c.name}: {c.detail}" for c in checks if c.status == "skipped")

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Return the summary as pairs of words for people."""
        kinds = Counter(r.type for r in self.plan.managed)
        report, estimate = self.report, self.estimate
        files = "; ".join(f"{g.format}: {_verdict(g)}" for g in self.generations)
        return (
            (
                "Design",
                f"{self.plan.name}: {len(self.plan.managed)} resources of {len(kinds)} types",
            ),
            (
                "Guardrails",
                f"{'passed' if report.passed else 'failed'}: {len(report.violations)} violations, "
                f"{len(report.warnings)} warnings from {len(report.rules_run)} rules",
            ),
            (
                "Monthly cost",
                f"{estimate.total.text()}, {_known(estimate)}, oldest price of {estimate.as_of}",
            ),
            ("Bills", _loaded(self.bills)),
            ("Generated", files),
            (
                "Deployed",
                f"{self.deployment.state.value}: {self.deployed} of {len(self.plan.managed)} "
                f"resources confirmed on {self.deployment.request.target}",
            ),
            (
                "Audit chain",
                f"{'verified' if self.chain.valid else 'BROKEN'}, {self.chain.events} events",
            ),
            ("Time", f"{self.seconds:.0f} s"),
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the summary as JSON values."""
        return {
            "succeeded": self.succeeded,
            "resources": len(self.plan.managed),
            "violations": len(self.report.violations),
            "warnings": len(self.report.warnings),
            "total_monthly_cost": plain(self.estimate.total.rounded()),
            "currency": self.estimate.currency,
            "unknown_count": self.estimate.unknown_count,
            "billing_rows": self.bills.rows if self.bills else 0,
            "generated": {g.format: _verdict(g) for g in self.generations},
            "deployment_id": self.deployment.id,
            "status": self.deployment.state.value,
            "deployed_resources": self.deployed,
            "audit": {"valid": self.chain.valid, "events": self.chain.events},
            "seconds": round(self.seconds, 1),
        }


def _verdict(generation: Generation) -> str:
    said = [f"{check.name} {check.status}" for check in generation.checks]
    files = len(generation.files)
    return f"{files} file{'' if files == 1 else 's'}, {', '.join(said) or 'not checked'}"


def _loaded(bills: ImportedBills | None) -> str:
    if bills is None:
        return "own bills are here, the sample was left out"
    months = {part.month for file in bills.files for part in file.parts}
    if not months:
        return "the bill is there already"
    return f"{bills.rows:,} rows of {len(months)} months"


def _known(estimate: Estimate) -> str:
    count = estimate.unknown_count
    return f"{count} resources not fully known" if count else "every cost known"


def walk_example(bench: Workbench, *, on_step: OnStep | None = None) -> Walk:
    """Take the bundled three-tier blueprint through the whole of Dharma, on the sandbox.

    Parameters
    ----------
    on_step : callable (number, total, text, seconds), optional
        Told before each step (``seconds`` None) and after it (with a line of result).
    """
    began = time.monotonic()
    steps = _Steps(on_step)
    text = bench.template(EXAMPLE)
    stored = steps.run(
        "Storing the bundled blueprint",
        lambda: bench.save_blueprint(text, file=f"{EXAMPLE}.yaml"),
        lambda s: f"{s.name} {s.version}",
    )
    plan = bench.read(stored.id)
    report = steps.run(
        "Checking it against the guardrails",
        lambda: bench.check(plan),
        lambda r: f"{len(r.violations)} violations, {len(r.warnings)} warnings",
    )
    usage = bench.sample(EXAMPLE_USAGE)
    estimate = steps.run(
        "Pricing it offline",
        lambda: bench.estimate(plan, usage_text=usage),
        lambda e: f"{e.total.text()} a month",
    )
    bills = steps.run(
        "Loading the bill of an invented company: 12 months, three clouds",
        bench.import_sample_bill,
        _loaded,
    )
    steps.run(
        "Setting what that company may spend",
        lambda: bench.set_sample_budgets() if bills else (),
        lambda made: f"{len(made)} budgets" if made else "nothing to set",
    )
    generations = steps.run(
        "Generating Terraform and CloudFormation, and checking both",
        lambda: tuple(bench.generate(plan, name) for name in _FORMATS),
        lambda made: "; ".join(f"{g.format}: {_verdict(g)}" for g in made),
    )
    deployment = steps.run(
        "Deploying it on the embedded AWS simulator",
        lambda: bench.deploy(plan, DeploymentRequest()),
        lambda d: f"{d.state.value}, {len(d.resources)} resources",
    )
    chain = steps.run(
        "Verifying the audit chain",
        bench.verify_audit,
        lambda c: f"{c.events} events, {'valid' if c.valid else 'broken'}",
    )
    seconds = time.monotonic() - began
    return Walk(plan, report, estimate, bills, generations, deployment, chain, seconds)


class _Steps:
    """Counts and times the steps, and tells whoever watches."""

    def __init__(self, on_step: OnStep | None) -> None:
        self._on_step = on_step
        self._number = 0

    def run(self, text: str, work: Callable[[], T], result: Callable[[T], str]) -> T:
        self._number += 1
        self._tell(text, None)
        began = time.monotonic()
        value = work()
        self._tell(result(value), time.monotonic() - began)
        return value

    def _tell(self, text: str, seconds: float | None) -> None:
        if self._on_step is not None:
            self._on_step(self._number, _STEPS, text, seconds)
