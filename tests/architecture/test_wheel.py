"""The built wheel holds what the commands offer: away from the checkout, a report is made."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

_BUILD = "import sys, hatchling.build as h; print(h.build_wheel(sys.argv[1]))"
# Says where Dharma came from, then does what the installed command does.
_RUN = (
    "import sys, dharma_core; sys.stderr.write(dharma_core.__file__); "
    "from dharma_core.cli.main import run; run()"
)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds what installing the wheel puts there; a build takes 3 s."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed (extra 'dev')")
    folder = tmp_path_factory.mktemp("wheel")
    root = Path(__file__).resolve().parents[2]
    built = subprocess.run(
        [sys.executable, "-c", _BUILD, str(folder)],
        cwd=root, check=True, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    with ZipFile(folder / built.stdout.split()[-1]) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


@pytest.mark.slow
def test_an_installed_wheel_makes_a_report_of_a_bundled_notebook(
    installed: Path, repository: Path, tmp_path: Path
) -> None:
    held = {path.name for path in (installed / "dharma_core/_face/notebooks").iterdir()}
    assert held == {path.name for path in (repository / "notebooks").glob("*.ipynb")}
    paths = [str(installed), *filter(None, [os.environ.get("PYTHONPATH")])]
    ran = subprocess.run(
        [sys.executable, "-c", _RUN, "report", "run", "price-book-audit"],
        cwd=tmp_path, check=False, capture_output=True, text=True, timeout=300,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "DHARMA_CWD": str(tmp_path)},
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, str(installed / "dharma_core/__init__.py"))
    page = (tmp_path / "04_price_book_audit.html").read_text("utf-8")
    assert "An audit of the price books" in page
