"""Write ``cdk.json``: how CDK's Python library calls every CloudFormation type of the catalogue.

``python data/catalog/cdk_names.py`` with the extra ``cdk`` installed. The names are read from the
signatures of the library's own classes.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

CATALOG = Path(__file__).parent
ROOT = CATALOG.parents[1]
TYPE = re.compile(r"AWS::[A-Za-z0-9]+::[A-Za-z0-9]+")
MODULES = {"CertificateManager": "certificatemanager", "Serverless": "sam"}
SCALARS = (
    ("datetime.datetime", "date"),
    ("CfnTag", "tags"),
    ("Sequence[builtins.str]", "strings"),
    ("typing.Sequence[", "list"),
    ("typing.Mapping[", "map"),
    ("builtins.bool", "bool"),
    ("jsii.Number", "number"),
    ("builtins.str", "string"),
)
OF_CONSTRUCTS = {"self", "scope", "id"}
"""Arguments of a resource's class that are no properties."""


def main() -> None:
    """Write the file."""
    texts = [p.read_text() for p in sorted(CATALOG.glob("aws/*.yaml"))]
    texts += [
        p.read_text() for p in sorted(ROOT.glob("dharma_core/generation/cloudformation/*.py"))
    ]
    names = sorted({name for text in texts for name in TYPE.findall(text)})
    types = {name: entry for name in names if (entry := describe(name)) is not None}
    source = f"aws-cdk-lib {version('aws-cdk-lib')} (signatures of its Python classes)"
    lines = [f"  {json.dumps(n)}: {json.dumps(e, separators=(',', ':'))}" for n, e in types.items()]
    body = ",\n".join(lines)
    text = f'{{"source": {json.dumps(source)}, "types": {{\n{body}\n}}}}\n'
    (CATALOG / "cdk.json").write_text(text)
    missing = sorted(set(names) - set(types))
    print(
        f"{len(types)} types; not in the library: {', '.join(missing) or 'none'}", file=sys.stderr
    )


def describe(name: str) -> dict[str, Any] | None:
    """Return module, class, attributes, arguments and property types of one CloudFormation type."""
    _, service, kind = name.split("::")
    module = f"aws_{MODULES.get(service, service.lower())}"
    try:
        found = getattr(import_module(f"aws_cdk.{module}"), f"Cfn{kind}")
    except (ImportError, AttributeError):
        return None
    arguments = dict(signature(found, OF_CONSTRUCTS))
    return {
        "module": module,
        "class": f"Cfn{kind}",
        "attributes": sorted(attributes(found)),
        "arguments": arguments,
        "required": list(required(found)),
        "types": dict(property_types(found, arguments)),
    }


def signature(found: Any, skipped: set[str]) -> Iterator[tuple[str, str]]:
    """Yield each argument of a class with what it takes."""
    for name, parameter in inspect.signature(found.__init__).parameters.items():
        if name not in skipped:
            yield name, taken(str(parameter.annotation))


def required(found: Any) -> Iterator[str]:
    """Yield the arguments that a class cannot be made without."""
    for name, parameter in inspect.signature(found.__init__).parameters.items():
        if name not in OF_CONSTRUCTS and parameter.default is inspect.Parameter.empty:
            yield name


def taken(annotation: str) -> str:
    """Return what an argument takes: a scalar's word, or ``Type``, ``[Type]``, ``{Type}``."""
    nested = re.findall(r"'Cfn\w+\.(\w+)Property'", annotation)
    if nested:
        if "typing.Sequence[" in annotation:
            return f"[{nested[0]}]"
        return f"{{{nested[0]}}}" if "typing.Mapping[" in annotation else nested[0]
    return next((word for form, word in SCALARS if form in annotation), "any")


def property_types(found: Any, arguments: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the members of every property type that can be reached from the arguments."""
    wanted = [kind.strip("[]{}") for kind in arguments.values()]
    seen: set[str] = set()
    while wanted:
        name = wanted.pop()
        inner = getattr(found, f"{name}Property", None)
        if inner is None or name in seen:
            continue
        seen.add(name)
        members = dict(signature(inner, {"self"}))
        yield name, members
        wanted += [kind.strip("[]{}") for kind in members.values()]


def attributes(found: Any) -> Iterator[str]:
    """Yield the attributes that give a text, without their ``attr_``."""
    for name in dir(found):
        if name.startswith("attr_"):
            getter = inspect.getattr_static(found, name).fget
            if "builtins.str" in str(inspect.signature(getter).return_annotation):
                yield name.removeprefix("attr_")


if __name__ == "__main__":
    main()
