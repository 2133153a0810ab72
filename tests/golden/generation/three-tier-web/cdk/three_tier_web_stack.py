"""The stack of three-tier-web."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticloadbalancingv2 as elasticloadbalancingv2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_rds as rds
from aws_cdk import aws_s3 as s3
from constructs import Construct


class ThreeTierWebStack(cdk.Stack):
    """Resources and outputs of three-tier-web."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs: object) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.template_options.description = "three-tier-web, written by Dharma"

        name = cdk.CfnParameter(
            self,
            "Name",
            type="String",
            default="three-tier-web",
            description="What all names start with; another one makes a second copy in the same account",
        )

        cdk.CfnParameter(
            self,
            "ShortName",
            type="String",
            default="web",
            description="What names of the network and the load balancer start with; to change with name",
        )

        environment = cdk.CfnParameter(
            self,
            "Environment",
            type="String",
            default="production",
            description="What it is for, as the tag Environment says",
        )

        ami = cdk.CfnParameter(
            self,
            "Ami",
            type="String",
            default="ami-04681a1dbd79675a5",
            description="Image of the web servers (Amazon Linux 2, us-east-1)",
        )

        instance_type = cdk.CfnParameter(
            self,
            "InstanceType",
            type="String",
            default="t3.medium",
            description="Size of each web server",
        )

        db_instance_class = cdk.CfnParameter(
            self,
            "DbInstanceClass",
            type="String",
            default="db.t4g.medium",
            description="Size of the database",
        )

        db_storage_gb = cdk.CfnParameter(
            self,
            "DbStorageGb",
            type="Number",
            default="100",
            description="Storage of the database, in GB",
        )

        multi_az = cdk.CfnParameter(
            self,
            "MultiAz",
            type="String",
            default="true",
            allowed_values=["true", "false"],
            description="Whether the database keeps a standby in a second zone",
        )

        deletion_protection = cdk.CfnParameter(
            self,
            "DeletionProtection",
            type="String",
            default="false",
            allowed_values=["true", "false"],
            description="Set to true in production, the database then refuses to be deleted",
        )

        bucket_name = cdk.CfnParameter(
            self,
            "BucketName",
            type="String",
            default="dharma-three-tier-web-assets",
            description="Name of the assets bucket, unique in the world",
        )

        cdk.CfnCondition(
            self,
            "MultiAzOn",
            expression=cdk.Fn.condition_equals(multi_az.value_as_string, "true"),
        )

        cdk.CfnCondition(
            self,
            "DeletionProtectionOn",
            expression=cdk.Fn.condition_equals(
                deletion_protection.value_as_string,
                "true",
            ),
        )

        vpc_main = ec2.CfnVPC(
            self,
            "VpcMain",
            cidr_block="10.0.0.0/16",
            enable_dns_hostnames=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${ShortName}-vpc")),
            ],
        )
        options = vpc_main.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_vpc.main"}}

        internet_gateway_gateway = ec2.CfnInternetGateway(
            self,
            "InternetGatewayGateway",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${ShortName}-gateway")),
            ],
        )
        options = internet_gateway_gateway.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_internet_gateway.gateway"}}

        kms_key_data_key = kms.CfnKey(
            self,
            "KmsKeyDataKey",
            description="Encrypts disks, database and bucket of the web application",
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
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
            ],
        )
        options = kms_key_data_key.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_kms_key.data_key"}}

        iam_role_web_role = iam.CfnRole(
            self,
            "IamRoleWebRole",
            role_name=cdk.Fn.sub("${Name}-server"),
            description="What the web servers may do",
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
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
            ],
        )
        options = iam_role_web_role.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_iam_role.web_role"}}

        cloudwatch_log_group_web_logs = logs.CfnLogGroup(
            self,
            "CloudwatchLogGroupWebLogs",
            log_group_name=cdk.Fn.sub("/dharma/${Name}"),
            retention_in_days=90,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
            ],
        )
        options = cloudwatch_log_group_web_logs.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_cloudwatch_log_group.web_logs"}}

        subnet_public_a = ec2.CfnSubnet(
            self,
            "SubnetPublicA",
            vpc_id=vpc_main.ref,
            cidr_block="10.0.0.0/24",
            availability_zone="us-east-1a",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${ShortName}-public-a")),
            ],
        )
        options = subnet_public_a.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.public_a"}}

        subnet_public_b = ec2.CfnSubnet(
            self,
            "SubnetPublicB",
            vpc_id=vpc_main.ref,
            cidr_block="10.0.1.0/24",
            availability_zone="us-east-1b",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${ShortName}-public-b")),
            ],
        )
        options = subnet_public_b.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.public_b"}}

        subnet_private_a = ec2.CfnSubnet(
            self,
            "SubnetPrivateA",
            vpc_id=vpc_main.ref,
            cidr_block="10.0.10.0/24",
            availability_zone="us-east-1a",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${ShortName}-private-a")),
            ],
        )
        options = subnet_private_a.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.private_a"}}

        subnet_private_b = ec2.CfnSubnet(
            self,
            "SubnetPrivateB",
            vpc_id=vpc_main.ref,
            cidr_block="10.0.11.0/24",
            availability_zone="us-east-1b",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${ShortName}-private-b")),
            ],
        )
        options = subnet_private_b.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.private_b"}}

        internet_gateway_gateway_attachment = ec2.CfnVPCGatewayAttachment(
            self,
            "InternetGatewayGatewayAttachment",
            internet_gateway_id=internet_gateway_gateway.ref,
            vpc_id=vpc_main.ref,
        )

        route_table_public = ec2.CfnRouteTable(
            self,
            "RouteTablePublic",
            vpc_id=vpc_main.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${ShortName}-public")),
            ],
        )
        options = route_table_public.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.public"}}

        route_table_private = ec2.CfnRouteTable(
            self,
            "RouteTablePrivate",
            vpc_id=vpc_main.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${ShortName}-private")),
            ],
        )
        options = route_table_private.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.private"}}

        security_group_lb_firewall = ec2.CfnSecurityGroup(
            self,
            "SecurityGroupLbFirewall",
            group_name=cdk.Fn.sub("${ShortName}-load-balancer"),
            group_description="HTTP from anywhere to the load balancer",
            vpc_id=vpc_main.ref,
            security_group_ingress=[
                ec2.CfnSecurityGroup.IngressProperty(
                    ip_protocol="tcp",
                    from_port=80,
                    to_port=80,
                    description="HTTP from anywhere",
                    cidr_ip="0.0.0.0/0",
                ),
            ],
            security_group_egress=[
                ec2.CfnSecurityGroup.EgressProperty(
                    ip_protocol="tcp",
                    from_port=80,
                    to_port=80,
                    description="HTTP to the web servers",
                    cidr_ip="10.0.0.0/16",
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${ShortName}-load-balancer")),
            ],
        )
        options = security_group_lb_firewall.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_security_group.lb_firewall"}}

        iam_instance_profile_web_profile = iam.CfnInstanceProfile(
            self,
            "IamInstanceProfileWebProfile",
            instance_profile_name=cdk.Fn.sub("${Name}-server"),
            roles=[iam_role_web_role.ref],
        )
        options = iam_instance_profile_web_profile.cfn_options
        options.metadata = {
            "Dharma": {
                "Address": "aws_iam_instance_profile.web_profile",
                "Attributes": {
                    "tags": {
                        "Environment": environment.value_as_string,
                        "Owner": "platform-team",
                        "CostCenter": "CC-1001",
                        "Application": "three-tier-web",
                    },
                },
            },
        }

        ebs_volume_web_adata = ec2.CfnVolume(
            self,
            "EbsVolumeWebAData",
            availability_zone="us-east-1a",
            size=50,
            volume_type="gp3",
            encrypted=True,
            kms_key_id=kms_key_data_key.attr_arn,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${ShortName}-a-data")),
            ],
        )
        options = ebs_volume_web_adata.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_ebs_volume.web_a_data"}}

        s3_bucket_assets = s3.CfnBucket(
            self,
            "S3BucketAssets",
            bucket_name=bucket_name.value_as_string,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
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
                            kms_master_key_id=kms_key_data_key.attr_arn,
                        ),
                    ),
                ],
            ),
            public_access_block_configuration=s3.CfnBucket.PublicAccessBlockConfigurationProperty(
                block_public_acls=True,
                block_public_policy=True,
                ignore_public_acls=True,
                restrict_public_buckets=True,
            ),
        )
        options = s3_bucket_assets.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {
            "Dharma": {
                "Address": "aws_s3_bucket.assets",
                "Holds": [
                    "aws_s3_bucket_versioning.assets_versions",
                    "aws_s3_bucket_server_side_encryption_configuration.assets_encryption",
                    "aws_s3_bucket_public_access_block.assets_private",
                ],
            },
        }

        eip_nat_ip = ec2.CfnEIP(
            self,
            "EipNatIp",
            domain="vpc",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${ShortName}-nat")),
            ],
        )
        eip_nat_ip.add_dependency(internet_gateway_gateway_attachment)
        options = eip_nat_ip.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_eip.nat_ip"}}

        route_table_public_route1 = ec2.CfnRoute(
            self,
            "RouteTablePublicRoute1",
            route_table_id=route_table_public.ref,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=internet_gateway_gateway.ref,
        )
        route_table_public_route1.add_dependency(internet_gateway_gateway_attachment)

        route_table_association_public_aroutes = ec2.CfnSubnetRouteTableAssociation(
            self,
            "RouteTableAssociationPublicARoutes",
            subnet_id=subnet_public_a.ref,
            route_table_id=route_table_public.ref,
        )
        options = route_table_association_public_aroutes.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_route_table_association.public_a_routes"},
        }

        route_table_association_public_broutes = ec2.CfnSubnetRouteTableAssociation(
            self,
            "RouteTableAssociationPublicBRoutes",
            subnet_id=subnet_public_b.ref,
            route_table_id=route_table_public.ref,
        )
        options = route_table_association_public_broutes.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_route_table_association.public_b_routes"},
        }

        route_table_association_private_aroutes = ec2.CfnSubnetRouteTableAssociation(
            self,
            "RouteTableAssociationPrivateARoutes",
            subnet_id=subnet_private_a.ref,
            route_table_id=route_table_private.ref,
        )
        options = route_table_association_private_aroutes.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_route_table_association.private_a_routes"},
        }

        route_table_association_private_broutes = ec2.CfnSubnetRouteTableAssociation(
            self,
            "RouteTableAssociationPrivateBRoutes",
            subnet_id=subnet_private_b.ref,
            route_table_id=route_table_private.ref,
        )
        options = route_table_association_private_broutes.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_route_table_association.private_b_routes"},
        }

        security_group_web_firewall = ec2.CfnSecurityGroup(
            self,
            "SecurityGroupWebFirewall",
            group_name=cdk.Fn.sub("${ShortName}-servers"),
            group_description="HTTP from the load balancer to the web servers",
            vpc_id=vpc_main.ref,
            security_group_ingress=[
                ec2.CfnSecurityGroup.IngressProperty(
                    ip_protocol="tcp",
                    from_port=80,
                    to_port=80,
                    description="HTTP from the load balancer",
                    source_security_group_id=security_group_lb_firewall.attr_group_id,
                ),
            ],
            security_group_egress=[
                ec2.CfnSecurityGroup.EgressProperty(
                    ip_protocol="tcp",
                    from_port=443,
                    to_port=443,
                    description="HTTPS for updates and AWS services",
                    cidr_ip="0.0.0.0/0",
                ),
                ec2.CfnSecurityGroup.EgressProperty(
                    ip_protocol="tcp",
                    from_port=5432,
                    to_port=5432,
                    description="PostgreSQL to the database",
                    cidr_ip="10.0.0.0/16",
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${ShortName}-servers")),
            ],
        )
        options = security_group_web_firewall.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_security_group.web_firewall"}}

        lb_web_lb = elasticloadbalancingv2.CfnLoadBalancer(
            self,
            "LbWebLb",
            name=cdk.Fn.sub("${ShortName}-lb"),
            scheme="internet-facing",
            security_groups=[security_group_lb_firewall.attr_group_id],
            subnets=[subnet_public_a.ref, subnet_public_b.ref],
            load_balancer_attributes=[
                elasticloadbalancingv2.CfnLoadBalancer.LoadBalancerAttributeProperty(
                    key="routing.http.drop_invalid_header_fields.enabled",
                    value="true",
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
            ],
        )
        options = lb_web_lb.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_lb.web_lb"}}

        iam_role_policy_web_role_assets = iam.CfnPolicy(
            self,
            "IamRolePolicyWebRoleAssets",
            policy_name="read-assets",
            roles=[iam_role_web_role.ref],
            policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "s3:GetObject",
                        "Resource": cdk.Fn.sub("${S3BucketAssets.Arn}/*"),
                    },
                    {
                        "Effect": "Allow",
                        "Action": "kms:Decrypt",
                        "Resource": kms_key_data_key.attr_arn,
                    },
                ],
            },
        )
        options = iam_role_policy_web_role_assets.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_iam_role_policy.web_role_assets"},
        }

        db_subnet_group_db_network = rds.CfnDBSubnetGroup(
            self,
            "DbSubnetGroupDbNetwork",
            db_subnet_group_name=name.value_as_string,
            db_subnet_group_description="Private subnets of the database",
            subnet_ids=[subnet_private_a.ref, subnet_private_b.ref],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
            ],
        )
        options = db_subnet_group_db_network.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_db_subnet_group.db_network"}}

        nat_gateway_nat = ec2.CfnNatGateway(
            self,
            "NatGatewayNat",
            allocation_id=eip_nat_ip.attr_allocation_id,
            subnet_id=subnet_public_a.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${ShortName}-nat")),
            ],
        )
        nat_gateway_nat.add_dependency(internet_gateway_gateway_attachment)
        options = nat_gateway_nat.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_nat_gateway.nat"}}

        security_group_db_firewall = ec2.CfnSecurityGroup(
            self,
            "SecurityGroupDbFirewall",
            group_name=cdk.Fn.sub("${ShortName}-database"),
            group_description="PostgreSQL from the web servers to the database",
            vpc_id=vpc_main.ref,
            security_group_ingress=[
                ec2.CfnSecurityGroup.IngressProperty(
                    ip_protocol="tcp",
                    from_port=5432,
                    to_port=5432,
                    description="PostgreSQL from the web servers",
                    source_security_group_id=security_group_web_firewall.attr_group_id,
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
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${ShortName}-database")),
            ],
        )
        options = security_group_db_firewall.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_security_group.db_firewall"}}

        instance_web_a = ec2.CfnInstance(
            self,
            "InstanceWebA",
            image_id=ami.value_as_string,
            instance_type=instance_type.value_as_string,
            subnet_id=subnet_private_a.ref,
            security_group_ids=[security_group_web_firewall.attr_group_id],
            iam_instance_profile=iam_instance_profile_web_profile.ref,
            ebs_optimized=True,
            monitoring=True,
            metadata_options=ec2.CfnInstance.MetadataOptionsProperty(
                http_tokens="required",
            ),
            block_device_mappings=[
                ec2.CfnInstance.BlockDeviceMappingProperty(
                    device_name="/dev/xvda",
                    ebs=ec2.CfnInstance.EbsProperty(
                        encrypted=True,
                        volume_size=20,
                        volume_type="gp3",
                    ),
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${ShortName}-a")),
            ],
        )
        options = instance_web_a.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_instance.web_a"}}

        instance_web_b = ec2.CfnInstance(
            self,
            "InstanceWebB",
            image_id=ami.value_as_string,
            instance_type=instance_type.value_as_string,
            subnet_id=subnet_private_b.ref,
            security_group_ids=[security_group_web_firewall.attr_group_id],
            iam_instance_profile=iam_instance_profile_web_profile.ref,
            ebs_optimized=True,
            monitoring=True,
            metadata_options=ec2.CfnInstance.MetadataOptionsProperty(
                http_tokens="required",
            ),
            block_device_mappings=[
                ec2.CfnInstance.BlockDeviceMappingProperty(
                    device_name="/dev/xvda",
                    ebs=ec2.CfnInstance.EbsProperty(
                        encrypted=True,
                        volume_size=20,
                        volume_type="gp3",
                    ),
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${ShortName}-b")),
            ],
        )
        options = instance_web_b.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_instance.web_b"}}

        ec2.CfnRoute(
            self,
            "RouteTablePrivateRoute1",
            route_table_id=route_table_private.ref,
            destination_cidr_block="0.0.0.0/0",
            nat_gateway_id=nat_gateway_nat.ref,
        )

        lb_target_group_web_targets = elasticloadbalancingv2.CfnTargetGroup(
            self,
            "LbTargetGroupWebTargets",
            name=cdk.Fn.sub("${ShortName}-targets"),
            vpc_id=vpc_main.ref,
            port=80,
            protocol="HTTP",
            health_check_path="/healthz",
            matcher=elasticloadbalancingv2.CfnTargetGroup.MatcherProperty(
                http_code="200",
            ),
            health_check_interval_seconds=15,
            healthy_threshold_count=2,
            unhealthy_threshold_count=3,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
            ],
            targets=[
                elasticloadbalancingv2.CfnTargetGroup.TargetDescriptionProperty(
                    id=instance_web_a.ref,
                    port=80,
                ),
                elasticloadbalancingv2.CfnTargetGroup.TargetDescriptionProperty(
                    id=instance_web_b.ref,
                    port=80,
                ),
            ],
        )
        options = lb_target_group_web_targets.cfn_options
        options.metadata = {
            "Dharma": {
                "Address": "aws_lb_target_group.web_targets",
                "Holds": [
                    "aws_lb_target_group_attachment.web_a_target",
                    "aws_lb_target_group_attachment.web_b_target",
                ],
            },
        }

        volume_attachment_web_adata_mount = ec2.CfnVolumeAttachment(
            self,
            "VolumeAttachmentWebADataMount",
            device="/dev/sdf",
            volume_id=ebs_volume_web_adata.ref,
            instance_id=instance_web_a.ref,
        )
        options = volume_attachment_web_adata_mount.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_volume_attachment.web_a_data_mount"},
        }

        db_instance_database = rds.CfnDBInstance(
            self,
            "DbInstanceDatabase",
            db_instance_identifier=name.value_as_string,
            engine="postgres",
            engine_version="16.13",
            db_instance_class=db_instance_class.value_as_string,
            allocated_storage=db_storage_gb.value_as_string,
            storage_type="gp3",
            storage_encrypted=True,
            kms_key_id=kms_key_data_key.attr_arn,
            db_name="app",
            master_username="app_admin",
            manage_master_user_password=True,
            port="5432",
            multi_az=cdk.Fn.condition_if("MultiAzOn", True, False),
            publicly_accessible=False,
            db_subnet_group_name=db_subnet_group_db_network.ref,
            vpc_security_groups=[security_group_db_firewall.attr_group_id],
            backup_retention_period=14,
            copy_tags_to_snapshot=True,
            enable_iam_database_authentication=True,
            enable_cloudwatch_logs_exports=["postgresql"],
            deletion_protection=cdk.Fn.condition_if(
                "DeletionProtectionOn",
                True,
                False,
            ),
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
            ],
        )
        options = db_instance_database.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.SNAPSHOT
        options.update_replace_policy = cdk.CfnDeletionPolicy.SNAPSHOT
        options.metadata = {
            "Dharma": {
                "Address": "aws_db_instance.database",
                "Attributes": {
                    "final_snapshot_identifier": cdk.Fn.sub("${Name}-final"),
                },
            },
        }

        lb_listener_web_http = elasticloadbalancingv2.CfnListener(
            self,
            "LbListenerWebHttp",
            load_balancer_arn=lb_web_lb.ref,
            port=80,
            protocol="HTTP",
            default_actions=[
                elasticloadbalancingv2.CfnListener.ActionProperty(
                    type="forward",
                    target_group_arn=lb_target_group_web_targets.ref,
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1001"),
                cdk.CfnTag(key="Application", value="three-tier-web"),
            ],
        )
        options = lb_listener_web_http.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_lb_listener.web_http"}}

        cdk.CfnOutput(
            self,
            "Url",
            value=cdk.Fn.sub("http://${LbWebLb.DNSName}"),
            description="Where the application answers",
        )

        cdk.CfnOutput(
            self,
            "DatabaseEndpoint",
            value=cdk.Fn.join(
                "",
                [
                    db_instance_database.attr_endpoint_address,
                    ":",
                    db_instance_database.attr_endpoint_port,
                ],
            ),
        )

        cdk.CfnOutput(self, "AssetsBucket", value=s3_bucket_assets.ref)

        cdk.CfnOutput(self, "VpcId", value=vpc_main.ref)
