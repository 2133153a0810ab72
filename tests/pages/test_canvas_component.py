"""The committed canvas: built from the sources beside it, and from nothing else."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path

import pytest

from app.components.canvas import NAME


@pytest.fixture
def folder(repository: Path) -> Path:
    return repository / "app" / "components" / "canvas"


def test_the_built_files_name_the_digest_of_their_sources(folder: Path) -> None:
    frontend = folder / "frontend"
    names = ["build.mjs", "package.json", "package-lock.json"]
    names += [f"src/{path.name}" for path in (frontend / "src").iterdir()]
    digest = hashlib.sha256()
    for name in sorted(names):
        digest.update(f"{name}\n".encode() + (frontend / name).read_bytes() + b"\n")
    for built in ("canvas.js", "canvas.css"):
        first = (folder / "built" / built).read_text("utf-8").splitlines()[0]
        assert first == f"/*! dharma-canvas, sources {digest.hexdigest()} */", (
            "the sources changed: run 'npm ci && npm run build' in app/components/canvas/frontend"
        )


def test_there_is_one_script_and_one_stylesheet(folder: Path) -> None:
    assert sorted(p.name for p in (folder / "built").iterdir()) == ["canvas.css", "canvas.js"]


def test_the_script_makes_no_code_and_asks_nobody(folder: Path) -> None:
    text = (folder / "built" / "canvas.js").read_text("utf-8")
    assert not re.search(
        r"\beval\(|new Function\(|\bfetch\(|XMLHttpRequest|WebSocket|import\(", text
    )
    style = (folder / "built" / "canvas.css").read_text("utf-8")
    assert "url(" not in style
    assert "@import" not in style


def test_the_lock_names_versions_and_digests_but_no_host(folder: Path) -> None:
    lock = json.loads((folder / "frontend" / "package-lock.json").read_text("utf-8"))
    packages = [p for name, p in lock["packages"].items() if name]
    assert packages
    assert all("resolved" not in p for p in packages)
    assert all(p["integrity"].startswith("sha512-") for p in packages)


def test_the_manifest_declares_the_component_that_is_drawn(folder: Path) -> None:
    written = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    (component,) = written["tool"]["streamlit"]["component"]["components"]
    assert f"{written['project']['name']}.{component['name']}" == NAME
    assert (folder / component["asset_dir"]).is_dir()
