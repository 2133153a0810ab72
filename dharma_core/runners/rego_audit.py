"""Refuse what the Rego engine would let slip: it fails open, so its compiled plan is read first.

An unknown function, a name that never gets a value or a built-in that reaches outside are silently
undefined (or worse, obeyed) at run time. All three are visible in the ``plan.json`` of a built
bundle, with file and row. This module reads that document and nothing else: it runs in the child.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

__all__ = ["ALLOWED_BUILTINS", "audit_plan"]

_PURE = """
    abs and array.concat array.reverse array.slice assign base64.decode base64.encode
    base64.is_valid base64url.decode base64url.encode base64url.encode_no_pad bits.and bits.lsh
    bits.negate bits.or bits.rsh bits.xor cast_array cast_boolean cast_null cast_object cast_set
    cast_string ceil concat contains count crypto.md5 crypto.sha1 crypto.sha256 div endswith eq
    equal floor format_int glob.match glob.quote_meta graph.reachable graph.reachable_paths gt gte
    hex.decode hex.encode indexof indexof_n internal.member_2 internal.member_3 internal.print
    intersection is_array is_boolean is_null is_number is_object is_set is_string json.filter
    json.is_valid json.marshal json.marshal_with_options json.patch json.remove json.unmarshal
    lower lt lte max min minus mul neq numbers.range numbers.range_step object.filter object.get
    object.keys object.remove object.subset object.union object.union_n or plus product
    regex.find_all_string_submatch_n regex.find_n regex.globs_match regex.is_valid regex.match
    regex.replace regex.split regex.template_match rem replace round semver.compare
    semver.is_valid sort split sprintf startswith strings.any_prefix_match
    strings.any_suffix_match strings.count strings.render_template strings.replace_n
    strings.reverse substring sum time.add_date time.clock time.date time.diff time.format
    time.parse_duration_ns time.parse_ns time.parse_rfc3339_ns time.weekday to_number trim
    trim_left trim_prefix trim_right trim_space trim_suffix type_name union units.parse
    units.parse_bytes upper urlquery.decode urlquery.decode_object urlquery.encode
    urlquery.encode_object uuid.parse walk yaml.is_valid yaml.marshal yaml.unmarshal
    """
# Pure and deterministic only: nothing that reads the clock, chance, network, files, environment.
ALLOWED_BUILTINS = frozenset(_PURE.split())

_WRITES = ("target", "result")
_NESTED = ("block", "blocks")
_UNBOUND = (
    "a name here never gets a value (unbound or misspelt variable; an index must be bound before "
    "it is used inside a call)"
)


def audit_plan(
    document: Mapping[str, Any], is_builtin: Callable[[str], bool]
) -> dict[str, Any] | None:
    """Return the first thing to refuse in a built bundle, or None when it may run.

    Parameters
    ----------
    document : mapping
        The bundle's ``plan.json`` (OPA's intermediate representation).
    is_builtin : callable
        Whether the engine itself has a function of that name.

    Returns
    -------
    dict or None
        ``file`` (the module's name), ``line`` (from 1, or None), ``reason``.

    Examples
    --------
    >>> call = {"type": "CallStmt", "stmt": {"func": "http.send", "args": [], "result": 2}}
    >>> plan = {
    ...     "funcs": {
    ...         "funcs": [
    ...             {"name": "g0.data.a.deny", "params": [0, 1], "blocks": [{"stmts": [call]}]}
    ...         ]
    ...     },
    ...     "static": {},
    ... }
    >>> audit_plan(plan, lambda name: True)["reason"]
    'uses the built-in http.send, which Dharma refuses: it is not pure'
    """
    functions = document.get("funcs", {}).get("funcs", [])
    own = {function["name"] for function in functions}
    files = [str(f.get("value", "")) for f in document.get("static", {}).get("files", [])]
    for function in functions:
        known = {*function.get("params", []), *_resets(function)}
        for block in function.get("blocks", []):
            for statement, reason in _faults(block, known, own, is_builtin):
                return _located(statement, reason, files)
    for builtin in document.get("static", {}).get("builtin_funcs", []):
        if builtin["name"] not in ALLOWED_BUILTINS:
            return {"file": "", "line": None, "reason": _refused(builtin["name"])}
    return None


def _resets(part: Any) -> Iterator[int]:
    """Yield the locals that the compiler itself made and resets; none of them is a user's name."""
    if isinstance(part, list):
        for item in part:
            yield from _resets(item)
    elif isinstance(part, Mapping):
        if part.get("type") == "ResetLocalStmt":
            yield part["stmt"]["target"]
        for value in part.values():
            yield from _resets(value)


def _refused(name: str) -> str:
    return f"uses the built-in {name}, which Dharma refuses: it is not pure"


def _located(statement: Mapping[str, Any], reason: str, files: list[str]) -> dict[str, Any]:
    index, row = statement.get("file"), statement.get("row")
    named = isinstance(index, int) and 0 <= index < len(files)
    file = files[index] if named and isinstance(index, int) else ""
    return {"file": file, "line": row + 1 if isinstance(row, int) else None, "reason": reason}


def _faults(
    block: Mapping[str, Any],
    known: set[int],
    own: set[str],
    is_builtin: Callable[[str], bool],
) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Walk one block in order; ``known`` holds the locals that have a value and grows."""
    for entry in block.get("stmts", []):
        kind, statement = entry["type"], entry["stmt"]
        reason = _call_fault(kind, statement, own, is_builtin)
        if reason:
            yield statement, reason
        if any(local not in known for local in _reads(kind, statement)):
            yield statement, _UNBOUND
        known.update(_writes(kind, statement))
        for inner in _inner_blocks(statement):
            scope = known if kind == "WithStmt" else set(known)
            for found, why in _faults(inner, scope, own, is_builtin):
                # an inner statement without a place of its own is where its parent is
                yield (found if "row" in found else {**statement, **found}), why


def _call_fault(
    kind: str, statement: Mapping[str, Any], own: set[str], is_builtin: Callable[[str], bool]
) -> str:
    name = statement.get("func")
    if kind != "CallStmt" or name in own or name in ALLOWED_BUILTINS:
        return ""
    if is_builtin(str(name)):
        return _refused(str(name))
    return f"calls {name}, which is neither a function of this policy nor a built-in known here"


def _reads(kind: str, statement: Mapping[str, Any]) -> Iterator[int]:
    for key, value in statement.items():
        if key not in _NESTED:
            yield from _operands(value)
    if kind == "ScanStmt":
        yield statement["source"]


def _operands(value: Any) -> Iterator[int]:
    if isinstance(value, Mapping) and value.get("type") == "local":
        yield value["value"]
    elif isinstance(value, list):
        for item in value:
            yield from _operands(item)


def _writes(kind: str, statement: Mapping[str, Any]) -> Iterator[int]:
    names = (*_WRITES, "key", "value") if kind == "ScanStmt" else _WRITES
    for name in names:
        if isinstance(statement.get(name), int):
            yield statement[name]


def _inner_blocks(statement: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    single = statement.get("block")
    return [*([single] if single else []), *(statement.get("blocks") or [])]
