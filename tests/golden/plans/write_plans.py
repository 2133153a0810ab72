"""Write each ``plan.json`` here with the real terraform, offline; run it after changing a ``.tf``.

``python tests/golden/plans/write_plans.py PLUGIN_FOLDER [NAME...]`` needs terraform on PATH. Values
that terraform marks as sensitive are masked before anything is written.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from dharma_core.plan.masking import mask

HERE = Path(__file__).parent
ENVIRONMENT = {"TF_CLI_CONFIG_FILE": "/dev/null", "CHECKPOINT_DISABLE": "1", "HOME": "/nonexistent"}


def plan_folder(source: Path, plugins: Path, terraform: str) -> dict[str, Any]:
    """Return the masked ``terraform show -json`` document of a folder (state.json is its state)."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        shutil.copytree(source, work, dirs_exist_ok=True)
        if (work / "state.json").exists():
            (work / "state.json").rename(work / "terraform.tfstate")

        def run(*arguments: str) -> str:
            done = subprocess.run(
                [terraform, *arguments],
                cwd=work, env=ENVIRONMENT, capture_output=True, text=True, check=False,
            )  # fmt: skip
            if done.returncode:
                raise SystemExit(f"{source.name}: {done.stderr}")
            return done.stdout

        run("init", f"-plugin-dir={plugins}", "-no-color")
        run("plan", "-refresh=false", "-out=plan.bin", "-no-color")
        return hide_secrets(json.loads(run("show", "-json", "-no-color", "plan.bin")))


def hide_secrets(document: dict[str, Any]) -> dict[str, Any]:
    """Mask every value that the document itself marks as sensitive, wherever it stands."""
    document.pop("timestamp", None)
    document.pop("relevant_attributes", None)  # in another order each time
    for entry in document.get("resource_changes", []) + document.get("resource_drift", []):
        _hide_change(entry["change"])
    for change in document.get("output_changes", {}).values():
        _hide_change(change)
    prior = document.get("prior_state", {}).get("values", {})
    for values in (document.get("planned_values", {}), prior):
        for output in values.get("outputs", {}).values():
            if output.get("sensitive") and "value" in output:
                output["value"] = mask(output["value"], True)
        _hide_module(values.get("root_module", {}))
    declared = document["configuration"]["root_module"].get("variables", {})
    for name, facts in declared.items():
        if facts.get("sensitive"):
            facts["default"] = mask(facts.get("default"), True)
            if name in document.get("variables", {}):
                document["variables"][name]["value"] = mask("", True)
    return document


def _hide_change(change: dict[str, Any]) -> None:
    for side in ("before", "after"):
        change[side] = mask(change.get(side), change.get(f"{side}_sensitive"))


def _hide_module(module: dict[str, Any]) -> None:
    for resource in module.get("resources", []):
        resource["values"] = mask(resource.get("values"), resource.get("sensitive_values"))
    for child in module.get("child_modules", []):
        _hide_module(child)


def main(plugins: Path, names: list[str]) -> None:
    terraform = shutil.which("terraform") or "terraform"
    for folder in sorted(p.parent for p in HERE.glob("*/provider.tf")):
        if names and folder.name not in names:
            continue
        document = plan_folder(folder, plugins, terraform)
        text = json.dumps(document, sort_keys=True, separators=(",", ":")) + "\n"
        draft = folder / "plan.json.tmp"
        draft.write_text(text, encoding="utf-8")
        draft.replace(folder / "plan.json")
        print(folder.name, len(document["resource_changes"]), "changes", len(text) // 1024, "KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
