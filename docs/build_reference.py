"""Writes docs/reference and docs/templates from rules, catalogue, kinds, designs and commands."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from typer.main import get_command

from dharma_core.blueprints import Blueprint, parse_blueprint
from dharma_core.blueprints.kinds.declarations import Property
from dharma_core.blueprints.kinds.library import KINDS
from dharma_core.cli.main import app
from dharma_core.plan import ResourceType, thaw
from dharma_core.policies.check import list_rules
from dharma_core.policies.findings import Rule
from dharma_core.policies.frameworks import Control, Framework
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.frameworks import load_frameworks
from dharma_core.storage.policy_files import load_builtin_policies
from dharma_core.storage.price_books import open_price_book
from dharma_core.views.diagram import draw, svg
from dharma_core.workbench import Workbench

__all__ = ["pages"]

_HEAD = "<!-- made by `make docs`; do not edit -->\n"
_FOLDER = Path(__file__).resolve().parent
_PROVIDERS = {"aws": "AWS", "azurerm": "Azure", "google": "Google Cloud"}


def pages() -> dict[str, str]:
    """Return every generated file by its path within docs/."""
    return {
        "reference/guardrails.md": _guardrails(),
        "reference/compliance.md": _compliance(),
        "reference/resource-types.md": _resource_types(),
        "reference/portable-kinds.md": _kinds(),
        "reference/commands.md": _commands(),
        **_templates(),
    }


def _guardrails() -> str:
    rules, _ = list_rules(load_builtin_policies())
    lines = [
        _HEAD,
        "# Guardrails\n",
        f"{len(rules)} rules. Deny stops a deployment; warn does not.\n",
    ]
    for group in sorted({r.group for r in rules}):
        lines.append(f"## {group.replace('_', ' ').capitalize()}\n")
        for rule in sorted((r for r in rules if r.group == group), key=lambda r: r.id):
            lines.append(f"### {rule.id} · {rule.title}")
            lines.append(f"{rule.severity.value}, {rule.effect.value}. {rule.description}\n")
            lines.append(f"- types: {', '.join(f'`{t}`' for t in rule.resource_types) or 'all'}")
            lines.append(f"- remedy: {rule.remediation}")
            lines += [
                f"- {name}: {', '.join(ids)}" for name, ids in sorted(rule.frameworks.items())
            ]
            if rule.twins:
                lines.append(f"- the same in other tools: {', '.join(rule.twins)}")
            lines.append("")
    return "\n".join(lines)


def _compliance() -> str:
    rules = Workbench.open().rules()
    cited = {framework.name: framework.rules_of(rules) for framework in load_frameworks()}
    lines = [
        _HEAD,
        "# Compliance: what code can check\n",
        "Titles are in our own words; the publisher's text decides. A control with a rule may "
        "still have a part that code cannot see: its report says which.\n",
        "| framework | controls | with a rule | no rule yet | not checkable by code |",
        "|---|---|---|---|---|",
        *(_framework_row(framework, cited[framework.name]) for framework in load_frameworks()),
        "",
    ]
    for framework in load_frameworks():
        found = cited[framework.name]
        lines += [
            f"## {framework.name}\n",
            f"{framework.title}, {framework.published}. <{framework.source}>\n",
            f"Compared on {framework.read}: {framework.checked}.\n",
            "| control | asked for | checked by |",
            "|---|---|---|",
        ]
        lines += [_control_row(c, found.get(c.id, ())) for c in framework.controls]
        lines.append("")
    return "\n".join(lines)


def _framework_row(framework: Framework, cited: Mapping[str, tuple[Rule, ...]]) -> str:
    left = [c for c in framework.controls if c.id not in cited]
    blind = sum(not c.checkable for c in left)
    return (
        f"| {framework.name} | {len(framework.controls)} | {len(cited)} | {len(left) - blind} "
        f"| {blind} |"
    )


def _control_row(control: Control, rules: tuple[Rule, ...]) -> str:
    checked = ", ".join(f"`{rule.id}`" for rule in sorted(rules, key=lambda r: r.id))
    words = checked or (f"not by code: {control.cannot}" if control.cannot else "no rule yet")
    return f"| {control.id} | {control.title} | {words} |"


def _resource_types() -> str:
    types = sorted(load_catalog().types.values(), key=lambda t: (t.provider, t.service, t.name))
    lines = [
        _HEAD,
        "# Resource types\n",
        f"{len(types)} types with defaults, relations and names in other formats; the attributes "
        f"of {len(load_catalog().schemas):,} more are known by their providers' schemas. An alias "
        "may stand in a blueprint in place of the name.\n",
    ]
    for provider, title in _PROVIDERS.items():
        own = [t for t in types if t.provider == provider]
        lines += [
            f"## {title}: {len(own)}\n",
            "| service | type | aliases | required | price |",
            "|---|---|---|---|---|",
            *(_type_row(t) for t in own),
            "",
        ]
    return "\n".join(lines)


def _type_row(known: ResourceType) -> str:
    required = ", ".join(f"`{n}`" for n, a in known.attributes.items() if a.required) or "none"
    aliases = ", ".join(f"`{a}`" for a in known.aliases) or "none"
    price = "metered" if known.name in load_catalog().costs else _price_word(known.name)
    return f"| {known.service} | `{known.name}` | {aliases} | {required} | {price} |"


def _price_word(name: str) -> str:
    return "free of charge" if open_price_book().is_free(name) else "no meter yet"


def _kinds() -> str:
    lines = [
        _HEAD,
        "# Portable kinds\n",
        f"{len(KINDS)} kinds that lower to AWS, Azure and Google Cloud. What holds for one cloud "
        "only stands under `overrides`.\n",
    ]
    for kind in KINDS.values():
        native = ", ".join(f"`{kind.clouds[word].primary}`" for word in ("aws", "azure", "gcp"))
        lines += [
            f"## {kind.name} · {kind.title}\n",
            f"{kind.meaning} Becomes {native}.\n",
            "| property | type | default | meaning |",
            "|---|---|---|---|",
            *(_property_row(p) for p in kind.properties),
            "",
            *(f"- `${{name.{o.name}}}`: {o.meaning}" for o in kind.outputs),
            "",
        ]
    return "\n".join(lines)


def _property_row(known: Property) -> str:
    default = "required" if known.required else _default(known.default)
    words = [known.meaning]
    if known.unit:
        words.append(f"In {known.unit}.")
    if known.allowed:
        words.append(f"One of: {', '.join(map(str, known.allowed))}.")
    return f"| `{known.name}` | {known.type} | {default} | {' '.join(words)} |"


def _default(value: Any) -> str:
    if value is None or value == ():
        return "–"
    return str(value).lower() if isinstance(value, bool) else f"`{thaw(value)}`"


def _templates() -> dict[str, str]:
    bench = Workbench.open()
    made = {}
    for known in bench.templates():
        design = parse_blueprint(bench.template(known.name), file=f"{known.name}.yaml")
        made[f"templates/{known.name}.svg"] = svg(draw(design, bench.catalog))
        made[f"templates/{known.name}.md"] = _template(design, bench)
    listed = "".join(f"- [{t.name}]({t.name}.md): {t.description}\n" for t in bench.templates())
    made["templates/README.md"] = f"{_HEAD}\n# Templates\n\n{listed}"
    return made


def _template(design: Blueprint, bench: Workbench) -> str:
    plan = bench.sketch(design)
    lines = [
        _HEAD,
        f"# {design.name}\n",
        f"{design.description}\n",
        f"![{design.name}]({design.name}.svg)\n",
        f"    dharma init my-{design.name} --template {design.name}",
        f"    dharma deploy {design.name}\n",
        f"On {design.provider}, {design.region}: {len(design.resources)} resources of the design, "
        f"{len(plan.managed)} in the cloud.\n",
        "| setting | type | default | what it is |",
        "|---|---|---|---|",
    ]
    for name, spec in design.variables.items():
        default = "to be given" if spec.default is None else _default(spec.default)
        lines.append(f"| `{name}` | {spec.type} | {default} | {spec.description} |")
    kinds = Counter(r.type for r in design.resources)
    made = ", ".join(f"{n} × `{t}`" if n > 1 else f"`{t}`" for t, n in sorted(kinds.items()))
    return "\n".join([*lines, "", f"Made of {made}.", ""])


def _commands() -> str:
    lines = [_HEAD, "# Commands\n"]
    for path, command in _walk(get_command(app), ("dharma",)):
        summary = (command.help or "").strip().splitlines()
        lines.append(f"## {' '.join(path)}\n")
        lines.append(f"{summary[0] if summary else ''}\n")
        for parameter in command.params:
            if getattr(parameter, "hidden", False) or parameter.name == "help":
                continue
            names = ", ".join(f"`{o}`" for o in parameter.opts if o.startswith("-"))
            label = names or f"`{(parameter.name or '').upper()}`"
            lines.append(f"- {label}: {getattr(parameter, 'help', '') or ''}".rstrip(": "))
        lines.append("")
    return "\n".join(lines)


def _walk(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    children = getattr(command, "commands", None)
    if not children:
        yield path, command
        return
    for name in sorted(children):
        yield from _walk(children[name], (*path, name))


if __name__ == "__main__":
    for name, text in pages().items():
        (_FOLDER / name).parent.mkdir(exist_ok=True)
        (_FOLDER / name).write_text(text, "utf-8")
        sys.stdout.write(f"docs/{name}\n")
