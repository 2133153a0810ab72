"""The stack of kubernetes-platform."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_eks as eks
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct


class KubernetesPlatformStack(cdk.Stack):
    """Resources and outputs of kubernetes-platform."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs: object) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.template_options.description = "kubernetes-platform, written by Dharma"

        name = cdk.CfnParameter(
            self,
            "Name",
            type="String",
            default="kubernetes-platform",
            description="What all names start with; another one makes a second copy in the same account",
        )

        environment = cdk.CfnParameter(
            self,
            "Environment",
            type="String",
            default="production",
            description="What it is for, as the tag Environment says",
        )

        minimum = cdk.CfnParameter(
            self,
            "Minimum",
            type="Number",
            default="2",
            description="How few machines there may be",
        )

        maximum = cdk.CfnParameter(
            self,
            "Maximum",
            type="Number",
            default="6",
            description="How many machines there may be",
        )

        vpc_network = ec2.CfnVPC(
            self,
            "VpcNetwork",
            cidr_block="10.20.0.0/16",
            enable_dns_hostnames=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1007"),
                cdk.CfnTag(key="Application", value="kubernetes-platform"),
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
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1007"),
                cdk.CfnTag(key="Application", value="kubernetes-platform"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-gateway")),
            ],
        )
        options = internet_gateway_network_gateway.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_internet_gateway.network_gateway"},
        }

        kms_key_platform_key = kms.CfnKey(
            self,
            "KmsKeyPlatformKey",
            description="Encrypts the secrets and images of the platform",
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
                cdk.CfnTag(key="CostCenter", value="CC-1007"),
                cdk.CfnTag(key="Application", value="kubernetes-platform"),
            ],
        )
        options = kms_key_platform_key.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_kms_key.platform_key"}}

        iam_role_cluster_role = iam.CfnRole(
            self,
            "IamRoleClusterRole",
            role_name="kubernetes-platform-role",
            description="What cluster may do",
            assume_role_policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "sts:AssumeRole",
                        "Principal": {"Service": "eks.amazonaws.com"},
                    },
                ],
            },
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1007"),
                cdk.CfnTag(key="Application", value="kubernetes-platform"),
            ],
            managed_policy_arns=["arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"],
        )
        options = iam_role_cluster_role.cfn_options
        options.metadata = {
            "Dharma": {
                "Address": "aws_iam_role.cluster_role",
                "Holds": ["aws_iam_role_policy_attachment.cluster_role_1"],
            },
        }

        iam_role_cluster_node_role = iam.CfnRole(
            self,
            "IamRoleClusterNodeRole",
            role_name="kubernetes-platform-node-role",
            description="What cluster may do",
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
                cdk.CfnTag(key="CostCenter", value="CC-1007"),
                cdk.CfnTag(key="Application", value="kubernetes-platform"),
            ],
            managed_policy_arns=[
                "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
                "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
                "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly",
            ],
        )
        options = iam_role_cluster_node_role.cfn_options
        options.metadata = {
            "Dharma": {
                "Address": "aws_iam_role.cluster_node_role",
                "Holds": [
                    "aws_iam_role_policy_attachment.cluster_node_role_1",
                    "aws_iam_role_policy_attachment.cluster_node_role_2",
                    "aws_iam_role_policy_attachment.cluster_node_role_3",
                ],
            },
        }

        cloudwatch_log_group_logs = logs.CfnLogGroup(
            self,
            "CloudwatchLogGroupLogs",
            log_group_name=cdk.Fn.sub("${Name}-logs"),
            retention_in_days=90,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1007"),
                cdk.CfnTag(key="Application", value="kubernetes-platform"),
            ],
        )
        options = cloudwatch_log_group_logs.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_cloudwatch_log_group.logs"}}

        internet_gateway_network_gateway_attachment = ec2.CfnVPCGatewayAttachment(
            self,
            "InternetGatewayNetworkGatewayAttachment",
            internet_gateway_id=internet_gateway_network_gateway.ref,
            vpc_id=vpc_network.ref,
        )

        subnet_front_a = ec2.CfnSubnet(
            self,
            "SubnetFrontA",
            vpc_id=vpc_network.ref,
            cidr_block="10.20.0.0/24",
            availability_zone="us-east-1a",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1007"),
                cdk.CfnTag(key="Application", value="kubernetes-platform"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-front-a")),
            ],
        )
        options = subnet_front_a.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.front_a"}}

        route_table_front_aroutes = ec2.CfnRouteTable(
            self,
            "RouteTableFrontARoutes",
            vpc_id=vpc_network.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1007"),
                cdk.CfnTag(key="Application", value="kubernetes-platform"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-front-a-routes")),
            ],
        )
        options = route_table_front_aroutes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.front_a_routes"}}

        subnet_front_b = ec2.CfnSubnet(
            self,
            "SubnetFrontB",
            vpc_id=vpc_network.ref,
            cidr_block="10.20.1.0/24",
            availability_zone="us-east-1b",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1007"),
                cdk.CfnTag(key="Application", value="kubernetes-platform"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-front-b")),
            ],
        )
        options = subnet_front_b.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.front_b"}}

        route_table_front_broutes = ec2.CfnRouteTable(
            self,
            "RouteTableFrontBRoutes",
            vpc_id=vpc_network.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1007"),
                cdk.CfnTag(key="Application", value="kubernetes-platform"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-front-b-routes")),
            ],
        )
        options = route_table_front_broutes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.front_b_routes"}}

        subnet_nodes_a = ec2.CfnSubnet(
            self,
            "SubnetNodesA",
            vpc_id=vpc_network.ref,
            cidr_block="10.20.16.0/20",
            availability_zone="us-east-1a",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1007"),
                cdk.CfnTag(key="Application", value="kubernetes-platform"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-nodes-a")),
            ],
        )
        options = subnet_nodes_a.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.nodes_a"}}

        route_table_nodes_aroutes = ec2.CfnRouteTable(
            self,
            "RouteTableNodesARoutes",
            vpc_id=vpc_network.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1007"),
                cdk.CfnTag(key="Application", value="kubernetes-platform"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-nodes-a-routes")),
            ],
        )
        options = route_table_nodes_aroutes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.nodes_a_routes"}}

        subnet_nodes_b = ec2.CfnSubnet(
            self,
            "SubnetNodesB",
            vpc_id=vpc_network.ref,
            cidr_block="10.20.32.0/20",
            availability_zone="us-east-1b",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1007"),
                cdk.CfnTag(key="Application", value="kubernetes-platform"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-nodes-b")),
            ],
        )
        options = subnet_nodes_b.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.nodes_b"}}

        route_table_nodes_broutes = ec2.CfnRouteTable(
            self,
            "RouteTableNodesBRoutes",
            vpc_id=vpc_network.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1007"),
                cdk.CfnTag(key="Application", value="kubernetes-platform"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-nodes-b-routes")),
            ],
        )
        options = route_table_nodes_broutes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.nodes_b_routes"}}

        kms_alias_platform_key_alias = kms.CfnAlias(
            self,
            "KmsAliasPlatformKeyAlias",
            alias_name=cdk.Fn.sub("alias/${Name}"),
            target_key_id=kms_key_platform_key.ref,
        )
        options = kms_alias_platform_key_alias.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_kms_alias.platform_key_alias"}}

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
                kms_key=kms_key_platform_key.attr_arn,
            ),
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1007"),
                cdk.CfnTag(key="Application", value="kubernetes-platform"),
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

        route_table_front_aroutes_route1 = ec2.CfnRoute(
            self,
            "RouteTableFrontARoutesRoute1",
            route_table_id=route_table_front_aroutes.ref,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=internet_gateway_network_gateway.ref,
        )
        route_table_front_aroutes_route1.add_dependency(
            internet_gateway_network_gateway_attachment,
        )

        route_table_association_front_arouted = ec2.CfnSubnetRouteTableAssociation(
            self,
            "RouteTableAssociationFrontARouted",
            subnet_id=subnet_front_a.ref,
            route_table_id=route_table_front_aroutes.ref,
        )
        options = route_table_association_front_arouted.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_route_table_association.front_a_routed"},
        }

        route_table_front_broutes_route1 = ec2.CfnRoute(
            self,
            "RouteTableFrontBRoutesRoute1",
            route_table_id=route_table_front_broutes.ref,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=internet_gateway_network_gateway.ref,
        )
        route_table_front_broutes_route1.add_dependency(
            internet_gateway_network_gateway_attachment,
        )

        route_table_association_front_brouted = ec2.CfnSubnetRouteTableAssociation(
            self,
            "RouteTableAssociationFrontBRouted",
            subnet_id=subnet_front_b.ref,
            route_table_id=route_table_front_broutes.ref,
        )
        options = route_table_association_front_brouted.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_route_table_association.front_b_routed"},
        }

        eip_way_out_ip = ec2.CfnEIP(
            self,
            "EipWayOutIp",
            domain="vpc",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1007"),
                cdk.CfnTag(key="Application", value="kubernetes-platform"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-ip")),
            ],
        )
        eip_way_out_ip.add_dependency(internet_gateway_network_gateway_attachment)
        options = eip_way_out_ip.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_eip.way_out_ip"}}

        route_table_association_nodes_arouted = ec2.CfnSubnetRouteTableAssociation(
            self,
            "RouteTableAssociationNodesARouted",
            subnet_id=subnet_nodes_a.ref,
            route_table_id=route_table_nodes_aroutes.ref,
        )
        options = route_table_association_nodes_arouted.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_route_table_association.nodes_a_routed"},
        }

        route_table_association_nodes_brouted = ec2.CfnSubnetRouteTableAssociation(
            self,
            "RouteTableAssociationNodesBRouted",
            subnet_id=subnet_nodes_b.ref,
            route_table_id=route_table_nodes_broutes.ref,
        )
        options = route_table_association_nodes_brouted.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_route_table_association.nodes_b_routed"},
        }

        eks_cluster_cluster = eks.CfnCluster(
            self,
            "EksClusterCluster",
            name=name.value_as_string,
            role_arn=iam_role_cluster_role.attr_arn,
            resources_vpc_config=eks.CfnCluster.ResourcesVpcConfigProperty(
                subnet_ids=[subnet_nodes_a.ref, subnet_nodes_b.ref],
                endpoint_private_access=True,
                endpoint_public_access=False,
            ),
            encryption_config=[
                eks.CfnCluster.EncryptionConfigProperty(
                    resources=["secrets"],
                    provider=eks.CfnCluster.ProviderProperty(
                        key_arn=kms_key_platform_key.attr_arn,
                    ),
                ),
            ],
            access_config=eks.CfnCluster.AccessConfigProperty(
                authentication_mode="API_AND_CONFIG_MAP",
            ),
            logging=eks.CfnCluster.LoggingProperty(
                cluster_logging=eks.CfnCluster.ClusterLoggingProperty(
                    enabled_types=[
                        eks.CfnCluster.LoggingTypeConfigProperty(type="api"),
                        eks.CfnCluster.LoggingTypeConfigProperty(type="audit"),
                        eks.CfnCluster.LoggingTypeConfigProperty(type="authenticator"),
                        eks.CfnCluster.LoggingTypeConfigProperty(
                            type="controllerManager",
                        ),
                        eks.CfnCluster.LoggingTypeConfigProperty(type="scheduler"),
                    ],
                ),
            ),
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1007"),
                cdk.CfnTag(key="Application", value="kubernetes-platform"),
            ],
        )
        options = eks_cluster_cluster.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_eks_cluster.cluster"}}

        nat_gateway_way_out = ec2.CfnNatGateway(
            self,
            "NatGatewayWayOut",
            allocation_id=eip_way_out_ip.attr_allocation_id,
            subnet_id=subnet_front_a.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1007"),
                cdk.CfnTag(key="Application", value="kubernetes-platform"),
                cdk.CfnTag(key="Name", value=name.value_as_string),
            ],
        )
        nat_gateway_way_out.add_dependency(internet_gateway_network_gateway_attachment)
        options = nat_gateway_way_out.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_nat_gateway.way_out"}}

        eks_node_group_cluster_nodes = eks.CfnNodegroup(
            self,
            "EksNodeGroupClusterNodes",
            cluster_name=eks_cluster_cluster.ref,
            nodegroup_name=cdk.Fn.sub("${Name}-nodes"),
            node_role=iam_role_cluster_node_role.attr_arn,
            subnets=[subnet_nodes_a.ref, subnet_nodes_b.ref],
            instance_types=["t3a.xlarge"],
            ami_type="AL2023_x86_64_STANDARD",
            disk_size=80,
            scaling_config=eks.CfnNodegroup.ScalingConfigProperty(
                desired_size=minimum.value_as_number,
                min_size=minimum.value_as_number,
                max_size=maximum.value_as_number,
            ),
            tags={
                "Environment": environment.value_as_string,
                "Owner": "platform-team",
                "CostCenter": "CC-1007",
                "Application": "kubernetes-platform",
            },
        )
        eks_node_group_cluster_nodes.add_dependency(iam_role_cluster_node_role)
        options = eks_node_group_cluster_nodes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_eks_node_group.cluster_nodes"}}

        ec2.CfnRoute(
            self,
            "RouteTableNodesARoutesRoute1",
            route_table_id=route_table_nodes_aroutes.ref,
            destination_cidr_block="0.0.0.0/0",
            nat_gateway_id=nat_gateway_way_out.ref,
        )

        ec2.CfnRoute(
            self,
            "RouteTableNodesBRoutesRoute1",
            route_table_id=route_table_nodes_broutes.ref,
            destination_cidr_block="0.0.0.0/0",
            nat_gateway_id=nat_gateway_way_out.ref,
        )

        cdk.CfnOutput(self, "Api", value=eks_cluster_cluster.attr_endpoint)

        cdk.CfnOutput(self, "Images", value=ecr_repository_images.attr_repository_uri)
