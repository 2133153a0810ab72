"""``dharma init``: a project by questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Sets, parse_sets
from dharma_core.cli.printing import note

if TYPE_CHECKING:
    from dharma_core.blueprints import Blueprint
    from dharma_core.workbench import Workbench

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command("init")(init)


def init(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")] = Path(),
    template: Annotated[str | None, typer.Option("--template", help="Skip the question.")] = None,
    name: Annotated[str | None, typer.Option("--name", help="Skip the question.")] = None,
    budget: Annotated[
        str | None, typer.Option("--budget", help="Dollars a month; skips the question.")
    ] = None,
    provider: Annotated[
        str | None, typer.Option("--provider", help="aws, azure or gcp; skips the question.")
    ] = None,
    region: Annotated[str | None, typer.Option("--region", help="Skip the question.")] = None,
    sets: Sets = None,
    defaults: Annotated[
        bool, typer.Option("--defaults", help="Ask nothing; take what a template proposes.")
    ] = False,
) -> None:
    """Make a project by questions: a blueprint to start from, dharma.toml and a README."""
    from dharma_core.workbench import Workbench
    from dharma_core.workbench.starter import Answers, start_project, write_project

    bench = Workbench.open()
    asked = _Asking(defaults)
    chosen = _template(bench, template, asked)
    design = _design(bench, chosen)
    title = name or asked.text("Name of the design", "my-first-design")
    cloud = provider or asked.text("Cloud (aws, azure, gcp)", design.provider)
    answers = Answers(
        template=chosen,
        name=title,
        provider=cloud,
        region=region or asked.text("Region", _usual_region(cloud, design)),
        settings=parse_sets(sets) if sets else _settings(design, asked),
        budget=budget if budget is not None else asked.text("Budget in dollars a month", "500"),
    )
    project = start_project(answers, bench)
    for path in write_project(project, folder):
        note(f"wrote {path}")
    for line in project.left_out:
        note(f"Does not translate: {line}")
    note(f"Next:  dharma check {folder / 'blueprint.yaml'}")


class _Asking:
    """Asks on the terminal, or takes the default of every question."""

    def __init__(self, silent: bool) -> None:
        self._silent = silent

    def text(self, question: str, default: str) -> str:
        """Return the answer to a question."""
        return default if self._silent else str(typer.prompt(question, default=default))

    def agreed(self, question: str) -> bool:
        """Return whether a question was answered with yes."""
        return not self._silent and bool(typer.confirm(question, default=False))


def _template(bench: Workbench, given: str | None, asked: _Asking) -> str:
    templates = bench.templates()
    if given is None:
        for template in templates:
            note(f"  {template.name:<24} {template.description}")
    return given or asked.text("Start from", templates[0].name)


def _design(bench: Workbench, name: str) -> Blueprint:
    from dharma_core.blueprints import parse_blueprint

    return parse_blueprint(bench.template(name), file=f"{name}.yaml")


def _usual_region(cloud: str, design: Blueprint) -> str:
    from dharma_core.blueprints.model import USUAL_REGIONS

    return design.region if cloud == design.provider else USUAL_REGIONS.get(cloud, "")


def _settings(design: Blueprint, asked: _Asking) -> dict[str, str]:
    open_ones = {n: v for n, v in design.variables.items() if not v.sensitive}
    if not open_ones or not asked.agreed(f"Change any of its {len(open_ones)} settings?"):
        return {}
    from dharma_core.blueprints.scalars import setting_text

    found = {}
    for name, spec in open_ones.items():
        default = setting_text(spec.default)
        words = f"{name} ({spec.description})" if spec.description else name
        answer = asked.text(words, default)
        if answer != default:
            found[name] = answer
    return found
