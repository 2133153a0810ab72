"""Types whose CloudFormation form is no table come back as Terraform writes them."""

from __future__ import annotations

from typing import Any

import pytest

from dharma_core.importers.cloudformation import read_template
from dharma_core.plan import UNKNOWN, Catalog, Plan, Ref
from dharma_core.storage.facts import load_catalog


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def _read(catalog: Catalog, resources: str) -> Plan:
    return read_template(f"Resources:\n{resources}", file="t.yaml", catalog=catalog)


CASES = [
    ("AWS::ECS::TaskDefinition",
     "ContainerDefinitions: [{Name: a, PortMappings: [{ContainerPort: 80}]}]",
     "container_definitions", '[{"name":"a","portMappings":[{"containerPort":80}]}]'),
    ("AWS::EKS::Cluster", "Logging: {ClusterLogging: {EnabledTypes: [{Type: api}, {Type: audit}]}}",
     "enabled_cluster_log_types", ("api", "audit")),
    ("AWS::EC2::FlowLog", "ResourceType: Subnet, ResourceId: subnet-1", "subnet_id", "subnet-1"),
    ("AWS::EC2::LaunchTemplate",
     "TagSpecifications: [{ResourceType: launch-template, Tags: [{Key: a, Value: b}]}]",
     "tags", {"a": "b"}),
    ("AWS::EC2::NetworkInterface",
     "PrivateIpAddresses: [{PrivateIpAddress: 10.0.0.9}, "
     "{PrivateIpAddress: 10.0.0.5, Primary: true}]",
     "private_ips", ("10.0.0.5", "10.0.0.9")),
    ("AWS::SSM::Parameter", "Type: String, Value: x", "value", "x"),
    ("AWS::Lambda::EventSourceMapping",
     "SelfManagedEventSource: {Endpoints: {KafkaBootstrapServers: [a, b]}}",
     "self_managed_event_source", ({"endpoints": {"KAFKA_BOOTSTRAP_SERVERS": "a,b"}},)),
    ("AWS::KinesisFirehose::DeliveryStream", "ExtendedS3DestinationConfiguration: {BucketARN: x}",
     "destination", "extended_s3"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("type_", "properties", "attribute", "value"), CASES, ids=[c[0] for c in CASES]
)
def test_property_becomes_the_attribute(
    catalog: Catalog, type_: str, properties: str, attribute: str, value: Any
) -> None:
    plan = _read(catalog, f"  X: {{Type: '{type_}', Properties: {{{properties}}}}}\n")
    assert plan.resources[0].attributes[attribute] == value
    assert plan.problems == ()


def test_disks_and_first_card_of_an_instance_become_its_own_attributes(catalog: Catalog) -> None:
    plan = _read(catalog, """\
  Web:
    Type: AWS::EC2::Instance
    Properties:
      BlockDeviceMappings:
        - {DeviceName: /dev/xvda, Ebs: {VolumeSize: "20", Encrypted: true}}
        - {DeviceName: /dev/sdf, Ebs: {VolumeSize: 5}}
        - {DeviceName: /dev/sdg, VirtualName: ephemeral0}
      NetworkInterfaces:
        - {DeviceIndex: "0", AssociatePublicIpAddress: true, SubnetId: s, GroupSet: [g]}
""")  # fmt: skip
    web = plan.resources[0].attributes
    assert (web["root_block_device"][0]["volume_size"], web["subnet_id"]) == (20, "s")
    assert web["ebs_block_device"][0]["device_name"] == "/dev/sdf"
    assert web["ephemeral_block_device"][0]["virtual_name"] == "ephemeral0"
    assert (web["associate_public_ip_address"], web["vpc_security_group_ids"]) == (True, ("g",))


def test_entries_and_subnets_of_an_access_list_are_its_blocks(catalog: Catalog) -> None:
    plan = _read(catalog, """\
  List: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: vpc-1}}
  In:
    Type: AWS::EC2::NetworkAclEntry
    Properties:
      {NetworkAclId: !Ref List, Protocol: 6, RuleAction: allow, RuleNumber: 100,
       CidrBlock: 10.0.0.0/8, PortRange: {From: 443, To: 443}}
  Place:
    Type: AWS::EC2::SubnetNetworkAclAssociation
    Properties: {NetworkAclId: !Ref List, SubnetId: subnet-1}
""")  # fmt: skip
    (acl,) = plan.resources
    rule = acl.attributes["ingress"][0]
    assert (rule["protocol"], rule["rule_no"], rule["from_port"]) == ("tcp", 100, 443)
    assert acl.attributes["subnet_ids"] == ("subnet-1",)


def test_events_of_one_target_come_back_together(catalog: Catalog) -> None:
    plan = _read(catalog, """\
  Store:
    Type: AWS::S3::Bucket
    Properties:
      NotificationConfiguration:
        EventBridgeConfiguration: {EventBridgeEnabled: true}
        QueueConfigurations:
          - {Event: 's3:A', Queue: q, Filter: {S3Key: {Rules: [{Name: prefix, Value: in/}]}}}
          - {Event: 's3:B', Queue: q, Filter: {S3Key: {Rules: [{Name: prefix, Value: in/}]}}}
          - {Event: 's3:A', Queue: q}
""")  # fmt: skip
    found = plan.by_address["aws_s3_bucket_notification.store"].attributes
    assert found["eventbridge"] is True
    assert [(e["events"], e.get("filter_prefix")) for e in found["queue"]] == [
        (("s3:A", "s3:B"), "in/"),
        (("s3:A",), None),
    ]


def test_only_filter_of_a_lifecycle_rule_needs_no_list(catalog: Catalog) -> None:
    plan = _read(catalog, """\
  Store:
    Type: AWS::S3::Bucket
    Properties:
      LifecycleConfiguration:
        Rules: [{Id: a, Status: Enabled, Prefix: logs/, ExpirationInDays: 9}]
""")  # fmt: skip
    rules = plan.by_address["aws_s3_bucket_lifecycle_configuration.store"].attributes["rule"]
    assert rules[0]["filter"][0]["prefix"] == "logs/"
    assert rules[0]["expiration"][0]["days"] == 9


def test_statements_of_a_web_acl_are_read_to_their_depth(catalog: Catalog) -> None:
    plan = _read(catalog, """\
  Wall:
    Type: AWS::WAFv2::WebACL
    Properties:
      Scope: REGIONAL
      DefaultAction: {Allow: {}}
      VisibilityConfig: {CloudWatchMetricsEnabled: true, MetricName: m}
      Rules:
        - Name: r
          Priority: 1
          Action: {Block: {}}
          VisibilityConfig: {CloudWatchMetricsEnabled: true, MetricName: m}
          Statement:
            OrStatement:
              Statements:
                - GeoMatchStatement: {CountryCodes: [AQ]}
                - GeoMatchStatement: {CountryCodes: [BV]}
""")  # fmt: skip
    (rule,) = plan.resources[0].attributes["rule"]
    both = rule["statement"][0]["or_statement"][0]["statement"]
    assert [s["geo_match_statement"][0]["country_codes"] for s in both] == [("AQ",), ("BV",)]
    assert "allow" in plan.resources[0].attributes["default_action"][0]


def test_targets_of_a_rule_are_resources_of_their_own(catalog: Catalog) -> None:
    plan = _read(catalog, """\
  Jobs: {Type: AWS::SQS::Queue}
  Nightly:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(1 day)
      Targets: [{Id: one, Arn: !GetAtt Jobs.Arn}, {Id: two, Arn: x}]
""")  # fmt: skip
    first, second = plan.of_type("aws_cloudwatch_event_target")
    assert (first.attributes["target_id"], second.attributes["arn"]) == ("one", "x")
    assert Ref("aws_sqs_queue.jobs", "arn") in first.references
    assert first.attributes["arn"] is UNKNOWN


def test_rule_about_its_own_group_says_self(catalog: Catalog) -> None:
    text = """\
  Wall:
    Type: AWS::EC2::SecurityGroup
    Metadata: {Dharma: {Address: aws_security_group.wall}}
    Properties: {GroupDescription: d}
  WallIngressSelf1:
    Type: AWS::EC2::SecurityGroupIngress
    Properties:
      {IpProtocol: tcp, FromPort: 1, ToPort: 2, GroupId: !GetAtt Wall.GroupId,
       SourceSecurityGroupId: !GetAtt Wall.GroupId}
"""
    (wall,) = _read(catalog, text).resources
    assert wall.attributes["ingress"][0]["self"] is True
    assert wall.attributes["ingress"][0]["security_groups"] == ()


def test_policy_of_several_holders_is_one_resource_for_each(catalog: Catalog) -> None:
    plan = _read(catalog, """\
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}}}
  Inline:
    Type: AWS::IAM::Policy
    Properties:
      {PolicyName: p, PolicyDocument: {Statement: []}, Roles: [!Ref Role, other], Users: [ann]}
  Shared:
    Type: AWS::IAM::ManagedPolicy
    Properties: {PolicyDocument: {Statement: []}, Roles: [!Ref Role], Groups: [staff]}
""")  # fmt: skip
    first, second = plan.of_type("aws_iam_role_policy")
    assert first.references == (Ref("aws_iam_role.role", "id"),)
    assert (second.attributes["role"], second.attributes["policy"]) == ("other", '{"Statement":[]}')
    assert plan.of_type("aws_iam_user_policy")[0].attributes["user"] == "ann"
    (role,) = plan.of_type("aws_iam_role_policy_attachment")
    assert role.references == (Ref("aws_iam_policy.shared", "arn"), Ref("aws_iam_role.role", "id"))
    assert plan.of_type("aws_iam_group_policy_attachment")[0].attributes["group"] == "staff"
    assert plan.problems == ()


@pytest.mark.parametrize(
    ("field", "config", "block"),
    [
        ("path-pattern", "", "path_pattern"),
        ("host-header", "", "host_header"),
        ("host-header", "HostHeaderConfig", "host_header"),
        ("source-ip", "SourceIpConfig", "source_ip"),
    ],
)
def test_condition_of_a_listener_rule_reads_in_both_its_forms(
    catalog: Catalog, field: str, config: str, block: str
) -> None:
    values = f"{config}: {{Values: [x]}}" if config else "Values: [x]"
    plan = _read(
        catalog,
        "  R: {Type: AWS::ElasticLoadBalancingV2::ListenerRule, Properties: {ListenerArn: l, "
        f"Priority: 1, Conditions: [{{Field: {field}, {values}}}]}}}}",
    )
    assert plan.resources[0].attributes["condition"] == ({block: ({"values": ("x",)},)},)
    assert plan.problems == ()


def test_one_firewall_rule_may_stand_without_a_list(catalog: Catalog) -> None:
    rule = "{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}"
    plan = _read(
        catalog,
        "  G: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, "
        f"SecurityGroupIngress: {rule}}}}}",
    )
    (found,) = plan.resources[0].attributes["ingress"]
    assert (found["from_port"], found["cidr_blocks"]) == (22, ("0.0.0.0/0",))


def test_scaling_policy_names_what_its_target_scales(catalog: Catalog) -> None:
    plan = _read(
        catalog,
        "  T: {Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: {ResourceId: r, "
        "ServiceNamespace: ecs, ScalableDimension: d, MinCapacity: 1, MaxCapacity: 2}}\n"
        "  P: {Type: AWS::ApplicationAutoScaling::ScalingPolicy, Properties: {PolicyName: p, "
        "PolicyType: TargetTrackingScaling, ScalingTargetId: !Ref T}}",
    )
    policy = plan.resources[1]
    assert (policy.attributes["resource_id"], policy.attributes["service_namespace"]) == (
        "r",
        "ecs",
    )
    assert {ref.target for ref in policy.references} == {"aws_appautoscaling_target.t"}
    assert plan.problems == ()


def test_definition_of_a_state_machine_takes_its_substitutions(catalog: Catalog) -> None:
    plan = _read(
        catalog,
        "  Q: {Type: AWS::SQS::Queue}\n"
        "  M: {Type: AWS::StepFunctions::StateMachine, Properties: {RoleArn: r, Definition: "
        "{StartAt: '${First}', To: '${Queue}', Else: '${Other}'}, "
        "DefinitionSubstitutions: {First: A, Queue: !GetAtt Q.Arn}}}",
    )
    machine = plan.by_address["aws_sfn_state_machine.m"]
    (written,) = (e for e in machine.expressions if e.path == ("definition",))
    assert "".join(map(str, written.parts)) == (
        '{"StartAt":"A","To":"aws_sqs_queue.q.arn","Else":"${Other}"}'
    )


def test_user_and_group_carry_their_policies_and_memberships(catalog: Catalog) -> None:
    document = "{Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}"
    plan = _read(
        catalog,
        "  G: {Type: AWS::IAM::Group, Properties: {GroupName: g, Policies: "
        f"[{{PolicyName: p, PolicyDocument: {document}}}]}}}}\n"
        "  U: {Type: AWS::IAM::User, Properties: {UserName: u, Groups: [!Ref G], "
        "ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'], "
        "LoginProfile: {Password: hunter2, PasswordResetRequired: 'true'}}}",
    )
    group = plan.by_address["aws_iam_group_policy.g"].attributes
    assert (group["group"], group["name"]) == ("g", "p")
    assert '"Action":"*"' in group["policy"]
    attached = plan.by_address["aws_iam_user_policy_attachment.u"].attributes
    assert attached["policy_arn"].endswith("AdministratorAccess")
    assert plan.by_address["aws_iam_user_group_membership.u"].attributes["groups"] == ("g",)
    profile = plan.by_address["aws_iam_user_login_profile.u"].attributes
    assert profile["password_reset_required"] is True
    assert "hunter2" not in repr(plan)


def test_policy_of_no_role_is_its_users_and_groups_alone(catalog: Catalog) -> None:
    plan = _read(
        catalog,
        "  P: {Type: AWS::IAM::Policy, Properties: {PolicyName: p, PolicyDocument: {}, "
        "Groups: [g], Users: [u]}}",
    )
    assert [str(r.address) for r in plan] == ["aws_iam_user_policy.p", "aws_iam_group_policy.p"]
    assert plan.resources[0].attributes["user"] == "u"


@pytest.mark.parametrize(
    ("said", "acl"),
    [("PublicRead", "public-read"), ("LogDeliveryWrite", "log-delivery-write")],
)
def test_canned_access_list_of_a_bucket_is_a_resource(
    catalog: Catalog, said: str, acl: str
) -> None:
    plan = _read(catalog, f"  B: {{Type: AWS::S3::Bucket, Properties: {{AccessControl: {said}}}}}")
    assert plan.by_address["aws_s3_bucket_acl.b"].attributes["acl"] == acl


def test_capacity_of_a_cluster_is_a_resource(catalog: Catalog) -> None:
    plan = _read(
        catalog,
        "  C: {Type: AWS::ECS::Cluster, Properties: {ClusterName: c, CapacityProviders: [FARGATE], "
        "DefaultCapacityProviderStrategy: [{CapacityProvider: FARGATE, Weight: '1'}]}}",
    )
    found = plan.by_address["aws_ecs_cluster_capacity_providers.c"].attributes
    assert found["default_capacity_provider_strategy"][0]["weight"] == 1
    assert (found["cluster_name"], found["capacity_providers"]) == ("c", ("FARGATE",))


def test_value_that_does_not_fit_is_unknown_and_not_the_default(catalog: Catalog) -> None:
    plan = _read(catalog, "  Q: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: long}}")
    assert plan.resources[0].attributes["visibility_timeout_seconds"] is UNKNOWN
    assert [p.message for p in plan.problems] == [
        "The property VisibilityTimeout of Q is not read."
    ]


def test_getatt_of_a_property_is_what_the_property_says(catalog: Catalog) -> None:
    plan = _read(
        catalog,
        "  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\n"
        "  S: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref V, "
        "CidrBlock: !Select [1, !Cidr [!GetAtt V.CidrBlock, 2, 8]]}}\n"
        "  C: {Type: AWS::CloudFront::OriginAccessControl, Properties: "
        "{OriginAccessControlConfig: {Name: !GetAtt S.AvailabilityZone}}}\n"
        "  D: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt C.Id}}",
    )
    assert plan.by_address["aws_subnet.s"].attributes["cidr_block"] == "10.0.1.0/24"
    queue = plan.by_address["aws_sqs_queue.d"]
    assert [str(r) for r in queue.references] == ["aws_cloudfront_origin_access_control.c.id"]
