"""What terraform prints, as values: runs, diagnostics, and how an apply ended."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

__all__ = [
    "ApplyResult",
    "Diagnostic",
    "TerraformRun",
    "apply_result",
    "diagnostic",
    "messages_of",
]


@dataclass(frozen=True, slots=True)
class TerraformRun:
    """What one command said."""

    code: int
    stdout: str
    stderr: str

    @property
    def ok(self) -> bool:
        """Whether the exit code was 0."""
        return self.code == 0


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One error or warning of terraform's ``-json`` output."""

    severity: str
    summary: str
    detail: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class ApplyResult:
    """How an apply or destroy ended.

    Parameters
    ----------
    done : tuple of str
        Addresses whose action was completed, in order.
    errored : tuple of str
        Addresses whose action failed.
    """

    ok: bool
    diagnostics: tuple[Diagnostic, ...] = ()
    done: tuple[str, ...] = ()
    errored: tuple[str, ...] = ()
    outputs: Mapping[str, Any] = field(default_factory=dict)
    interrupted: bool = False

    @property
    def reason(self) -> str:
        """The first error in one line, empty when there was none."""
        errors = [d for d in self.diagnostics if d.severity == "error"]
        if not errors:
            return ""
        first = errors[0]
        where = f"{first.address}: " if first.address else ""
        return f"{where}{first.summary} {first.detail}".replace("\n", " ").strip()


def messages_of(lines: IO[str] | None) -> Iterator[Mapping[str, Any]]:
    """Yield each JSON object of a ``-json`` stream; other lines are skipped."""
    for line in lines or ():
        try:
            message = json.loads(line)
        except ValueError:
            continue
        if isinstance(message, Mapping):
            yield message


def apply_result(
    code: int, messages: Sequence[Mapping[str, Any]], said: str, *, interrupted: bool
) -> ApplyResult:
    """Return what an apply's or destroy's messages amount to.

    ``said`` is its standard error, the reason when no diagnostic gives one.
    """
    by_type: dict[str, list[Mapping[str, Any]]] = {}
    for message in messages:
        by_type.setdefault(str(message.get("type")), []).append(message)
    found = [diagnostic(m["diagnostic"]) for m in by_type.get("diagnostic", ())]
    if code and not any(d.severity == "error" for d in found):
        text = said.strip() or f"terraform ended with code {code}."
        found.append(Diagnostic("error", text))
    outputs = by_type.get("outputs", [{}])[-1].get("outputs", {})
    return ApplyResult(
        ok=code == 0,
        diagnostics=tuple(found),
        done=_hook_addresses(by_type.get("apply_complete", ())),
        errored=_hook_addresses(by_type.get("apply_errored", ())),
        outputs={k: v.get("value") for k, v in outputs.items() if not v.get("sensitive")},
        interrupted=interrupted,
    )


def diagnostic(raw: Mapping[str, Any]) -> Diagnostic:
    """Return one entry of terraform's ``diagnostics`` list."""
    return Diagnostic(
        severity=str(raw.get("severity", "error")),
        summary=str(raw.get("summary", "")),
        detail=str(raw.get("detail", "")),
        address=str(raw.get("address", "")),
    )


def _hook_addresses(messages: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(m["hook"]["resource"]["addr"] for m in messages)
