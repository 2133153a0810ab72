"""``dharma report run``: a notebook of the test's own, run in a real kernel."""

import json
import re

import pytest

from dharma_core.events import EventType
from dharma_core.workbench import Workbench
from tests.notebooks_made import write_notebook as notebook

FIGURE = {"data": [{"type": "bar", "x": ["a"], "y": [3]}], "layout": {}}
DRAW = f"""
from IPython.display import HTML, display
display({{"application/vnd.plotly.v1+json": {FIGURE!r}}}, raw=True)
display(HTML('<img src="https://example.org/x.png"><script src="https://example.org/x.js"></script>'))
print("days:", DAYS * 2)
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_report_is_whole_asks_for_nothing_outside_and_is_on_record(dharma, here):
    own = notebook(here / "why.ipynb", "DAYS = 30", DRAW)
    before = own.read_bytes()
    ran = dharma("report", "run", "why.ipynb", "-p", "DAYS=21", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == {
        "file": str(here / "why.html"), "path": str(here / "why.html"), "status": "made",
        "notebook": "why.ipynb", "title": "Why?", "parameters": {"DAYS": 21},
    }  # fmt: skip
    page = (here / "why.html").read_text("utf-8")
    assert "days: 42" in page
    assert "DAYS * 2" not in page
    assert json.dumps(FIGURE["data"]) in page
    tags = re.findall(r"<(?:script|link|img|iframe)\b[^>]*>", page.split("<script>")[0])
    assert not [tag for tag in tags if "//" in tag]
    assert "default-src 'none'" in page
    assert own.read_bytes() == before
    (event,) = [e.event for e in Workbench.open().events() if e.event.type is EventType.REPORT_MADE]
    assert (event.aggregate_id, event.data["parameters"]) == ("why.ipynb", ["DAYS"])


@pytest.mark.parametrize("told", [[], ["-p", "DAYS=3"]], ids=["plain", "told"])
def test_a_failing_notebook_writes_nothing_and_says_which_cell(dharma, here, told):
    notebook(here / "why.ipynb", "DAYS = 30", "1 / 0")
    ran = dharma("report", "run", "why.ipynb", *told, "--out", "made/why.html")
    assert ran.code == 2
    assert "Cell 3 of why.ipynb failed: ZeroDivisionError: division by zero" in ran.err
    assert sorted(path.name for path in here.iterdir()) == ["why.ipynb"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["why.ipynb", "-p", "DAYS"], "not of the form NAME=VALUE"),
        (["why.ipynb", "-p", "DAYS=x"], "cannot be 'x'"),
        (["whyy"], "no notebook 'whyy'"),
    ],
)
def test_bad_input_is_refused_before_anything_runs(dharma, here, words, message):
    notebook(here / "why.ipynb", "DAYS = 30")
    ran = dharma("report", "run", *words)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
