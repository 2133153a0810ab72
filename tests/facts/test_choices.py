"""The values that services list: every path is an attribute, every default is one of them."""

from __future__ import annotations

import pytest

from dharma_core.plan import Catalog
from dharma_core.storage.facts import load_catalog

CATALOG: Catalog = load_catalog()
LISTED = [
    (type_, path) for type_, paths in CATALOG.tables["choices"].items() for path in paths
]  # fmt: skip


def test_the_usual_enumerations_are_there() -> None:
    assert len(LISTED) > 150
    assert CATALOG.tables["choices"]["aws_dynamodb_table"]["billing_mode"] == [
        "PAY_PER_REQUEST", "PROVISIONED",
    ]  # fmt: skip


@pytest.mark.parametrize(("type_", "path"), LISTED, ids=[f"{t}.{p}" for t, p in LISTED])
def test_a_list_of_values_belongs_to_a_text_and_holds_its_default(type_: str, path: str) -> None:
    fact = CATALOG.get(type_).attribute(tuple(path.split(".")))
    assert fact is not None
    assert fact.type == "string"
    values = CATALOG.tables["choices"][type_][path]
    assert len(values) == len(set(values))
    assert not fact.default or fact.default in values
