"""Record what ``terraform plan`` makes of each folder here, offline; ``make golden`` runs it.

``python tests/golden/record_terraform.py PLUGIN_FOLDER [NAME...]`` needs terraform on PATH. A
recording is one line a resource: its address and its planned values, nulls and empties left out,
sensitive ones masked, and ``(known after apply)`` where Terraform does not know yet.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from dharma_core.plan import UNKNOWN, Plan
from dharma_core.plan.terraform_json import plan_from_json

FOLDERS = Path(__file__).parent / "terraform_folders"
RECORDING = "expected.json"
NOT_YET = "(known after apply)"
ENVIRONMENT = {"TF_CLI_CONFIG_FILE": "/dev/null", "CHECKPOINT_DISABLE": "1", "HOME": "/nonexistent"}
OFFLINE = """
provider "aws" {{
  {alias}
  access_key                  = "dummy"
  secret_key                  = "dummy"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  skip_region_validation      = true
}}
"""

Recording = dict[str, dict[str, Any]]


def names() -> list[str]:
    """Return the names of the folders, sorted."""
    return sorted(path.name for path in FOLDERS.iterdir() if path.is_dir())


def recorded(name: str) -> Recording:
    """Return what is recorded of a folder: values by address, outputs by ``output.<name>``."""
    found: Recording = json.loads((FOLDERS / name / RECORDING).read_text(encoding="utf-8"))
    return found


def plan(name: str, plugins: Path, terraform: str) -> Recording:
    """Return what Terraform plans of a folder now."""
    with tempfile.TemporaryDirectory() as place:
        work = Path(place) / name
        shutil.copytree(FOLDERS / name, work, ignore=shutil.ignore_patterns(RECORDING))
        (work / "zz_offline_override.tf").write_text(_offline(work), encoding="utf-8")

        def run(*arguments: str) -> str:
            done = subprocess.run(
                [terraform, *arguments],
                cwd=work, env=ENVIRONMENT, capture_output=True, text=True, check=False,
            )  # fmt: skip
            if done.returncode:
                raise RuntimeError(f"{name}: {done.stderr}")
            return done.stdout

        run("init", f"-plugin-dir={plugins}", "-no-color")
        run("plan", "-refresh=false", "-out=plan.bin", "-no-color")
        return reduce(plan_from_json(json.loads(run("show", "-json", "plan.bin")), name=name))


def _offline(work: Path) -> str:
    """Return an override for each provider block of the root module."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(work.glob("*.tf*"))]
    aliases = [a for text in texts for a in re.findall(r'"?\balias"?\s*[=:]\s*("[a-z_]+")', text)]
    heads = ["", *(f"alias = {alias}" for alias in dict.fromkeys(aliases))]
    return "".join(OFFLINE.format(alias=head) for head in heads)


def reduce(found: Plan) -> Recording:
    """Return the planned values by address, in the form of a recording."""
    values = {str(r.address): _plain(r.attributes) for r in found.resources}
    outputs = {f"output.{o.name}": {"value": _plain(o.value)} for o in found.outputs}
    return dict(sorted({**values, **outputs}.items()))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        inner = {key: _plain(value[key]) for key in sorted(value)}
        return {key: one for key, one in inner.items() if one not in (None, [], {})}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return NOT_YET if value is UNKNOWN else value


def write(name: str, recording: Recording) -> None:
    """Write a recording, one line a resource."""
    lines = [
        f"{json.dumps(address)}: {json.dumps(values, ensure_ascii=False)}"
        for address, values in recording.items()
    ]
    draft = FOLDERS / name / f"{RECORDING}.tmp"
    draft.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    draft.replace(FOLDERS / name / RECORDING)


def main(plugins: Path, wanted: list[str]) -> int:
    """Record the folders named, else all; say which Terraform refuses."""
    terraform = shutil.which("terraform") or "terraform"
    failed = 0
    for name in wanted or names():
        try:
            recording = plan(name, plugins, terraform)
        except RuntimeError as error:
            failed += 1
            sys.stdout.write(f"{error}\n")
            continue
        write(name, recording)
        sys.stdout.write(f"{name}: {len(recording)} resources and outputs\n")
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2:]))
