"""Comments of four tools into waivers; what is written wrongly says what is wrong."""

from datetime import date

import pytest

from dharma_core.plan import Remark
from dharma_core.policies.waiver_comments import read_remark
from dharma_core.policies.waivers import Form
from dharma_core.provenance import Position

HERE = Position("main.tf", 7)


def read(text, **options):
    return list(read_remark(Remark(text, HERE), **options))


def test_our_own_form_says_rules_last_day_owner_and_reason():
    first, second = read(
        "dharma:ignore DH_1, CKV_AWS_20 until 2027-01-31 by Ann Lee because logs, until moved"
    )
    assert (first.rule, second.rule) == ("DH_1", "CKV_AWS_20")
    assert first.until == date(2027, 1, 31)
    assert (first.owner, first.reason) == ("Ann Lee", "logs, until moved")
    assert (first.where, first.form, first.problem) == ("main.tf:7", Form.DHARMA, "")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("dharma:ignore until 2027-01-31 because x", "it names no rule"),
        ("dharma:ignore DH_1 untill 2027-01-31", "'untill' is no rule and no word of a waiver"),
        ("dharma:ignore DH_1 until 2027-02-30 because x", "'2027-02-30' is no day"),
        ("dharma:ignore DH_1 until soon because x", "'soon' is no day"),
        ("dharma:ignore DH_1 until because x", "'' is no day"),
        ("dharma:ignore DH_* until 2027-01-31 because x", "it names no single rule"),
        ("tfsec:ignore:aws-x:exp:2027-13-01", "'2027-13-01' is no day"),
    ],
)
def test_a_wrong_comment_says_what_is_wrong(text, problem):
    (waiver,) = read(text)
    assert waiver.problem == problem
    assert waiver.next_step


def test_a_misspelt_word_names_the_nearest():
    (waiver,) = read("dharma:ignore DH_1 untill 2027-01-31 becase x")
    assert "until" in waiver.next_step


def test_checkov_s_form_gives_rules_and_reason():
    found = read("checkov:skip=CKV_AWS_20,CKV2_AWS_6:The bucket is public: a site")
    assert [(w.rule, w.reason, w.until) for w in found] == [
        ("CKV_AWS_20", "The bucket is public: a site", None),
        ("CKV2_AWS_6", "The bucket is public: a site", None),
    ]
    assert [w.reason for w in read("checkov:skip=CKV_AWS_20")] == [""]


@pytest.mark.parametrize(
    ("text", "rule", "until"),
    [
        ("tfsec:ignore:aws-s3-x", "aws-s3-x", None),
        ("tfsec:ignore:aws-s3-x:exp:2027-01-02", "aws-s3-x", date(2027, 1, 2)),
        ("tfsec:ignore:aws-s3-x exp:2027-01-02", "aws-s3-x", date(2027, 1, 2)),
        ("trivy:ignore:AVD-AWS-0088 exp:2027-01-02", "AVD-AWS-0088", date(2027, 1, 2)),
    ],
)
def test_tfsec_s_and_trivy_s_forms_give_rule_and_last_day(text, rule, until):
    (waiver,) = read(text)
    assert (waiver.rule, waiver.until, waiver.problem) == (rule, until, "")


def test_several_marks_on_one_line_are_several_waivers():
    found = read("tfsec:ignore:a-1 exp:2027-01-02 tfsec:ignore:a-2 public site")
    assert [(w.rule, w.until, w.reason) for w in found] == [
        ("a-1", date(2027, 1, 2), ""),
        ("a-2", None, "public site"),
    ]


def test_a_mark_for_another_workspace_is_none():
    text = "tfsec:ignore:a-1:ws:dev"
    assert read(text) == []
    assert [w.rule for w in read(text, workspace="dev")] == ["a-1"]


def test_a_condition_that_is_not_read_refuses_the_comment():
    (waiver,) = read("trivy:ignore:AVD-AWS-0088[bucket=logs]")
    assert "condition" in waiver.problem
