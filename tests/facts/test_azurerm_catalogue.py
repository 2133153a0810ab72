"""Every Azure type: its section speaks of what exists, and comes back from ARM and Bicep."""

import json
import re

import pytest

from dharma_core.generation.arm.bicep_compiling import compile_bicep
from dharma_core.generation.arm.json_text import arm_template
from dharma_core.generation.arm.language import Sections
from dharma_core.generation.arm.structure import check_template
from dharma_core.generation.formats import arm, bicep
from dharma_core.importers.arm import read_template
from dharma_core.plan import UNKNOWN, Address, Expression, Plan, Ref, make_resource
from dharma_core.plan.frozen import walk
from dharma_core.storage.facts import load_catalog

CATALOG = load_catalog()
SECTIONS = Sections(CATALOG)
TYPES = [name for name in CATALOG.types if name.startswith("azurerm_")]

DOUBLE = {
    # another attribute of the type writes the same property
    "enable_automatic_updates",
    "enable_floating_ip",
    "enable_rbac_authorization",
    "enable_tcp_reset",
    "local_authentication_disabled",
    "metric",
    "role_definition_id",
    "trusted_launch_enabled",
}
UNSAID = {
    # what a template cannot hold, by type and attribute
    ("azurerm_cdn_frontdoor_route", "cdn_frontdoor_origin_ids"): "ids of origins made elsewhere",
    ("azurerm_container_app_environment", "log_analytics_workspace_id"): "a workspace elsewhere",
    ("azurerm_kubernetes_cluster", "temporary_name_for_rotation"): "steers Terraform only",
    ("azurerm_linux_function_app", "content_share_force_disabled"): "steers Terraform only",
    ("azurerm_subnet", "actions"): "Azure grants them by the delegation's name",
    ("azurerm_virtual_network", "subnet"): "read as subnets of their own",
}


def scalar(kind, word):
    if kind == "bool":
        return True
    if kind == "number":
        return 8
    if kind.startswith(("list(number", "set(number")):
        return [3]
    if kind.startswith(("list(", "set(")):
        return [word]
    return {"k": word} if kind.startswith("map") else word


FORMED = {
    "epoch": "2030-01-01T00:00:00Z",
    "gibibytes": 32768,
    "number": "8",
    "document": '{"a":"b"}',
}
WORDS = {"account_tier": "Standard", "account_replication_type": "LRS"}


def sample_value(name, fact, line):
    """Return a value that is no default and that the attribute's line can say."""
    if line.form == "identity":
        return [{"type": "SystemAssigned"}]
    if fact.members:
        return [sample_block(name, fact, line.members or line.flat)]
    if line.values and not line.split:
        word = next(iter(line.values))
        flag = {"true": True, "false": False}.get(word)
        return flag if fact.type == "bool" else word
    if line.split:
        return "Developer_1" if "capacity" in str(line.to) else "GP_Standard_D2s_v3"
    if line.unless and not line.to:
        return line.unless[0]
    found = FORMED.get(line.form, WORDS.get(name, scalar(fact.type, name)))
    return (not found) if found in line.unless and isinstance(found, bool) else found


def sample_block(name, fact, lines):
    inner = {"python_version": lines["python_version"]} if name == "application_stack" else lines
    return {
        key: sample_value(key, fact.members[key], line)
        for key, line in inner.items()
        if not fact.members[key].read_only
    }


class Sample:
    """One resource of a type, and those it stands in or under."""

    def __init__(self, type_, name, *, full):
        self.kind, self.section = CATALOG.get(type_), SECTIONS.get(type_)
        self.address, self.full = Address(type_, name), full
        self.attributes, self.expressions, self.before = {}, [], []

    def resources(self):
        self._place()
        if "name" in self.kind.attributes and self.section.name != "guid":
            self.attributes["name"] = f"{self.address.type[8:]}-{self.address.name}"
        elif self.section.name in self.kind.attributes:
            self.attributes[self.section.name] = f"{self.address.type[8:]}-{self.address.name}"
        self._fill()
        if "location" in self.attributes:
            self.attributes["location"] = "westeurope"
        if self.full and self.section.tags:
            self.attributes["tags"] = {"env": "prod"}
        written = tuple(self.expressions)
        return [*self.before, make_resource(self.address, self.attributes, expressions=written)]

    def _place(self):
        section, name = self.section, self.address.name
        if "resource_group_name" in self.kind.attributes:
            self._refer("resource_group_name", "azurerm_resource_group.main", "name", "rg-1")
        if section.parent:
            self.before = sample(section.parent.type, f"{name}p", full=False)
            by = section.parent.by[0]
            self._stand(by, self.before[-1], "id" if by.endswith("_id") else "name")
            for outer in section.parent.outer:
                self._stand(outer, self.before[-2], "name")
        if section.fold:
            self.before = sample(section.fold.owners[0], f"{name}o", full=True)
            self._stand(section.fold.by, self.before[-1], "id")
            self.attributes |= {section.fold.item: "name"} if section.fold.item else {}
        if section.scope:
            self.before = sample("azurerm_key_vault", f"{name}s", full=False)
            self._stand(section.scope, self.before[-1], "id")

    def _stand(self, attribute, resource, target):
        value = resource.attributes["name"] if target == "name" else UNKNOWN
        self._refer(attribute, str(resource.address), target, value)

    def _refer(self, attribute, address, target, value):
        self.attributes[attribute] = value
        self.expressions.append(Expression.of((attribute,), Ref(address, target)))

    def _fill(self):
        companions = self.section.companions
        lines = {n: c.line for n, c in companions.items()} | dict(self.section.properties)
        for key, line in lines.items():
            fact = self.kind.attributes[key]
            wanted = fact.required or (self.full and (line.to or not line.unless))
            if key in self.attributes or not wanted or key in DOUBLE:
                continue
            self.attributes[key] = sample_value(key, fact, line)
            if key in companions and not companions[key].name.startswith("="):
                self.attributes[key][0].setdefault(companions[key].name, "named")


def sample(type_, name="it", *, full):
    return Sample(type_, name, full=full).resources()


def plan_of(type_, *, full):
    group = make_resource(
        Address("azurerm_resource_group", "main"), {"name": "rg-1", "location": "westeurope"}
    )
    others = [] if type_ == "azurerm_resource_group" else sample(type_, full=full)
    return Plan((group, *others), provider="azurerm", region="westeurope")


def told(resource):
    """Return what a resource says, leaf by leaf, without what only apply will tell."""
    return {
        path: value
        for path, value in walk(resource.attributes)
        if value is not UNKNOWN and value not in (None, (), {}) and path[0] != "id"
    }


def unsaid(type_, path):
    return any((type_, step) in UNSAID for step in path)


def test_the_types_that_portable_kinds_need_are_there():
    assert len(TYPES) >= 80
    needed = {
        "virtual_network", "subnet", "nat_gateway", "public_ip", "dns_zone", "lb", "managed_disk",
        "linux_virtual_machine", "kubernetes_cluster", "container_app", "linux_function_app",
        "api_management", "storage_account", "storage_share", "postgresql_flexible_server",
        "mysql_flexible_server", "cosmosdb_account", "redis_cache", "servicebus_queue",
        "servicebus_topic", "key_vault_secret", "key_vault_key", "log_analytics_workspace",
        "user_assigned_identity", "cdn_frontdoor_profile", "container_registry",
        "monitor_metric_alert", "linux_virtual_machine_scale_set", "network_security_group",
    }  # fmt: skip
    assert {f"azurerm_{name}" for name in needed} <= set(TYPES)


@pytest.mark.parametrize("type_", TYPES)
def test_each_section_names_an_arm_type_and_a_dated_version(type_):
    section = SECTIONS.get(type_)
    assert bool(section.fold) != bool(section.type)
    if section.type:
        assert re.fullmatch(r"Microsoft\.\w+(/\w+)+", section.type)
        assert re.fullmatch(r"20\d\d-\d\d-\d\d(-preview)?", section.api)


@pytest.mark.parametrize("type_", TYPES)
def test_each_section_speaks_of_attributes_that_exist(type_):
    kind, section = CATALOG.get(type_), SECTIONS.get(type_)
    aside = section.aside - {"timeouts", "resource_group_name", ""}
    named = aside | {name.split(".")[0] for name in section.attributes} | set(section.ignored)
    assert named <= set(kind.attributes)
    assert [n for n in section.attributes if not kind.attribute(tuple(n.split(".")[:1]))] == []


@pytest.mark.parametrize("type_", TYPES)
def test_each_required_attribute_has_a_place(type_):
    kind, section = CATALOG.get(type_), SECTIONS.get(type_)
    required = {n for n, fact in kind.attributes.items() if fact.required}
    assert required <= section.aside | set(section.properties) | set(section.companions) | {"name"}


@pytest.mark.parametrize("type_", TYPES)
def test_each_relation_leads_from_an_attribute_to_an_attribute(type_):
    kind = CATALOG.get(type_)
    for path, targets in kind.relations.items():
        assert kind.attribute(tuple(path.split("."))), path
        for target in targets:
            other, _, attribute = target.partition(".")
            steps = tuple(int(s) if s.isdigit() else s for s in attribute.split("."))
            assert CATALOG.find(other) is not None, target
            assert CATALOG.get(other).attribute(steps), target


@pytest.mark.parametrize("full", [False, True], ids=["required", "every-attribute"])
@pytest.mark.parametrize("type_", TYPES)
def test_each_type_comes_back_from_arm(type_, full):
    plan = plan_of(type_, full=full)
    made = arm.render(plan, CATALOG)
    text = made.files[0].text
    assert [m for m in made.untranslated if not any(name in m for _, name in UNSAID)] == []
    assert check_template(json.loads(text)) == ()
    back = read_template(text, file="azuredeploy.json", catalog=CATALOG)
    assert [str(p) for p in back.problems] == []
    for resource in plan.resources:
        again = back.by_address[str(resource.address)]
        found = told(again)
        lost = {p: v for p, v in told(resource).items() if found.get(p) != v}
        assert {p for p in lost if not unsaid(resource.type, p)} == set()
        same = {(e.path, e.parts) for e in again.expressions}
        assert {(e.path, e.parts) for e in resource.expressions} <= same


@pytest.mark.parametrize("type_", TYPES)
def test_each_type_means_the_same_in_bicep(type_):
    plan = plan_of(type_, full=True)
    files = {file.path: file.text for file in bicep.render(plan, CATALOG).files}
    template = arm_template(compile_bicep(files))
    assert template == json.loads(arm.render(plan, CATALOG).files[0].text)
    assert check_template(template) == ()


def test_an_inline_subnet_is_read_as_a_subnet_of_its_own():
    text = arm.render(plan_of("azurerm_virtual_network", full=True), CATALOG).files[0].text
    back = read_template(text, file="azuredeploy.json", catalog=CATALOG)
    subnet = back.by_address["azurerm_subnet.name"]
    assert subnet.attributes["virtual_network_name"] == "virtual_network-it"
    assert subnet.attributes["address_prefixes"] == ("address_prefixes",)
