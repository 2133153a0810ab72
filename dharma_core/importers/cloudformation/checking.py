"""What a template names and does not have: each is said with its line, and the rest is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dharma_core.errors import nearest
from dharma_core.importers.cloudformation.documents import TemplateText
from dharma_core.importers.cloudformation.intrinsics import SUB_NAME
from dharma_core.importers.cloudformation.loops import LOOP
from dharma_core.importers.cloudformation.metadata import depends_on
from dharma_core.plan import Graph, Path

__all__ = ["check_names"]

_PSEUDO = (
    "AWS::AccountId", "AWS::NoValue", "AWS::NotificationARNs", "AWS::Partition", "AWS::Region",
    "AWS::StackId", "AWS::StackName", "AWS::URLSuffix",
)  # fmt: skip
_ARGUMENTS = {
    "Fn::Base64": 0, "Fn::Cidr": (2, 3), "Fn::FindInMap": (3, 4), "Fn::GetAZs": 0,
    "Fn::GetAtt": 0, "Fn::GetStackOutput": 0, "Fn::If": (3, 3), "Fn::ImportValue": 0,
    "Fn::Join": (2, 2), "Fn::Length": 0, "Fn::Select": (2, 2), "Fn::Split": (2, 2), "Fn::Sub": 0,
    "Fn::ToJsonString": 0, "Fn::Transform": 0, "Fn::And": (2, 10), "Fn::Or": (2, 10),
    "Fn::Not": (1, 1), "Fn::Equals": (2, 2),
}  # fmt: skip
"""How many arguments a function takes; 0 where it takes no list of a fixed length."""

_WALKED = ("Conditions", "Resources", "Outputs")
_NAMED = re.compile(r"[A-Za-z0-9:]+")


def check_names(
    template: Mapping[str, Any], text: TemplateText, written: Mapping[str, Any]
) -> None:
    """Note each name that leads nowhere, each function nobody has, and each circle.

    Parameters
    ----------
    template : mapping
        With its loops and its short forms written out.
    text : TemplateText
        Told what is wrong, at the line where it stands.
    written : mapping
        The template as people wrote it: modules and serverless resources there hold others,
        which are named after them.
    """
    checker = _Checker(template, text, tuple(_holders(written.get("Resources"))))
    for name in _WALKED:
        section = template.get(name)
        if isinstance(section, Mapping):
            for key, body in section.items():
                if not str(key).startswith(LOOP):
                    checker.entry(name, str(key), body)
    checker.circles()


class _Checker:
    """Walks one template; remembers who needs whom."""

    def __init__(
        self, template: Mapping[str, Any], text: TemplateText, holders: tuple[str, ...]
    ) -> None:
        self._text, self._holders = text, holders
        self._known = {
            name: tuple(map(str, found)) if isinstance(found, Mapping) else ()
            for name in ("Parameters", "Resources", "Conditions", "Mappings")
            for found in (template.get(name),)
        }
        self._mappings = template.get("Mappings") or {}
        self._needs: dict[str, dict[str, None]] = {name: {} for name in self._known["Resources"]}
        self._conditions: dict[str, dict[str, None]] = {}
        self._own = ("", "")

    def entry(self, section: str, name: str, body: Any) -> None:
        """Check one entry of a section."""
        path: Path = (section, name)
        self._own = (section, name)
        if section == "Conditions":
            self._conditions[name] = {}
        elif isinstance(body, Mapping):
            if isinstance(body.get("Condition"), str):
                self._condition(body["Condition"], (*path, "Condition"))
            self._depends_on(body, path)
            body = {k: v for k, v in body.items() if k not in ("Condition", "DependsOn")}
        self._walk(body, path)

    def circles(self) -> None:
        """Note the first circle of resources, and of conditions."""
        for section, needs in (("Resources", self._needs), ("Conditions", self._conditions)):
            graph = Graph({name: tuple(n for n in found) for name, found in needs.items()})
            if circle := graph.cycle():
                message = f"{section} need each other in a circle: {' -> '.join(circle)}."
                self._text.note((section, circle[0]), message, "Take one of these names out.")

    def _depends_on(self, body: Mapping[str, Any], path: Path) -> None:
        for name in depends_on(body):
            self._resource(name, (*path, "DependsOn"), "DependsOn")

    def _walk(self, value: Any, path: Path) -> None:
        if isinstance(value, list):
            for index, inner in enumerate(value):
                self._walk(inner, (*path, index))
        elif isinstance(value, Mapping):
            if len(value) == 1:
                (name, argument), *_ = value.items()
                self._function(str(name), argument, path)
            for key, inner in value.items():
                self._walk(inner, (*path, key))

    def _function(self, name: str, argument: Any, path: Path) -> None:
        here = (*path, name)
        look = _LOOKS.get(name)
        if look is not None:
            look(self, argument, here)
        if name.startswith("Fn::") and not name.startswith(LOOP):
            self._count(name, argument, here)

    def _count(self, name: str, argument: Any, path: Path) -> None:
        if name not in _ARGUMENTS:
            step = nearest(name, (*_ARGUMENTS, "Ref"))
            self._text.note(path, f"CloudFormation has no function {name}.", step)
            return
        count = _ARGUMENTS[name]
        given = len(argument) if isinstance(argument, list) else 1
        if isinstance(count, tuple) and not count[0] <= given <= count[1]:
            least, most = count
            wanted = str(least) if least == most else f"{least} to {most}"
            self._text.note(path, f"{name} takes {wanted} arguments, and has {given} here.")

    def _ref(self, argument: Any, path: Path) -> None:
        if isinstance(argument, str) and argument not in (*_PSEUDO, *self._known["Parameters"]):
            self._resource(argument, path, "Ref")

    def _get_att(self, argument: Any, path: Path) -> None:
        owner = argument[0] if isinstance(argument, list) and argument else argument
        if isinstance(owner, str):
            self._resource(owner.partition(".")[0], path, "Fn::GetAtt")

    def _sub(self, argument: Any, path: Path) -> None:
        pair = argument if isinstance(argument, list) else [argument]
        given = pair[1] if len(pair) == 2 and isinstance(pair[1], Mapping) else {}
        if not pair or not isinstance(pair[0], str):
            return
        for name in (found.strip() for found in SUB_NAME.findall(pair[0])):
            owner = name.partition(".")[0]
            if name.startswith("!") or owner in given or name in given:
                continue
            if not _NAMED.fullmatch(owner):
                self._text.note(path, f"Fn::Sub names {name!r}, which can be no name.")
            elif owner not in (*_PSEUDO, *self._known["Parameters"]):
                self._resource(owner, path, "Fn::Sub")

    def _chosen(self, argument: Any, path: Path) -> None:
        if isinstance(argument, list) and argument and isinstance(argument[0], str):
            self._condition(argument[0], path)

    def _named_condition(self, argument: Any, path: Path) -> None:
        # A policy document has an entry of that name too, which is no text.
        if isinstance(argument, str) and path[0] == "Conditions":
            self._condition(argument, path)

    def _found(self, argument: Any, path: Path) -> None:
        """Check the names of a mapping and its keys, those that are written out."""
        keys = argument if isinstance(argument, list) else []
        level, around = self._mappings, "Mappings"
        for key in keys[:3]:
            if not isinstance(key, (str, int)) or not isinstance(level, Mapping):
                return
            names = {str(name): inner for name, inner in level.items()}
            if str(key) not in names:
                if len(keys) <= 3:
                    message = f"Fn::FindInMap names {key!r}, which {around} does not have."
                    self._text.note(path, message, nearest(str(key), tuple(names)))
                return
            level, around = names[str(key)], str(key)

    def _condition(self, name: str, path: Path) -> None:
        if name not in self._known["Conditions"]:
            message = f"There is no condition {name}."
            self._text.note(path, message, nearest(name, self._known["Conditions"]))
        elif self._own[0] == "Conditions":
            self._conditions[self._own[1]][name] = None

    def _resource(self, name: str, path: Path, word: str) -> None:
        section, own = self._own
        if name in self._needs:
            if section == "Resources" and name != own:
                self._needs[own][name] = None
            return
        if name.startswith(self._holders):
            return
        words = (*self._known["Resources"], *self._known["Parameters"])
        if word in ("DependsOn", "Fn::GetAtt"):
            words = self._known["Resources"]
        kind = "resource" if words is self._known["Resources"] else "parameter or resource"
        message = f"{word} names {name}, and there is no such {kind}."
        self._text.note(path, message, nearest(name, words))


def _holders(resources: Any) -> Iterator[str]:
    """Yield the entries of a template that hold others, which are named after them."""
    for name, body in resources.items() if isinstance(resources, Mapping) else ():
        type_ = body.get("Type") if isinstance(body, Mapping) else None
        if isinstance(type_, str) and (
            type_.endswith("::MODULE") or type_.startswith("AWS::Serverless::")
        ):
            yield str(name)


_LOOKS: Mapping[str, Callable[[_Checker, Any, Path], None]] = {
    "Condition": _Checker._named_condition,
    "Fn::FindInMap": _Checker._found,
    "Fn::GetAtt": _Checker._get_att,
    "Fn::If": _Checker._chosen,
    "Fn::Sub": _Checker._sub,
    "Ref": _Checker._ref,
}
