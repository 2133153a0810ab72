"""The stack of ml-training."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class MlTrainingStack(cdk.Stack):
    """Resources and outputs of ml-training."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs: object) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.template_options.description = "ml-training, written by Dharma"

        name = cdk.CfnParameter(
            self,
            "Name",
            type="String",
            default="ml-training",
            description="What all names start with; another one makes a second copy in the same account",
        )

        environment = cdk.CfnParameter(
            self,
            "Environment",
            type="String",
            default="production",
            description="What it is for, as the tag Environment says",
        )

        cdk.CfnParameter(
            self,
            "BucketPrefix",
            type="String",
            default="dharma-ml-training",
            description="What the buckets' names start with, unique in the world",
        )

        data_gb = cdk.CfnParameter(
            self,
            "DataGb",
            type="Number",
            default="500",
            description="Room for data on each machine, in GB",
        )

        image = cdk.CfnParameter(
            self,
            "Image",
            type="String",
            default="ami-04681a1dbd79675a5",
            description="Image of the machines (Amazon Linux 2, us-east-1), or ubuntu-24.04 for the newest",
        )

        vpc_network = ec2.CfnVPC(
            self,
            "VpcNetwork",
            cidr_block="10.30.0.0/16",
            enable_dns_hostnames=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-science-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1008"),
                cdk.CfnTag(key="Application", value="ml-training"),
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
                cdk.CfnTag(key="Owner", value="data-science-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1008"),
                cdk.CfnTag(key="Application", value="ml-training"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-gateway")),
            ],
        )
        options = internet_gateway_network_gateway.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_internet_gateway.network_gateway"},
        }

        kms_key_training_key = kms.CfnKey(
            self,
            "KmsKeyTrainingKey",
            description="Encrypts data, models and disks of the training",
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
                cdk.CfnTag(key="Owner", value="data-science-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1008"),
                cdk.CfnTag(key="Application", value="ml-training"),
            ],
        )
        options = kms_key_training_key.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_kms_key.training_key"}}

        ecr_repository_images = ecr.CfnRepository(
            self,
            "EcrRepositoryImages",
            repository_name=name.value_as_string,
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration=ecr.CfnRepository.ImageScanningConfigurationProperty(
                scan_on_push=True,
            ),
            encryption_configuration=ecr.CfnRepository.EncryptionConfigurationProperty(
                encryption_type="KMS",
            ),
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-science-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1008"),
                cdk.CfnTag(key="Application", value="ml-training"),
            ],
            lifecycle_policy=ecr.CfnRepository.LifecyclePolicyProperty(
                lifecycle_policy_text='{"rules":[{"rulePriority":1,"description":"Keep the newest images","selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":30},"action":{"type":"expire"}}]}',
            ),
        )
        options = ecr_repository_images.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {
            "Dharma": {
                "Address": "aws_ecr_repository.images",
                "Holds": ["aws_ecr_lifecycle_policy.images_cleaning"],
            },
        }

        sqs_queue_runs_failed = sqs.CfnQueue(
            self,
            "SqsQueueRunsFailed",
            queue_name=cdk.Fn.sub("${Name}-runs-failed"),
            message_retention_period=1209600,
            sqs_managed_sse_enabled=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-science-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1008"),
                cdk.CfnTag(key="Application", value="ml-training"),
            ],
        )
        options = sqs_queue_runs_failed.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_sqs_queue.runs_failed"}}

        iam_role_trainer_rights = iam.CfnRole(
            self,
            "IamRoleTrainerRights",
            role_name=name.value_as_string,
            description="Reads samples, writes models, takes work from the queue",
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
                cdk.CfnTag(key="Owner", value="data-science-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1008"),
                cdk.CfnTag(key="Application", value="ml-training"),
            ],
        )
        options = iam_role_trainer_rights.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_iam_role.trainer_rights"}}

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
            cidr_block="10.30.0.0/24",
            availability_zone="us-east-1a",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-science-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1008"),
                cdk.CfnTag(key="Application", value="ml-training"),
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
                cdk.CfnTag(key="Owner", value="data-science-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1008"),
                cdk.CfnTag(key="Application", value="ml-training"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-front-routes")),
            ],
        )
        options = route_table_front_routes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.front_routes"}}

        subnet_inner = ec2.CfnSubnet(
            self,
            "SubnetInner",
            vpc_id=vpc_network.ref,
            cidr_block="10.30.10.0/24",
            availability_zone="us-east-1a",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-science-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1008"),
                cdk.CfnTag(key="Application", value="ml-training"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-inner")),
            ],
        )
        options = subnet_inner.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.inner"}}

        route_table_inner_routes = ec2.CfnRouteTable(
            self,
            "RouteTableInnerRoutes",
            vpc_id=vpc_network.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-science-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1008"),
                cdk.CfnTag(key="Application", value="ml-training"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-inner-routes")),
            ],
        )
        options = route_table_inner_routes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.inner_routes"}}

        security_group_trainer_firewall = ec2.CfnSecurityGroup(
            self,
            "SecurityGroupTrainerFirewall",
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
                cdk.CfnTag(key="Owner", value="data-science-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1008"),
                cdk.CfnTag(key="Application", value="ml-training"),
                cdk.CfnTag(key="Name", value=name.value_as_string),
            ],
        )
        options = security_group_trainer_firewall.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_security_group.trainer_firewall"},
        }

        kms_alias_training_key_alias = kms.CfnAlias(
            self,
            "KmsAliasTrainingKeyAlias",
            alias_name=cdk.Fn.sub("alias/${Name}"),
            target_key_id=kms_key_training_key.ref,
        )
        options = kms_alias_training_key_alias.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_kms_alias.training_key_alias"}}

        s3_bucket_samples = s3.CfnBucket(
            self,
            "S3BucketSamples",
            bucket_name=cdk.Fn.sub("${BucketPrefix}-samples"),
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-science-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1008"),
                cdk.CfnTag(key="Application", value="ml-training"),
            ],
            versioning_configuration=s3.CfnBucket.VersioningConfigurationProperty(
                status="Enabled",
            ),
            bucket_encryption=s3.CfnBucket.BucketEncryptionProperty(
                server_side_encryption_configuration=[
                    s3.CfnBucket.ServerSideEncryptionRuleProperty(
                        bucket_key_enabled=True,
                        server_side_encryption_by_default=s3.CfnBucket.ServerSideEncryptionByDefaultProperty(
                            sse_algorithm="aws:kms",
                            kms_master_key_id=kms_key_training_key.attr_arn,
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
                        id="old-versions",
                        status="Enabled",
                        noncurrent_version_expiration=s3.CfnBucket.NoncurrentVersionExpirationProperty(
                            noncurrent_days=90,
                        ),
                    ),
                ],
            ),
        )
        options = s3_bucket_samples.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {
            "Dharma": {
                "Address": "aws_s3_bucket.samples",
                "Holds": [
                    "aws_s3_bucket_versioning.samples_versions",
                    "aws_s3_bucket_server_side_encryption_configuration.samples_encryption",
                    "aws_s3_bucket_public_access_block.samples_private",
                    "aws_s3_bucket_lifecycle_configuration.samples_lifecycle",
                ],
            },
        }

        s3_bucket_models = s3.CfnBucket(
            self,
            "S3BucketModels",
            bucket_name=cdk.Fn.sub("${BucketPrefix}-models"),
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-science-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1008"),
                cdk.CfnTag(key="Application", value="ml-training"),
            ],
            versioning_configuration=s3.CfnBucket.VersioningConfigurationProperty(
                status="Enabled",
            ),
            bucket_encryption=s3.CfnBucket.BucketEncryptionProperty(
                server_side_encryption_configuration=[
                    s3.CfnBucket.ServerSideEncryptionRuleProperty(
                        bucket_key_enabled=True,
                        server_side_encryption_by_default=s3.CfnBucket.ServerSideEncryptionByDefaultProperty(
                            sse_algorithm="aws:kms",
                            kms_master_key_id=kms_key_training_key.attr_arn,
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
                        id="old-versions",
                        status="Enabled",
                        noncurrent_version_expiration=s3.CfnBucket.NoncurrentVersionExpirationProperty(
                            noncurrent_days=365,
                        ),
                    ),
                ],
            ),
        )
        options = s3_bucket_models.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {
            "Dharma": {
                "Address": "aws_s3_bucket.models",
                "Holds": [
                    "aws_s3_bucket_versioning.models_versions",
                    "aws_s3_bucket_server_side_encryption_configuration.models_encryption",
                    "aws_s3_bucket_public_access_block.models_private",
                    "aws_s3_bucket_lifecycle_configuration.models_lifecycle",
                ],
            },
        }

        sqs_queue_runs = sqs.CfnQueue(
            self,
            "SqsQueueRuns",
            queue_name=cdk.Fn.sub("${Name}-runs"),
            visibility_timeout=3600,
            message_retention_period=1209600,
            receive_message_wait_time_seconds=20,
            redrive_policy={
                "deadLetterTargetArn": sqs_queue_runs_failed.attr_arn,
                "maxReceiveCount": 2,
            },
            sqs_managed_sse_enabled=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-science-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1008"),
                cdk.CfnTag(key="Application", value="ml-training"),
            ],
        )
        options = sqs_queue_runs.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_sqs_queue.runs"}}

        iam_instance_profile_trainer_rights_profile = iam.CfnInstanceProfile(
            self,
            "IamInstanceProfileTrainerRightsProfile",
            instance_profile_name=name.value_as_string,
            roles=[iam_role_trainer_rights.ref],
        )
        options = iam_instance_profile_trainer_rights_profile.cfn_options
        options.metadata = {
            "Dharma": {
                "Address": "aws_iam_instance_profile.trainer_rights_profile",
                "Attributes": {
                    "tags": {
                        "Environment": environment.value_as_string,
                        "Owner": "data-science-team",
                        "CostCenter": "CC-1008",
                        "Application": "ml-training",
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
                cdk.CfnTag(key="Owner", value="data-science-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1008"),
                cdk.CfnTag(key="Application", value="ml-training"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-ip")),
            ],
        )
        eip_way_out_ip.add_dependency(internet_gateway_network_gateway_attachment)
        options = eip_way_out_ip.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_eip.way_out_ip"}}

        route_table_association_inner_routed = ec2.CfnSubnetRouteTableAssociation(
            self,
            "RouteTableAssociationInnerRouted",
            subnet_id=subnet_inner.ref,
            route_table_id=route_table_inner_routes.ref,
        )
        options = route_table_association_inner_routed.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_route_table_association.inner_routed"},
        }

        iam_role_policy_trainer_rights_rights = iam.CfnPolicy(
            self,
            "IamRolePolicyTrainerRightsRights",
            policy_name="granted",
            roles=[iam_role_trainer_rights.ref],
            policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": ["s3:ListBucket"],
                        "Resource": [s3_bucket_samples.attr_arn],
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["s3:GetObject"],
                        "Resource": [cdk.Fn.sub("${S3BucketSamples.Arn}/*")],
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["s3:ListBucket"],
                        "Resource": [s3_bucket_models.attr_arn],
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
                        "Resource": [cdk.Fn.sub("${S3BucketModels.Arn}/*")],
                    },
                    {
                        "Effect": "Allow",
                        "Action": [
                            "sqs:ReceiveMessage",
                            "sqs:DeleteMessage",
                            "sqs:GetQueueAttributes",
                        ],
                        "Resource": [sqs_queue_runs.attr_arn],
                    },
                    {
                        "Effect": "Allow",
                        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                        "Resource": [kms_key_training_key.attr_arn],
                    },
                    {
                        "Effect": "Allow",
                        "Action": [
                            "ecr:BatchGetImage",
                            "ecr:GetDownloadUrlForLayer",
                            "ecr:BatchCheckLayerAvailability",
                        ],
                        "Resource": [ecr_repository_images.attr_arn],
                    },
                ],
            },
        )
        options = iam_role_policy_trainer_rights_rights.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_iam_role_policy.trainer_rights_rights"},
        }

        instance_trainer0 = ec2.CfnInstance(
            self,
            "InstanceTrainer0",
            image_id=image.value_as_string,
            instance_type="m5a.4xlarge",
            iam_instance_profile=iam_instance_profile_trainer_rights_profile.ref,
            ebs_optimized=True,
            monitoring=True,
            metadata_options=ec2.CfnInstance.MetadataOptionsProperty(
                http_tokens="required",
                http_put_response_hop_limit=1,
            ),
            block_device_mappings=[
                ec2.CfnInstance.BlockDeviceMappingProperty(
                    device_name="/dev/xvda",
                    ebs=ec2.CfnInstance.EbsProperty(
                        encrypted=True,
                        volume_size=100,
                        volume_type="gp3",
                    ),
                ),
            ],
            network_interfaces=[
                ec2.CfnInstance.NetworkInterfaceProperty(
                    device_index="0",
                    associate_public_ip_address=False,
                    subnet_id=subnet_inner.ref,
                    group_set=[security_group_trainer_firewall.attr_group_id],
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-science-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1008"),
                cdk.CfnTag(key="Application", value="ml-training"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-0")),
            ],
        )
        options = instance_trainer0.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_instance.trainer[0]"}}

        nat_gateway_way_out = ec2.CfnNatGateway(
            self,
            "NatGatewayWayOut",
            allocation_id=eip_way_out_ip.attr_allocation_id,
            subnet_id=subnet_front.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-science-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1008"),
                cdk.CfnTag(key="Application", value="ml-training"),
                cdk.CfnTag(key="Name", value=name.value_as_string),
            ],
        )
        nat_gateway_way_out.add_dependency(internet_gateway_network_gateway_attachment)
        options = nat_gateway_way_out.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_nat_gateway.way_out"}}

        ebs_volume_scratch0 = ec2.CfnVolume(
            self,
            "EbsVolumeScratch0",
            availability_zone=instance_trainer0.attr_availability_zone,
            size=data_gb.value_as_number,
            volume_type="gp3",
            encrypted=True,
            kms_key_id=kms_key_training_key.attr_arn,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="data-science-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1008"),
                cdk.CfnTag(key="Application", value="ml-training"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-scratch-0")),
            ],
        )
        options = ebs_volume_scratch0.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_ebs_volume.scratch[0]"}}

        ec2.CfnRoute(
            self,
            "RouteTableInnerRoutesRoute1",
            route_table_id=route_table_inner_routes.ref,
            destination_cidr_block="0.0.0.0/0",
            nat_gateway_id=nat_gateway_way_out.ref,
        )

        volume_attachment_scratch_mount0 = ec2.CfnVolumeAttachment(
            self,
            "VolumeAttachmentScratchMount0",
            device="/dev/sdf",
            volume_id=ebs_volume_scratch0.ref,
            instance_id=instance_trainer0.ref,
        )
        options = volume_attachment_scratch_mount0.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_volume_attachment.scratch_mount[0]"},
        }

        cdk.CfnOutput(self, "Samples", value=s3_bucket_samples.ref)

        cdk.CfnOutput(self, "Models", value=s3_bucket_models.ref)

        cdk.CfnOutput(self, "Queue", value=sqs_queue_runs.ref)
