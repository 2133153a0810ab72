"""Text records and private aliases of a domain, to Azure's templates and back."""

import json

from dharma_core.blueprints import lower, parse_blueprint
from dharma_core.generation import render
from dharma_core.importers import read_text
from dharma_core.runners.format_checks import run_checks
from dharma_core.storage.facts import load_catalog

CATALOG = load_catalog()
LONG = "k" * 300
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
      record: [{value: v=spf1 -all}, {value: second}, {value: "%s"}]
  - name: key
    type: azurerm_private_dns_txt_record
    properties:
      name: key
      ttl: 60
      zone_name: ${inner.name}
      resource_group_name: ${g.name}
      record: [{value: "%s"}]
  - name: host
    type: azurerm_private_dns_a_record
    properties:
      name: host
      ttl: 60
      zone_name: ${inner.name}
      resource_group_name: ${g.name}
      records: [10.0.0.4]
  - name: www
    type: azurerm_private_dns_cname_record
    properties:
      name: www
      ttl: 60
      zone_name: ${inner.name}
      resource_group_name: ${g.name}
      record: example.com
""" % (LONG, LONG)  # noqa: UP031 - braces stand in the text


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
            "TXTRecords": [
                {"value": ["v=spf1 -all"]},
                {"value": ["second"]},
                {"value": ["k" * 255, "k" * 45]},
            ],
        },
        "example.internal/host": {"ttl": 60, "aRecords": [{"ipv4Address": "10.0.0.4"}]},
        "example.internal/key": {"ttl": 60, "txtRecords": [{"value": ["k" * 255, "k" * 45]}]},
        "example.internal/www": {"ttl": 60, "cnameRecord": {"cname": "example.com"}},
    }


def test_both_templates_pass_their_checks():
    said = [result for name in ("arm", "bicep") for result in run_checks(made(name))]
    assert [r.detail for r in said if r.status == "failed"] == []


def test_they_come_back_as_they_were():
    back = read_text(made("arm").files[0].text, file="azuredeploy.json", catalog=CATALOG)
    by_name = {r.name: r.attributes for r in back.resources}
    texts = ({"value": "v=spf1 -all"}, {"value": "second"}, {"value": LONG})
    assert by_name["mail"]["record"] == texts
    assert by_name["key"]["record"] == ({"value": LONG},)
    assert (by_name["www"]["record"], by_name["www"]["ttl"]) == ("example.com", 60)
