"""What the CloudFormation writer says of each kind of attribute, and what it leaves unsaid."""

import json

import pytest

from dharma_core.generation import inputs_of, logical_ids, parameter_names, parameter_values, render
from dharma_core.plan import (
    UNKNOWN,
    Address,
    Expression,
    Output,
    Plan,
    Ref,
    Variable,
    make_resource,
)
from dharma_core.storage.facts import load_catalog

VPC = make_resource(Address("aws_vpc", "main"), {"cidr_block": "10.0.0.0/16", "id": UNKNOWN})


def one(type_, attributes, *expressions, name="x", **parts):
    return make_resource(Address(type_, name), attributes, expressions=expressions, **parts)


def template_of(*resources, **parts):
    generation = render(Plan(resources, **parts), "cloudformation", load_catalog(), syntax="json")
    return json.loads(generation.files[0].text), generation


def properties_of(*resources, **parts):
    template, _ = template_of(*resources, **parts)
    return list(template["Resources"].values())[-1]["Properties"]


def ref(path, target, attribute):
    return Expression.of(path, Ref(target, attribute))


def test_render_writes_ref_for_an_id_and_getatt_for_an_arn():
    key = one("aws_kms_key", {"arn": UNKNOWN}, name="k")
    volume = one(
        "aws_ebs_volume", {"kms_key_id": UNKNOWN}, ref(("kms_key_id",), "aws_kms_key.k", "arn")
    )
    assert properties_of(key, volume)["KmsKeyId"] == {"Fn::GetAtt": ["KmsKeyK", "Arn"]}
    subnet = one("aws_subnet", {"vpc_id": UNKNOWN}, ref(("vpc_id",), "aws_vpc.main", "id"))
    assert properties_of(VPC, subnet)["VpcId"] == {"Ref": "VpcMain"}


def test_render_uses_a_known_value_where_no_function_returns_it():
    subnet = one(
        "aws_subnet",
        {"cidr_block": "10.0.0.0/16"},
        ref(("cidr_block",), "aws_vpc.main", "cidr_block"),
    )
    assert properties_of(VPC, subnet)["CidrBlock"] == "10.0.0.0/16"


def test_render_joins_what_fn_sub_cannot_say():
    database = one("aws_db_instance", {"identifier": "d", "endpoint": UNKNOWN}, name="d")
    outputs = (Output("url", ("postgres://", Ref("aws_db_instance.d", "endpoint"))),)
    template, _ = template_of(database, outputs=outputs)
    end = {
        "Fn::Join": [
            "",
            [
                {"Fn::GetAtt": ["DbInstanceD", "Endpoint.Address"]},
                ":",
                {"Fn::GetAtt": ["DbInstanceD", "Endpoint.Port"]},
            ],
        ]
    }
    assert template["Outputs"]["Url"]["Value"] == {"Fn::Join": ["", ["postgres://", end]]}


def test_render_folds_the_parts_of_a_bucket_into_it():
    bucket = one("aws_s3_bucket", {"bucket": "b", "id": UNKNOWN}, name="b")
    link = ref(("bucket",), "aws_s3_bucket.b", "id")
    versions = one(
        "aws_s3_bucket_versioning",
        {"bucket": UNKNOWN, "versioning_configuration": [{"status": "Enabled"}]},
        link,
    )
    block = one(
        "aws_s3_bucket_public_access_block",
        {"bucket": UNKNOWN, "block_public_acls": True, "block_public_policy": False},
        link,
    )
    template, generation = template_of(versions, block, bucket)
    body = template["Resources"]["S3BucketB"]
    assert body["Properties"]["VersioningConfiguration"] == {"Status": "Enabled"}
    assert body["Properties"]["PublicAccessBlockConfiguration"]["BlockPublicPolicy"] is False
    assert body["Metadata"]["Dharma"]["Holds"] == [
        "aws_s3_bucket_versioning.x",
        "aws_s3_bucket_public_access_block.x",
    ]
    assert generation.untranslated == ()
    ids = logical_ids(Plan((versions, block, bucket)))
    assert set(ids.values()) == {"S3BucketB"}


def test_render_names_a_part_whose_owner_is_not_there():
    lost = one("aws_s3_bucket_versioning", {"bucket": "elsewhere"})
    _, generation = template_of(VPC, lost)
    (told,) = generation.untranslated
    assert told.startswith(
        "aws_s3_bucket_versioning.x: CloudFormation writes it inside what bucket"
    )


def test_render_gives_each_peer_of_a_firewall_rule_a_rule():
    rule = {
        "protocol": "tcp",
        "from_port": 80,
        "to_port": 81,
        "description": "web",
        "self": True,
        "cidr_blocks": ["10.0.0.0/8", "172.16.0.0/12"],
        "ipv6_cidr_blocks": ["::/0"],
    }
    group = one("aws_security_group", {"name": "g", "description": "d", "ingress": [rule]})
    template, _ = template_of(group)
    properties = template["Resources"]["SecurityGroupX"]["Properties"]
    base = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 81, "Description": "web"}
    assert properties["SecurityGroupIngress"] == [
        base | {"CidrIp": "10.0.0.0/8"},
        base | {"CidrIp": "172.16.0.0/12"},
        base | {"CidrIpv6": "::/0"},
    ]
    own = template["Resources"]["SecurityGroupXIngressSelf1"]["Properties"]
    assert own["SourceSecurityGroupId"] == {"Fn::GetAtt": ["SecurityGroupX", "GroupId"]}


def test_render_keeps_a_firewall_without_egress_closed_as_terraform_does():
    properties = properties_of(one("aws_security_group", {"name": "g", "egress": UNKNOWN}))
    assert properties["SecurityGroupEgress"][0]["CidrIp"] == "127.0.0.1/32"


def test_render_makes_routes_wait_for_the_gateway_to_be_attached():
    gateway = one(
        "aws_internet_gateway",
        {"vpc_id": UNKNOWN},
        ref(("vpc_id",), "aws_vpc.main", "id"),
        name="g",
    )
    routes = one(
        "aws_route_table",
        {"vpc_id": UNKNOWN, "route": [{"cidr_block": "0.0.0.0/0", "gateway_id": UNKNOWN}]},
        ref(("vpc_id",), "aws_vpc.main", "id"),
        ref(("route", 0, "gateway_id"), "aws_internet_gateway.g", "id"),
    )  # fmt: skip
    template, _ = template_of(VPC, gateway, routes)
    route = template["Resources"]["RouteTableXRoute1"]
    assert route["Properties"]["GatewayId"] == {"Ref": "InternetGatewayG"}
    assert route["DependsOn"] == ["InternetGatewayGAttachment"]


def test_render_turns_a_flag_into_a_condition_with_a_real_boolean():
    source = ref(("enable_dns_hostnames",), "var.names", "")
    vpc = one("aws_vpc", {"enable_dns_hostnames": True}, source)
    template, _ = template_of(vpc, variables=(Variable("names", type="bool", value=True),))
    flag = template["Resources"]["VpcX"]["Properties"]["EnableDnsHostnames"]
    assert flag == {"Fn::If": ["NamesOn", True, False]}
    assert template["Conditions"] == {"NamesOn": {"Fn::Equals": [{"Ref": "Names"}, "true"]}}


def test_render_asks_for_secrets_without_echo():
    database = one("aws_db_instance", {"password": "hunter2"}, sensitive={"password": True})
    plan = Plan((database,))
    template, generation = template_of(database)
    name = parameter_names(plan, load_catalog())["aws_db_instance_x_password"]
    assert template["Parameters"][name] == {
        "Type": "String",
        "Description": "Value of aws_db_instance.x: password",
        "NoEcho": True,
    }
    assert "hunter2" not in generation.files[0].text
    assert parameter_values(plan, load_catalog()) == {name: "hunter2"}


@pytest.mark.parametrize(("skip", "policy"), [(True, "Delete"), (False, "Snapshot")])
def test_render_keeps_a_last_snapshot_exactly_when_terraform_would(skip, policy):
    template, _ = template_of(one("aws_db_instance", {"skip_final_snapshot": skip}))
    assert template["Resources"]["DbInstanceX"]["DeletionPolicy"] == policy


def test_render_keeps_in_metadata_what_only_terraform_has_and_says_so():
    bucket = one("aws_s3_bucket", {"bucket": "logs", "force_destroy": True})
    template, generation = template_of(bucket)
    (body,) = template["Resources"].values()
    assert body["Metadata"]["Dharma"]["Attributes"] == {"force_destroy": True}
    assert body["Properties"] == {"BucketName": "logs"}
    assert generation.notes == (
        "CloudFormation has no property for these; Metadata keeps them for whoever reads the "
        "template: aws_s3_bucket.x (force_destroy).",
    )


def test_render_names_what_is_kept_and_missing_as_missing():
    topic = one("aws_sns_topic", {"name": "t", "delivery_policy": '{"http":{}}'})
    template, generation = template_of(topic)
    kept = template["Resources"]["SnsTopicX"]["Metadata"]["Dharma"]["Attributes"]
    assert kept == {"delivery_policy": '{"http":{}}'}
    assert generation.untranslated == ("aws_sns_topic.x: delivery_policy",)
    assert generation.notes == ()


@pytest.mark.parametrize(
    ("target", "attribute", "kept"),
    [
        ("var.env", "", {"tags": {"a": {"Ref": "Env"}}}),
        ("var.token", "", None),
        ("aws_vpc.main", "id", None),
    ],
    ids=["input", "secret", "resource"],
)
def test_render_keeps_inputs_in_metadata_and_neither_secrets_nor_resources(target, attribute, kept):
    profile = one(
        "aws_iam_instance_profile",
        {"name": "p", "tags": {"a": UNKNOWN}},
        ref(("tags", "a"), target, attribute),
    )
    variables = (Variable("env"), Variable("token", sensitive=True))
    template, generation = template_of(VPC, profile, variables=variables)
    own = template["Resources"]["IamInstanceProfileX"]["Metadata"]["Dharma"]
    assert own.get("Attributes") == kept
    assert "CloudFormation has no tags for aws_iam_instance_profile.x" in generation.notes[0]


def test_render_writes_what_cloudformation_would_default_differently():
    database = one(
        "aws_db_instance", {"publicly_accessible": False, "copy_tags_to_snapshot": False}
    )
    assert properties_of(database) == {"PubliclyAccessible": False}


def test_render_orders_the_keys_of_a_table_and_its_index():
    table = one(
        "aws_dynamodb_table",
        {
            "name": "t", "range_key": "r", "hash_key": "h", "billing_mode": "PAY_PER_REQUEST",
            "read_capacity": 5,
            "local_secondary_index": [{"name": "l", "range_key": "z", "projection_type": "ALL"}],
        },
    )  # fmt: skip
    properties = properties_of(table)
    hash_, range_ = (
        {"AttributeName": "h", "KeyType": "HASH"},
        {"AttributeName": "r", "KeyType": "RANGE"},
    )
    assert properties["KeySchema"] == [hash_, range_]
    assert properties["LocalSecondaryIndexes"][0]["KeySchema"] == [
        hash_,
        {"AttributeName": "z", "KeyType": "RANGE"},
    ]
    assert "ProvisionedThroughput" not in properties


def test_render_asks_where_the_package_of_a_function_lies():
    function = one("aws_lambda_function", {"function_name": "f", "filename": "f.zip"})
    template, generation = template_of(function)
    assert template["Resources"]["LambdaFunctionX"]["Properties"]["Code"] == {
        "S3Bucket": {"Ref": "LambdaFunctionXCodeBucket"},
        "S3Key": {"Ref": "LambdaFunctionXCodeKey"},
    }
    assert generation.untranslated == ("aws_lambda_function.x: filename",)
    asked = inputs_of(Plan((function,)), "cloudformation", load_catalog())
    assert [v.name for v in asked] == ["LambdaFunctionXCodeBucket", "LambdaFunctionXCodeKey"]


def test_render_asks_for_a_package_that_nobody_names():
    function = one("aws_lambda_function", {"function_name": "f", "role": "r"})
    template, generation = template_of(function)
    (body,) = template["Resources"].values()
    assert body["Properties"]["Code"] == {
        "S3Bucket": {"Ref": "LambdaFunctionXCodeBucket"},
        "S3Key": {"Ref": "LambdaFunctionXCodeKey"},
    }
    assert sorted(template["Parameters"]) == ["LambdaFunctionXCodeBucket", "LambdaFunctionXCodeKey"]
    assert generation.untranslated == ()


def test_render_writes_a_network_interface_when_a_public_address_is_asked_for():
    server = one(
        "aws_instance",
        {
            "subnet_id": "subnet-1",
            "associate_public_ip_address": True,
            "vpc_security_group_ids": ["sg-1"],
        },
    )
    assert properties_of(server)["NetworkInterfaces"] == [
        {
            "DeviceIndex": "0",
            "AssociatePublicIpAddress": True,
            "SubnetId": "subnet-1",
            "GroupSet": ["sg-1"],
        }
    ]


def test_render_lists_unknown_types_and_attributes_without_counterpart():
    strange = one("aws_made_up", {"size": 3})
    profile = one("aws_iam_instance_profile", {"name": "p", "tags": {"a": "b"}})
    _, generation = template_of(strange, profile)
    assert generation.untranslated == (
        "aws_made_up.x: what CloudFormation calls aws_made_up is not known",
    )
    assert generation.notes == (
        "CloudFormation has no tags for aws_iam_instance_profile.x; they stay untagged.",
    )


def test_render_never_shows_a_sensitive_output():
    outputs = (Output("secret", (Ref("aws_vpc.main", "id"),), sensitive=True),)
    template, generation = template_of(VPC, outputs=outputs)
    assert "Outputs" not in template
    assert generation.untranslated == ("output.secret",)


def test_logical_ids_stay_unique_and_tell_instances_apart():
    twins = [make_resource(Address("aws_subnet", "a", index=i), {}) for i in (0, 1)]
    clash = make_resource(Address("aws_subnet", "a_0"), {})
    inner = make_resource(Address("aws_subnet", "a", module="module.net"), {})
    ids = logical_ids(Plan((*twins, clash, inner)))
    assert list(ids.values()) == ["SubnetA0", "SubnetA1", "SubnetA02", "NetSubnetA"]


def test_render_explains_documents_with_their_references():
    bucket = one("aws_s3_bucket", {"arn": UNKNOWN}, name="b")
    source = Expression.of(("policy",), '{"Resource":"', Ref("aws_s3_bucket.b", "arn"), '/*"}')
    policy = one("aws_iam_role_policy", {"name": "p", "role": "r", "policy": UNKNOWN}, source)
    properties = properties_of(bucket, policy)
    assert properties["PolicyDocument"] == {"Resource": {"Fn::Sub": "${S3BucketB.Arn}/*"}}
    assert properties["Roles"] == ["r"]
