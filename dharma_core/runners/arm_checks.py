"""Structural checks of ARM and Bicep: Azure has no checker that works offline."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from dharma_core.errors import InputError
from dharma_core.generation.arm.bicep_compiling import compile_bicep
from dharma_core.generation.arm.json_text import arm_template
from dharma_core.generation.arm.structure import check_template
from dharma_core.generation.output import CheckResult, Generation

__all__ = ["check_arm", "check_bicep"]

DETAIL_LIMIT = 2_000


def check_arm(generation: Generation) -> tuple[CheckResult, ...]:
    """Return whether the template's structure holds and its parameter file fits."""
    texts = {file.path: file.text for file in generation.files}
    return (_result("arm structure", _arm_findings(texts)),)


def check_bicep(generation: Generation) -> tuple[CheckResult, ...]:
    """Return whether the Bicep files read, and mean the ARM template of the same Plan."""
    texts = {file.path: file.text for file in generation.files}
    return (_result("bicep structure", _bicep_findings(texts, generation.expected)),)


def _arm_findings(texts: dict[str, str]) -> Iterator[str]:
    if "azuredeploy.json" not in texts:
        yield "azuredeploy.json: there is none."
        return
    template = json.loads(texts["azuredeploy.json"])
    yield from check_template(template)
    yield from _unknown_values(texts.get("azuredeploy.parameters.json"), template)


def _bicep_findings(texts: dict[str, str], expected: str) -> Iterator[str]:
    files = {path: text for path, text in texts.items() if path.endswith(".bicep")}
    try:
        template = arm_template(compile_bicep(files))
    except InputError as error:
        yield error.message
        return
    yield from check_template(template)
    if expected and template != json.loads(expected):
        yield "main.bicep: it does not mean what the ARM template of the same design means."
    yield from _unknown_values(texts.get("main.parameters.json"), template)


def _unknown_values(text: str | None, template: Any) -> Iterator[str]:
    """Yield the values of a parameter file that the template does not ask for."""
    given = json.loads(text)["parameters"] if text else {}
    for name in sorted(set(given) - set(template.get("parameters", {}))):
        yield f"parameters: {name!r} is given and not asked for."


def _result(name: str, findings: Iterable[str]) -> CheckResult:
    said = list(findings)
    return CheckResult(name, "failed" if said else "passed", "\n".join(said)[:DETAIL_LIMIT])
