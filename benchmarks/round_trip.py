"""What is lost when a design is written in a format and read again, for every template.

Run ``python benchmarks/round_trip.py [--format NAME]... [--losses N]``. Each template and recorded
plan is written in each format, read again by that format's reader (CDK programs are synthesised,
Pulumi programs run under mocks), and both Plans are compared in their normal form. A format whose
reader or tool is not here is said.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path as FilePath
from typing import Any

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.blueprints.retargeting import retarget
from dharma_core.errors import DharmaError, MissingToolError
from dharma_core.generation import FORMATS, Generation, render
from dharma_core.importers import read_text
from dharma_core.importers.folders import MemoryFolder
from dharma_core.plan import (
    Catalog,
    LostAttribute,
    Path,
    Plan,
    Resource,
    lost_attributes,
    normal_form,
)
from dharma_core.storage.facts import load_catalog, load_templates
from dharma_core.storage.sizes import open_sizes

GOLDEN = FilePath(__file__).resolve().parents[1] / "tests" / "golden" / "plans"
Reader = Callable[[Generation, Catalog], Plan]


@dataclass(frozen=True, slots=True)
class Way:
    """One way out and back: how it is written, and how it is read."""

    name: str
    format: str
    syntax: str
    read: Reader
    providers: tuple[str, ...] = ("aws", "azurerm", "google")
    outputs: bool = True


def main() -> int:
    """Print a line for each template and format; return how many could not be read again."""
    arguments = _arguments()
    catalog = load_catalog()
    sources = dict(_sources(catalog))
    failed = 0
    print(f"{'format':<20} {'source':<34} {'resources':>9}  result")
    for way in WAYS:
        if arguments.format and way.format not in arguments.format:
            continue
        if way.format not in FORMATS:
            print(f"{way.name:<20} not written yet")
            continue
        for name, plan in sources.items():
            if plan.provider in way.providers:
                failed += _row(way, name, plan, (catalog, arguments.losses))
    return failed


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--format", action="append", help="only this format; may be repeated")
    parser.add_argument("--losses", type=int, default=3, help="how many losses to show of each")
    return parser.parse_args()


MOVES = {"azure": "westeurope", "gcp": "europe-west1"}
"""Where templates are moved to, so that every cloud's formats have designs to write."""


def _sources(catalog: Catalog) -> Iterator[tuple[str, Plan]]:
    sizes = open_sizes()
    for name, text in load_templates().items():
        try:
            yield name, read_text(text, file=f"{name}.yaml", catalog=catalog, sizes=sizes)
            design = parse_blueprint(text, file=f"{name}.yaml", catalog=catalog, sizes=sizes)
            for provider, region in MOVES.items():
                moved = retarget(design, catalog, sizes, provider=provider, region=region)
                yield f"{name} on {provider}", lower(moved.blueprint, catalog, sizes=sizes)
        except DharmaError as error:
            print(f"{'template':<20} {name:<34} {'':>9}  FAILED: {error.message.splitlines()[0]}")
    for path in sorted(GOLDEN.glob("*/plan.json")):
        plan = read_text(path.read_text(encoding="utf-8"), file=path.name, catalog=catalog)
        yield f"plan {path.parent.name}", plan


def _row(way: Way, name: str, plan: Plan, settings: tuple[Catalog, int]) -> int:
    catalog, shown = settings
    head = f"{way.name:<20} {name:<34} {len(plan.managed):>9}  "
    try:
        made = render(plan, way.format, catalog, syntax=way.syntax)
        kept = plan if way.outputs else replace(plan, outputs=())
        before, after = (normal_form(p, catalog) for p in (kept, way.read(made, catalog)))
    except (MissingToolError, NoReaderError) as error:
        print(f"{head}skipped: {error}")
        return 0
    except DharmaError as error:
        print(f"{head}FAILED: {error}")
        return 1
    lost = lost_attributes(before, after)
    gained = lost_attributes(after, before)
    unsaid = lost_attributes(normal_form(_without_said(kept, made), catalog), after)
    print(head + _verdict(lost, gained, unsaid))
    for entry in lost[:shown]:
        print(f"{'':<20}   {'unsaid' if entry in unsaid else 'lost  '} {entry}")
    for entry in (g for g in gained[:shown] if not lost):
        print(f"{'':<20}   gained {entry}")
    return 0


def _verdict(
    lost: tuple[LostAttribute, ...],
    gained: tuple[LostAttribute, ...],
    unsaid: tuple[LostAttribute, ...],
) -> str:
    if lost:
        return f"{len(lost)} lost, {f'{len(unsaid)} of them not' if unsaid else 'all'} said before"
    return "equal" if not gained else f"nothing lost, {len(gained)} told more"


_SAID = re.compile(
    r"(?P<address>\S+?)(: (?P<path>[\w.]+)(: (not told by the source|left to Azure).*)?)?"
)
"""How a generation names what is not written: a resource, an output, or an attribute."""


def _without_said(plan: Plan, made: Generation) -> Plan:
    """Return the Plan without what the generation itself says that it does not write."""
    resources, outputs = dict(plan.by_address), {o.name: o for o in plan.outputs}
    for line in (*made.untranslated, *made.notes):
        match = _SAID.fullmatch(line)
        address = match["address"] if match else line.partition(": ")[0]
        outputs.pop(address.removeprefix("output."), None)
        resource = resources.get(address)
        if resource is None:
            continue
        if match is None or match["path"] is None:
            del resources[address]
        else:
            resources[address] = _without(resource, match["path"])
    return replace(plan, resources=tuple(resources.values()), outputs=tuple(outputs.values()))


def _without(resource: Resource, dotted: str) -> Resource:
    path = tuple(int(s) if s.isdigit() else s for s in dotted.split("."))
    kept = tuple(e for e in resource.expressions if e.path[: len(path)] != path)
    attributes = _emptied(resource.attributes, path)
    return replace(resource.with_attributes(attributes), expressions=kept)


def _emptied(value: Any, path: Path) -> Any:
    if not path:
        return None
    if isinstance(value, Mapping):
        return {k: _emptied(v, path[1:]) if k == path[0] else v for k, v in value.items()}
    if isinstance(value, tuple):
        return [_emptied(v, path[1:]) if i == path[0] else v for i, v in enumerate(value)]
    return value


class NoReaderError(Exception):
    """There is no reader of this format yet."""


def _terraform(made: Generation, catalog: Catalog) -> Plan:
    read = _function("dharma_core.importers.terraform", "read_folder")
    folder = MemoryFolder({file.path: file.text for file in made.files})
    plan: Plan = read(folder, catalog=catalog)
    return plan


def _cloudformation(made: Generation, catalog: Catalog) -> Plan:
    return read_text(made.files[0].text, file=made.files[0].path, catalog=catalog)


def _cdk(made: Generation, catalog: Catalog) -> Plan:
    from dharma_core.runners.cdk_checks import synthesised_template

    template = json.dumps(dict(synthesised_template(made)))
    return read_text(template, file="template.json", catalog=catalog)


def _pulumi(made: Generation, catalog: Catalog) -> Plan:
    from dharma_core.generation.pulumi.reading import read_program
    from dharma_core.runners.pulumi_checks import run_program

    return read_program(run_program(made), catalog)


def _arm(made: Generation, catalog: Catalog) -> Plan:
    read = _function("dharma_core.importers.arm", "read_template")
    plan: Plan = read(made.files[0].text, file="main.json", catalog=catalog)
    return plan


def _bicep(made: Generation, catalog: Catalog) -> Plan:
    compile_ = _function("dharma_core.generation.arm.bicep_compiling", "compile_bicep")
    files = {f.path: f.text for f in made.files if f.path.endswith(".bicep")}
    to_json = _function("dharma_core.generation.arm.json_text", "to_json")
    text = to_json(compile_(files, _main_of(files)))
    read = _function("dharma_core.importers.arm", "read_template")
    plan: Plan = read(text, file="main.json", catalog=catalog)
    return plan


def _main_of(files: Mapping[str, str]) -> str:
    return "main.bicep" if "main.bicep" in files else next(iter(files))


def _function(module: str, name: str) -> Callable[..., Any]:
    """Return another room's reader, when it is there."""
    found = find_spec(module) is not None and getattr(import_module(module), name, None)
    if not found:
        raise NoReaderError(f"{module}.{name} is not there yet")
    return found


_AWS = ("aws",)
_AZURE = ("azurerm",)
WAYS = (
    Way("terraform hcl", "terraform", "hcl", _terraform),
    Way("terraform json", "terraform", "json", _terraform),
    Way("cloudformation yaml", "cloudformation", "yaml", _cloudformation, _AWS),
    Way("cloudformation json", "cloudformation", "json", _cloudformation, _AWS),
    Way("cdk", "cdk", "", _cdk, _AWS),
    Way("arm", "arm", "", _arm, _AZURE),
    Way("bicep", "bicep", "", _bicep, _AZURE),
    Way("pulumi", "pulumi", "", _pulumi),
)

if __name__ == "__main__":
    sys.exit(1 if main() else 0)
