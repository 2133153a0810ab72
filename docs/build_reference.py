"""Writes docs/reference from the rules, the catalogue and the commands, so that it cannot drift."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from dharma_core.cli.main import app
from dharma_core.policies.check import list_rules
from dharma_core.storage.facts import load_catalog
from dharma_core.storage.policy_files import load_builtin_policies

__all__ = ["pages"]

_HEAD = "<!-- made by `make docs`; do not edit -->\n"
_FOLDER = Path(__file__).resolve().parent / "reference"


def pages() -> dict[str, str]:
    """Return every generated page by its file name."""
    return {
        "guardrails.md": _guardrails(),
        "resource-types.md": _resource_types(),
        "commands.md": _commands(),
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


def _resource_types() -> str:
    types = sorted(load_catalog().types.values(), key=lambda t: (t.service, t.name))
    lines = [
        _HEAD,
        "# Resource types\n",
        f"{len(types)} types. An alias may stand in a blueprint in place of the name.\n",
        "| service | type | aliases | required | priced |",
        "|---|---|---|---|---|",
    ]
    for t in types:
        required = ", ".join(f"`{n}`" for n, a in t.attributes.items() if a.required) or "none"
        aliases = ", ".join(f"`{a}`" for a in t.aliases) or "none"
        priced = "yes" if t.sections.get("costs") else "free of charge"
        lines.append(f"| {t.service} | `{t.name}` | {aliases} | {required} | {priced} |")
    return "\n".join(lines) + "\n"


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
    _FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (_FOLDER / name).write_text(text, "utf-8")
        sys.stdout.write(f"docs/reference/{name}\n")
