"""The stack of relational-database."""

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_rds as rds
from aws_cdk import aws_sns as sns
from constructs import Construct


class RelationalDatabaseStack(cdk.Stack):
    """Resources and outputs of relational-database."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs: object) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.template_options.description = "relational-database, written by Dharma"

        name = cdk.CfnParameter(
            self,
            "Name",
            type="String",
            default="relational-database",
            description="What all names start with; another one makes a second copy in the same account",
        )

        environment = cdk.CfnParameter(
            self,
            "Environment",
            type="String",
            default="production",
            description="What it is for, as the tag Environment says",
        )

        storage_gb = cdk.CfnParameter(
            self,
            "StorageGb",
            type="Number",
            default="100",
            description="Room for data, in GB",
        )

        high_availability = cdk.CfnParameter(
            self,
            "HighAvailability",
            type="String",
            default="true",
            allowed_values=["true", "false"],
            description="Whether a standby waits in a second zone",
        )

        deletion_protection = cdk.CfnParameter(
            self,
            "DeletionProtection",
            type="String",
            default="true",
            allowed_values=["true", "false"],
            description="Whether the database refuses to be deleted",
        )

        cdk.CfnCondition(
            self,
            "HighAvailabilityOn",
            expression=cdk.Fn.condition_equals(
                high_availability.value_as_string,
                "true",
            ),
        )

        cdk.CfnCondition(
            self,
            "DeletionProtectionOn",
            expression=cdk.Fn.condition_equals(
                deletion_protection.value_as_string,
                "true",
            ),
        )

        vpc_network = ec2.CfnVPC(
            self,
            "VpcNetwork",
            cidr_block="10.60.0.0/16",
            enable_dns_hostnames=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1011"),
                cdk.CfnTag(key="Application", value="relational-database"),
                cdk.CfnTag(key="Name", value=name.value_as_string),
            ],
        )
        options = vpc_network.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_vpc.network"}}

        kms_key_database_key = kms.CfnKey(
            self,
            "KmsKeyDatabaseKey",
            description="Encrypts the database",
            enable_key_rotation=True,
            pending_window_in_days=30,
            key_policy={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Sid": "Enable IAM User Permissions",
                        "Effect": "Allow",
                        "Principal": {
                            "AWS": cdk.Fn.sub(
                                "arn:${AWS::Partition}:iam::${AWS::AccountId}:root",
                            ),
                        },
                        "Action": "kms:*",
                        "Resource": "*",
                    },
                ],
            },
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1011"),
                cdk.CfnTag(key="Application", value="relational-database"),
            ],
        )
        options = kms_key_database_key.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_kms_key.database_key"}}

        sns_topic_alarms = sns.CfnTopic(
            self,
            "SnsTopicAlarms",
            topic_name=cdk.Fn.sub("${Name}-alarms"),
            kms_master_key_id="alias/aws/sns",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1011"),
                cdk.CfnTag(key="Application", value="relational-database"),
            ],
        )
        options = sns_topic_alarms.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_sns_topic.alarms"}}

        subnet_inner_a = ec2.CfnSubnet(
            self,
            "SubnetInnerA",
            vpc_id=vpc_network.ref,
            cidr_block="10.60.0.0/24",
            availability_zone="us-east-1a",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1011"),
                cdk.CfnTag(key="Application", value="relational-database"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-a")),
            ],
        )
        options = subnet_inner_a.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.inner_a"}}

        subnet_inner_b = ec2.CfnSubnet(
            self,
            "SubnetInnerB",
            vpc_id=vpc_network.ref,
            cidr_block="10.60.1.0/24",
            availability_zone="us-east-1b",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1011"),
                cdk.CfnTag(key="Application", value="relational-database"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-b")),
            ],
        )
        options = subnet_inner_b.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.inner_b"}}

        security_group_database_firewall = ec2.CfnSecurityGroup(
            self,
            "SecurityGroupDatabaseFirewall",
            group_name=name.value_as_string,
            group_description="PostgreSQL from the clients",
            vpc_id=vpc_network.ref,
            security_group_ingress=[
                ec2.CfnSecurityGroup.IngressProperty(
                    ip_protocol="tcp",
                    from_port=5432,
                    to_port=5432,
                    description="PostgreSQL from the clients",
                    cidr_ip="10.0.0.0/8",
                ),
            ],
            security_group_egress=[
                ec2.CfnSecurityGroup.EgressProperty(
                    cidr_ip="127.0.0.1/32",
                    ip_protocol="-1",
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1011"),
                cdk.CfnTag(key="Application", value="relational-database"),
                cdk.CfnTag(key="Name", value=name.value_as_string),
            ],
        )
        options = security_group_database_firewall.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_security_group.database_firewall"},
        }

        kms_alias_database_key_alias = kms.CfnAlias(
            self,
            "KmsAliasDatabaseKeyAlias",
            alias_name=cdk.Fn.sub("alias/${Name}"),
            target_key_id=kms_key_database_key.ref,
        )
        options = kms_alias_database_key_alias.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_kms_alias.database_key_alias"}}

        db_subnet_group_database_network = rds.CfnDBSubnetGroup(
            self,
            "DbSubnetGroupDatabaseNetwork",
            db_subnet_group_name="relational-database",
            db_subnet_group_description="Where database stands",
            subnet_ids=[subnet_inner_a.ref, subnet_inner_b.ref],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1011"),
                cdk.CfnTag(key="Application", value="relational-database"),
            ],
        )
        options = db_subnet_group_database_network.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_db_subnet_group.database_network"},
        }

        db_instance_database = rds.CfnDBInstance(
            self,
            "DbInstanceDatabase",
            db_instance_identifier="relational-database",
            engine="postgres",
            engine_version="16",
            db_instance_class="db.t4g.large",
            allocated_storage=storage_gb.value_as_string,
            storage_type="gp3",
            storage_encrypted=True,
            kms_key_id=kms_key_database_key.attr_arn,
            db_name="app",
            master_username="app_admin",
            manage_master_user_password=True,
            port="5432",
            multi_az=cdk.Fn.condition_if("HighAvailabilityOn", True, False),
            publicly_accessible=False,
            db_subnet_group_name=db_subnet_group_database_network.ref,
            vpc_security_groups=[security_group_database_firewall.attr_group_id],
            backup_retention_period=30,
            copy_tags_to_snapshot=True,
            enable_iam_database_authentication=True,
            enable_cloudwatch_logs_exports=["postgresql", "upgrade"],
            deletion_protection=cdk.Fn.condition_if(
                "DeletionProtectionOn",
                True,
                False,
            ),
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1011"),
                cdk.CfnTag(key="Application", value="relational-database"),
            ],
        )
        options = db_instance_database.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.SNAPSHOT
        options.update_replace_policy = cdk.CfnDeletionPolicy.SNAPSHOT
        options.metadata = {
            "Dharma": {
                "Address": "aws_db_instance.database",
                "Attributes": {
                    "final_snapshot_identifier": "relational-database-final",
                },
            },
        }

        cloudwatch_metric_alarm_busy = cloudwatch.CfnAlarm(
            self,
            "CloudwatchMetricAlarmBusy",
            alarm_name=cdk.Fn.sub("${Name}-busy"),
            alarm_description="The database is busy; look for slow queries, or give it more processors",
            namespace="AWS/RDS",
            metric_name="CPUUtilization",
            dimensions=[
                cloudwatch.CfnAlarm.DimensionProperty(
                    name="DBInstanceIdentifier",
                    value=db_instance_database.ref,
                ),
            ],
            statistic="Average",
            comparison_operator="GreaterThanThreshold",
            threshold=80,
            period=60,
            evaluation_periods=15,
            treat_missing_data="notBreaching",
            alarm_actions=[sns_topic_alarms.ref],
            ok_actions=[sns_topic_alarms.ref],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1011"),
                cdk.CfnTag(key="Application", value="relational-database"),
            ],
        )
        options = cloudwatch_metric_alarm_busy.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_cloudwatch_metric_alarm.busy"}}

        cdk.CfnOutput(self, "Address", value=db_instance_database.attr_endpoint_address)

        cdk.CfnOutput(self, "Alarms", value=cdk.Fn.sub("${Name}-alarms"))
