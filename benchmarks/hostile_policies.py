"""Hostile policies beside good ones: each is refused or stopped in its bound, the others report."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from dharma_core.policies.check import check
from dharma_core.runners.rego import ChildRego
from dharma_core.storage.policy_files import load_builtin_policies, load_policy_folder
from dharma_core.workbench import Workbench

ROOT = Path(__file__).resolve().parents[1]
PLAN = ROOT / "tests/golden/plans/insecure/plan.json"
BOUND_S = 10.0
GOOD = 'package good\n\nimport rego.v1\n\ndeny contains "still here" if input.resource_changes\n'
HOSTILE = {
    "endless loop": """package loop
import rego.v1
deny contains x if {
    some a in numbers.range(1, 3000)
    some b in numbers.range(1, 3000)
    some c in numbers.range(1, 3000)
    x := (a * b) + c
    x < 0
}
""",
    "regular expression bomb": """package bomb
import rego.v1
many := concat("", [s | some i in numbers.range(1, 60); s := "a"; i > 0])
deny contains "x" if regex.match("(a|aa)+$", sprintf("%s!", [many]))
""",
    "memory bomb": """package hunger
import rego.v1
deny contains x if x := count(numbers.range(1, 400000000))
""",
    "reading the environment": """package spy
import rego.v1
deny contains x if x := opa.runtime().env
""",
    "unknown builtin": """package typo
import rego.v1
deny contains x if x := strings.shout("a")
""",
    "network": """package caller
import rego.v1
deny contains x if x := http.send({"method": "get", "url": "http://127.0.0.1:1/"})
""",
    "missing package": """package needy
import rego.v1
import data.nowhere.lib
deny contains x if x := lib.f(1)
""",
    "deep recursion": "package deep\nimport rego.v1\ndeny contains x if x := "
    + "[" * 40_000 + "]" * 40_000 + "\n",
    "50 MB file": "package huge\n" + "# filler\n" * (50 * 1024 * 1024 // 9),
}  # fmt: skip


def attempt(name: str, text: str, folder: Path) -> tuple[bool, str]:
    """Check a plan with one hostile policy beside a good one and Dharma's own."""
    (folder / "hostile.rego").write_text(text, "utf-8")
    plan = Workbench.open().read(str(PLAN))
    sources = (*load_builtin_policies(), *load_policy_folder(folder))
    started = time.perf_counter()
    report = check(plan, sources, ChildRego())
    seconds = time.perf_counter() - started
    said = [f.message for f in report.policy_errors]
    good = any("still here" in f.message for f in report.findings)
    own = sum(f.rule_id.startswith("DH_") for f in report.findings)
    met = good and own > 0 and len(said) == 1 and seconds < BOUND_S
    answer = said[0].removeprefix("hostile.rego: ") if said else "NOT NOTICED"
    print(f"{name:<26} {seconds:5.1f} s  {own} findings of ours  {answer[:110]}")
    return met, name


def main() -> int:
    missed = []
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        (folder / "good.rego").write_text(GOOD, "utf-8")
        for name, text in HOSTILE.items():
            met, _ = attempt(name, text, folder)
            missed += [] if met else [name]
    print(f"{len(HOSTILE) - len(missed)} of {len(HOSTILE)} refused or stopped, others reported.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
