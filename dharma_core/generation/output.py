"""What a writer returns: files as text, never on disk, and what each format's checker said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dharma_core.plan import Catalog, Plan

__all__ = ["CheckResult", "GeneratedFile", "Generation", "Renderer"]


@dataclass(frozen=True, slots=True)
class GeneratedFile:
    """One file to write, its path relative to the output folder."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one checker (``terraform validate``, ``cfn-lint``) said.

    Parameters
    ----------
    status : str
        ``passed``, ``failed`` or ``skipped`` (the tool is not here).
    """

    name: str
    status: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Generation:
    """The files of one format with the verdicts of its checkers.

    Parameters
    ----------
    untranslated : tuple of str
        Addresses (or ``address: attribute``) the format cannot express, said and never dropped
        in silence.
    notes : tuple of str
        What a reader of the files should know: renamed instances, types without facts.
    region : str
        Of the Plan; checkers that know which region offers what ask for it.
    expected : str
        What the format's tool has to make of the files, where a checker compares it.
    target : str
        What ARM deploys into: ``subscription``, or the name of a resource group that the files do
        not make; empty when the Plan names none.
    """

    format: str
    files: tuple[GeneratedFile, ...]
    checks: tuple[CheckResult, ...] = ()
    untranslated: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    region: str = ""
    expected: str = ""
    target: str = ""


Renderer = Callable[[Plan, Catalog], Generation]
