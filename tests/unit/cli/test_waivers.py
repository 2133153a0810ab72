"""``dharma waiver`` and what ``dharma check`` says of waivers."""

import json

import pytest

QUEUE = 'resource "aws_sqs_queue" "jobs" {\n  sqs_managed_sse_enabled = false\n}\n'
ADD = ("waiver", "add", "DH_AWS_SQS_001", "aws_sqs_queue.jobs", "--because", "a test")


@pytest.fixture
def infra(tmp_path, monkeypatch):
    monkeypatch.setenv("DHARMA_CWD", str(tmp_path))
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "main.tf").write_text(QUEUE)
    return tmp_path


def findings(ran):
    return {f["rule_id"]: f for f in json.loads(ran.out)["findings"]}


def test_a_waiver_is_added_listed_obeyed_and_removed(dharma, infra):
    assert dharma("check", "infra").code == 1
    added = json.loads(dharma(*ADD, "--until", "2999-01-31", "--format", "json").out)
    assert [
        w["id"] for w in json.loads(dharma("waiver", "list", "--format", "json").out)["waivers"]
    ] == [added["id"]]
    ran = dharma("check", "infra", "--format", "json")
    assert (ran.code, findings(ran)["DH_AWS_SQS_001"]["waiver"]["where"]) == (0, added["id"])
    assert "a test" in dharma("waiver", "list").out
    assert dharma("waiver", "remove", added["id"]).code == 0
    assert dharma("check", "infra").code == 1
    assert "No waiver is stored" in dharma("waiver", "list").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (ADD, "no last day"),
        ((*ADD, "--until", "soon"), "--until: 'soon' is no day"),
        ((*ADD, "--until", "2020-01-31"), "2020-01-31 is past"),
        (("waiver", "add", "DH_AWS_SQS_01", "x", "--because", "y"), "DH_AWS_SQS_001"),
        (("waiver", "remove", "wv_x"), "No waiver 'wv_x'"),
    ],
    ids=["no day", "no date", "past", "no rule", "no id"],
)
def test_bad_input_is_refused_with_the_next_step(dharma, infra, words, said):
    ran = dharma(*words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Next:" in ran.err


def test_a_check_tells_expired_refused_and_unused_waivers_on_stderr(dharma, infra):
    (infra / "w.yaml").write_text(
        "waivers:\n"
        "- {rule: DH_AWS_SQS_001, address: '*', reason: old, until: 2020-01-31}\n"
        "- {rule: DH_AWS_S3_001, address: '*', reason: none, until: 2999-01-31}\n"
        "- {rule: DH_AWS_S3_002, address: '*', until: 2999-01-31}\n"
    )
    ran = dharma("check", "infra", "--waivers", "w.yaml", "--format", "json")
    assert ran.code == 1
    assert "w.yaml:2: expired waiver of DH_AWS_SQS_001" in ran.err
    assert "w.yaml:3: unused waiver of DH_AWS_S3_001" in ran.err
    assert "w.yaml:4: refused waiver of DH_AWS_S3_002" in ran.err
    assert "waiver_error" in findings(ran)


@pytest.mark.parametrize(
    ("rule", "nearest"),
    [
        ("DH_AWS_SQS_0001", "DH_AWS_SQS_001"),
        ("DH_AZURE_STORAGE_0001", "DH_AZURE_STORAGE_001"),
        ("CKV_AWS_00020", "CKV_AWS_20"),
        ("DH_SECRETS_0001", "DH_SECRETS_001"),
        ("team.deni", "team.deny"),
    ],
    ids=["run", "another cloud's", "a twin's", "a secret's", "one's own"],
)
def test_a_misspelt_rule_in_a_file_or_a_comment_is_told_with_the_nearest(
    dharma, infra, rule, nearest
):
    (infra / "own").mkdir()
    (infra / "own" / "team.rego").write_text('package team\n\ndeny contains "x" if { false }\n')
    entry = f"- {{rule: {rule}, address: '*', reason: r, until: 2999-01-31}}\n"
    (infra / "dharma-waivers.yaml").write_text(f"waivers:\n{entry}")
    comment = f"# dharma:ignore {rule} until 2999-01-31 because of a test\n"
    (infra / "infra" / "main.tf").write_text(f"{comment}{QUEUE}")
    ran = dharma("check", "infra", "--policy", "own", "--format", "json")
    for place in ("dharma-waivers.yaml:2", "infra/main.tf:1"):
        assert f"{place}: refused waiver of {rule}. There is no rule '{rule}'." in ran.err
    assert ran.err.count(f"Did you mean '{nearest}") == 2
    errors = [f for f in json.loads(ran.out)["findings"] if f["rule_id"] == "waiver_error"]
    assert [(e["file"], e["line"]) for e in errors]


def test_a_rule_of_another_cloud_in_a_shared_file_is_only_unused(dharma, infra):
    (infra / "dharma-waivers.yaml").write_text(
        "waivers:\n- {rule: DH_AZURE_STORAGE_001, address: '*', reason: r, until: 2999-01-31}\n"
    )
    ran = dharma("check", "infra", "--format", "json")
    assert "unused waiver of DH_AZURE_STORAGE_001" in ran.err
    assert "waiver_error" not in findings(ran)


def test_a_wrong_file_of_waivers_stops_the_check(dharma, infra):
    (infra / "dharma-waivers.yaml").write_text("waivers:\n- {rule: X, adress: '*'}\n")
    ran = dharma("check", "infra")
    assert (ran.code, ran.out) == (2, "")
    assert "dharma-waivers.yaml:2" in ran.err
    assert "address" in ran.err
