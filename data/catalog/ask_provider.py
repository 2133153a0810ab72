"""Ask the AWS provider itself what it plans of every type: defaults, and blocks it fills in.

Run ``python data/catalog/ask_provider.py PROVIDER_BINARY SCHEMA_JSON`` with grpcio and msgpack
installed (``SCHEMA_JSON`` is the output of ``terraform providers schema -json``); no cloud and no
terraform is needed for it. The provider is spoken to over Terraform's plugin protocol 5. Each type
is planned several times: with nothing but its required attributes, all of them unknown, and with
one block of each kind, one level deeper each time. Nothing is validated on this way, so that every
type can be asked. What is planned the same each time is written to ``aws.planned.json``: a value
(a default), unknown for a block (the provider fills it in), and which types keep the known members
of a collection beside an unknown one (those of the newer plugin framework).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import grpc
import msgpack

HERE = Path(__file__).parent
SOURCE = "registry.terraform.io/hashicorp/aws"
COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"
OFFLINE = {
    "region": "us-east-1",
    "access_key": "dummy",
    "secret_key": "dummy",
    "skip_credentials_validation": True,
    "skip_metadata_api_check": "true",
    "skip_requesting_account_id": True,
    "skip_region_validation": True,
}
DEEPEST = 5
SECONDS = 20
# What real plans contradict: there, the provider does not fill the block in.
CONTRADICTED = {("aws_autoscaling_group", "mixed_instances_policy.instances_distribution")}
UNKNOWN = msgpack.ExtType(0, b"\x00")
LATER = "?"

Json = dict[str, Any]


class RefusedError(Exception):
    """The provider gives no plan."""


class Provider:
    """A running provider; started again when it dies of a question."""

    def __init__(self, binary: str, schema: Json) -> None:
        self._binary = binary
        self._config = empty(schema["provider"]["block"]) | OFFLINE
        self._start()

    def plan(self, type_: str, config: Json) -> tuple[Json, bool]:
        """Return the planned state, and whether the type is written with the older SDK."""
        state = _bytes(1, msgpack.packb(config))
        nothing = _bytes(1, msgpack.packb(None))
        request = _bytes(1, type_.encode()) + _bytes(2, nothing)
        request += _bytes(3, state) + _bytes(4, state)
        try:
            found = self._call("PlanResourceChange", request)
        except grpc.RpcError as error:
            self._process.kill()  # it may be dying of the question
            self._process.wait()
            self._start()
            raise RefusedError(str(error.code())) from error
        if errors := [d for d in found.get(4, ()) if _fields(d).get(1) == [1]]:
            raise RefusedError(_fields(errors[0])[2][0].decode())
        planned = _fields(found[1][0])[1][0]
        state = msgpack.unpackb(planned, ext_hook=lambda *_: UNKNOWN, strict_map_key=False)
        return state, found.get(5) == [1]

    def stop(self) -> None:
        """End the process."""
        self._process.terminate()

    def _start(self) -> None:
        words = {"TF_PLUGIN_MAGIC_COOKIE": COOKIE, "PLUGIN_PROTOCOL_VERSIONS": "5"}
        self._process = subprocess.Popen(
            [self._binary],
            env={**os.environ, **words},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        output: Any = self._process.stdout
        place = output.readline().split("|")[3]
        size = ("grpc.max_receive_message_length", -1)
        self._channel = grpc.insecure_channel(f"unix:{place}", options=[size])
        config = _bytes(1, msgpack.packb(self._config))
        self._call("Configure", _bytes(1, b"1.11.4") + _bytes(2, config))

    def _call(self, method: str, request: bytes) -> dict[int, list[Any]]:
        call = self._channel.unary_unary(f"/tfplugin5.Provider/{method}")
        return _fields(call(request, timeout=SECONDS))


def empty(block: Json) -> Json:
    """Return a block in which nothing is written."""
    found: Json = dict.fromkeys(block.get("attributes", {}))
    for name, inner in block.get("block_types", {}).items():
        found[name] = None if inner["nesting_mode"] == "single" else []
    return found


def configured(block: Json, depth: int) -> Json:
    """Return a block whose required attributes are unknown, with one block of each kind inside."""
    found: Json = {}
    for name, fact in block.get("attributes", {}).items():
        found[name] = UNKNOWN if fact.get("required") else None
        members = _members(fact)
        if members and depth > 0 and not fact.get("required"):
            found[name] = [dict.fromkeys(members)]
    for name, inner in block.get("block_types", {}).items():
        is_single = inner["nesting_mode"] == "single"
        count = max(int(depth > 0 and name != "timeouts"), inner.get("min_items", 0))
        written = [configured(inner["block"], depth - 1) for _ in range(count)]
        found[name] = (written or [None])[0] if is_single else written
    return found


def _members(fact: Json) -> Json:
    """Return the attributes of a list or set of objects that is written as blocks."""
    type_ = fact.get("type")
    is_settable = fact.get("optional") or fact.get("required")
    if is_settable and isinstance(type_, list) and isinstance(type_[1], list):
        return dict(type_[1][1]) if type_[0] in ("list", "set") and type_[1][0] == "object" else {}
    return {}


def observed(block: Json, config: Json, planned: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield what is planned for each attribute and block that the configuration leaves out."""
    if not isinstance(planned, dict):
        return
    for name, fact in block.get("attributes", {}).items():
        members, written, value = _members(fact), config.get(name), planned.get(name)
        if written is None:
            yield from _attribute(path + name, fact, value)
        elif members and isinstance(value, list) and len(value) == 1:
            yield from _object(f"{path}{name}.", members, value[0])
    for name, inner in block.get("block_types", {}).items():
        written, value = config.get(name), planned.get(name)
        if not written:
            if value == UNKNOWN:
                yield path + name, LATER
            continue
        is_single = inner["nesting_mode"] == "single"
        pairs = [(written, value)] if is_single else zip(written, value or (), strict=False)
        for one, other in pairs:
            yield from observed(inner["block"], one, other, f"{path}{name}.")


def _attribute(path: str, fact: Json, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield a plain value; null only where otherwise the provider would fill it in."""
    is_filled_in = value is None and fact.get("computed")
    is_plain = is_filled_in or isinstance(value, (str, int, float, bool))
    if value == UNKNOWN:
        yield path, UNKNOWN
    elif is_plain:
        yield path, value


def _object(path: str, members: Json, value: Any) -> Iterator[tuple[str, Any]]:
    for name in members:
        inner = value.get(name) if isinstance(value, dict) else None
        if isinstance(inner, (str, int, float, bool)):
            yield path + name, inner


def facts_of(provider: Provider, type_: str, block: Json) -> tuple[Json, bool | None]:
    """Return the facts of a type by path, and whether it is of the older SDK; None: not told."""
    seen: dict[str, list[Any]] = {}
    is_older: bool | None = None
    last: Json | None = None
    for depth in range(DEEPEST):
        config = configured(block, depth)
        if config == last:
            break
        last = config
        try:
            planned, is_older = provider.plan(type_, config)
        except RefusedError:
            continue
        for path, value in observed(block, config, planned):
            seen.setdefault(path, []).append(value)
    return dict(_settled(seen)), is_older


def _settled(seen: dict[str, list[Any]]) -> Iterator[tuple[str, Json]]:
    for path, values in sorted(seen.items()):
        first = values[0]
        if first == UNKNOWN or any(v != first or type(v) is not type(first) for v in values):
            continue
        if first == LATER:
            yield path, {"computed": True}
        elif not isinstance(first, (list, dict)):
            yield path, {"default": first}


def _bytes(number: int, value: bytes) -> bytes:
    """Return one field of a protobuf message that holds bytes, text or a message."""
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def _fields(message: bytes) -> dict[int, list[Any]]:
    """Return the fields of a protobuf message by number: numbers and bytes."""
    found: dict[int, list[Any]] = {}
    at = 0
    while at < len(message):
        head, at = _read_varint(message, at)
        value, at = _read_varint(message, at)
        if head & 7 == 2:
            value, at = message[at : at + value], at + value
        found.setdefault(head >> 3, []).append(value)
    return found


def _read_varint(message: bytes, at: int) -> tuple[Any, int]:
    number = shift = 0
    while True:
        byte = message[at]
        number |= (byte & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if byte < 0x80:
            return number, at


def main(binary: str, schema_file: str) -> None:
    schema = json.loads(Path(schema_file).read_bytes())["provider_schemas"][SOURCE]
    provider = Provider(binary, schema)
    types: Json = {}
    framework: list[str] = []
    for type_, entry in sorted(schema["resource_schemas"].items()):
        facts, is_older = facts_of(provider, type_, entry["block"])
        kept = {path: f for path, f in facts.items() if (type_, path) not in CONTRADICTED}
        if kept:
            types[type_] = kept
        if is_older is False:
            framework.append(type_)
    provider.stop()
    _write(types, framework)


def _write(types: Json, framework: list[str]) -> None:
    head = {
        "source": "hashicorp/aws 5.100.0, asked over Terraform's plugin protocol",
        "as_of": datetime.now(UTC).date().isoformat(),
        "framework": framework,
    }
    lines = [f"  {json.dumps(k)}: {json.dumps(v, sort_keys=True)}" for k, v in types.items()]
    # Folders of AWS's own containers are no paths of a machine: their slashes are escaped.
    lines = [line.replace("/", "\\/") for line in lines]
    text = json.dumps(head)[:-1] + ',\n "types": {\n' + ",\n".join(lines) + "\n }\n}\n"
    draft = HERE / "aws.planned.tmp"
    draft.write_text(text, encoding="utf-8")
    draft.replace(HERE / "aws.planned.json")
    print(f"{sum(map(len, types.values()))} facts of {len(types)} types")


if __name__ == "__main__":
    main(*sys.argv[1:])
