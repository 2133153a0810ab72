"""How many small faults in a module its tests find.

    python benchmarks/mutants.py dharma_core/identity/lockout.py tests/unit/identity/test_lockout.py

Every comparison, ``and``, ``or``, ``not``, ``+``, ``-``, ``*``, number, truth value and condition
of the module is changed, one at a time; the tests run on each changed module in a process of their
own. A mutant is killed when a test fails or the time is up. Survivors are printed with their line;
those that mean the same as the original are among them, so the share is the least to be claimed.
"""

from __future__ import annotations

import ast
import copy
import importlib.util
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path

_SECONDS = 60
_COMPARED = {
    ast.Lt: [ast.LtE, ast.GtE],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Gt: [ast.GtE, ast.LtE],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
}
_COMPUTED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Pow: ast.Mult,
    ast.Mod: ast.Mult,
}


def changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield what else could stand in a node's place, with a word that says so."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            for other in _COMPARED.get(type(operator), ()):
                changed = copy.deepcopy(node)
                changed.ops[at] = other()
                yield f"{type(operator).__name__} -> {other.__name__}", changed
    elif isinstance(node, ast.BoolOp):
        other_op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield f"{type(node.op).__name__} swapped", ast.BoolOp(other_op, node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not removed", node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in _COMPUTED:
        yield (
            f"{type(node.op).__name__} changed",
            ast.BinOp(node.left, _COMPUTED[type(node.op)](), node.right),
        )
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"{node.value} -> {not node.value}", ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        yield f"{node.value} -> {node.value + 1}", ast.Constant(node.value + 1)
        yield f"{node.value} -> {node.value - 1}", ast.Constant(node.value - 1)
    elif isinstance(node, (ast.If, ast.IfExp)):
        changed = copy.copy(node)
        changed.test = ast.UnaryOp(ast.Not(), node.test)
        yield "condition turned", changed


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, word and text of every mutant."""
    tree = ast.parse(source)
    for path in list(_places(tree, ())):
        node = _at(tree, path)
        for word, other in changes(node):
            mutated = copy.deepcopy(tree)
            _put(mutated, path, other)
            yield node.lineno, word, ast.unparse(ast.fix_missing_locations(mutated))


def _places(node: ast.AST, path: tuple) -> Iterator[tuple]:
    if isinstance(node, (ast.expr, ast.stmt)):
        yield path
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "format_spec"):
            continue
        children = value if isinstance(value, list) else [value]
        for at, child in enumerate(children):
            if isinstance(child, ast.AST) and not _is_type_only(child):
                step = (name, at) if isinstance(value, list) else (name, None)
                yield from _places(child, (*path, step))


def _is_type_only(node: ast.AST) -> bool:
    named = isinstance(node, ast.If) and isinstance(node.test, ast.Name)
    return named and node.test.id == "TYPE_CHECKING"


def _at(tree: ast.AST, path: tuple) -> ast.AST:
    for name, at in path:
        found = getattr(tree, name)
        tree = found if at is None else found[at]
    return tree


def _put(tree: ast.AST, path: tuple, other: ast.AST) -> None:
    *above, (name, at) = path
    parent = _at(tree, tuple(above))
    if at is None:
        setattr(parent, name, other)
    else:
        getattr(parent, name)[at] = other


class _Swapped(MetaPathFinder):
    """Gives a changed file for one module."""

    def __init__(self, module: str, file: Path) -> None:
        self.module, self.file = module, file

    def find_spec(
        self,
        name: str,
        path: object = None,  # noqa: ARG002 - the interface
        target: object = None,  # noqa: ARG002 - the interface
    ) -> ModuleSpec | None:
        if name != self.module:
            return None
        places = [] if self.file.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(
            name, self.file, submodule_search_locations=places
        )


def survives(module: str, text: str, tests: list[str]) -> bool:
    """Return whether the tests pass on a changed module; they run in a child of this process."""
    child = os.fork()
    if child == 0:
        os._exit(_run(module, text, tests))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _run(module: str, text: str, tests: list[str]) -> int:
    import pytest

    signal.alarm(_SECONDS)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mutant.py"
        file.write_text(text, "utf-8")
        sys.meta_path.insert(0, _Swapped(module, file))
        options = [
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            "-o",
            "addopts=",
            "--import-mode=importlib",
        ]
        return int(pytest.main([*options, "--no-header", *tests]))


def main(source: str, tests: list[str]) -> int:
    import argon2
    import pyotp
    import pytest
    import sqlalchemy

    assert all((argon2, pyotp, pytest, sqlalchemy))  # noqa: S101 - loaded once, for all children
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # a second a mutant
    module = source.removesuffix(".py").replace("/", ".")
    text = Path(source).read_text("utf-8")
    started = time.monotonic()
    if not survives(module, text, tests):
        print(f"{source}: its tests fail before anything is changed.")
        return 2
    tried, alive = 0, []
    for line, word, mutated in mutants(text):
        tried += 1
        if survives(module, mutated, tests):
            alive.append(f"  {source}:{line}: {word}: {text.splitlines()[line - 1].strip()}")
    print("\n".join(alive))
    killed = tried - len(alive)
    share = 100 * killed / tried if tried else 100
    seconds = time.monotonic() - started
    print(f"{source}: {killed} of {tried} mutants killed ({share:.1f} %) in {seconds:.0f} s")
    return 0 if share >= 85 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
