"""Every earlier name leads from what the schema does not know to what it does."""

import pytest

from dharma_core.errors import FactError
from dharma_core.storage.earlier_names import EarlierNames
from dharma_core.storage.facts import load_catalog

CATALOG = load_catalog()
ENTRIES = [(type_, name) for type_, names in CATALOG.earlier.items() for name in names]
IDS = [f"{type_}.{'.'.join(name.was)}" for type_, name in ENTRIES]


@pytest.mark.parametrize(("type_", "name"), ENTRIES, ids=IDS)
def test_an_earlier_name_is_gone_from_the_schema_and_its_present_one_is_there(type_, name):
    kind = CATALOG.get(type_)
    assert kind.attribute(name.was) is None
    assert not name.now or kind.attribute(name.now) is not None


@pytest.mark.parametrize(("type_", "name"), ENTRIES, ids=IDS)
def test_a_changed_value_has_the_type_of_its_present_name(type_, name):
    if not name.values and not name.listed:
        return
    fact = CATALOG.get(type_).attribute(name.now)
    if name.listed:
        assert fact.type.startswith(("list(", "set("))
    else:
        wanted = {"string": str, "bool": bool}[fact.type]
        assert all(type(value) is wanted for value in name.values.values())


@pytest.mark.parametrize(
    "text",
    ["providers: 7", "nothing: here", "providers: {x: {'1': {t: {a: {now: b, later: c}}}}}", "["],
    ids=["no mapping", "no providers", "an unknown key", "no YAML"],
)
def test_a_faulty_file_is_a_fact_error(tmp_path, text):
    path = tmp_path / "earlier_names.yaml"
    path.write_text(text)
    with pytest.raises(FactError, match=r"earlier_names\.yaml"):
        len(EarlierNames(path))
