"""How much of Terraform's own plan our reader of Terraform folders reaches, leaf by leaf.

Run ``python benchmarks/import_accuracy.py [--again] [--misses] [NAME...]``. Every folder of
``tests/golden/terraform_folders`` is read and compared with what ``terraform plan`` made of it
when it was recorded; ``--again`` asks terraform anew (``DHARMA_TF_PLUGIN_DIR``). Every attribute
of every resource in either plan counts once: unknown where Terraform knows is wrong, and a value
where Terraform says unknown too. Without terraform the recordings serve ``--again`` as well.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from dharma_core.errors import DharmaError
from dharma_core.importers.terraform import read_folder
from dharma_core.plan import Catalog, parse_address
from dharma_core.plan.whole_unknowns import plan_as_planned
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.source_folders import DiskFolder

GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "golden"
GOAL = 98.0  # per cent of the leaves


def main() -> int:
    arguments = _arguments()
    recorder, comparer = _module("record_terraform"), _module("compare_recordings")
    catalog = load_catalog()
    planner = _planner(recorder) if arguments.again else recorder.recorded
    leaves: list[Any] = []
    types: set[str] = set()
    names = arguments.names or recorder.names()
    stale = 0
    for name in names:
        theirs = planner(name)
        stale += theirs != recorder.recorded(name)
        found = comparer.compare(theirs, _ours(recorder, name, catalog), catalog)
        leaves += found
        types |= {parse_address(a).type for a in theirs if not a.startswith("output.")}
        if arguments.misses:
            _show_misses(name, found)
    print(f"folders read: {len(names)}, resource types: {len(types)}, stale recordings: {stale}")
    return _summary(leaves)


def _summary(leaves: list[Any]) -> int:
    wrong = [leaf for leaf in leaves if not leaf.equal]
    share = 100 * (1 - len(wrong) / len(leaves))
    print(f"equal to Terraform's plan: {share:.2f} % of {len(leaves)} leaves (goal {GOAL} %)")
    for cause, count in Counter(leaf.cause for leaf in wrong).most_common():
        print(f"  {cause}: {count}")
    return 0 if share >= GOAL else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="folders; all when left out")
    parser.add_argument("--again", action="store_true", help="ask terraform, not the recordings")
    parser.add_argument("--misses", action="store_true", help="list what differs")
    return parser.parse_args()


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, GOLDEN / f"{name}.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"tests/golden/{name}.py is not there")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _planner(recorder: ModuleType) -> Callable[[str], dict[str, Any]]:
    """Return what plans a folder now; the recordings where there is no terraform."""
    terraform = os.environ.get("DHARMA_TERRAFORM") or shutil.which("terraform")
    plugins = os.environ.get("DHARMA_TF_PLUGIN_DIR") or os.environ.get("TF_PLUGIN_CACHE_DIR")
    if not terraform or not plugins:
        print("terraform or DHARMA_TF_PLUGIN_DIR is not here: compared with the recordings")
        return lambda name: dict(recorder.recorded(name))
    return lambda name: dict(recorder.plan(name, Path(plugins), terraform))


def _ours(recorder: ModuleType, name: str, catalog: Catalog) -> dict[str, Any]:
    try:
        plan = read_folder(DiskFolder(recorder.FOLDERS / name), catalog=catalog, name=name)
    except DharmaError as error:
        print(f"{name}: not read: {error}")
        return {}
    for problem in plan.problems:
        print(f"{name}: {problem}")
    found: dict[str, Any] = recorder.reduce(plan_as_planned(plan, catalog))
    return found


def _show_misses(name: str, leaves: list[Any]) -> None:
    wrong = [leaf for leaf in leaves if not leaf.equal]
    print(f"{name}: {len(wrong)} of {len(leaves)} differ")
    for leaf in wrong:
        print(f"  {leaf.address} {leaf.path}: {leaf.cause}")
        print(f"    Terraform {str(leaf.theirs)[:150]!r}\n    ours      {str(leaf.ours)[:150]!r}")


if __name__ == "__main__":
    sys.exit(main())
