"""Secrets are found wherever they stand in a plan, told once, and never shown whole."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dharma_core.errors import FactError
from dharma_core.plan import Address, Expression, Plan, Ref, make_resource
from dharma_core.plan.masking import MASKED
from dharma_core.policies.secrets import parse_forms, scan
from dharma_core.policies.secrets.scanning import shortened
from dharma_core.storage.secret_forms import load_secret_forms

FORMS = load_secret_forms()
# Put together here, so that no scanner of repositories takes this file for a leak.
KEY = "AKIA" + "QYLPMN5HHHFPZAM2"
EXAMPLES = {
    "DH_SECRETS_001": [KEY, "ASIA" + "QYLPMN5HHHFPZAM2"],
    "DH_SECRETS_002": ["aws_secret_key = " + "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYzzzzzzKEY0"],
    "DH_SECRETS_003": ["-----BEGIN RSA " + "PRIVATE KEY-----", "-----BEGIN " + "PRIVATE KEY-----"],
    "DH_SECRETS_004": ["ghp_" + "a1B2" * 9, "github_pat_" + "a1B2_" * 8],
    "DH_SECRETS_005": ["glpat-" + "a1B2c3D4e5" * 2],
    "DH_SECRETS_006": [
        "xoxb-" + "123456789012-abc", "https://hooks.slack.com/services/" + "T0/B0/" + "x" * 24,
    ],
    "DH_SECRETS_007": ["AIza" + "Sy0123456789abcdefghijklmnopqrstuvw"],
    "DH_SECRETS_008": ['{"private_key_id": "' + "0123456789abcdef" * 2 + '01234567"}'],
    "DH_SECRETS_009": ["AccountKey=" + "Ab1+" * 21 + "Zz=="],
    "DH_SECRETS_010": ["Endpoint=sb://x/;SharedAccessKey=" + "Ab1+" * 10 + "Zzz="],
    "DH_SECRETS_011": ["abc8Q~" + "x1Y2-" * 6 + "abcd"],
    "DH_SECRETS_012": ["sk_" + "live_" + "a1B2" * 6],
    "DH_SECRETS_013": ["npm_" + "a1B2" * 9, "pypi-" + "AgEIcHlwaS5vcmc" + "x1" * 30],
    "DH_SECRETS_014": ["SG." + "a1B2c3D4e5F6g7H8i9J0kL" + "." + "a1B2c" * 8 + "xyz"],
    "DH_SECRETS_015": ["hvs." + "a1B2" * 8, "a1B2c3D4e5F6g7.atlasv1." + "z9" * 34],
    "DH_SECRETS_016": ["dapi" + "0123456789abcdef" * 2],
    "DH_SECRETS_017": ["sk-ant-api03-" + "a1B2c" * 10, "sk-proj-" + "a1B2c" * 10],
    "DH_SECRETS_018": ["eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0" + "." + "x1Y2" * 8],
    "DH_SECRETS_019": ["postgres://app:" + "t0psecret" + "@db.example.com:5432/app"],
}  # fmt: skip
FORM = {"id": "A", "title": "t", "severity": "high", "pattern": "a"}
HARMLESS = [
    "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf",
    "{{resolve:secretsmanager:db:SecretString:password}}",
    "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/db/)",
    "projects/p/secrets/db/versions/latest",
    "https://example.com/path?x=1",
    "postgres://db.example.com:5432/app",
    "postgres://app:${DB_PASSWORD}@db.example.com/app",
    "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "-----BEGIN CERTIFICATE-----",
]


def found(*resources, kind="terraform"):
    return [(f.rule_id, f.evidence["attribute"]) for f in scan(Plan(resources, kind=kind), FORMS)]


def instance(**attributes):
    return make_resource(Address("aws_instance", "i"), attributes)


def test_every_form_has_an_example():
    assert {f.rule.id for f in FORMS.forms} == set(EXAMPLES)


@pytest.mark.parametrize(
    ("rule", "text"), [(r, t) for r, texts in EXAMPLES.items() for t in texts],
    ids=[f"{r}-{i}" for r, texts in EXAMPLES.items() for i, _ in enumerate(texts)],
)  # fmt: skip
def test_each_form_is_found_in_a_longer_text_and_not_shown(rule, text):
    (finding,) = scan(Plan((instance(user_data=f"#!/bin/sh\nexport X={text}\n"),)), FORMS)
    assert (finding.rule_id, finding.address) == (rule, "aws_instance.i")
    assert text not in finding.message
    assert text not in json.dumps(finding.as_dict(), default=str)


@pytest.mark.parametrize("text", HARMLESS, ids=range(len(HARMLESS)))
def test_what_only_points_to_a_secret_is_none(text):
    assert found(instance(user_data=text)) == []


@pytest.mark.parametrize("text", HARMLESS[:4], ids=range(4))
def test_a_name_that_says_secret_may_point_to_where_it_is_kept(text):
    assert found(instance(tags={"password": text})) == []


def test_user_data_in_base64_is_read():
    text = base64.b64encode(f"#!/bin/sh\necho {KEY}\n".encode()).decode()
    assert found(instance(user_data_base64=text)) == [("DH_SECRETS_001", "user_data_base64")]


def test_documents_and_pairs_of_name_and_value_are_read():
    containers = json.dumps(
        [{"name": "app", "environment": [{"name": "DB_PASSWORD", "value": "q7#Lw9!xZ2pT"}]}]
    )
    task = make_resource(
        Address("aws_ecs_task_definition", "t"), {"container_definitions": containers}
    )
    place = "container_definitions[0].environment[0].DB_PASSWORD"
    assert found(task) == [("DH_SECRETS_020", place)]


def test_a_name_that_says_secret_needs_a_value_that_could_be_one():
    variables = {
        "API_KEY": "q7Lw9xZ2pT4v",
        "API_TOKEN": "changeme",
        "PASSWORD_LENGTH": "q7Lw9xZ2pT4v",
        "DB_SECRET_ARN": "q7Lw9xZ2pT4v",
        "TOKEN": "aaaaaaaaaaaa",
        "CITY": "q7Lw9xZ2pT4v",
    }
    function = make_resource(
        Address("aws_lambda_function", "f"), {"environment": [{"variables": variables}]}
    )
    assert found(function) == [("DH_SECRETS_020", "environment[0].variables.API_KEY")]


def database(*expressions):
    return make_resource(
        Address("aws_db_instance", "d"),
        {"password": MASKED},
        expressions=expressions,
        sensitive={"password": True},
    )


def test_a_sensitive_attribute_is_told_where_it_is_a_literal():
    from_variable = Expression.of(("password",), Ref("var.password"))
    assert found(database()) == [("DH_SECRETS_021", "password")]
    assert found(database(from_variable)) == []


def test_a_state_or_a_plan_without_its_source_tells_no_literals():
    assert found(database(), kind="terraform-state") == []
    assert found(database(), kind="terraform-plan") == []


def test_the_literal_part_of_a_text_with_variables_is_read():
    parts = Expression.of(("user_data",), f"export K={KEY}\nexport P=", Ref("var.p"))
    machine = make_resource(Address("aws_instance", "i"), {}, expressions=(parts,))
    assert found(machine) == [("DH_SECRETS_001", "user_data")]


def test_the_same_secret_in_one_attribute_is_told_once():
    assert found(instance(user_data=f"{KEY} {KEY}")) == [("DH_SECRETS_001", "user_data")]


@given(st.text())
def test_no_more_than_four_characters_and_a_quarter_are_shown(secret):
    shown = shortened(secret).partition("...")[0]
    assert len(shown) <= min(4, len(secret) / 4)
    assert secret.startswith(shown)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_any_value_can_be_looked_through(value):
    assert isinstance(found(instance(anything=value, password=value)), list)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"forms": [{"id": "A"}]}, "title"),
        ({"forms": [FORM | {"pattern": "("}]}, "unterminated"),
        ({"forms": [FORM | {"id": "DH_SECRETS_020"}]}, "twice"),
        ({"forms": [FORM | {"severity": "bad"}]}, "bad"),
    ],
    ids=["incomplete", "no pattern", "twice", "severity"],
)  # fmt: skip
def test_a_wrong_file_is_refused(change, says):
    named = {
        "id": "DH_SECRETS_020", "title": "t", "severity": "high", "names": "a", "not_names": "b",
        "least_length": 8, "least_bits": 3,
    }  # fmt: skip
    written = {"id": "DH_SECRETS_021", "title": "t", "severity": "high"}
    raw = {"forms": [], "named": named, "written": written, "references": ["^x"]}
    assert parse_forms(raw).least_length == 8
    with pytest.raises(FactError, match=says):
        parse_forms(raw | change)
