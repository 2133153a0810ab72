"""Writes a new project from a few answers: a blueprint, a configuration, a README."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dharma_core.blueprints import Blueprint, dump_blueprint, parse_blueprint
from dharma_core.blueprints.model import blueprint_name
from dharma_core.blueprints.scalars import TypeMismatchError, parse_setting, setting_text
from dharma_core.errors import ConflictError, InputError, nearest
from dharma_core.generation.output import GeneratedFile
from dharma_core.money import parse_amount, plain
from dharma_core.plan import freeze
from dharma_core.storage.output_files import write_files

if TYPE_CHECKING:
    from dharma_core.workbench.facade import Workbench

__all__ = ["Answers", "Project", "check_name", "refuse_taken", "start_project", "write_project"]

FILES = ("blueprint.yaml", "dharma.toml", "README.md", ".gitignore")


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
    provider, region : str
        Where it is to stand; empty for the template's own.
    settings : mapping of name to text
        Values for the design's variables; the others keep their defaults.
    """

    template: str
    name: str
    budget: str = ""
    provider: str = ""
    region: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Project:
    """A project about to be written, and what of the template could not move with it."""

    blueprint: Blueprint
    files: tuple[GeneratedFile, ...]
    left_out: tuple[str, ...] = ()


def start_project(answers: Answers, bench: Workbench) -> Project:
    """Return the files of a project; nothing is written yet.

    Raises
    ------
    NotFoundError
        If there is no such template.
    InputError
        If name, budget, place or a setting cannot be taken.
    """
    design = parse_blueprint(bench.template(answers.template), file="template")
    left_out: tuple[str, ...] = ()
    provider, region = answers.provider or design.provider, answers.region or design.region
    if (provider, region) != (design.provider, design.region):
        moved = bench.retarget(answers.template, provider=provider, region=region)
        design = moved.blueprint
        left_out = tuple(
            f"{'.'.join(filter(None, (item.resource, item.part)))}: {item.reason}. {item.todo}"
            for item in moved.untranslated
        )
    design = _answered(design, answers)
    text = dump_blueprint(design)
    parse_blueprint(text, file="blueprint.yaml", catalog=bench.catalog, sizes=bench.sizes)
    ignored = "# What dharma generate writes by --out generated\ngenerated/\n"
    texts = (text, _configuration(answers), _readme(design), ignored)
    files = tuple(GeneratedFile(*pair) for pair in zip(FILES, texts, strict=True))
    return Project(design, files, left_out)


def refuse_taken(folder: Path) -> None:
    """Raise ConflictError when a folder holds one of the files of a project already."""
    taken = [name for name in FILES if (folder / name).exists()]
    if taken:
        raise ConflictError(
            f"{folder} already holds {', '.join(taken)}; nothing was written.",
            next_step="Choose another folder, or move them away.",
        )


def write_project(project: Project, folder: Path) -> tuple[Path, ...]:
    """Write a project's files into ``folder`` and return their paths.

    Raises
    ------
    ConflictError
        If one of the files is there already; nothing is written then.
    """
    refuse_taken(folder)
    write_files(project.files, folder, overwrite=True)
    return tuple(folder / f.path for f in project.files)


def check_name(name: str) -> None:
    """Raise InputError when no design can be called ``name``."""
    try:
        blueprint_name(name)
    except ValueError as error:
        raise InputError(f"{error}.", next_step="Choose another name.") from None


def _answered(design: Blueprint, answers: Answers) -> Blueprint:
    variables = dict(design.variables)
    for name, text in answers.settings.items():
        if name not in variables:
            raise InputError(
                f"{answers.template} has no setting {name!r}.", next_step=nearest(name, variables)
            )
        spec = variables[name]
        try:
            value: Any = freeze(parse_setting(spec.type, text))
        except TypeMismatchError as error:
            raise InputError(
                f"The setting {name} {error}.", next_step=f"It is a {spec.type}."
            ) from error
        variables[name] = spec.model_copy(update={"default": value})
    return design.model_copy(
        update={"name": answers.name, "version": "1.0.0", "variables": variables}
    )


def _configuration(answers: Answers) -> str:
    if not answers.budget.strip():
        return "# Settings of this project; every key has a default.\n"
    amount = plain(parse_amount(answers.budget, what="budget"))
    return (
        "# Settings of this project; every key has a default.\n"
        "# Check this file with: dharma config validate\n\n"
        f"[budgets]\n{json.dumps(answers.name)} = {json.dumps(amount)}\n"
    )


def _readme(design: Blueprint) -> str:
    settings = "".join(
        f"| {name} | {_shown(spec.default)} | {spec.description} |\n"
        for name, spec in design.variables.items()
        if not spec.sensitive
    )
    table = f"\n| setting | value | what it is |\n|---|---|---|\n{settings}" if settings else ""
    return (
        f"# {design.name}\n\n{design.description}.\n{table}\n"
        "```sh\n"
        "dharma check blueprint.yaml                 # the guardrails\n"
        "dharma estimate blueprint.yaml              # what a month costs, against the budget\n"
        "dharma diagram blueprint.yaml --to svg      # a picture\n"
        "dharma generate blueprint.yaml --to terraform --out generated\n"
        "dharma deploy blueprint.yaml                # on the sandbox\n"
        "dharma blueprint save blueprint.yaml        # keep this version\n"
        "```\n\n"
        "Another value for one run: `--set NAME=VALUE`.\n"
    )


def _shown(value: Any) -> str:
    return "to be given" if value is None else setting_text(value)
