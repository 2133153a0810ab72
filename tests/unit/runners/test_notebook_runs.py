"""Notebooks found, read and told: what is refused before a kernel starts."""

import json
import sys

import pytest

from dharma_core.errors import InputError, NotFoundError
from dharma_core.runners.notebook_runs import execute, find_notebook, house_notebooks, open_notebook


def written(path, *sources, tagged="parameters"):
    cells = [
        {"cell_type": "code", "id": str(n), "execution_count": None, "outputs": [],
         "metadata": {"tags": [tagged]} if n == 0 else {}, "source": source}
        for n, source in enumerate(sources)
    ]  # fmt: skip
    names = {"name": "python3", "display_name": "Python 3", "language": "python"}
    document = {"cells": cells, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(document | {"metadata": {"kernelspec": names}}), "utf-8")
    return path


@pytest.mark.parametrize(
    "name", ["08_monthly_cost_review", "monthly_cost_review", "monthly-cost-review"]
)
def test_a_bundled_notebook_is_found_by_its_name(name, tmp_path):
    assert find_notebook(name, here=tmp_path).name == "08_monthly_cost_review.ipynb"


def test_a_path_comes_first(tmp_path):
    own = written(tmp_path / "monthly-cost-review", "A = 1")
    assert find_notebook("monthly-cost-review", here=tmp_path) == own


def test_an_unknown_name_is_told_the_nearest(tmp_path):
    with pytest.raises(NotFoundError) as refused:
        find_notebook("09_forecast_backtset", here=tmp_path)
    assert "09_forecast_backtest" in refused.value.next_step


def test_every_bundled_notebook_can_be_read():
    names = [path.stem for path in house_notebooks().values()]
    opened = [open_notebook(path) for path in house_notebooks().values()]
    assert len(opened) >= 11
    assert [found.path.stem for found in opened] == names


def test_parameters_take_the_kind_of_their_default(tmp_path):
    source = 'MONTH = ""\nDAYS = 30\nLEVEL = 0.9\nDEEP = False\nLAST = None\nNAMES = ["a"]'
    found = open_notebook(written(tmp_path / "a.ipynb", source))
    told = found.told(
        {"MONTH": "03", "DAYS": "7", "LEVEL": "1", "DEEP": "true", "LAST": "x", "NAMES": "['b']"}
    )
    assert told == {
        "MONTH": "03", "DAYS": 7, "LEVEL": 1, "DEEP": True, "LAST": "x", "NAMES": ["b"],
    }  # fmt: skip


@pytest.mark.parametrize(("name", "text"), [("DAYS", "soon"), ("DAYS", "true"), ("DAYS", "1.5")])
def test_a_value_of_another_kind_is_refused(tmp_path, name, text):
    found = open_notebook(written(tmp_path / "a.ipynb", "DAYS = 30"))
    with pytest.raises(InputError, match=f"{name} cannot be '{text}'"):
        found.told({name: text})


def test_an_unknown_parameter_is_refused(tmp_path):
    found = open_notebook(written(tmp_path / "a.ipynb", "DAYS = 30"))
    with pytest.raises(InputError, match="no parameter 'DAY'") as refused:
        found.told({"DAY": "3"})
    assert "DAYS" in refused.value.next_step
    none = open_notebook(written(tmp_path / "b.ipynb", "DAYS = 30", tagged="other"))
    with pytest.raises(InputError) as refused:
        none.told({"DAYS": "3"})
    assert refused.value.next_step == "It takes none."


@pytest.mark.parametrize("text", ["", "[]", '{"cells": 1}', '{"a": 1}'])
def test_what_is_no_notebook_is_refused(tmp_path, text):
    path = tmp_path / "a.ipynb"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match="no notebook"):
        open_notebook(path)


def test_a_missing_extra_is_said_in_one_line(tmp_path, monkeypatch):
    found = open_notebook(written(tmp_path / "a.ipynb", "DAYS = 30"))
    monkeypatch.setitem(sys.modules, "papermill", None)
    with pytest.raises(InputError, match="extra 'notebooks' is not installed") as refused:
        execute(found, {}, here=tmp_path)
    assert "\n" not in refused.value.message
