"""Generated code for people: how a format is called, what its tools said, how to colour it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dharma_core.generation.output import CheckResult, Generation
from dharma_core.views.headline import Headline
from dharma_core.views.table import Column, Kind, Table
from dharma_core.views.words import count

__all__ = ["FORMAT_TITLES", "checks_table", "code_language", "generation_headlines"]

FORMAT_TITLES: Mapping[str, str] = {
    "terraform": "Terraform",
    "cloudformation": "CloudFormation",
    "arm": "ARM",
    "bicep": "Bicep",
    "pulumi": "Pulumi",
    "cdk": "CDK",
}
"""Every format by its own name, in the order people choose from."""

_LANGUAGES = {
    "tf": "hcl", "json": "json", "yaml": "yaml", "yml": "yaml", "py": "python", "bicep": "bicep",
    "md": "markdown", "txt": "text", "toml": "toml",
}  # fmt: skip


def generation_headlines(made: Generation) -> tuple[Headline, ...]:
    """Return how much code there is, what its tools said, and what it lacks."""
    lines = sum(file.text.count("\n") for file in made.files)
    lost = len(made.untranslated)
    return (
        Headline("Files", f"{len(made.files):,}", note=count(lines, "line")),
        _verdict(made.checks),
        Headline(
            "Not expressed",
            f"{lost:,}",
            note=f"{FORMAT_TITLES[made.format]} has no word for it" if lost else "nothing is lost",
            tone="high" if lost else "ok",
        ),
    )


def _verdict(checks: tuple[CheckResult, ...]) -> Headline:
    if not checks:
        return Headline("Checks", "–", note="not run yet")
    failed = [c.name for c in checks if c.status == "failed"]
    skipped = [c.name for c in checks if c.status == "skipped"]
    if failed:
        return Headline("Checks", "Failed", note=", ".join(failed), tone="critical")
    if len(skipped) == len(checks):
        return Headline("Checks", "Skipped", note="no tool is on this machine", tone="medium")
    note = f"{', '.join(skipped)} skipped" if skipped else f"{len(checks)} of {len(checks)}"
    return Headline("Checks", "Passed", note=note, tone="ok")


def checks_table(checks: Iterable[CheckResult]) -> Table:
    """Return one row a checker with its verdict and its words."""
    columns = (
        Column("name", "Check", lead=True),
        Column("status", "Verdict"),
        Column("detail", "What it said", Kind.CODE, unknown="nothing to add"),
    )
    rows = ({"name": c.name, "status": c.status, "detail": c.detail or None} for c in checks)
    return Table(columns, tuple(rows))


def code_language(path: str) -> str:
    """Return the name by which a file's syntax is coloured.

    Examples
    --------
    >>> code_language("main.tf"), code_language("main.tf.json"), code_language("LICENSE")
    ('hcl', 'json', 'text')
    """
    return _LANGUAGES.get(path.rpartition(".")[2], "text")
