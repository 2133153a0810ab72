"""Which call of which service makes each type that moto's CloudFormation does not know."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dharma_core.runners.simulator_cloudfront import distribution
from dharma_core.runners.simulator_services import Given, Json, Recipe

__all__ = ["RECIPES"]


def _same(*keys: str, **renamed: str) -> Given:
    """Return the properties of these names, some under the name the service takes."""

    def given(properties: Json, name: str) -> Json:
        named = dict(zip(keys, keys, strict=True)) | renamed
        found = {to: properties[key] for to, key in named.items() if key in properties}
        own = {to: properties.get(to, name) for to, key in named.items() if key == "$name"}
        return {key: _named(value) for key, value in (found | own).items()}

    return given


def _named(value: Any) -> Any:
    """Return a model of moto's, which stands where it has no id, as its name."""
    return value if isinstance(value, _PLAIN) else getattr(value, "name", value)


_PLAIN = (str, int, float, bool, list, dict)


def _whole(*left_out: str, name: str = "") -> Given:
    """Return all properties but these; ``name`` is filled with the resource's name."""

    def given(properties: Json, own: str) -> Json:
        found = {key: value for key, value in properties.items() if key not in left_out}
        return {name: own} | found if name else found

    return given


def _policy(key: str, operation_key: str, owner: str) -> Given:
    def given(properties: Json, _name: str) -> Json:
        named = properties[owner]
        target = named[0] if isinstance(named, list) else named
        text = json.dumps(properties["PolicyDocument"])
        return {operation_key: target} | (
            {"Attributes": {"Policy": text}} if key == "Attributes" else _attribute(key, text)
        )

    return given


def _attribute(key: str, text: str) -> Json:
    if key == "AttributeName":
        return {"AttributeName": "Policy", "AttributeValue": text}
    return {"Policy": text}


def _subscription(properties: Json, _name: str) -> Json:
    texts = ("FilterPolicy", "RawMessageDelivery", "RedrivePolicy")
    attributes = {key: json.dumps(properties[key]) for key in texts if key in properties}
    base = {key: properties[key] for key in ("TopicArn", "Protocol", "Endpoint")}
    return base | {"Attributes": attributes, "ReturnSubscriptionArn": True}


def _rule(peer: str) -> Given:
    def given(properties: Json, _name: str) -> Json:
        ports: Json = {k: properties[k] for k in ("FromPort", "ToPort") if k in properties}
        permission: Json = {"IpProtocol": properties["IpProtocol"]}
        permission.update(ports)
        if "CidrIp" in properties:
            permission["IpRanges"] = [{"CidrIp": properties["CidrIp"]}]
        if "CidrIpv6" in properties:
            permission["Ipv6Ranges"] = [{"CidrIpv6": properties["CidrIpv6"]}]
        if f"{peer}SecurityGroupId" in properties:
            permission["UserIdGroupPairs"] = [{"GroupId": properties[f"{peer}SecurityGroupId"]}]
        return {"GroupId": properties["GroupId"], "IpPermissions": [permission]}

    return given


def _acl_entry(properties: Json, _name: str) -> Json:
    found = properties | {"Protocol": str(properties["Protocol"])}
    if "Icmp" in found:
        found["IcmpTypeCode"] = found.pop("Icmp")
    return found


def _scaling_policy(properties: Json, name: str) -> Json:
    found: Json = {"PolicyName": name} | properties
    if "Cooldown" in found:
        found["Cooldown"] = int(found["Cooldown"])
    return found


def _lowered(*keys: str) -> Given:
    """Return the properties of these names with every key's first letter small."""

    def given(properties: Json, _name: str) -> Json:
        return dict(_low({key: properties[key] for key in keys if key in properties}))

    return given


def _low(value: Any) -> Any:
    if isinstance(value, dict):
        return {key[0].lower() + key[1:]: _low(inner) for key, inner in value.items()}
    return [_low(item) for item in value] if isinstance(value, list) else value


_RULE_ID = "SecurityGroupRules[0].SecurityGroupRuleId"

RECIPES: Mapping[str, Recipe] = {
    "AWS::ApiGatewayV2::Api": Recipe(
        "apigatewayv2",
        "create_api",
        _whole("Body"),
        "ApiId",
        attributes={"ApiEndpoint": "ApiEndpoint"},
    ),
    "AWS::ApiGatewayV2::Integration": Recipe(
        "apigatewayv2", "create_integration", _whole(), "IntegrationId"
    ),
    "AWS::ApiGatewayV2::Route": Recipe("apigatewayv2", "create_route", _whole(), "RouteId"),
    "AWS::ApiGatewayV2::Stage": Recipe("apigatewayv2", "create_stage", _whole(), "StageName"),
    "AWS::ApplicationAutoScaling::ScalableTarget": Recipe(
        "application-autoscaling", "register_scalable_target", _whole("RoleARN")
    ),
    "AWS::ApplicationAutoScaling::ScalingPolicy": Recipe(
        "application-autoscaling", "put_scaling_policy", _whole(), "PolicyARN"
    ),
    "AWS::Athena::WorkGroup": Recipe(
        "athena",
        "create_work_group",
        _same("Name", "Description", Configuration="WorkGroupConfiguration"),
        named="Name",
    ),
    "AWS::AutoScaling::ScheduledAction": Recipe(
        "autoscaling",
        "put_scheduled_update_group_action",
        _whole(name="ScheduledActionName"),
        named="ScheduledActionName",
    ),
    "AWS::AutoScaling::ScalingPolicy": Recipe(
        "autoscaling", "put_scaling_policy", _scaling_policy, "PolicyARN"
    ),
    "AWS::Backup::BackupVault": Recipe(
        "backup",
        "create_backup_vault",
        _same("EncryptionKeyArn", BackupVaultName="$name"),
        named="BackupVaultName",
        attributes={"BackupVaultArn": "BackupVaultArn"},
    ),
    "AWS::CertificateManager::Certificate": Recipe(
        "acm",
        "request_certificate",
        _same("DomainName", "ValidationMethod", "SubjectAlternativeNames", "Tags"),
        "CertificateArn",
    ),
    "AWS::CloudFront::Distribution": Recipe(
        "cloudfront",
        "create_distribution",
        distribution,
        "Distribution.Id",
        attributes={"DomainName": "Distribution.DomainName", "Id": "Distribution.Id"},
    ),
    "AWS::CloudFront::OriginAccessControl": Recipe(
        "cloudfront", "create_origin_access_control", _whole(), "OriginAccessControl.Id"
    ),
    "AWS::CloudTrail::Trail": Recipe(
        "cloudtrail",
        "create_trail",
        _same(
            "S3BucketName",
            "S3KeyPrefix",
            "IncludeGlobalServiceEvents",
            "IsMultiRegionTrail",
            "EnableLogFileValidation",
            Name="$name",
            KmsKeyId="KMSKeyId",
        ),
        named="TrailName",
        attributes={"Arn": "TrailARN"},
    ),
    "AWS::CloudWatch::Alarm": Recipe(
        "cloudwatch", "put_metric_alarm", _whole(name="AlarmName"), named="AlarmName"
    ),
    "AWS::Cognito::UserPool": Recipe(
        "cognito-idp",
        "create_user_pool",
        _same(
            "Policies",
            "AutoVerifiedAttributes",
            "UsernameAttributes",
            "AccountRecoverySetting",
            "AdminCreateUserConfig",
            "DeletionProtection",
            PoolName="$name",
        ),
        "UserPool.Id",
        named="UserPoolName",
        attributes={"Arn": "UserPool.Arn"},
    ),
    "AWS::Cognito::UserPoolClient": Recipe(
        "cognito-idp",
        "create_user_pool_client",
        _whole(name="ClientName"),
        "UserPoolClient.ClientId",
    ),
    "AWS::EC2::EgressOnlyInternetGateway": Recipe(
        "ec2",
        "create_egress_only_internet_gateway",
        _same("VpcId"),
        "EgressOnlyInternetGateway.EgressOnlyInternetGatewayId",
    ),
    "AWS::EC2::KeyPair": Recipe(
        "ec2",
        "import_key_pair",
        _same("KeyName", "PublicKeyMaterial"),
        named="KeyName",
        attributes={"KeyPairId": "KeyPairId", "KeyFingerprint": "KeyFingerprint"},
    ),
    "AWS::EC2::NetworkAcl": Recipe(
        "ec2", "create_network_acl", _same("VpcId"), "NetworkAcl.NetworkAclId"
    ),
    "AWS::EC2::NetworkAclEntry": Recipe("ec2", "create_network_acl_entry", _acl_entry),
    "AWS::EC2::SecurityGroupEgress": Recipe(
        "ec2", "authorize_security_group_egress", _rule("Destination"), _RULE_ID
    ),
    "AWS::EC2::SecurityGroupIngress": Recipe(
        "ec2", "authorize_security_group_ingress", _rule("Source"), _RULE_ID
    ),
    "AWS::EFS::AccessPoint": Recipe(
        "efs",
        "create_access_point",
        _same("FileSystemId", "PosixUser", "RootDirectory"),
        "AccessPointId",
        attributes={"Arn": "AccessPointArn"},
    ),
    "AWS::EKS::Cluster": Recipe(
        "eks",
        "create_cluster",
        _lowered("Name", "RoleArn", "ResourcesVpcConfig", "Version", "EncryptionConfig"),
        "cluster.name",
        named="Name",
        attributes={
            "Arn": "cluster.arn",
            "Endpoint": "cluster.endpoint",
            "CertificateAuthorityData": "cluster.certificateAuthority.data",
            "OpenIdConnectIssuerUrl": "cluster.identity.oidc.issuer",
        },
    ),
    "AWS::EKS::Nodegroup": Recipe(
        "eks",
        "create_nodegroup",
        _lowered(
            "ClusterName",
            "NodegroupName",
            "NodeRole",
            "Subnets",
            "ScalingConfig",
            "InstanceTypes",
            "CapacityType",
        ),
        "join('/', [nodegroup.clusterName, nodegroup.nodegroupName])",
        attributes={"Arn": "nodegroup.nodegroupArn", "NodegroupName": "nodegroup.nodegroupName"},
    ),
    "AWS::Glue::Database": Recipe(
        "glue",
        "create_database",
        lambda properties, name: {"DatabaseInput": {"Name": name} | properties["DatabaseInput"]},
    ),
    "AWS::IAM::Group": Recipe(
        "iam",
        "create_group",
        _same("Path", GroupName="$name"),
        "Group.GroupName",
        named="GroupName",
        attributes={"Arn": "Group.Arn"},
    ),
    "AWS::IAM::OIDCProvider": Recipe(
        "iam",
        "create_open_id_connect_provider",
        _same("Url", "ThumbprintList", ClientIDList="ClientIdList"),
        "OpenIDConnectProviderArn",
    ),
    "AWS::Lambda::Alias": Recipe(
        "lambda",
        "create_alias",
        _same("FunctionName", "FunctionVersion", "Name", "Description"),
        "AliasArn",
    ),
    "AWS::Lambda::Permission": Recipe("lambda", "add_permission", _whole(name="StatementId")),
    "AWS::Lambda::Url": Recipe(
        "lambda",
        "create_function_url_config",
        _same("AuthType", "Cors", FunctionName="TargetFunctionArn"),
        "FunctionArn",
        attributes={"FunctionUrl": "FunctionUrl", "FunctionArn": "FunctionArn"},
    ),
    "AWS::RDS::DBCluster": Recipe(
        "rds",
        "create_db_cluster",
        _same(
            "DBClusterParameterGroupName",
            "DBSubnetGroupName",
            "DatabaseName",
            "Engine",
            "EngineVersion",
            "ManageMasterUserPassword",
            "MasterUsername",
            "MasterUserPassword",
            "StorageEncrypted",
            DBClusterIdentifier="$name",
        ),
        "DBCluster.DBClusterIdentifier",
        named="DBClusterIdentifier",
        attributes={
            "DBClusterArn": "DBCluster.DBClusterArn",
            "Endpoint.Address": "DBCluster.Endpoint",
            "Endpoint.Port": "DBCluster.Port",
            "ReadEndpoint.Address": "DBCluster.ReaderEndpoint",
        },
    ),
    "AWS::RDS::DBClusterParameterGroup": Recipe(
        "rds",
        "create_db_cluster_parameter_group",
        _same("Description", DBClusterParameterGroupName="$name", DBParameterGroupFamily="Family"),
        named="DBClusterParameterGroupName",
    ),
    "AWS::RDS::DBParameterGroup": Recipe(
        "rds",
        "create_db_parameter_group",
        _same("Description", DBParameterGroupName="$name", DBParameterGroupFamily="Family"),
        "DBParameterGroup.DBParameterGroupName",
    ),
    "AWS::SSM::Parameter": Recipe(
        "ssm", "put_parameter", _same("Type", "Value", "Description", Name="$name"), named="Name"
    ),
    "AWS::S3::BucketPolicy": Recipe(
        "s3", "put_bucket_policy", _policy("Policy", "Bucket", "Bucket")
    ),
    "AWS::SNS::Subscription": Recipe("sns", "subscribe", _subscription, "SubscriptionArn"),
    "AWS::SNS::TopicPolicy": Recipe(
        "sns", "set_topic_attributes", _policy("AttributeName", "TopicArn", "Topics")
    ),
    "AWS::SQS::QueuePolicy": Recipe(
        "sqs", "set_queue_attributes", _policy("Attributes", "QueueUrl", "Queues")
    ),
    "AWS::Scheduler::Schedule": Recipe(
        "scheduler",
        "create_schedule",
        _whole(name="Name"),
        named="Name",
        attributes={"Arn": "ScheduleArn"},
    ),
    "AWS::SecretsManager::Secret": Recipe(
        "secretsmanager",
        "create_secret",
        _same("Description", "KmsKeyId", "SecretString", Name="$name"),
        "ARN",
        named="Name",
    ),
    "AWS::WAFv2::WebACL": Recipe(
        "wafv2",
        "create_web_acl",
        _whole(name="Name"),
        "join('|', [Summary.Name, Summary.Id, 'scope'])",
        named="Name",
        attributes={"Arn": "Summary.ARN", "Id": "Summary.Id"},
    ),
    "AWS::WAFv2::WebACLAssociation": Recipe("wafv2", "associate_web_acl", _whole()),
}
