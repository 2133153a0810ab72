"""Text records and private aliases of a domain, to Azure's templates and back."""

import json

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.generation import render
from dharma_core.importers import read_text
from dharma_core.runners.format_checks import run_checks
from dharma_core.storage.facts import load_catalog

CATALOG = load_catalog()
DESIGN = """name: names
version: 1.0.0
provider: azure
region: westeurope
resources:
  - {name: g, type: azurerm_resource_group, properties: {name: g, location: westeurope}}
  - name: out
    type: azurerm_dns_zone
    properties: {name: example.com, resource_group_name: "${g.name}"}
  - name: inner
    type: azurerm_private_dns_zone
    properties: {name: example.internal, resource_group_name: "${g.name}"}
  - name: mail
    type: azurerm_dns_txt_record
    properties:
      name: "@"
      ttl: 300
      zone_name: ${out.name}
      resource_group_name: ${g.name}
      record: [{value: v=spf1 -all}, {value: second}]
  - name: www
    type: azurerm_private_dns_cname_record
    properties:
      name: www
      ttl: 60
      zone_name: ${inner.name}
      resource_group_name: ${g.name}
      record: example.com
"""


def made(format_name):
    plan = lower(parse_blueprint(DESIGN, file="names.yaml", catalog=CATALOG), CATALOG)
    return render(plan, format_name, CATALOG)


def records(document):
    inner = document["resources"][-1]["properties"]["template"]["resources"]
    return {r["name"]: r["properties"] for r in inner if "properties" in r}


def test_each_text_is_a_record_of_its_own_and_the_alias_one_name():
    found = made("arm")
    assert found.untranslated == ()
    assert records(json.loads(found.files[0].text)) == {
        "example.com/@": {
            "TTL": 300,
            "TXTRecords": [{"value": ["v=spf1 -all"]}, {"value": ["second"]}],
        },
        "example.internal/www": {"ttl": 60, "cnameRecord": {"cname": "example.com"}},
    }


def test_both_templates_pass_their_checks():
    said = [result for name in ("arm", "bicep") for result in run_checks(made(name))]
    assert [r.detail for r in said if r.status == "failed"] == []


def test_they_come_back_as_they_were():
    back = read_text(made("arm").files[0].text, file="azuredeploy.json", catalog=CATALOG)
    by_name = {r.name: r.attributes for r in back.resources}
    assert by_name["mail"]["record"] == ({"value": "v=spf1 -all"}, {"value": "second"})
    assert (by_name["www"]["record"], by_name["www"]["ttl"]) == ("example.com", 60)
