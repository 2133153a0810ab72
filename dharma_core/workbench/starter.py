"""Writes a new workspace from a few answers: a blueprint and a configuration file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dharma_core.blueprints import dump_blueprint, parse_blueprint
from dharma_core.errors import ConflictError, NotFoundError, nearest
from dharma_core.generation.output import GeneratedFile
from dharma_core.money import parse_amount, plain
from dharma_core.storage.output_files import write_files

if TYPE_CHECKING:
    from dharma_core.workbench.facade import Workbench

__all__ = ["Answers", "write_workspace"]


@dataclass(frozen=True, slots=True)
class Answers:
    """What ``dharma init`` asked.

    Parameters
    ----------
    template : str
        A bundled design's name.
    name : str
        Of the new design.
    budget : str
        Dollars a month, as written; empty for none.
    """

    template: str
    name: str
    budget: str


def write_workspace(folder: Path, answers: Answers, bench: Workbench) -> tuple[Path, ...]:
    """Write ``blueprint.yaml`` and ``dharma.toml`` into ``folder`` and return their paths.

    Raises
    ------
    NotFoundError
        If there is no such template.
    InputError
        If the name or the budget cannot be taken.
    ConflictError
        If one of the files is there already; nothing is written then.
    """
    names = [t.name for t in bench.templates()]
    if answers.template not in names:
        raise NotFoundError(
            f"No template {answers.template!r}.", next_step=nearest(answers.template, names)
        )
    files = (
        GeneratedFile("blueprint.yaml", _renamed(bench.template(answers.template), answers.name)),
        GeneratedFile("dharma.toml", _configuration(answers)),
    )
    taken = [f.path for f in files if (folder / f.path).exists()]
    if taken:
        raise ConflictError(
            f"{folder} already holds {' and '.join(taken)}; nothing was written.",
            next_step="Choose another folder, or move them away.",
        )
    write_files(files, folder, overwrite=True)
    return tuple(folder / f.path for f in files)


def _renamed(text: str, name: str) -> str:
    design = parse_blueprint(text, file="template")
    renamed = design.model_copy(update={"name": name, "version": "1.0.0"})
    written = dump_blueprint(renamed, syntax="yaml")
    parse_blueprint(written, file="blueprint.yaml")
    return written


def _configuration(answers: Answers) -> str:
    if not answers.budget.strip():
        return "# Settings of this workspace; every key has a default.\n"
    amount = plain(parse_amount(answers.budget, what="budget"))
    return (
        "# Settings of this workspace; every key has a default.\n"
        "# Check this file with: dharma config validate\n\n"
        f"[budgets]\n{json.dumps(answers.name)} = {json.dumps(amount)}\n"
    )
