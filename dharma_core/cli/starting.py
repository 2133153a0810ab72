"""``dharma init``: a project by questions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dharma_core.cli.options import Sets, parse_sets
from dharma_core.cli.printing import note
from dharma_core.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from dharma_core.blueprints import Blueprint
    from dharma_core.blueprints.model import VariableSpec
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
    from dharma_core.money import parse_amount
    from dharma_core.workbench import Workbench
    from dharma_core.workbench.starter import (
        Answers,
        check_name,
        refuse_taken,
        start_project,
        write_project,
    )

    bench = Workbench.open()
    refuse_taken(folder)
    asked = _Asking(defaults)
    chosen = template or _template(bench, asked)
    design = _design(bench, chosen)
    title = name or asked.text("Name of the design", "my-first-design", check_name)
    cloud = provider or asked.text(
        "Cloud (aws, azure, gcp)", design.provider, partial(_check_cloud, bench)
    )
    place = region or asked.text(
        "Region", _usual_region(cloud, design), partial(_check_region, bench, cloud)
    )
    answers = Answers(
        template=chosen,
        name=title,
        provider=cloud,
        region=place,
        settings=parse_sets(sets) if sets else _settings(design, asked),
        budget=budget
        if budget is not None
        else asked.text("Budget in dollars a month", "500", partial(parse_amount, what="budget")),
    )
    project = start_project(answers, bench)
    for path in write_project(project, folder):
        note(f"wrote {path}")
    for line in project.left_out:
        note(f"Does not translate: {line}")
    note(f"Next:  dharma check {folder / 'blueprint.yaml'}")


class _Asking:
    """Asks on the terminal until the answer can be taken, or takes the default every time."""

    def __init__(self, silent: bool) -> None:
        self.silent = silent

    def text(self, question: str, default: str, check: Callable[[str], object]) -> str:
        """Return the answer to a question; ``check`` raises InputError for one that is wrong."""
        while True:
            answer = default if self.silent else str(typer.prompt(question, default=default))
            try:
                check(answer)
            except (InputError, NotFoundError) as error:
                if self.silent:
                    raise
                note(f"{error.message} {error.next_step}")
            else:
                return answer

    def agreed(self, question: str) -> bool:
        """Return whether a question was answered with yes."""
        return not self.silent and bool(typer.confirm(question, default=False))


def _template(bench: Workbench, asked: _Asking) -> str:
    templates = bench.templates()
    for template in () if asked.silent else templates:
        note(f"  {template.name:<24} {template.description}")
    return asked.text("Start from", templates[0].name, bench.template)


def _design(bench: Workbench, name: str) -> Blueprint:
    from dharma_core.blueprints import parse_blueprint

    return parse_blueprint(bench.template(name), file=f"{name}.yaml")


def _check_cloud(bench: Workbench, cloud: str) -> None:
    from dharma_core.blueprints.retargeting import check_place

    check_place(cloud, next(iter(bench.sizes.regions(cloud)), ""), bench.sizes)


def _check_region(bench: Workbench, cloud: str, region: str) -> None:
    from dharma_core.blueprints.retargeting import check_place

    check_place(cloud, region, bench.sizes)


def _usual_region(cloud: str, design: Blueprint) -> str:
    from dharma_core.blueprints.model import USUAL_REGIONS

    return design.region if cloud == design.provider else USUAL_REGIONS.get(cloud, "")


def _settings(design: Blueprint, asked: _Asking) -> dict[str, str]:
    from dharma_core.blueprints.scalars import setting_text

    open_ones = {n: v for n, v in design.variables.items() if not v.sensitive}
    if not open_ones or not asked.agreed(f"Change any of its {len(open_ones)} settings?"):
        return {}
    found = {}
    for name, spec in open_ones.items():
        default = setting_text(spec.default)
        words = f"{name} ({spec.description})" if spec.description else name
        answer = asked.text(words, default, partial(_check_setting, spec))
        if answer != default:
            found[name] = answer
    return found


def _check_setting(spec: VariableSpec, said: str) -> None:
    from dharma_core.blueprints.scalars import TypeMismatchError, parse_setting

    try:
        parse_setting(spec.type, said)
    except TypeMismatchError as error:
        raise InputError(f"It {error}.", next_step=f"It is a {spec.type}.") from None
