"""Our facts of Azure and Google say what the providers' documentation says."""

import importlib.util
import sys
from importlib.metadata import version

import pytest

from dharma_core.generation.pulumi.naming import PACKAGES
from dharma_core.storage.facts import data_root

FOLDER = data_root() / "catalog"


@pytest.fixture
def documented(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    spec = importlib.util.spec_from_file_location("documented", FOLDER / "documented.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "documented", module)
    spec.loader.exec_module(module)
    return module


@pytest.mark.pulumi
@pytest.mark.parametrize("provider", ["azurerm", "google"])
def test_no_fact_contradicts_the_documentation(documented, provider):
    pytest.importorskip(PACKAGES[provider])
    found = list(documented.findings(provider))
    assert [f for f in found if not f.is_missing] == [], version(PACKAGES[provider])
    assert found, "the documentation always knows more than we plan with"


@pytest.mark.parametrize(
    ("text", "default", "forces"),
    [
        ("The mode. Defaults to `Default.`", "Default", False),
        ("A rate. Default is 0.5 which means half.", "0.5", False),
        ("How long. Defaults to 7 days.", None, False),
        ("Defaults to `true` if the kind is `x`.", None, False),
        ("Changing this forces a new resource to be created.", None, True),
        ("Changing this will force a new one when the SKU is basic.", None, False),
    ],
    ids=["a full stop inside", "bare", "a span of time", "a condition", "forces", "may force"],
)
def test_a_docstring_is_read_without_its_conditions(documented, text, default, forces):
    assert documented.said_of(text) == documented.Said(default, forces)
