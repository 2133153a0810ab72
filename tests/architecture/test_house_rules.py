"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from dharma_core.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted((ROOT / "dharma_core").rglob("*.py"))
FACES = sorted([*(ROOT / "app").rglob("*.py"), *(ROOT / "pages").glob("*.py")])
FORBIDDEN_NAMES = {"utils", "helpers", "manager", "common", "misc"}
# Written in pieces so that this file does not name what it forbids.
FOREIGN_HOSTS = re.compile(
    "|".join(["pythonh" + "osted", "py" + r"pi\.org", "registry" + r"\.npmjs"])
)


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_module_has_a_name_that_says_nothing(path: Path) -> None:
    assert path.stem not in FORBIDDEN_NAMES


def test_no_file_names_a_package_index_or_a_path_of_one_machine() -> None:
    machine = re.compile("|".join(f"/{name}/" for name in ("wo" + "rk", "fa" + "rm", "op" + "t")))
    suffixes = {".py", ".md", ".toml", ".yaml", ".yml", ".txt", ".ipynb", ".sh", ".json", ""}
    guilty = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _tracked()
        if path.suffix in suffixes and path.stat().st_size < 400_000
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if FOREIGN_HOSTS.search(line) or machine.search(line)
    ]
    assert guilty == []


@pytest.mark.parametrize("path", FACES, ids=lambda p: str(p.relative_to(ROOT)))
def test_faces_import_no_database_and_no_rule_engine(path: Path) -> None:
    forbidden = {"sqlalchemy", "regopy", "boto3", "dbos", "subprocess", "sqlite3"}
    tree = ast.parse(path.read_text("utf-8"))
    names = {
        (alias.name if isinstance(node, ast.Import) else node.module or "").split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    assert names & forbidden == set()


@pytest.mark.parametrize(
    "module", ["streamlit", "pandas", "polars", "plotly", "sqlalchemy", "boto3", "dbos"]
)
def test_the_command_line_loads_without(module: str) -> None:
    code = f"import sys, dharma_core.cli.main; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_package_of_the_house_is_empty() -> None:
    packages = [
        p.parent for p in CODE if p.name == "__init__.py" and p.parent.name != "dharma_core"
    ]
    empty = [str(p.relative_to(ROOT)) for p in packages if not list(p.glob("[!_]*.py"))]
    assert empty == []


def test_the_readme_names_the_two_commands_that_do_everything() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert "make run" in text
    assert "make test" in text


def test_the_tour_of_the_readme_names_every_command() -> None:
    named = set(re.findall(r"\bdharma ([a-z]+)", (ROOT / "README.md").read_text("utf-8")))
    assert set(get_command(app).commands) - named == set()
