"""The facts of FOCUS agree with each other, and with what the specification counts."""

from __future__ import annotations

import pytest

from dharma_core.finops.focus import VERSIONS, parse_focus_spec
from dharma_core.finops.focus_checks import checks_of
from dharma_core.finops.focus_frame import billing_schema
from dharma_core.storage.billing_facts import load_focus, load_mappings

SPEC = load_focus()


def test_each_version_has_as_many_columns_as_the_specification():
    assert [len(SPEC.of_version(version)) for version in VERSIONS] == [43, 50, 57]
    assert list(SPEC.columns) == sorted(SPEC.columns)


def test_a_mapping_feeds_columns_of_focus_with_allowed_words():
    for mapping in load_mappings().values():
        assert set(mapping.columns) | set(mapping.constants) <= set(SPEC.columns)
        for name, source in mapping.columns.items():
            words = set(SPEC.words(SPEC.column(name)))
            given = set((source.words or {}).values()) | {source.otherwise} - {None}
            if words and SPEC.column(name).type == "string" and source.words is not None:
                assert given <= words, (mapping.name, name)


def test_every_rule_is_told_apart_by_its_id_and_has_a_source():
    ids = [rule.id for rule in SPEC.rules]
    assert len(ids) == len(set(ids))
    assert all(rule.source and rule.repair and rule.allowed for rule in SPEC.rules)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_file_with_every_column_meets_every_rule_of_its_version(version):
    held = {c.name: billing_schema(SPEC)[c.name] for c in SPEC.of_version(version)}
    rules = {check.rule for check in checks_of(SPEC, version, held)}
    assert {rule.id for rule in SPEC.rules if rule.since <= version} <= rules
    assert rules >= {"BilledCost_IsDecimal", "Provider_NotNull", "ServiceCategory_Enum"}


def test_a_fact_that_names_no_column_is_refused():
    columns = "column,type,level,nullable,since,essential,allowed,validator_name\nA,word,,,,,,\n"
    with pytest.raises(Exception, match="row 2"):
        parse_focus_spec(columns, {"service_category": {}}, {"rules": []}, "")
