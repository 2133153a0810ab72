"""Measure what the provider plans by itself: defaults, and which changes make a new resource.

Run ``python data/catalog/measure.py SCHEMAS_FOLDER PLUGIN_FOLDER`` where terraform is on PATH.
Every type is planned once by the real terraform, offline, from ``measure/defaults`` (a resource
called ``minimal``, and others for what stands in blocks); whatever ``change.after`` holds beyond
the configuration is a default. ``measure/changes`` is then planned against a state made of those
values; ``replace_paths`` names the attributes that force a new resource. What excludes each other
is changed in turn (``second``, ``third``), each time from the minimal resource. The findings go to
``aws.measured.yaml``; ``build.py`` merges them.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
ENVIRONMENT = {"TF_CLI_CONFIG_FILE": "/dev/null", "CHECKPOINT_DISABLE": "1", "HOME": "/nonexistent"}
PRIMARY = "minimal"
# Attributes that the minimal resource has to set; a variant tells what they default to.
ASK_VARIANTS = {"aws_dynamodb_table": {"billing_mode"}}
# What the provider derives from other attributes is no default.
DERIVED = {"aws_acm_certificate": {"subject_alternative_names"}}
# What the provider needs to know of an existing resource before it plans a change.
EXISTING: dict[str, dict[str, Any]] = {
    "aws_elasticache_cluster": {"engine_version": "6.2", "engine_version_actual": "6.2.6"},
    "aws_elasticache_replication_group": {
        "engine_version": "6.2",
        "engine_version_actual": "6.2.6",
    },
}

Json = dict[str, Any]


def main(schemas: Path, plugins: Path) -> None:
    plan = _plan(HERE / "measure" / "defaults", plugins)
    schema = _catalogue_attributes(schemas)
    found: dict[str, Json] = {name: {} for name in sorted(schema)}
    for change, expressions in _resources(plan):
        type_ = change["type"]
        asked = set(schema[type_]) if change["name"] == PRIMARY else ASK_VARIANTS.get(type_, set())
        asked -= DERIVED.get(type_, set())
        for path, fact in _measured(schema[type_], expressions, change["change"], asked):
            found[type_].setdefault(path, fact)
    folder = HERE / "measure" / "changes"
    changes = _plan(folder, plugins, state=_state(plan, _resources_of(folder)))
    for change, expressions in _resources(changes):
        for path, forces in _replacements(schema[change["type"]], expressions, change["change"]):
            found[change["type"]].setdefault(path, {})["forces_replace"] = forces
    target = HERE / "aws.measured.yaml"
    draft = target.with_suffix(".tmp")
    draft.write_text(
        _HEADER + yaml.safe_dump(found, width=100, default_flow_style=None), encoding="utf-8"
    )
    draft.replace(target)
    print(f"{sum(map(len, found.values()))} facts of {len(found)} types")


_LATER = "terraform_data"  # stands for a value that only apply can tell
_RESOURCE = re.compile(r'^resource "(\w+)" "(\w+)"', re.MULTILINE)
_HEADER = "# Written by measure.py from plans of terraform 1.11 and hashicorp/aws 5.100.0.\n"


def _catalogue_attributes(schemas: Path) -> dict[str, Json]:
    sys.path.insert(0, str(HERE))
    import build

    facts = yaml.safe_load((HERE / "aws.facts.yaml").read_text())
    rows = build.rows_by_type(schemas / "aws.csv.gz")
    return {name: build.attribute_tree(rows[name]) for name in facts["types"]}


def _plan(source: Path, plugins: Path, state: Json | None = None) -> Json:
    terraform = shutil.which("terraform") or "terraform"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(source, folder, dirs_exist_ok=True)
        shutil.copy(HERE / "measure" / "provider.tf", folder)
        if state:
            (folder / "terraform.tfstate").write_text(json.dumps(state))

        def run(*arguments: str) -> str:
            done = subprocess.run(
                [terraform, *arguments],
                cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False,
            )  # fmt: skip
            if done.returncode:
                raise SystemExit(done.stderr)
            return done.stdout

        run("init", f"-plugin-dir={plugins}", "-no-color")
        run("plan", "-refresh=false", "-out=plan.bin", "-no-color")
        return dict(json.loads(run("show", "-json", "-no-color", "plan.bin")))


def _resources(plan: Json) -> Iterator[tuple[Json, Json]]:
    configured = {
        r["address"]: r.get("expressions", {})
        for r in plan["configuration"]["root_module"]["resources"]
    }
    for change in plan["resource_changes"]:
        if change["type"] != _LATER:
            yield change, configured[change["address"]]


def _measured(
    schema: Json, expressions: Json, change: Json, asked: set[str]
) -> Iterator[tuple[str, Json]]:
    """Yield (path, fact) for what the configuration left out.

    A computed attribute that is planned as null is a fact of its own (``default: null``), for
    otherwise it would be taken for unknown; a block planned as unknown is a computed one.
    """
    after, unknown = change["after"], change["after_unknown"]
    asked_schema = {name: fact for name, fact in schema.items() if name in asked}
    yield from _level(asked_schema, expressions, (after, unknown))
    for name, fact in schema.items():
        yield from _inside(name, fact, expressions, (after, unknown))


def _level(
    schema: Json, expressions: Json, planned: tuple[Json, Json]
) -> Iterator[tuple[str, Json]]:
    after, unknown = planned
    for name, fact in schema.items():
        if name in expressions or fact.get("read_only"):
            continue
        if unknown.get(name) is True:
            if fact.get("block"):
                yield name, {"computed": True}
        elif name in after and _tells(fact, after[name]):
            yield name, {"default": after[name]}


def _tells(fact: Json, value: Any) -> bool:
    if isinstance(value, list) and any(isinstance(v, dict) for v in value):
        return False
    if fact.get("member_of_attribute"):
        return value is not None
    return bool(fact.get("computed")) or value not in (None, [], {})


def _inside(
    name: str, fact: Json, expressions: Json, planned: tuple[Json, Json]
) -> Iterator[tuple[str, Json]]:
    members = fact.get("members")
    if not members or name not in expressions:
        return
    if not fact.get("block"):
        members = {k: {**v, "member_of_attribute": True} for k, v in members.items()}
    for written, after, unknown in _pairs(expressions[name], *(p.get(name) for p in planned)):
        for path, found in _level(members, written, (after, unknown)):
            yield f"{name}.{path}", found
        for inner, inner_fact in members.items():
            for path, found in _inside(inner, inner_fact, written, (after, unknown)):
                yield f"{name}.{path}", found


def _resources_of(folder: Path) -> list[tuple[str, str]]:
    """Return type and name of each resource that a folder of ours holds."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.tf")))
    found = (pair for text in texts for pair in _RESOURCE.findall(text))
    return [(type_, name) for type_, name in found if type_ != _LATER]


def _state(plan: Json, wanted: list[tuple[str, str]]) -> Json:
    """Return a state in which the resources to change exist as they were planned.

    A name that the defaults do not know starts as the minimal resource of its type.
    """
    planned = {
        (r["type"], r["name"]): r for r in plan["planned_values"]["root_module"]["resources"]
    }
    resources = [
        _existing(planned.get((type_, name), planned[type_, PRIMARY]), name)
        for type_, name in wanted
    ]
    head = {"version": 4, "serial": 1, "lineage": "measure", "terraform_version": "1.11.4"}
    return {**head, "outputs": {}, "resources": resources}


def _existing(found: Json, name: str) -> Json:
    attributes = {**found["values"], "id": "existing", **EXISTING.get(found["type"], {})}
    return {
        "mode": "managed",
        "type": found["type"],
        "name": name,
        "provider": 'provider["registry.terraform.io/hashicorp/aws"]',
        "instances": [{"schema_version": found["schema_version"], "attributes": attributes}],
    }


def _replacements(schema: Json, expressions: Json, change: Json) -> Iterator[tuple[str, bool]]:
    """Yield (path, whether its change makes a new resource) for each attribute that changed."""
    forcing = {
        ".".join(str(step) for step in path if isinstance(step, str))
        for path in change.get("replace_paths", ())
    }
    before = change["before"] or {}
    for path in _written(schema, expressions, ""):
        top = path.split(".", 1)[0]
        if "." in path or before.get(top) != change["after"].get(top):
            yield path, path in forcing or top in forcing
    yield from ((path, True) for path in sorted(forcing) if _in_schema(schema, path))


def _in_schema(schema: Json, path: str) -> bool:
    level = schema
    for step in path.split("."):
        if step not in level:
            return False
        level = level[step].get("members", {})
    return True


def _written(schema: Json, expressions: Json, prefix: str) -> Iterator[str]:
    """Yield the paths of what the configuration sets; members instead of their block."""
    for name, expression in expressions.items():
        fact = schema.get(name, {})
        if fact.get("block") and isinstance(expression, list):
            for inner in expression:
                yield from _written(fact["members"], inner, f"{prefix}{name}.")
        elif name in schema:
            yield prefix + name


def _pairs(expression: Any, after: Any, unknown: Any) -> Iterator[tuple[Json, Json, Json]]:
    """Yield what was written, planned and left unknown, for each block of one name."""
    written = expression
    if isinstance(expression, dict) and "constant_value" in expression:
        written = expression["constant_value"]
        if isinstance(written, list) and all(isinstance(w, dict) for w in written):
            written = [{k: v for k, v in w.items() if v is not None} for w in written]
    if isinstance(written, list) and isinstance(after, list) and isinstance(unknown, list):
        for one, planned, open_ in zip(written, after, unknown, strict=False):
            if isinstance(one, dict) and isinstance(planned, dict):
                yield one, planned, open_ if isinstance(open_, dict) else {}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
