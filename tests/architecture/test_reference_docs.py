"""The generated pages of docs/ say what the code says; renew them with `make docs`."""

from __future__ import annotations

import re
import runpy

import pytest

from dharma_core.cli.main import app
from dharma_core.storage.facts import load_templates


@pytest.fixture(scope="module")
def built():
    from pathlib import Path

    script = Path(__file__).resolve().parents[2] / "docs" / "build_reference.py"
    return script.parent, runpy.run_path(str(script))["pages"]()


def test_the_generated_pages_are_current(built):
    folder, pages = built
    stale = [
        name
        for name, text in pages.items()
        if not (folder / name).is_file() or (folder / name).read_text("utf-8") != text
    ]
    assert stale == [], "renew them with: make docs"


def test_no_generated_page_is_left_over(built):
    folder, pages = built
    there = {
        f"{part}/{p.name}" for part in ("reference", "templates") for p in (folder / part).iterdir()
    }
    assert there == set(pages)


def test_every_template_has_a_page_with_its_picture(built):
    _, pages = built
    for name in load_templates():
        assert f"]({name}.svg)" in pages[f"templates/{name}.md"]
        assert f"({name}.md)" in pages["templates/README.md"]


def test_every_command_of_the_how_tos_exists(repository, built):
    _, pages = built
    known = set(re.findall(r"^## (dharma .+)$", pages["reference/commands.md"], re.MULTILINE))
    assert app.info.name == "dharma"
    texts = [*(repository / "docs" / "how-to").glob("*.md"), repository / "README.md"]
    used = {
        match.strip()
        for path in texts
        for match in re.findall(
            r"^    (dharma [a-z]+(?: [a-z]+)?)", path.read_text("utf-8"), re.MULTILINE
        )
    }
    groups = {" ".join(k.split()[:2]) for k in known}
    assert used
    assert {" ".join(u.split()[:2]) for u in used} <= groups
