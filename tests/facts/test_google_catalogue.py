"""The Google Cloud types: enough of them, each relation leads somewhere, each secret is marked."""

import importlib.util
import shutil

import pytest
import yaml

from dharma_core.blueprints.scalars import coerce
from dharma_core.storage.facts import data_root, load_catalog

CATALOG = data_root() / "catalog"
TYPES = sorted(path.stem for path in CATALOG.glob("google/*.yaml"))


def facts_below(facts, prefix=""):
    for fact in facts.values():
        yield prefix + fact.name, fact
        yield from facts_below(fact.members, f"{prefix}{fact.name}.")


def test_at_least_thirty_eight_types_are_curated():
    assert len(TYPES) >= 38
    listed = yaml.safe_load((CATALOG / "google.facts.yaml").read_text(encoding="utf-8"))["types"]
    assert sorted(listed) == TYPES


@pytest.mark.parametrize("name", TYPES)
def test_each_type_says_where_its_facts_come_from(name):
    type_ = load_catalog().get(name)
    assert (type_.provider, type_.curated) == ("google", True)
    assert type_.title
    assert type_.service
    assert type_.aliases
    assert "hashicorp/google 6.50.0" in type_.source
    assert type_.attributes["id"].read_only


@pytest.mark.parametrize("name", TYPES)
def test_each_default_has_the_type_of_its_attribute(name):
    for path, fact in facts_below(load_catalog().get(name).attributes):
        if fact.has_default and fact.default is not None and "object" not in fact.type:
            assert coerce(fact.type, fact.default) == fact.default, path
        if fact.required or fact.read_only:
            assert not fact.has_default, path


@pytest.mark.parametrize("name", TYPES)
def test_each_relation_leads_from_an_attribute_to_an_attribute(name):
    catalog = load_catalog()
    type_ = catalog.get(name)
    for path, targets in type_.relations.items():
        source = type_.attribute(tuple(path.split(".")))
        assert source is not None, path
        assert not source.read_only, path
        for target in targets:
            other, attribute = target.split(".")
            assert catalog.get(other).curated, target
            assert catalog.get(other).attribute((attribute,)) is not None, target


def test_a_design_finds_its_way_from_the_address_to_the_machines():
    # forwarding rule -> proxy -> URL map -> backend -> group -> template -> subnet -> network
    chain = (
        ("google_compute_global_forwarding_rule", "target"),
        ("google_compute_target_https_proxy", "url_map"),
        ("google_compute_url_map", "default_service"),
        ("google_compute_backend_service", "backend.group"),
        ("google_compute_region_instance_group_manager", "version.instance_template"),
        ("google_compute_instance_template", "network_interface.subnetwork"),
        ("google_compute_subnetwork", "network"),
    )
    reached = chain[0][0]
    for type_, path in chain:
        assert type_ == reached
        reached = load_catalog().get(type_).relations[path][0].split(".")[0]
    assert reached == "google_compute_network"


def test_building_again_changes_no_google_file(shared, tmp_path):
    folder = tmp_path / "catalog"
    shutil.copytree(CATALOG, folder)
    spec = importlib.util.spec_from_file_location("catalogue_build", folder / "build.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    script.main(shared / "schemas", "google")
    for name in TYPES:
        path = f"google/{name}.yaml"
        assert (folder / path).read_bytes() == (CATALOG / path).read_bytes(), name
