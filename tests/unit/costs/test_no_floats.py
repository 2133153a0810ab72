"""No float touches money: none is written in the code that prices, none appears while it runs."""

from __future__ import annotations

import ast
import decimal
from pathlib import Path

import pytest

import dharma_core.costs
import dharma_core.money
from dharma_core.workbench import Workbench

PACKAGE = Path(dharma_core.costs.__file__).parent
VIEWS = PACKAGE.parent / "views"
MONEY_VIEWS = (
    "cost_formats", "cost_markdown", "cost_page", "cost_tables", "focus", "infracost", "price_rows",
    "savings",
)  # fmt: skip
FILES = sorted(
    [
        *PACKAGE.rglob("*.py"),
        Path(dharma_core.money.__file__),
        PACKAGE.parent / "units.py",
        PACKAGE.parent / "workbench" / "pricing.py",
        *(VIEWS / f"{name}.py" for name in MONEY_VIEWS),
    ]
)


def floats(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"line {node.lineno}: {node.value}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in {"float", "round"}:
                yield f"line {node.lineno}: {node.func.id}()"
        elif isinstance(node, ast.Attribute) and node.attr in {"math", "numpy", "random"}:
            yield f"line {node.lineno}: {node.attr}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE.parent)))
def test_no_float_is_written_where_money_is_counted(path):
    found = list(floats(ast.parse(path.read_text("utf-8"))))

    # ``isinstance(value, float)`` at the door of units.py names the type and makes none.
    assert found == []


@pytest.mark.parametrize(
    "line",
    ["price = 0.1", "price = float(text)", "price = round(cost, 2)", "price = np.random.rate",
     "rate = 1e-3"],
)  # fmt: skip
def test_a_float_that_is_written_would_be_found(line):
    assert len(list(floats(ast.parse(line)))) == 1


def test_a_float_that_a_decimal_meets_would_be_found():
    half = 0.5
    with decimal.localcontext() as context:
        context.traps[decimal.FloatOperation] = True
        with pytest.raises(decimal.FloatOperation):
            decimal.Decimal(half)
        with pytest.raises(decimal.FloatOperation):
            _ = decimal.Decimal(1) < half


def test_no_decimal_meets_a_float_while_a_design_is_priced(stored_values):
    with decimal.localcontext() as context:
        context.traps[decimal.FloatOperation] = True
        bench = Workbench.open()
        plan = bench.read("three-tier-web")
        estimates = [bench.estimate(plan, preset=p) for p in ("", "medium")]
        documents = [estimate.as_dict() for estimate in estimates]

    assert [type(leaf) for document in documents for leaf in stored_values(document)].count(
        float
    ) == 0


@pytest.fixture
def stored_values():
    def leaves(value):
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            for inner in value:
                yield from leaves(inner)
        else:
            yield value

    return leaves
