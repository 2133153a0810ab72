"""A blueprint file: what is right is read, everything wrong is told at once with its line."""

import json

import pytest

from dharma_core.blueprints import parse_blueprint
from dharma_core.errors import InputError
from dharma_core.storage.facts import load_catalog

HEAD = "name: net\nversion: 1.0.0\nprovider: aws\nregion: us-east-1\n"
VPC = "resources:\n- {name: main, type: vpc, properties: {cidr_block: 10.0.0.0/16}}\n"


def errors_of(text, *, catalog=None):
    with pytest.raises(InputError) as caught:
        parse_blueprint(text, file="net.yaml", catalog=catalog)
    return caught.value


def only_error(text, *, catalog=None):
    (found,) = errors_of(text, catalog=catalog).details["errors"]
    return found


def test_a_blueprint_knows_the_lines_of_each_resource():
    text = (
        HEAD
        + "resources:\n- name: a\n  type: vpc\n- name: b\n  type: subnet\n  properties:\n    x: 1\n"
    )
    blueprint = parse_blueprint(text, file="net.yaml")
    place = blueprint.source.at(("resources", 1))
    assert (place.file, place.line, place.end_line) == ("net.yaml", 8, 11)
    assert blueprint.source.at(("resources", 1, "properties", "x")).line == 11


def test_json_is_read_like_yaml():
    document = {
        "name": "net", "version": "1.0.0", "provider": "aws", "region": "us-east-1",
        "tags": {"Smile": "\U0001f600"}, "resources": [{"name": "main", "type": "vpc"}],
    }  # fmt: skip
    blueprint = parse_blueprint(json.dumps(document, indent="\t"), file="net.json")
    assert blueprint.resources[0].type == "vpc"
    assert blueprint.tags == {"Smile": "\U0001f600"}


def test_dates_stay_text_and_keys_too():
    text = HEAD + "tags: {2024: 2024-01-31, yes: on}\nresources: [{name: v, type: vpc}]\n"
    assert parse_blueprint(text, file="f").tags == {"2024": "2024-01-31", "yes": "on"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1.30", "1.30"),
        ("15.10", "15.10"),
        ("2.0", "2.0"),
        ("012345670123", "012345670123"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("no", "no"),
        ("Off", "Off"),
        ("9" * 5000, "9" * 5000),
        ("1.5", 1.5),
        ("-0.25", -0.25),
        ("1.0e-10", 1e-10),
        ("-7", -7),
        ("0", 0),
        ("True", True),
        ("~", None),
    ],
    ids=lambda value: str(value)[:12],
)
def test_what_would_read_otherwise_when_written_again_stays_text(written, read):
    text = f"{HEAD}resources: [{{name: v, type: x, native: true, properties: {{a: {written}}}}}]\n"
    value = parse_blueprint(text, file="f").resources[0].properties["a"]
    assert (value, type(value)) == (read, type(read))


@pytest.mark.parametrize("word", ["yes", "Yes", "on", "'true'"])
def test_a_flag_of_the_file_itself_takes_every_word_for_true(word):
    text = f"{HEAD}resources: [{{name: v, type: made_up, native: {word}}}]\n"
    assert parse_blueprint(text, file="f").resources[0].native is True


@pytest.mark.parametrize(
    ("number", "reason"),
    [("1e999", "1e999 is no number"), ("-Infinity", "-Infinity is no number"), ("1" * 400, "more")],
    ids=["too large", "infinite", "too long"],
)
def test_json_numbers_that_json_cannot_write_again_are_refused(number, reason):
    assert reason in errors_of(f'{{"name": {number}}}').message


def test_half_a_character_is_refused_before_somebody_prints_it():
    assert r"\ud800 is half of a character" in errors_of(r'{"name": "\ud800"}').message


def test_a_merge_key_is_one_error_not_two():
    text = HEAD + "resources: [{name: v, type: vpc, properties: {<<: {a: 1}}}]\n"
    errors = errors_of(text, catalog=load_catalog()).details["errors"]
    assert [e["message"] for e in errors] == ["merge keys (<<) are not read."]


@pytest.mark.parametrize("count", ["1001", "-1", "1.5", "true", "three"])
def test_a_wrong_count_is_one_error_in_plain_words(count):
    errors = errors_of(HEAD + VPC.replace("type: vpc", f"type: vpc, count: {count}")).details
    wanted = "must be a whole number from 0 to 1000, or a variable, such as ${var.count}."
    assert [e["message"] for e in errors["errors"]] == [f"count of resource 'main': {wanted}"]


def test_a_braced_yaml_text_is_yaml():
    text = "{name: net, version: 1.0.0, provider: aws, region: eu-west-1, resources: [{name: v,"
    assert parse_blueprint(f"{text} type: vpc}}]}}", file="f").name == "net"


@pytest.mark.parametrize(
    ("change", "line", "message", "hint"),
    [
        (("name: net", "name: n"), 1, "'n' must be 3 to 100 letters", ""),
        (("1.0.0", "1.0"), 2, "'1.0' is not a semantic version", ""),
        (("version: 1.0.0\n", ""), 1, "the key 'version' is missing", ""),
        (
            ("provider: aws", "provider: asw"),
            3,
            "provider: must be 'aws', 'azure' or 'gcp'",
            "Did you mean 'aws'?",
        ),
        (
            ("name: main, type: vpc", "type: vpc, name: 7"),
            6,
            "must be text: write it in quotes",
            "",
        ),
        (("type: vpc", "type: vpc, native: 1"), 6, "native of resource 'main': must be true", ""),
        (("type: vpc", "type: vpc, depends_on: a"), 6, "of resource 'main': must be a list", ""),
        (
            ("type: vpc", "type: vpc, depends_on: [[]]"),
            6,
            "depends_on of resource 'main': must",
            "",
        ),
        (("- {name: main", "- 3\n- {name: main"), 6, "resource number 1: must hold", ""),
        (("region: us-east-1", "region: US East"), 4, "is no region name", ""),
        (("region:", "regoin:"), 4, "unknown key 'regoin'", "'region'"),
        (
            ("name: main", "name: 1st"),
            6,
            "name of resource '1st': '1st' must start with a letter",
            "",
        ),
        (("name: main", "name: var"), 6, "'var' is a reserved word", ""),
        (("type: vpc", "typ: vpc"), 6, "unknown key 'typ' of resource 'main'", "'type'"),
        (("{cidr_block: 10.0.0.0/16}", "[a]"), 6, "properties of resource 'main': must hold", ""),
    ],
)
def test_each_wrong_key_or_value_is_named_with_its_line(change, line, message, hint):
    found = errors_of((HEAD + VPC).replace(*change)).details["errors"]
    (match,) = [e for e in found if message in e["message"]]
    assert match["line"] == line
    assert match["file"] == "net.yaml"
    assert hint in match["hint"]


def test_all_errors_of_a_file_come_in_one_report_in_the_order_of_its_lines():
    text = (
        "name: n\nversion: 1.0.0\nprovider: aws\nregion: us-east-1\n"
        "resources:\n"
        "- {name: main, type: vcp, properties: {cidr_block: 10.0.0.0/16}}\n"
        "- {name: web, type: ec2_instance, "
        "properties: {intance_type: t3.micro, monitoring: maybe}}\n"
        '- {name: net, type: subnet, properties: {vpc_id: "${mian.id}"}}\n'
        "- {name: bad, typ: x}\n"
    )
    error = errors_of(text, catalog=load_catalog())
    told = [(e["line"], e["message"]) for e in error.details["errors"]]
    assert told == [
        (1, "name: 'n' must be 3 to 100 letters, digits, '-' or '_'."),
        (6, "resource 'main' has the unknown type 'vcp'."),
        (7, "resource 'web' (ec2_instance) has no property 'intance_type'."),
        (7, "'monitoring' of resource 'web' (ec2_instance) must be true or false, not maybe."),
        (8, "${mian.id} refers to no resource of this blueprint."),
        (9, "the key 'type' is missing of resource 'bad'."),
        (9, "unknown key 'typ' of resource 'bad'."),
    ]
    assert "net.yaml has 7 errors:\n  net.yaml:1: " in error.message
    hints = {e["message"]: e["hint"] for e in error.details["errors"]}
    assert "'vpc'" in hints[told[1][1]]
    assert "'instance_type'" in hints[told[2][1]]
    assert "'main'" in hints[told[4][1]]


def test_a_single_error_reads_as_one_sentence_with_its_hint():
    error = errors_of(HEAD + "resources: [{name: s, type: subnet, depends_on: [x]}]\n")
    assert str(error) == "net.yaml:5: 's' depends on 'x', which is no resource here. Allowed: 's'."


def test_a_reference_to_a_resource_that_is_wrong_in_itself_is_not_dangling():
    text = HEAD + (
        "resources:\n- {name: a, type: vpc, colour: red}\n"
        '- {name: b, type: subnet, properties: {vpc_id: "${a.id}"}}\n'
    )
    assert only_error(text)["message"] == "unknown key 'colour' of resource 'a'."


def test_a_circle_is_named_in_order():
    text = HEAD + (
        "resources:\n"
        '- {name: a, type: sg, properties: {name: "${b.id}"}}\n'
        '- {name: b, type: sg, properties: {name: "x-${c.id}"}}\n'
        "- {name: c, type: sg, depends_on: [a]}\n"
    )
    message = only_error(text)["message"]
    assert message.endswith((
        "a -> b -> c -> a.", "b -> c -> a -> b.", "c -> a -> b -> c.",
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("${main.id", "'${' is not closed"),
        ("${aws:username}", "${aws:username} is no reference"),
        ("${main}", "does not say which attribute"),
        ("${var.size}", "reads a variable that is not declared"),
        ("${main[0].id}", "'main' has no count"),
        ("${many.id}", "there are 2 of 'many'"),
        ("${many[2].id}", "'many' has 2 only"),
        ("${count.index}", "where there is no count"),
    ],
)
def test_broken_references_are_told(value, message):
    text = HEAD + (
        "resources:\n- {name: main, type: vpc}\n- {name: many, type: eip, count: 2}\n"
        f'- {{name: s, type: subnet, properties: {{tags: {{A: "{value}"}}}}}}\n'
    )
    assert message in only_error(text)["message"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no blueprint"),
        ("- a\n- b\n", "is no blueprint"),
        ("name: [a\n", "net.yaml:2: not valid YAML"),
        ('{"name": "x",}', "net.yaml:1: not valid JSON"),
        ('{"name": NaN}', "not valid JSON"),
        ("a: " + "[" * 100 + "]" * 100, "nested deeper than 60 levels"),
        ("{" * 100_000, "nested deeper than 60 levels"),
        ('{"a": ' * 20_000, "nested too deeply"),
        ("x" * 2_000_001, "at most"),
    ],
    ids=["empty", "list", "yaml", "json", "nan", "deep", "braces", "deep json", "large"],
)
def test_what_cannot_be_a_blueprint_is_refused_with_a_next_step(text, message):
    error = errors_of(text)
    assert message in error.message
    assert error.next_step


def test_a_bomb_of_aliases_is_refused():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 8)]
    assert "holds over 200,000 values" in errors_of("\n".join(lines)).message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tags: {A: 1, A: 2}\n", "the key 'A' stands twice."),
        (
            "tags: {A: !!python/name:os.system x}\n",
            "the YAML tag tag:yaml.org,2002:python/name:os.system is not read.",
        ),
        ("tags: {<<: {A: b}}\n", "merge keys (<<) are not read."),
        ("variables: {n: {type: number, default: .inf}}\n", ".inf is no number a design can hold."),
        (
            "variables: {n: {type: number, default: many}}\n",
            "the default of variable 'n' must be a number, not many.",
        ),
    ],
    ids=["twice", "tag", "merge", "infinite", "default"],
)
def test_forms_that_would_mislead_are_refused(text, message):
    found = errors_of(HEAD + text + VPC).details["errors"]
    assert message in [e["message"] for e in found]
    assert {e["line"] for e in found} == {5}


def test_a_key_written_twice_in_json_is_refused():
    assert "stands twice" in errors_of('{"name": "aaa", "name": "bbb"}').message


def test_two_resources_of_one_name_are_refused():
    text = HEAD + "resources:\n- {name: a, type: vpc}\n- {name: a, type: eip}\n"
    found = only_error(text)
    assert (found["line"], found["message"]) == (7, "a second resource is called 'a'.")
