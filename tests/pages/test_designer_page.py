from __future__ import annotations

import pytest

from app.drafts import Draft
from dharma_core.errors import ConflictError
from dharma_core.workbench import Workbench

DESIGN = "three-tier-web 1.0.0"


@pytest.fixture
def designer(stored, dashboard):
    page = dashboard.open("designer")
    page.widget("selectbox", "designing").select(DESIGN)
    return page.run()


def draft_of(page, label: str = DESIGN) -> Draft:
    return page.script.session_state["drafts"][label]


def do(page, op: str, label: str = DESIGN, **rest):
    """Do what the canvas would ask for, and draw the page anew."""
    from dharma_core.storage.facts import load_catalog

    draft = draft_of(page, label)
    draft.operate({"op": op, "revision": draft.drawing.revision, **rest}, load_catalog())
    return page.run()


def test_a_stored_design_opens_with_its_figures_and_findings(designer) -> None:
    assert "$243.23" in designer.text
    assert "it can be built as it stands" in designer.text
    assert " findings, worst first" in designer.text


def test_a_property_is_edited_in_the_form_and_the_cost_follows(designer) -> None:
    page = do(designer, "select", name="web_a")
    page.widget("text_input", "property_web_a_instance_type").set_value("t3.large")
    page.run()
    assert draft_of(page).blueprint.resource("web_a").properties["instance_type"] == "t3.large"
    assert "$273.60" in page.text  # t3.large is $30.37 a month more than t3.medium
    assert "changes are not saved" in page.text


def test_a_wrong_entry_is_told_beside_the_field_and_stays_to_be_corrected(designer) -> None:
    page = do(designer, "select", name="web_a_data")
    page.widget("text_input", "property_web_a_data_size").set_value("big")
    page.run()
    assert "size must be a number, not big" in page.text
    assert page.widget("text_input", "property_web_a_data_size").value == "big"
    assert draft_of(page).blueprint.resource("web_a_data").properties["size"] == 50
    page.widget("text_input", "property_web_a_data_size").set_value("60")
    page.run()
    assert "must be a number" not in page.text
    assert draft_of(page).blueprint.resource("web_a_data").properties["size"] == 60


def test_undo_reaches_the_form(designer) -> None:
    page = do(designer, "select", name="web_a_data")
    page.widget("text_input", "property_web_a_data_size").set_value("60")
    page.run()
    page = do(page, "undo")
    assert page.widget("text_input", "property_web_a_data_size").value == "50"


def test_a_half_finished_resource_says_what_it_needs(designer) -> None:
    page = do(designer, "add", type="aws_subnet", x=0, y=0)
    assert "missing or wrong so far" in page.text
    labels = [w.label for w in page.script.selectbox]
    assert "vpc_id (needed)" in labels


def test_a_property_that_is_left_out_is_found_and_set(designer) -> None:
    page = do(designer, "select", name="web_logs")
    more = next(w for w in page.script.selectbox if w.label == "Another property")
    more.select("skip_destroy").run()
    page.widget("selectbox", "property_web_logs_skip_destroy").select("true").run()
    assert draft_of(page).blueprint.resource("web_logs").properties["skip_destroy"] is True


def test_a_resource_is_renamed_and_counted(designer) -> None:
    page = do(designer, "select", name="web_logs")
    page.widget("text_input", "count_of_web_logs").set_value("2").run()
    page.widget("text_input", "name_of_web_logs").set_value("logs").run()
    assert draft_of(page).blueprint.resource("logs").count == 2
    assert draft_of(page).drawing.selected == "logs"


def test_a_resource_is_put_into_another_region(designer) -> None:
    page = do(designer, "select", name="web_logs")
    page.widget("text_input", "region_of_web_logs").set_value("us-eats-1").run()
    assert "aws has no region" in page.text
    page.widget("text_input", "region_of_web_logs").set_value("us-west-2").run()
    assert draft_of(page).blueprint.resource("web_logs").region == "us-west-2"


def test_an_override_of_a_portable_resource_is_kept_shown_and_taken_back(designer) -> None:
    page = do(designer, "add", type="storage.bucket", x=0, y=0)
    assert "On AWS" in page.text
    name = next(w for w in page.script.selectbox if w.label == "Attribute")
    name.select("force_destroy").run()
    page.widget("selectbox", "property_bucket_aws_force_destroy").select("true").run()
    overrides = draft_of(page).blueprint.resource("bucket").overrides
    assert overrides == {"aws": {"force_destroy": True}}
    assert "overridden" in page.text
    page.click(next(b.key for b in page.script.button if b.label == "Take back"))
    assert draft_of(page).blueprint.resource("bucket").overrides == {}


def test_a_draft_survives_a_look_at_another_page(designer) -> None:
    do(designer, "remove", names=["web_logs"])
    designer.open("blueprints")
    page = designer.open("designer")
    assert draft_of(page).blueprint.resource("web_logs") is None
    assert "changes are not saved" in page.text


def test_a_changed_draft_is_saved_as_a_new_version(designer, stored: Workbench) -> None:
    page = do(designer, "remove", names=["web_logs"])
    page.click("save_draft")
    version = stored.blueprint("three-tier-web").version
    assert version != "1.0.0"
    assert f"three-tier-web {version} is saved." in page.text
    assert page.widget("selectbox", "designing").value == f"three-tier-web {version}"


def test_a_save_that_comes_too_late_loses_nothing(
    designer, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = do(designer, "remove", names=["web_logs"])

    def conflict(*_args, **_named):
        raise ConflictError("Version 1.0.1 was saved meanwhile.", next_step="Compare first.")

    monkeypatch.setattr(Workbench, "save_draft", conflict)
    page.click("save_draft")
    assert "Somebody was faster" in page.text
    assert draft_of(page).blueprint.resource("web_logs") is None


def test_nothing_changed_saves_nothing(designer, stored: Workbench) -> None:
    designer.click("save_draft")
    assert "Nothing changed" in designer.text
    assert stored.blueprint("three-tier-web").version == "1.0.0"


def test_discarding_brings_the_design_back(designer) -> None:
    page = do(designer, "remove", names=["web_logs"])
    page.click("discard_draft")
    assert draft_of(page).blueprint.resource("web_logs") is not None
    assert "is as it was" in page.text


def test_checking_tells_whether_it_can_be_built(designer) -> None:
    designer.click("check_draft")
    assert "Valid: 37 resources in us-east-1." in designer.text
    page = do(designer, "add", type="aws_subnet", x=0, y=0)
    page.click("check_draft")
    assert "needs the property" in page.text


def test_an_empty_design_is_begun_and_filled(stored, dashboard) -> None:
    page = dashboard.open("designer")
    page.widget("selectbox", "designing").select("An empty design").run()
    page.widget("text_input", "begin_name").set_value("shop")
    page.widget("selectbox", "begin_provider").select("gcp")
    page.click("begin_now")
    label = "shop, new"
    assert draft_of(page, label).blueprint.region == "europe-west1"
    page = do(page, "add", label, type="storage.bucket", x=0, y=0)
    page.click("save_draft")
    assert stored.blueprint("shop").version == "1.0.0"


def test_an_empty_design_with_a_bad_name_says_so(dashboard) -> None:
    page = dashboard.open("designer")
    page.widget("selectbox", "designing").select("An empty design").run()
    page.widget("text_input", "begin_name").set_value("a b")
    page.click("begin_now")
    assert "must be 3 to 100 letters" in page.text


def test_the_text_can_be_edited_too(designer) -> None:
    text = designer.widget("text_area", f"text_of_{DESIGN}")
    text.set_value(text.value.replace("t3.medium", "t3.large")).run()
    assert draft_of(designer).blueprint.variables["instance_type"].default == "t3.large"
    designer.widget("text_area", f"text_of_{DESIGN}").set_value("name: [").run()
    assert 'role="alert"' in designer.text
    assert designer.widget("text_area", f"text_of_{DESIGN}").value == "name: ["


def opened(page, *path, label: str = DESIGN):
    """Open a block in the form, as a click on it would, and draw the page anew."""
    draft = draft_of(page, label)
    draft.form = draft.form.open((draft.drawing.selected, *path))
    return page.run()


def rules(page, name: str = "lb_firewall"):
    return draft_of(page).blueprint.resource(name).properties["ingress"]


def test_a_nested_block_is_edited_in_its_own_fields_and_undone(designer) -> None:
    page = opened(do(designer, "select", name="lb_firewall"), "properties", "ingress", 0)
    page.widget("text_input", "property_lb_firewall_ingress_0_to_port").set_value("8080").run()
    assert rules(page)[0]["to_port"] == 8080
    page = do(page, "undo")
    assert rules(page)[0]["to_port"] == 80
    assert page.widget("text_input", "property_lb_firewall_ingress_0_to_port").value == "80"


def test_a_wrong_entry_in_a_block_stays_beside_its_field_when_items_move(designer) -> None:
    page = do(designer, "select", name="lb_firewall")
    page.click("Add_property_lb_firewall_ingress")
    key = "property_lb_firewall_ingress_{}_from_port"
    page.widget("text_input", key.format(1)).set_value("many").run()
    assert "from_port must be a number, not many" in page.text
    assert rules(page)[1] == {}
    page.click("up_lb_firewall_ingress_1")
    assert rules(page)[0] == {}
    assert page.widget("text_input", key.format(0)).value == "many"
    assert "from_port must be a number, not many" in page.text
    page.click("take_back_" + key.format(0))
    assert page.widget("text_input", key.format(0)).value == ""
    assert "must be a number" not in page.text


def test_an_item_is_added_with_what_it_may_hold_and_removed(designer) -> None:
    page = do(designer, "select", name="lb_firewall")
    page.click("Add_property_lb_firewall_ingress")
    page.widget("text_input", "property_lb_firewall_ingress_1_protocol").set_value("tcp").run()
    assert rules(page)[1] == {"protocol": "tcp"}
    page.click("remove_lb_firewall_ingress_1")
    assert len(rules(page)) == 1


def test_rows_of_a_list_and_a_map_are_changed_added_and_removed(designer) -> None:
    page = opened(do(designer, "select", name="lb_firewall"), "properties", "ingress", 0)
    rows = "lb_firewall_ingress_0_cidr_blocks"
    page.widget("text_input", f"new_{rows}_1").set_value("10.0.0.0/8")
    page.click(f"add_new_{rows}_1")
    assert rules(page)[0]["cidr_blocks"] == ("0.0.0.0/0", "10.0.0.0/8")
    page.click(f"drop_{rows}_0")
    assert rules(page)[0]["cidr_blocks"] == ("10.0.0.0/8",)
    page.widget("text_input", "name_of_row_lb_firewall_tags_Name").set_value("Label").run()
    page.widget("text_input", "name_new_lb_firewall_tags_1").set_value("Label")
    page.click("add_new_lb_firewall_tags_1")
    assert "stands there already" in page.text
    tags = draft_of(page).blueprint.resource("lb_firewall").properties["tags"]
    assert tags == {"Label": "${var.short_name}-load-balancer"}


def test_a_block_inside_a_block_is_gone_into_and_left(designer) -> None:
    page = opened(do(designer, "select", name="web_http"), "properties", "default_action")
    more = next(w for w in page.script.selectbox if w.key.startswith("more_of_web_http_default"))
    more.select("forward").run()
    page.click("Go in_property_web_http_default_action_forward")
    assert "Inside default_action of web_http." in page.text
    assert "1 to correct" in " ".join(e.label for e in page.script.expander)
    page.click("way_web_http")
    page.widget("text_input", "name_of_web_http")


def test_what_is_missing_in_a_block_is_told_in_it(designer) -> None:
    page = do(designer, "select", name="web_http")
    page = opened(page, "properties", "default_action")
    page.widget("selectbox", "property_web_http_default_action_type").set_value(None).run()
    labels = [w.label for w in page.script.selectbox]
    assert "type (needed)" in labels
    assert "missing or wrong so far" in page.text


def test_a_structure_is_edited_as_text_and_as_a_form_again(designer) -> None:
    page = do(designer, "select", name="lb_firewall")
    page.click("As text_property_lb_firewall_ingress")
    area = page.widget("text_area", "property_lb_firewall_ingress")
    area.set_value("- {protocol: tcp, from_port: 22, to_port: 22").run()
    assert "is not YAML" in page.text
    assert rules(page)[0]["from_port"] == 80
    page.widget("text_area", "property_lb_firewall_ingress").set_value(
        "- {protocol: tcp, from_port: 22, to_port: 22}"
    ).run()
    assert rules(page)[0]["from_port"] == 22
    page.click("as_form_lb_firewall_ingress")
    assert any("tcp · 22" in e.label for e in page.script.expander)


def test_a_policy_document_is_edited_statement_by_statement(designer) -> None:
    page = do(designer, "select", name="web_role_assets")
    page = opened(page, "properties", "policy")
    page.click("Go in_property_web_role_assets_policy_Statement")
    page = opened(page, "properties", "policy", "Statement", 0)
    key = "property_web_role_assets_policy_Statement_0_Action"
    page.widget("text_input", key).set_value("s3:PutObject").run()
    policy = draft_of(page).blueprint.resource("web_role_assets").properties["policy"]
    assert policy["Statement"][0]["Action"] == "s3:PutObject"


def test_a_property_reads_a_part_of_another_resource(designer) -> None:
    page = do(designer, "select", name="web_logs")
    page.script.session_state["reads_web_logs"] = True
    page.run()
    page.widget("selectbox", "reads_web_logs_property").select("kms_key_id").run()
    page.widget("selectbox", "reads_web_logs_source").select("data_key").run()
    page.widget("selectbox", "reads_web_logs_part").select("arn").run()
    page.click("reads_web_logs_use")
    assert draft_of(page).blueprint.resource("web_logs").properties["kms_key_id"] == (
        "${data_key.arn}"
    )


def test_a_variable_is_added_renamed_and_removed_only_when_nothing_reads_it(designer) -> None:
    page = designer
    page.widget("text_input", "new__variables_10").set_value("spare")
    page.click("add_new__variables_10")
    assert draft_of(page).blueprint.variables["spare"].type == "string"
    page.click("remove__variables_spare")
    assert "spare" not in draft_of(page).blueprint.variables
    page = opened(page, "variables", "instance_type")
    page.widget("text_input", "property__variables_instance_type_name").set_value("size").run()
    assert draft_of(page).blueprint.resource("web_a").properties["instance_type"] == "${var.size}"
    page.click("remove__variables_size")
    assert "The variable size is read by web_a.instance_type, web_b.instance_type" in page.text
    page.widget("text_input", "property__variables_size_default").set_value("t3.large").run()
    assert "$303.97" in page.text  # two servers, $30.37 a month more each
    page = do(page, "undo")
    assert "$243.23" in page.text


def test_a_default_of_the_wrong_type_is_told_and_kept(designer) -> None:
    page = opened(designer, "variables", "db_storage_gb")
    key = "property__variables_db_storage_gb_default"
    page.widget("text_input", key).set_value("big").run()
    assert "must be a number, not big" in page.text
    assert page.widget("text_input", key).value == "big"
    assert draft_of(page).blueprint.variables["db_storage_gb"].default == 100


def test_an_output_is_added_from_a_list_and_edited(designer) -> None:
    page = designer
    page.script.session_state["new__outputs_4_form"] = True
    page.run()
    page.widget("text_input", "new__outputs_4_name").set_value("key")
    page.widget("selectbox", "new__outputs_4_source").select("data_key").run()
    page.widget("selectbox", "new__outputs_4_part").select("arn").run()
    page.click("new__outputs_4_add")
    assert draft_of(page).blueprint.outputs["key"].value == "${data_key.arn}"
    page = opened(page, "outputs", "key")
    page.widget("text_input", "property__outputs_key_value").set_value("${data_key").run()
    assert "is not closed" in page.text
    page.click("remove__outputs_key")
    assert "key" not in draft_of(page).blueprint.outputs


def test_tags_of_the_design_are_rows(designer) -> None:
    designer.widget("text_input", "property__tags_Owner").set_value("web-team").run()
    designer.click("drop__tags_Application")
    assert draft_of(designer).blueprint.tags == {
        "Environment": "${var.environment}", "Owner": "web-team", "CostCenter": "CC-1001",
    }  # fmt: skip


def test_the_way_above_the_form_leads_back_to_the_design(designer) -> None:
    page = do(designer, "select", name="web_a")
    page.click("way_to_design")
    assert draft_of(page).drawing.selected == ""
    assert page.widget("text_input", "design_region").value == "us-east-1"


def test_a_structure_of_a_portable_resource_is_overridden_in_rows_and_groups(designer) -> None:
    page = do(designer, "add", type="storage.bucket", x=0, y=0)
    picker = "attribute_of_bucket_aws_aws_s3_bucket"
    page.widget("selectbox", picker).select("tags").run()
    page.click("begin_bucket_aws_tags")
    page.widget("text_input", "property_bucket_aws_tags_Owner").set_value("data-team").run()
    overrides = draft_of(page).blueprint.resource("bucket").overrides["aws"]
    assert overrides["tags"]["Owner"] == "data-team"
    page.widget("selectbox", picker).select("timeouts").run()
    page.click("begin_bucket_aws_timeouts")
    page.widget("text_input", "property_bucket_aws_timeouts_create").set_value("5m").run()
    overrides = draft_of(page).blueprint.resource("bucket").overrides["aws"]
    assert overrides["timeouts"] == {"create": "5m"}
    page.click("back_bucket_aws_tags")
    page.click("back_bucket_aws_timeouts")
    assert draft_of(page).blueprint.resource("bucket").overrides == {}
