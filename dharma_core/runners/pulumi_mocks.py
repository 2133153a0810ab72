"""Pulumi's mocks for one program: each resource is recorded, each output it has is a mark."""

from __future__ import annotations

import re
import sys
import typing
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from dharma_core.generation.pulumi.registered import EVERY, INPUT, mark
from dharma_core.runners.pulumi_typing import Problem, faults, hints_of

__all__ = ["Recorder", "install"]

_ITEMS = 4
"""How many items a marked list has."""

_DEPTH = 6
_PLACEHOLDERS: Mapping[str, Any] = {"_bool": True, "_int": 1, "_float": 1.0}


class Recorder:
    """What one run of a program told the engine.

    Parameters
    ----------
    program : str
        Its text; only properties it reads are marked.
    """

    def __init__(self, program: str) -> None:
        self.problems: list[Problem] = []
        self._told: list[dict[str, Any]] = []
        self.outputs: dict[str, Any] = {}
        self._read = frozenset(re.findall(r"\.([a-z_][a-z0-9_]*)", program))
        self._indexed = frozenset(re.findall(r"\b(\w+)\[", program))
        self._classes: dict[tuple[str, str], type] = {}
        self._lines: dict[str, int] = {}

    def constructed(self, self_: Any, token: str, name: str, arguments: Any) -> None:
        """Note a resource's class and line, and what is wrong with its arguments."""
        class_ = type(self_)
        line = _program_line()
        if (token, name) in self._classes:
            self.problems.append((line, f"two resources of {token} are called {name!r}"))
        self._classes[token, name] = class_
        self._lines[name] = line
        for path, message in faults(
            getattr(arguments, "__dict__", {}), hints_of(arguments.__class__)
        ):
            self.problems.append((line, f"{name}: {path}: {message}"))

    def registered(self, resource: dict[str, Any]) -> None:
        """Note what the engine was told of one resource."""
        self._told.append(resource)

    @property
    def resources(self) -> list[dict[str, Any]]:
        """What the engine was told, in the program's order and not in that of the telling."""
        rank = {key: number for number, key in enumerate(self._classes)}
        return sorted(self._told, key=lambda r: rank.get((r["token"], r["name"]), len(rank)))

    def state(self, token: str, name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """Return the marked outputs of a resource that the program reads."""
        class_ = self._classes.get((token, name))
        result: dict[str, Any] = {}
        for python, wire, hint in _properties(class_) if class_ else ():
            if python in self._read:
                known = inputs.get(wire)
                result[wire] = _marked(hint, token, name, python, known=known)
        return result

    def placeholder(self, kind: str, key: str) -> Any:
        """Return a value for an input; of an object nothing is known, so that it fits anywhere."""
        if kind == "_object":
            return None if key not in self._indexed else defaultdict(str)
        return _PLACEHOLDERS.get(kind, mark(INPUT, key, ""))

    def line_of(self, text: str) -> int:
        """Return the line of the resource a late error speaks of, 0 when it names none."""
        named = re.findall(r"[\w.-]+", text)
        return next((self._lines[word] for word in named if word in self._lines), 0)


def install(recorder: Recorder) -> Callable[[Callable[[], None]], None]:
    """Set Pulumi's mocks; return what runs a program to its end, waiting for its outputs."""
    import pulumi
    from pulumi.runtime.mocks import MockMonitor

    class Mocks(pulumi.runtime.Mocks):  # type: ignore[misc]
        def new_resource(self, args: Any) -> tuple[str, dict[str, Any]]:
            state = recorder.state(args.typ, args.name, args.inputs)
            return mark(args.typ, args.name, "id"), {**args.inputs, **state}

        def call(self, args: Any) -> tuple[dict[str, Any], None]:
            return dict(args.args), None

    class Monitor(MockMonitor):  # type: ignore[misc]
        def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - the engine's own name
            if request.type != "pulumi:pulumi:Stack":
                recorder.registered(_registration(request))
            return super().RegisterResource(request)

    pulumi.runtime.set_mocks(Mocks(), project="program", stack="dev", monitor=Monitor(Mocks()))
    _watch_resources(recorder, pulumi)
    _watch_exports(recorder, pulumi)
    _answer_configuration(pulumi, recorder)

    def finish(program: Callable[[], None]) -> None:
        pulumi.runtime.test(program)()

    return finish


def _watch_resources(recorder: Recorder, pulumi: Any) -> None:
    original = pulumi.CustomResource.__init__

    def watched(
        self: Any, token: str, name: str, props: Any = None, *args: Any, **named: Any
    ) -> None:
        recorder.constructed(self, token, name, props)
        original(self, token, name, props, *args, **named)

    pulumi.CustomResource.__init__ = watched


def _watch_exports(recorder: Recorder, pulumi: Any) -> None:
    def export(name: str, value: Any) -> None:
        recorder.outputs[name] = None
        told = pulumi.Output.from_input(value)
        told.apply(lambda known: recorder.outputs.update({name: _plain(known)}))

    pulumi.export = export


def _answer_configuration(pulumi: Any, recorder: Recorder) -> None:
    """Let required inputs have a value: what it is, is not the program's business."""
    for kind in ("", "_bool", "_int", "_float", "_object"):

        def required(_self: Any, key: str, *_: Any, _kind: str = kind, **__: Any) -> Any:
            return recorder.placeholder(_kind, key)

        def secret(_self: Any, key: str, *_: Any, _kind: str = kind, **__: Any) -> Any:
            return pulumi.Output.secret(recorder.placeholder(_kind, key))

        setattr(pulumi.Config, f"require{kind}", required)
        setattr(pulumi.Config, f"require_secret{kind}", secret)


def _registration(request: Any) -> dict[str, Any]:
    from pulumi.runtime import rpc

    timeouts = request.customTimeouts
    known = {k: getattr(timeouts, k) for k in ("create", "update", "delete")}
    return {
        "token": request.type,
        "name": request.name,
        "inputs": _plain(rpc.deserialize_properties(request.object)),
        "depends_on": [_named(urn) for urn in request.dependencies],
        "timeouts": {key: value for key, value in known.items() if value},
        "protect": bool(request.protect),
        "ignored": list(request.ignoreChanges),
    }


def _named(urn: str) -> str:
    """Return ``token|name`` of a URN; the types of its parents stand before its own."""
    _, types, name = urn.rsplit("::", 2)
    return f"{types.rpartition('$')[2]}|{name}"


def _plain(value: Any) -> Any:
    """Return a value as JSON, secrets open; a file's path stands for the file."""
    from pulumi.runtime import rpc

    if rpc.is_rpc_secret(value):
        return _plain(rpc.unwrap_rpc_secret(value))
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is None or isinstance(value, (str, int, float)):
        return value
    return getattr(value, "path", str(value))


def _program_line() -> int:
    frame: Any = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == "__main__.py":
            return int(frame.f_lineno)
        frame = frame.f_back
    return 0


@cache
def _properties(class_: type) -> tuple[tuple[str, str, Any], ...]:
    """Return Python name, engine's name and type of each output of a class."""
    getters = ((name, getattr(getattr(class_, name), "fget", None)) for name in dir(class_))
    return tuple(
        (python, getattr(getter, "_pulumi_name"), typing.get_type_hints(getter).get("return"))  # noqa: B009 - the SDK's own mark
        for python, getter in getters
        if hasattr(getter, "_pulumi_name")
    )


def _marked(hint: Any, token: str, name: str, path: str, *, known: Any = None) -> Any:
    """Return a value of the hint's shape whose leaves are marks."""
    if path.count(".") > _DEPTH:
        return None
    hint = _inner(hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        keys = known if isinstance(known, Mapping) else {}
        return {key: mark(token, name, f"{path}.{key}") for key in keys}
    if origin is not None and isinstance(origin, type) and issubclass(origin, Sequence):
        inner = arguments[0] if arguments else str
        items = [_marked(inner, token, name, f"{path}.{i}") for i in range(_ITEMS)]
        whole = isinstance(items[0], str)
        return [*items, mark(token, name, f"{path}.{EVERY}")] if whole else items
    if isinstance(hint, type) and hint.__module__.endswith("outputs"):
        members = _properties(hint)
        return {wire: _marked(kind, token, name, f"{path}.{p}") for p, wire, kind in members}
    return mark(token, name, path)


def _inner(hint: Any) -> Any:
    """Return the type inside ``Output[...]`` and ``Optional[...]``."""
    origin = typing.get_origin(hint)
    while origin is typing.Union or getattr(origin, "__name__", "") == "Output":
        hint = next(a for a in typing.get_args(hint) if a is not type(None))
        origin = typing.get_origin(hint)
    return hint
