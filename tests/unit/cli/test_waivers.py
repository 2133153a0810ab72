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


def test_a_wrong_file_of_waivers_stops_the_check(dharma, infra):
    (infra / "dharma-waivers.yaml").write_text("waivers:\n- {rule: X, adress: '*'}\n")
    ran = dharma("check", "infra")
    assert (ran.code, ran.out) == (2, "")
    assert "dharma-waivers.yaml:2" in ran.err
    assert "address" in ran.err
