"""What each format's own tools say about generated files; an absent tool is said, never hidden."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from dharma_core.errors import AdapterError
from dharma_core.generation.output import CheckResult, Generation
from dharma_core.runners.arm_checks import check_arm, check_bicep
from dharma_core.runners.cdk_checks import check_cdk
from dharma_core.runners.pulumi_checks import check_pulumi
from dharma_core.runners.terraform import TerraformTool, find_terraform
from dharma_core.runners.terraform_messages import Diagnostic

__all__ = ["run_checks"]

DETAIL_LIMIT = 2_000
"""Characters of a checker's words that are kept."""


def run_checks(generation: Generation) -> tuple[CheckResult, ...]:
    """Return the verdicts of the tools that belong to the generation's format.

    Terraform: ``terraform fmt`` and ``terraform validate``, skipped where the tool or its
    provider plugins are not on this machine. CloudFormation: ``cfn-lint``, whose warnings are
    listed in a passed result. Pulumi: the program runs under mocks.
    """
    check = _CHECKERS.get(generation.format)
    return check(generation) if check else ()


def _check_terraform(generation: Generation) -> tuple[CheckResult, ...]:
    tool = find_terraform()
    if tool is None:
        reason = "terraform is not on this machine; set DHARMA_TERRAFORM to its path"
        return (_skipped("terraform fmt", reason), _skipped("terraform validate", reason))
    with tempfile.TemporaryDirectory(prefix="dharma-check-") as name:
        folder = Path(name)
        for file in generation.files:
            (folder / file.path).write_text(file.text, encoding="utf-8")
        return (_fmt(tool, folder), _validate(tool, folder))


def _fmt(tool: TerraformTool, folder: Path) -> CheckResult:
    run = tool.fmt_check(folder)
    status = "passed" if run.ok else "failed"
    return CheckResult("terraform fmt", status, (run.stdout + run.stderr)[:DETAIL_LIMIT])


def _validate(tool: TerraformTool, folder: Path) -> CheckResult:
    name = "terraform validate"
    if not tool.offline:
        return _skipped(name, "no provider plugins here; set DHARMA_TF_PLUGIN_DIR to their mirror")
    try:
        tool.init(folder, backend=False)
        found = tool.validate(folder)
    except AdapterError as error:
        return CheckResult(name, "failed", error.message[:DETAIL_LIMIT])
    failed = any(d.severity == "error" for d in found)
    detail = "\n".join(_diagnostic_line(d) for d in found)
    return CheckResult(name, "failed" if failed else "passed", detail[:DETAIL_LIMIT])


def _diagnostic_line(found: Diagnostic) -> str:
    where = f"{found.address}: " if found.address else ""
    return f"{found.severity}: {where}{found.summary} {found.detail}".strip()


def _skipped(name: str, reason: str) -> CheckResult:
    return CheckResult(name, "skipped", reason)


def _check_cloudformation(generation: Generation) -> tuple[CheckResult, ...]:
    return tuple(
        _lint(file.text, generation.region)
        for file in generation.files
        if file.path.startswith("template.")
    )


def _lint(text: str, region: str) -> CheckResult:
    from cfnlint import lint
    from cfnlint.config import ManualArgs

    settings: dict[str, Any] = {"regions": [region]} if region else {}
    found = lint(text, config=ManualArgs(**settings))
    failed = any(match.rule.severity == "error" for match in found)
    lines = [f"{m.rule.id} line {m.linenumber}: {m.message}" for m in found]
    return CheckResult(
        "cfn-lint", "failed" if failed else "passed", "\n".join(lines)[:DETAIL_LIMIT]
    )


_CHECKERS: Mapping[str, Callable[[Generation], tuple[CheckResult, ...]]] = {
    "terraform": _check_terraform,
    "cloudformation": _check_cloudformation,
    "arm": check_arm,
    "bicep": check_bicep,
    "cdk": check_cdk,
    "pulumi": check_pulumi,
}
