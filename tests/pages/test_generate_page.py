from __future__ import annotations


def test_the_first_format_is_shown_with_its_files(dashboard) -> None:
    page = dashboard.open("generate")
    assert page.heading == "What would I commit?"
    assert "Not checked yet" in page.text
    code = [element.value for element in page.script.code]
    assert "required_providers" in code[0] or 'resource "' in code[0]


def test_another_format_shows_other_files_and_its_checks(dashboard) -> None:
    page = dashboard.open("generate")
    page.widget("selectbox", "source").select("Template event-pipeline").run()
    page.script.pills(key="format").set_value("cloudformation").run()
    assert any("AWSTemplateFormatVersion" in c.value for c in page.script.code)
    page.click("check_code")
    assert "cfn-lint" in page.text
    assert "passed" in page.text


def test_what_a_format_cannot_express_is_said_before_the_files(dashboard) -> None:
    page = dashboard.open("generate")
    page.widget("selectbox", "source").select("Template event-pipeline").run()
    page.script.pills(key="format").set_value("arm").run()
    assert "What ARM cannot express" in page.text
    assert "aws_sqs_queue" in page.text
