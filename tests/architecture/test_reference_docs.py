"""The generated pages of docs/ say what the code says; renew them with `make docs`."""

from __future__ import annotations

import re
import runpy

import pytest

from dharma_core.cli.main import app


@pytest.fixture(scope="module")
def built():
    from pathlib import Path

    script = Path(__file__).resolve().parents[2] / "docs" / "build_reference.py"
    return script.parent / "reference", runpy.run_path(str(script))["pages"]()


@pytest.mark.parametrize("name", ["guardrails.md", "resource-types.md", "commands.md"])
def test_a_generated_page_is_current(built, name):
    folder, pages = built
    assert (folder / name).read_text("utf-8") == pages[name]


def test_every_command_of_the_how_tos_exists(repository, built):
    _, pages = built
    known = set(re.findall(r"^## (dharma .+)$", pages["commands.md"], re.MULTILINE))
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
