"""A template as text: YAML with short function names, or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

__all__ = ["to_json", "to_yaml"]


def to_json(template: Mapping[str, Any]) -> str:
    """Return the template as JSON of two spaces."""
    return json.dumps(template, indent=2, ensure_ascii=False) + "\n"


def to_yaml(template: Mapping[str, Any]) -> str:
    """Return the template as YAML; ``!Ref``, ``!Sub`` and ``!GetAtt A.B`` where they fit a line.

    Examples
    --------
    >>> print(to_yaml({"VpcId": {"Ref": "Main"}, "Version": "2012-10-17"}), end="")
    VpcId: !Ref Main
    Version: '2012-10-17'
    """
    text: str = yaml.dump(
        template,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
        default_flow_style=False,
    )
    return text


_SHORT = ("!Ref", "!Sub", "!GetAtt")


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Indent lists below their key."""
        super().increase_indent(flow, False)

    def choose_scalar_style(self) -> str:
        """Leave the text of a short function unquoted where YAML allows it."""
        style: str = super().choose_scalar_style()
        if not isinstance(self.event, yaml.ScalarEvent) or self.analysis is None:
            return style
        plain = self.analysis.allow_block_plain and not self.analysis.multiline
        return "" if plain and self.event.tag in _SHORT else style

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Write every value out: CloudFormation's readers differ on anchors."""
        return True


def _represent_mapping(dumper: yaml.SafeDumper, value: Mapping[str, Any]) -> yaml.Node:
    if len(value) == 1:
        (name, inner), *_ = value.items()
        short = _short(name, inner)
        if short is not None:
            return dumper.represent_scalar(short[0], short[1])
    return dumper.represent_mapping("tag:yaml.org,2002:map", value)


def _short(name: str, inner: Any) -> tuple[str, str] | None:
    """Return tag and text of a function that fits one scalar."""
    if name == "Ref" and isinstance(inner, str):
        return "!Ref", inner
    if name == "Fn::Sub" and isinstance(inner, str):
        return "!Sub", inner
    if name == "Fn::GetAtt" and "." not in inner[1]:
        return "!GetAtt", f"{inner[0]}.{inner[1]}"
    return None


def _represent_text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    style = "|" if "\n" in value.rstrip("\n") and not value.startswith((" ", "\n")) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(dict, _represent_mapping)
_Dumper.add_representer(str, _represent_text)
