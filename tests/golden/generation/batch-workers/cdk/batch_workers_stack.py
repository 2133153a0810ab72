"""The stack of batch-workers."""

import aws_cdk as cdk
from aws_cdk import aws_autoscaling as autoscaling
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class BatchWorkersStack(cdk.Stack):
    """Resources and outputs of batch-workers."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs: object) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.template_options.description = "batch-workers, written by Dharma"

        name = cdk.CfnParameter(
            self,
            "Name",
            type="String",
            default="batch-workers",
            description="What all names start with; another one makes a second copy in the same account",
        )

        environment = cdk.CfnParameter(
            self,
            "Environment",
            type="String",
            default="production",
            description="What it is for, as the tag Environment says",
        )

        bucket_name = cdk.CfnParameter(
            self,
            "BucketName",
            type="String",
            default="dharma-batch-workers-results",
            description="Name of the bucket of results, unique in the world",
        )

        minimum = cdk.CfnParameter(
            self,
            "Minimum",
            type="Number",
            default="1",
            description="How few workers there may be",
        )

        maximum = cdk.CfnParameter(
            self,
            "Maximum",
            type="Number",
            default="8",
            description="How many workers there may be",
        )

        image = cdk.CfnParameter(
            self,
            "Image",
            type="String",
            default="ami-04681a1dbd79675a5",
            description="Image of the workers (Amazon Linux 2, us-east-1), or ubuntu-24.04 for the newest",
        )

        vpc_network = ec2.CfnVPC(
            self,
            "VpcNetwork",
            cidr_block="10.50.0.0/16",
            enable_dns_hostnames=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1010"),
                cdk.CfnTag(key="Application", value="batch-workers"),
                cdk.CfnTag(key="Name", value=name.value_as_string),
            ],
        )
        options = vpc_network.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_vpc.network"}}

        internet_gateway_network_gateway = ec2.CfnInternetGateway(
            self,
            "InternetGatewayNetworkGateway",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1010"),
                cdk.CfnTag(key="Application", value="batch-workers"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-gateway")),
            ],
        )
        options = internet_gateway_network_gateway.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_internet_gateway.network_gateway"},
        }

        sqs_queue_jobs_failed = sqs.CfnQueue(
            self,
            "SqsQueueJobsFailed",
            queue_name=cdk.Fn.sub("${Name}-jobs-failed"),
            message_retention_period=1209600,
            sqs_managed_sse_enabled=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1010"),
                cdk.CfnTag(key="Application", value="batch-workers"),
            ],
        )
        options = sqs_queue_jobs_failed.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_sqs_queue.jobs_failed"}}

        s3_bucket_results = s3.CfnBucket(
            self,
            "S3BucketResults",
            bucket_name=bucket_name.value_as_string,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1010"),
                cdk.CfnTag(key="Application", value="batch-workers"),
            ],
            versioning_configuration=s3.CfnBucket.VersioningConfigurationProperty(
                status="Enabled",
            ),
            bucket_encryption=s3.CfnBucket.BucketEncryptionProperty(
                server_side_encryption_configuration=[
                    s3.CfnBucket.ServerSideEncryptionRuleProperty(
                        server_side_encryption_by_default=s3.CfnBucket.ServerSideEncryptionByDefaultProperty(
                            sse_algorithm="AES256",
                        ),
                    ),
                ],
            ),
            public_access_block_configuration=s3.CfnBucket.PublicAccessBlockConfigurationProperty(
                block_public_acls=True,
                ignore_public_acls=True,
                block_public_policy=True,
                restrict_public_buckets=True,
            ),
            lifecycle_configuration=s3.CfnBucket.LifecycleConfigurationProperty(
                rules=[
                    s3.CfnBucket.RuleProperty(
                        id="archive",
                        status="Enabled",
                        transitions=[
                            s3.CfnBucket.TransitionProperty(
                                transition_in_days=90,
                                storage_class="GLACIER_IR",
                            ),
                        ],
                    ),
                    s3.CfnBucket.RuleProperty(
                        id="old-versions",
                        status="Enabled",
                        noncurrent_version_expiration=s3.CfnBucket.NoncurrentVersionExpirationProperty(
                            noncurrent_days=90,
                        ),
                    ),
                ],
            ),
        )
        options = s3_bucket_results.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {
            "Dharma": {
                "Address": "aws_s3_bucket.results",
                "Holds": [
                    "aws_s3_bucket_versioning.results_versions",
                    "aws_s3_bucket_server_side_encryption_configuration.results_encryption",
                    "aws_s3_bucket_public_access_block.results_private",
                    "aws_s3_bucket_lifecycle_configuration.results_lifecycle",
                ],
            },
        }

        iam_role_worker_rights = iam.CfnRole(
            self,
            "IamRoleWorkerRights",
            role_name=name.value_as_string,
            description="Takes jobs from the queue and writes results",
            assume_role_policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "sts:AssumeRole",
                        "Principal": {"Service": "ec2.amazonaws.com"},
                    },
                ],
            },
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1010"),
                cdk.CfnTag(key="Application", value="batch-workers"),
            ],
        )
        options = iam_role_worker_rights.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_iam_role.worker_rights"}}

        cloudwatch_metric_alarm_waiting = cloudwatch.CfnAlarm(
            self,
            "CloudwatchMetricAlarmWaiting",
            alarm_name=cdk.Fn.sub("${Name}-waiting"),
            alarm_description="Jobs wait longer than workers take them",
            namespace="AWS/SQS",
            metric_name="ApproximateNumberOfMessagesVisible",
            dimensions=[
                cloudwatch.CfnAlarm.DimensionProperty(
                    name="QueueName",
                    value=cdk.Fn.sub("${Name}-jobs"),
                ),
            ],
            statistic="Maximum",
            comparison_operator="GreaterThanThreshold",
            threshold=500,
            period=60,
            evaluation_periods=15,
            treat_missing_data="notBreaching",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1010"),
                cdk.CfnTag(key="Application", value="batch-workers"),
            ],
        )
        options = cloudwatch_metric_alarm_waiting.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_cloudwatch_metric_alarm.waiting"},
        }

        internet_gateway_network_gateway_attachment = ec2.CfnVPCGatewayAttachment(
            self,
            "InternetGatewayNetworkGatewayAttachment",
            internet_gateway_id=internet_gateway_network_gateway.ref,
            vpc_id=vpc_network.ref,
        )

        subnet_front = ec2.CfnSubnet(
            self,
            "SubnetFront",
            vpc_id=vpc_network.ref,
            cidr_block="10.50.0.0/24",
            availability_zone="us-east-1a",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1010"),
                cdk.CfnTag(key="Application", value="batch-workers"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-front")),
            ],
        )
        options = subnet_front.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.front"}}

        route_table_front_routes = ec2.CfnRouteTable(
            self,
            "RouteTableFrontRoutes",
            vpc_id=vpc_network.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1010"),
                cdk.CfnTag(key="Application", value="batch-workers"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-front-routes")),
            ],
        )
        options = route_table_front_routes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.front_routes"}}

        subnet_inner_a = ec2.CfnSubnet(
            self,
            "SubnetInnerA",
            vpc_id=vpc_network.ref,
            cidr_block="10.50.10.0/24",
            availability_zone="us-east-1a",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1010"),
                cdk.CfnTag(key="Application", value="batch-workers"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-inner-a")),
            ],
        )
        options = subnet_inner_a.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.inner_a"}}

        route_table_inner_aroutes = ec2.CfnRouteTable(
            self,
            "RouteTableInnerARoutes",
            vpc_id=vpc_network.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1010"),
                cdk.CfnTag(key="Application", value="batch-workers"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-inner-a-routes")),
            ],
        )
        options = route_table_inner_aroutes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.inner_a_routes"}}

        subnet_inner_b = ec2.CfnSubnet(
            self,
            "SubnetInnerB",
            vpc_id=vpc_network.ref,
            cidr_block="10.50.11.0/24",
            availability_zone="us-east-1b",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1010"),
                cdk.CfnTag(key="Application", value="batch-workers"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-inner-b")),
            ],
        )
        options = subnet_inner_b.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.inner_b"}}

        route_table_inner_broutes = ec2.CfnRouteTable(
            self,
            "RouteTableInnerBRoutes",
            vpc_id=vpc_network.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1010"),
                cdk.CfnTag(key="Application", value="batch-workers"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-inner-b-routes")),
            ],
        )
        options = route_table_inner_broutes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.inner_b_routes"}}

        security_group_worker_firewall = ec2.CfnSecurityGroup(
            self,
            "SecurityGroupWorkerFirewall",
            group_name=name.value_as_string,
            group_description="Nothing comes in, HTTPS goes out",
            vpc_id=vpc_network.ref,
            security_group_egress=[
                ec2.CfnSecurityGroup.EgressProperty(
                    ip_protocol="tcp",
                    from_port=443,
                    to_port=443,
                    description="HTTPS to anywhere",
                    cidr_ip="0.0.0.0/0",
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1010"),
                cdk.CfnTag(key="Application", value="batch-workers"),
                cdk.CfnTag(key="Name", value=name.value_as_string),
            ],
        )
        options = security_group_worker_firewall.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_security_group.worker_firewall"}}

        sqs_queue_jobs = sqs.CfnQueue(
            self,
            "SqsQueueJobs",
            queue_name=cdk.Fn.sub("${Name}-jobs"),
            visibility_timeout=1800,
            message_retention_period=1209600,
            receive_message_wait_time_seconds=20,
            redrive_policy={
                "deadLetterTargetArn": sqs_queue_jobs_failed.attr_arn,
                "maxReceiveCount": 3,
            },
            sqs_managed_sse_enabled=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1010"),
                cdk.CfnTag(key="Application", value="batch-workers"),
            ],
        )
        options = sqs_queue_jobs.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_sqs_queue.jobs"}}

        iam_instance_profile_worker_rights_profile = iam.CfnInstanceProfile(
            self,
            "IamInstanceProfileWorkerRightsProfile",
            instance_profile_name=name.value_as_string,
            roles=[iam_role_worker_rights.ref],
        )
        options = iam_instance_profile_worker_rights_profile.cfn_options
        options.metadata = {
            "Dharma": {
                "Address": "aws_iam_instance_profile.worker_rights_profile",
                "Attributes": {
                    "tags": {
                        "Environment": environment.value_as_string,
                        "Owner": "data-team",
                        "CostCenter": "CC-1010",
                        "Application": "batch-workers",
                    },
                },
            },
        }

        route_table_front_routes_route1 = ec2.CfnRoute(
            self,
            "RouteTableFrontRoutesRoute1",
            route_table_id=route_table_front_routes.ref,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=internet_gateway_network_gateway.ref,
        )
        route_table_front_routes_route1.add_dependency(
            internet_gateway_network_gateway_attachment,
        )

        route_table_association_front_routed = ec2.CfnSubnetRouteTableAssociation(
            self,
            "RouteTableAssociationFrontRouted",
            subnet_id=subnet_front.ref,
            route_table_id=route_table_front_routes.ref,
        )
        options = route_table_association_front_routed.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_route_table_association.front_routed"},
        }

        eip_way_out_ip = ec2.CfnEIP(
            self,
            "EipWayOutIp",
            domain="vpc",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1010"),
                cdk.CfnTag(key="Application", value="batch-workers"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-ip")),
            ],
        )
        eip_way_out_ip.add_dependency(internet_gateway_network_gateway_attachment)
        options = eip_way_out_ip.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_eip.way_out_ip"}}

        route_table_association_inner_arouted = ec2.CfnSubnetRouteTableAssociation(
            self,
            "RouteTableAssociationInnerARouted",
            subnet_id=subnet_inner_a.ref,
            route_table_id=route_table_inner_aroutes.ref,
        )
        options = route_table_association_inner_arouted.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_route_table_association.inner_a_routed"},
        }

        route_table_association_inner_brouted = ec2.CfnSubnetRouteTableAssociation(
            self,
            "RouteTableAssociationInnerBRouted",
            subnet_id=subnet_inner_b.ref,
            route_table_id=route_table_inner_broutes.ref,
        )
        options = route_table_association_inner_brouted.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_route_table_association.inner_b_routed"},
        }

        iam_role_policy_worker_rights_rights = iam.CfnPolicy(
            self,
            "IamRolePolicyWorkerRightsRights",
            policy_name="granted",
            roles=[iam_role_worker_rights.ref],
            policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": [
                            "sqs:ReceiveMessage",
                            "sqs:DeleteMessage",
                            "sqs:GetQueueAttributes",
                        ],
                        "Resource": [sqs_queue_jobs.attr_arn],
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["s3:ListBucket"],
                        "Resource": [s3_bucket_results.attr_arn],
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
                        "Resource": [cdk.Fn.sub("${S3BucketResults.Arn}/*")],
                    },
                ],
            },
        )
        options = iam_role_policy_worker_rights_rights.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_iam_role_policy.worker_rights_rights"},
        }

        launch_template_workers_template = ec2.CfnLaunchTemplate(
            self,
            "LaunchTemplateWorkersTemplate",
            launch_template_name=name.value_as_string,
            launch_template_data=ec2.CfnLaunchTemplate.LaunchTemplateDataProperty(
                image_id=image.value_as_string,
                instance_type="t3a.xlarge",
                ebs_optimized=True,
                security_group_ids=[security_group_worker_firewall.attr_group_id],
                iam_instance_profile=ec2.CfnLaunchTemplate.IamInstanceProfileProperty(
                    name=iam_instance_profile_worker_rights_profile.ref,
                ),
                metadata_options=ec2.CfnLaunchTemplate.MetadataOptionsProperty(
                    http_endpoint="enabled",
                    http_tokens="required",
                    http_put_response_hop_limit=1,
                ),
                monitoring=ec2.CfnLaunchTemplate.MonitoringProperty(enabled=True),
                block_device_mappings=[
                    ec2.CfnLaunchTemplate.BlockDeviceMappingProperty(
                        device_name="/dev/sda1",
                        ebs=ec2.CfnLaunchTemplate.EbsProperty(
                            volume_type="gp3",
                            volume_size=30,
                            encrypted=True,
                        ),
                    ),
                ],
            ),
            tag_specifications=[
                ec2.CfnLaunchTemplate.LaunchTemplateTagSpecificationProperty(
                    resource_type="launch-template",
                    tags=[
                        cdk.CfnTag(
                            key="Environment",
                            value=environment.value_as_string,
                        ),
                        cdk.CfnTag(key="Owner", value="data-team"),
                        cdk.CfnTag(key="CostCenter", value="CC-1010"),
                        cdk.CfnTag(key="Application", value="batch-workers"),
                    ],
                ),
            ],
        )
        options = launch_template_workers_template.cfn_options
        options.metadata = {
            "Dharma": {
                "Address": "aws_launch_template.workers_template",
                "Attributes": {"update_default_version": True},
            },
        }

        nat_gateway_way_out = ec2.CfnNatGateway(
            self,
            "NatGatewayWayOut",
            allocation_id=eip_way_out_ip.attr_allocation_id,
            subnet_id=subnet_front.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1010"),
                cdk.CfnTag(key="Application", value="batch-workers"),
                cdk.CfnTag(key="Name", value=name.value_as_string),
            ],
        )
        nat_gateway_way_out.add_dependency(internet_gateway_network_gateway_attachment)
        options = nat_gateway_way_out.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_nat_gateway.way_out"}}

        autoscaling_group_workers = autoscaling.CfnAutoScalingGroup(
            self,
            "AutoscalingGroupWorkers",
            auto_scaling_group_name=name.value_as_string,
            min_size=minimum.value_as_string,
            max_size=maximum.value_as_string,
            vpc_zone_identifier=[subnet_inner_a.ref, subnet_inner_b.ref],
            health_check_type="EC2",
            health_check_grace_period=300,
            launch_template=autoscaling.CfnAutoScalingGroup.LaunchTemplateSpecificationProperty(
                launch_template_id=launch_template_workers_template.ref,
                version=launch_template_workers_template.attr_latest_version_number,
            ),
            tags=[
                autoscaling.CfnAutoScalingGroup.TagPropertyProperty(
                    key="Name",
                    value=name.value_as_string,
                    propagate_at_launch=True,
                ),
                autoscaling.CfnAutoScalingGroup.TagPropertyProperty(
                    key="Environment",
                    value=environment.value_as_string,
                    propagate_at_launch=True,
                ),
                autoscaling.CfnAutoScalingGroup.TagPropertyProperty(
                    key="Owner",
                    value="data-team",
                    propagate_at_launch=True,
                ),
                autoscaling.CfnAutoScalingGroup.TagPropertyProperty(
                    key="CostCenter",
                    value="CC-1010",
                    propagate_at_launch=True,
                ),
                autoscaling.CfnAutoScalingGroup.TagPropertyProperty(
                    key="Application",
                    value="batch-workers",
                    propagate_at_launch=True,
                ),
            ],
        )
        options = autoscaling_group_workers.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_autoscaling_group.workers"}}

        ec2.CfnRoute(
            self,
            "RouteTableInnerARoutesRoute1",
            route_table_id=route_table_inner_aroutes.ref,
            destination_cidr_block="0.0.0.0/0",
            nat_gateway_id=nat_gateway_way_out.ref,
        )

        ec2.CfnRoute(
            self,
            "RouteTableInnerBRoutesRoute1",
            route_table_id=route_table_inner_broutes.ref,
            destination_cidr_block="0.0.0.0/0",
            nat_gateway_id=nat_gateway_way_out.ref,
        )

        autoscaling_policy_workers_scaling = autoscaling.CfnScalingPolicy(
            self,
            "AutoscalingPolicyWorkersScaling",
            auto_scaling_group_name=autoscaling_group_workers.ref,
            policy_type="TargetTrackingScaling",
            target_tracking_configuration=autoscaling.CfnScalingPolicy.TargetTrackingConfigurationProperty(
                predefined_metric_specification=autoscaling.CfnScalingPolicy.PredefinedMetricSpecificationProperty(
                    predefined_metric_type="ASGAverageCPUUtilization",
                ),
                target_value=60,
            ),
        )
        options = autoscaling_policy_workers_scaling.cfn_options
        options.metadata = {
            "Dharma": {
                "Address": "aws_autoscaling_policy.workers_scaling",
                "Attributes": {"name": cdk.Fn.sub("${Name}-scaling")},
            },
        }

        cdk.CfnOutput(self, "Queue", value=sqs_queue_jobs.ref)

        cdk.CfnOutput(self, "Results", value=s3_bucket_results.ref)
