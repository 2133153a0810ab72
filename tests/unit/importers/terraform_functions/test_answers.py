"""Every function beside ``terraform console``: recorded answers, and some asked again."""

import importlib.util
import json
import os
import re
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from dharma_core.importers.folders import MemoryFolder
from dharma_core.importers.terraform.budget import Budget, EvaluationError
from dharma_core.importers.terraform.calls import Caller
from dharma_core.importers.terraform.evaluation import Evaluator, Scope
from dharma_core.importers.terraform.functions import FUNCTIONS, FunctionContext
from dharma_core.importers.terraform.marks import show
from dharma_core.importers.terraform.parsing import parse_expression, parse_template
from dharma_core.plan import UNKNOWN, thaw

HERE = Path(__file__).parent
TABLE = [
    json.loads(line, parse_float=Decimal)
    for line in (HERE / "answers.jsonl").read_text(encoding="utf-8").splitlines()
]
# What only apply tells: there is no answer to record.
UNASKED = {"bcrypt", "plantimestamp", "timestamp", "uuid"}
# A list is not told from a tuple; an empty list has no type.
TYPES_NOT_TOLD_APART = {
    "[1,2,3] == tolist([1,2,3])",
    'concat(tolist([1]),tolist(["a"]))',
    'true ? [1] : false ? ["a"] : []',
}
LOCALS = {
    "greeting": "Hello ${name}",
    "loop": "%{ for n in names }<${n}>%{ endfor }",
}


class Names:
    """The locals that the recorded expressions read."""

    def lookup(self, root, steps, _scope):
        assert root == "local"
        return LOCALS[steps[0]], steps[1:]


def ours(text):
    return thaw(show(evaluate(parse_expression(text), {})))


def evaluate(expression, variables):
    files = {str(p.relative_to(HERE / "files")): p for p in (HERE / "files").rglob("*.*")}
    folder = MemoryFolder({name: path.read_bytes() for name, path in files.items()})
    budget = Budget()
    context = FunctionContext(folder, "", lambda text, values, _: rendered(text, values))
    return Evaluator(budget, Caller(budget, context)).evaluate(
        expression, Scope(variables or Names())
    )


class Given:
    def __init__(self, values):
        self.values = values

    def lookup(self, root, steps, _scope):
        if root not in self.values:
            raise EvaluationError(f"vars map does not contain key {root!r}")
        return self.values[root], steps


def rendered(text, values):
    return evaluate(parse_template(text), Given(values))


def rows():
    for row in TABLE:
        unlike = row["expression"] in TYPES_NOT_TOLD_APART
        marks = [pytest.mark.xfail(reason="no such types here")] if unlike else []
        yield pytest.param(row, id=row["expression"][:60], marks=marks)


@pytest.mark.parametrize("row", list(rows()))
def test_an_expression_has_the_value_that_terraform_gives_it(row):
    if "error" in row:
        with pytest.raises(EvaluationError):
            ours(row["expression"])
    else:
        assert ours(row["expression"]) == row["answer"]


def test_every_function_is_asked_three_times_or_more():
    asked = Counter(
        name for row in TABLE for name in set(re.findall(r"([a-z0-9]+)\(", row["expression"]))
    )
    one_answer = {"list", "map"}
    few = {n for n in FUNCTIONS if asked[n] < 3} - UNASKED - one_answer
    assert not few


def test_what_only_apply_tells_is_unknown():
    for call in ("timestamp()", "plantimestamp()", "uuid()", 'bcrypt("x")', 'bcrypt("x", 5)'):
        assert ours(call) is UNKNOWN, call


def test_packed_text_is_unknown_where_another_packer_would_pack_otherwise():
    assert ours('base64gzip("over and over and over")') is UNKNOWN


@pytest.mark.terraform
def test_terraform_still_gives_the_recorded_answers():
    asked = TABLE[:: len(TABLE) // 25]
    terraform = os.environ.get("DHARMA_TERRAFORM") or shutil.which("terraform")
    fresh = recorder().answers([row["expression"] for row in asked], terraform)
    assert [json.loads(row, parse_float=Decimal) for row in fresh] == asked


def recorder():
    spec = importlib.util.spec_from_file_location("record_answers", HERE / "record_answers.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
