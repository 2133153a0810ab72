"""The process that Rego policies run in: it may hang, crash or be killed without harm to Dharma.

It speaks length-prefixed JSON over its first pipes, knows no secrets (its environment is empty)
and imports nothing of Dharma but the audit. Operations: ``load`` a policy file, set the ``input``,
``query`` a loaded file, ``drop`` it.
"""

from __future__ import annotations

import json
import os
import re
import resource
import struct
import sys
import tempfile
from pathlib import Path
from typing import IO, Any, BinaryIO

from dharma_core.runners.rego_answers import error_text, read_answer
from dharma_core.runners.rego_audit import audit_plan

__all__ = ["HEADER", "Engine", "main"]

HEADER = struct.Struct(">I")
_FILE_BYTES = 64 * 1024 * 1024  # no bundle is larger; a policy cannot fill the disk
_OUTPUT_BYTES = 8 * 1024 * 1024
_ERROR = re.compile(r"\(error \d+:([\w.]+)\|(\d+)\|(\d+)\s+\(errormsg \d+:([^\n]*)\)")
_PRINTED = re.compile(r"^(\S.*)\n-- (m\d+\.rego):(\d+):", re.MULTILINE)

# What OPA takes and this engine does not, and how to say it so that both take it.
_HINTS = {
    "Invalid bracket argument": ": bind it outside the call, array or object, as in x := list[_]",
    "Invalid collection": ": inside a comprehension write some k; v := object[k], "
    "not some k, v in object",
    "only one body for dynamic keys": ": write one rule per body",
}


class Engine:
    """Loaded policies, one compiled bundle each, over one shared input."""

    def __init__(self, printed: IO[bytes]) -> None:
        self._printed = printed
        self._runner = _interpreter()
        self._bundles: dict[str, tuple[Any, Any]] = {}

    def handle(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer one request: ``{"ok": ...}`` or ``{"problem": {...}}``."""
        operation = request["op"]
        if operation == "load":
            return self._load(request)
        if operation == "query":
            return self._query(request["key"], request["entrypoints"])
        if operation == "input":
            self._runner.set_input_term(request["text"])
        if operation == "drop":
            self._bundles.pop(request["key"], None)
        return {"ok": {}}

    def _load(self, request: dict[str, Any]) -> dict[str, Any]:
        """Compile modules into a bundle of their own; audit what is not Dharma's own."""
        from regopy import RegoError

        self._printed.truncate(0)
        interpreter = _interpreter()
        texts = {f"m{i}.rego": text for i, text in enumerate(request["modules"])}
        try:
            if request["data"]:
                interpreter.add_data_json(json.dumps(request["data"], ensure_ascii=False))
            for name, text in texts.items():
                interpreter.add_module(name, text)
            bundle = interpreter.build(None, request["entrypoints"])
        except RegoError as error:
            return {"problem": _compile_problem(str(error), texts)}
        if not bundle.ok():
            return {"problem": self._printed_problem()}
        if not request["trusted"]:
            fault = audit_plan(_saved_plan(interpreter, bundle), interpreter.is_builtin)
            if fault:
                return {"problem": fault}
        self._bundles[request["key"]] = (interpreter, bundle)
        return {"ok": {}}

    def _printed_problem(self) -> dict[str, Any]:
        """Return the complaint of a build that fails without an error: it only prints one."""
        self._printed.seek(0)
        found = _PRINTED.search(self._printed.read().decode("utf-8", "replace"))
        if not found:
            return _problem("m0.rego", None, "does not compile")
        return _problem(found[2], int(found[3]), _uncompiled(found[1]))

    def _query(self, key: str, entrypoints: list[str]) -> dict[str, Any]:
        from regopy.rego_shared import rego_bundle_query_entrypoint

        _, bundle = self._bundles[key]
        values: dict[str, Any] = {}
        for entrypoint in entrypoints:
            output = rego_bundle_query_entrypoint(self._runner._impl, bundle._impl, entrypoint)
            value, reason = _read_output(output)
            if reason:
                return {"problem": _problem("m0.rego", None, f"{entrypoint}: {reason}")}
            values[entrypoint.rpartition("/")[2]] = value
        return {"ok": values}


def _interpreter() -> Any:
    import regopy

    interpreter = regopy.Interpreter()
    interpreter.strict_built_in_errors = True
    return interpreter


def _problem(file: str, line: int | None, reason: str) -> dict[str, Any]:
    return {"file": file, "line": line, "reason": reason}


def _compile_problem(message: str, texts: dict[str, str]) -> dict[str, Any]:
    """Turn the engine's error tree into file, line and its own words."""
    errors = [m for m in _ERROR.finditer(message) if m[1] in texts]
    if not errors:
        return _problem("m0.rego", None, f"does not compile: {message.strip()[:200]}")
    narrowest = min(errors, key=lambda match: int(match[3]))
    before = texts[narrowest[1]].encode()[: int(narrowest[2])]
    return _problem(narrowest[1], before.count(b"\n") + 1, _uncompiled(narrowest[4]))


def _uncompiled(words: str) -> str:
    return f"does not compile: {words}{_HINTS.get(words, '')}"


def _saved_plan(interpreter: Any, bundle: Any) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="dharma-rego-") as folder:
        interpreter.save_bundle(folder, bundle)
        document: dict[str, Any] = json.loads((Path(folder) / "plan.json").read_text("utf-8"))
    return document


def _read_output(output: Any) -> tuple[Any, str]:
    """Return the entrypoint's value (None when undefined) and what went wrong, if anything did."""
    from regopy.rego_shared import rego, rego_free_output, rego_output_ok, rego_output_string

    try:
        if rego.regoOutputJSONSize(output) > _OUTPUT_BYTES:
            return None, f"returned more than {_OUTPUT_BYTES // 1024 // 1024} MB"
        text = rego_output_string(output)
        if not rego_output_ok(output) or text.startswith("(error"):
            reason = error_text(output) or "no reason was given"
            return None, f"stopped with an error: {reason}"
        return (None if text == "undefined" else read_answer(output)), ""
    finally:
        rego_free_output(output)


def main(arguments: list[str]) -> int:
    """Serve requests until the parent closes the pipe; ``arguments``: the memory bound in bytes."""
    source, sink, printed = _take_pipes()
    engine = Engine(printed)
    _interpreter().query("1")  # maps the engine's own memory before the bound is set
    _bound(int(arguments[0]))
    while header := source.read(HEADER.size):
        (size,) = HEADER.unpack(header)
        answer = json.dumps(engine.handle(json.loads(source.read(size)))).encode()
        sink.write(HEADER.pack(len(answer)) + answer)
        sink.flush()
    return 0


def _take_pipes() -> tuple[BinaryIO, BinaryIO, IO[bytes]]:
    """Keep the pipes for ourselves: the engine prints to standard output, now a file."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    printed = tempfile.TemporaryFile("a+b", buffering=0)  # noqa: SIM115 - lives as long as we do
    for descriptor, target in ((0, nowhere), (1, printed.fileno()), (2, nowhere)):
        os.dup2(target, descriptor)
    return source, sink, printed


def _bound(memory_bytes: int) -> None:
    """Bound address space to what is mapped now plus ``memory_bytes``; no core, no large file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_BYTES, _FILE_BYTES))
    size = Path("/proc/self/statm")
    if size.exists():
        limit = int(size.read_text().split()[0]) * resource.getpagesize() + memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
