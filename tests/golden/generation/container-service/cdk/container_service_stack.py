"""The stack of container-service."""

import aws_cdk as cdk
from aws_cdk import aws_applicationautoscaling as applicationautoscaling
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_elasticache as elasticache
from aws_cdk import aws_elasticloadbalancingv2 as elasticloadbalancingv2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct


class ContainerServiceStack(cdk.Stack):
    """Resources and outputs of container-service."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs: object) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.template_options.description = "container-service, written by Dharma"

        name = cdk.CfnParameter(
            self,
            "Name",
            type="String",
            default="container-service",
            description="What all names start with; another one makes a second copy in the same account",
        )

        environment = cdk.CfnParameter(
            self,
            "Environment",
            type="String",
            default="production",
            description="What it is for, as the tag Environment says",
        )

        image = cdk.CfnParameter(
            self,
            "Image",
            type="String",
            default="public.ecr.aws/nginx/nginx:1.27",
            description="The container image, with its tag",
        )

        port = cdk.CfnParameter(
            self,
            "Port",
            type="Number",
            default="80",
            description="Where the container listens",
        )

        minimum = cdk.CfnParameter(
            self,
            "Minimum",
            type="Number",
            default="2",
            description="How few containers there may be",
        )

        maximum = cdk.CfnParameter(
            self,
            "Maximum",
            type="Number",
            default="6",
            description="How many containers there may be",
        )

        vpc_network = ec2.CfnVPC(
            self,
            "VpcNetwork",
            cidr_block="10.40.0.0/16",
            enable_dns_hostnames=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
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
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-gateway")),
            ],
        )
        options = internet_gateway_network_gateway.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_internet_gateway.network_gateway"},
        }

        iam_role_service_rights = iam.CfnRole(
            self,
            "IamRoleServiceRights",
            role_name=cdk.Fn.sub("${Name}-task"),
            description="What the containers may do",
            assume_role_policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "sts:AssumeRole",
                        "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                    },
                ],
            },
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
            ],
        )
        options = iam_role_service_rights.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_iam_role.service_rights"}}

        cloudwatch_log_group_service_logs = logs.CfnLogGroup(
            self,
            "CloudwatchLogGroupServiceLogs",
            log_group_name=cdk.Fn.sub("/ecs/${Name}"),
            retention_in_days=30,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
            ],
        )
        options = cloudwatch_log_group_service_logs.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {
            "Dharma": {"Address": "aws_cloudwatch_log_group.service_logs"},
        }

        iam_role_service_agent = iam.CfnRole(
            self,
            "IamRoleServiceAgent",
            role_name="container-service-agent",
            description="What service may do",
            assume_role_policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "sts:AssumeRole",
                        "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                    },
                ],
            },
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
            ],
            managed_policy_arns=[
                "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
            ],
        )
        options = iam_role_service_agent.cfn_options
        options.metadata = {
            "Dharma": {
                "Address": "aws_iam_role.service_agent",
                "Holds": ["aws_iam_role_policy_attachment.service_agent_1"],
            },
        }

        ecs_cluster_service_cluster = ecs.CfnCluster(
            self,
            "EcsClusterServiceCluster",
            cluster_name=name.value_as_string,
            cluster_settings=[
                ecs.CfnCluster.ClusterSettingsProperty(
                    name="containerInsights",
                    value="enabled",
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
            ],
        )
        options = ecs_cluster_service_cluster.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_ecs_cluster.service_cluster"}}

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
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
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
            cidr_block="10.40.0.0/24",
            availability_zone="us-east-1a",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
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
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-front-a-routes")),
            ],
        )
        options = route_table_front_aroutes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.front_a_routes"}}

        subnet_front_b = ec2.CfnSubnet(
            self,
            "SubnetFrontB",
            vpc_id=vpc_network.ref,
            cidr_block="10.40.1.0/24",
            availability_zone="us-east-1b",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
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
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-front-b-routes")),
            ],
        )
        options = route_table_front_broutes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.front_b_routes"}}

        subnet_inner_a = ec2.CfnSubnet(
            self,
            "SubnetInnerA",
            vpc_id=vpc_network.ref,
            cidr_block="10.40.10.0/23",
            availability_zone="us-east-1a",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
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
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-inner-a-routes")),
            ],
        )
        options = route_table_inner_aroutes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.inner_a_routes"}}

        subnet_inner_b = ec2.CfnSubnet(
            self,
            "SubnetInnerB",
            vpc_id=vpc_network.ref,
            cidr_block="10.40.12.0/23",
            availability_zone="us-east-1b",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
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
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-inner-b-routes")),
            ],
        )
        options = route_table_inner_broutes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.inner_b_routes"}}

        security_group_door_firewall = ec2.CfnSecurityGroup(
            self,
            "SecurityGroupDoorFirewall",
            group_name=cdk.Fn.sub("${Name}-door"),
            group_description="HTTP from anywhere to the load balancer",
            vpc_id=vpc_network.ref,
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
                    description="HTTP to the containers",
                    cidr_ip="10.40.0.0/16",
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-door")),
            ],
        )
        options = security_group_door_firewall.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_security_group.door_firewall"}}

        lb_target_group_door_targets = elasticloadbalancingv2.CfnTargetGroup(
            self,
            "LbTargetGroupDoorTargets",
            name="container-service-targets",
            vpc_id=vpc_network.ref,
            port=port.value_as_number,
            protocol="HTTP",
            target_type="ip",
            target_group_attributes=[
                elasticloadbalancingv2.CfnTargetGroup.TargetGroupAttributeProperty(
                    key="deregistration_delay.timeout_seconds",
                    value="30",
                ),
            ],
            health_check_path="/",
            matcher=elasticloadbalancingv2.CfnTargetGroup.MatcherProperty(
                http_code="200-399",
            ),
            health_check_interval_seconds=15,
            healthy_threshold_count=3,
            unhealthy_threshold_count=3,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
            ],
        )
        options = lb_target_group_door_targets.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_lb_target_group.door_targets"}}

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
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
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

        security_group_service_firewall = ec2.CfnSecurityGroup(
            self,
            "SecurityGroupServiceFirewall",
            group_name=cdk.Fn.sub("${Name}-containers"),
            group_description="HTTP from the load balancer to the containers",
            vpc_id=vpc_network.ref,
            security_group_ingress=[
                ec2.CfnSecurityGroup.IngressProperty(
                    ip_protocol="tcp",
                    from_port=80,
                    to_port=80,
                    description="HTTP from the load balancer",
                    source_security_group_id=security_group_door_firewall.attr_group_id,
                ),
            ],
            security_group_egress=[
                ec2.CfnSecurityGroup.EgressProperty(
                    ip_protocol="tcp",
                    from_port=443,
                    to_port=443,
                    description="HTTPS for images and services of the cloud",
                    cidr_ip="0.0.0.0/0",
                ),
                ec2.CfnSecurityGroup.EgressProperty(
                    ip_protocol="tcp",
                    from_port=6379,
                    to_port=6379,
                    description="Redis to the cache",
                    cidr_ip="10.40.0.0/16",
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-containers")),
            ],
        )
        options = security_group_service_firewall.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_security_group.service_firewall"},
        }

        lb_door = elasticloadbalancingv2.CfnLoadBalancer(
            self,
            "LbDoor",
            name="container-service",
            scheme="internet-facing",
            security_groups=[security_group_door_firewall.attr_group_id],
            subnets=[subnet_front_a.ref, subnet_front_b.ref],
            load_balancer_attributes=[
                elasticloadbalancingv2.CfnLoadBalancer.LoadBalancerAttributeProperty(
                    key="routing.http.drop_invalid_header_fields.enabled",
                    value="true",
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
            ],
        )
        options = lb_door.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_lb.door"}}

        elasticache_subnet_group_sessions_network = elasticache.CfnSubnetGroup(
            self,
            "ElasticacheSubnetGroupSessionsNetwork",
            cache_subnet_group_name="container-service",
            description="Where sessions stands",
            subnet_ids=[subnet_inner_a.ref, subnet_inner_b.ref],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
            ],
        )
        options = elasticache_subnet_group_sessions_network.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_elasticache_subnet_group.sessions_network"},
        }

        nat_gateway_way_out = ec2.CfnNatGateway(
            self,
            "NatGatewayWayOut",
            allocation_id=eip_way_out_ip.attr_allocation_id,
            subnet_id=subnet_front_a.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
                cdk.CfnTag(key="Name", value=name.value_as_string),
            ],
        )
        nat_gateway_way_out.add_dependency(internet_gateway_network_gateway_attachment)
        options = nat_gateway_way_out.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_nat_gateway.way_out"}}

        security_group_cache_firewall = ec2.CfnSecurityGroup(
            self,
            "SecurityGroupCacheFirewall",
            group_name=cdk.Fn.sub("${Name}-cache"),
            group_description="Redis from the containers to the cache",
            vpc_id=vpc_network.ref,
            security_group_ingress=[
                ec2.CfnSecurityGroup.IngressProperty(
                    ip_protocol="tcp",
                    from_port=6379,
                    to_port=6379,
                    description="Redis from the containers",
                    source_security_group_id=security_group_service_firewall.attr_group_id,
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
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-cache")),
            ],
        )
        options = security_group_cache_firewall.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_security_group.cache_firewall"}}

        lb_listener_door_listener = elasticloadbalancingv2.CfnListener(
            self,
            "LbListenerDoorListener",
            load_balancer_arn=lb_door.ref,
            port=80,
            protocol="HTTP",
            default_actions=[
                elasticloadbalancingv2.CfnListener.ActionProperty(
                    type="forward",
                    target_group_arn=lb_target_group_door_targets.ref,
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
            ],
        )
        options = lb_listener_door_listener.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_lb_listener.door_listener"}}

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

        elasticache_replication_group_sessions = elasticache.CfnReplicationGroup(
            self,
            "ElasticacheReplicationGroupSessions",
            replication_group_id="container-service",
            replication_group_description="Managed by Dharma: sessions",
            engine_version="7.1",
            cache_node_type="cache.t4g.small",
            num_cache_clusters=2,
            automatic_failover_enabled=True,
            multi_az_enabled=True,
            port=6379,
            at_rest_encryption_enabled=True,
            transit_encryption_enabled=True,
            cache_subnet_group_name=elasticache_subnet_group_sessions_network.ref,
            security_group_ids=[security_group_cache_firewall.attr_group_id],
            snapshot_retention_limit=7,
            auto_minor_version_upgrade=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
            ],
        )
        options = elasticache_replication_group_sessions.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {
            "Dharma": {"Address": "aws_elasticache_replication_group.sessions"},
        }

        ecs_task_definition_service_task = ecs.CfnTaskDefinition(
            self,
            "EcsTaskDefinitionServiceTask",
            family=name.value_as_string,
            requires_compatibilities=["FARGATE"],
            network_mode="awsvpc",
            cpu="512",
            memory="1024",
            execution_role_arn=iam_role_service_agent.attr_arn,
            task_role_arn=iam_role_service_rights.attr_arn,
            container_definitions=[
                ecs.CfnTaskDefinition.ContainerDefinitionProperty(
                    name="main",
                    image=image.value_as_string,
                    essential=True,
                    readonly_root_filesystem=False,
                    port_mappings=[
                        ecs.CfnTaskDefinition.PortMappingProperty(
                            container_port=80,
                            protocol="tcp",
                        ),
                    ],
                    environment=[
                        ecs.CfnTaskDefinition.KeyValuePairProperty(
                            name="CACHE_HOST",
                            value=elasticache_replication_group_sessions.attr_primary_end_point_address,
                        ),
                    ],
                    log_configuration=ecs.CfnTaskDefinition.LogConfigurationProperty(
                        log_driver="awslogs",
                        options={
                            "awslogs-group": cloudwatch_log_group_service_logs.ref,
                            "awslogs-region": "us-east-1",
                            "awslogs-stream-prefix": "main",
                        },
                    ),
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
            ],
        )
        options = ecs_task_definition_service_task.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_ecs_task_definition.service_task"},
        }

        ecs_service_service = ecs.CfnService(
            self,
            "EcsServiceService",
            service_name=name.value_as_string,
            cluster=ecs_cluster_service_cluster.attr_arn,
            task_definition=ecs_task_definition_service_task.ref,
            desired_count=minimum.value_as_number,
            launch_type="FARGATE",
            propagate_tags="SERVICE",
            network_configuration=ecs.CfnService.NetworkConfigurationProperty(
                awsvpc_configuration=ecs.CfnService.AwsVpcConfigurationProperty(
                    subnets=[subnet_inner_a.ref, subnet_inner_b.ref],
                    security_groups=[security_group_service_firewall.attr_group_id],
                ),
            ),
            load_balancers=[
                ecs.CfnService.LoadBalancerProperty(
                    target_group_arn=lb_target_group_door_targets.ref,
                    container_name="main",
                    container_port=port.value_as_number,
                ),
            ],
            deployment_configuration=ecs.CfnService.DeploymentConfigurationProperty(
                deployment_circuit_breaker=ecs.CfnService.DeploymentCircuitBreakerProperty(
                    enable=True,
                    rollback=True,
                ),
            ),
            availability_zone_rebalancing="DISABLED",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
            ],
        )
        ecs_service_service.add_dependency(lb_listener_door_listener)
        options = ecs_service_service.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_ecs_service.service"}}

        appautoscaling_target_service_range = applicationautoscaling.CfnScalableTarget(
            self,
            "AppautoscalingTargetServiceRange",
            service_namespace="ecs",
            scalable_dimension="ecs:service:DesiredCount",
            resource_id=cdk.Fn.sub(
                "service/${EcsClusterServiceCluster}/${EcsServiceService.Name}",
            ),
            min_capacity=minimum.value_as_number,
            max_capacity=maximum.value_as_number,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1009"),
                cdk.CfnTag(key="Application", value="container-service"),
            ],
        )
        options = appautoscaling_target_service_range.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_appautoscaling_target.service_range"},
        }

        appautoscaling_policy_service_scaling = applicationautoscaling.CfnScalingPolicy(
            self,
            "AppautoscalingPolicyServiceScaling",
            policy_name=cdk.Fn.sub("${Name}-scaling"),
            policy_type="TargetTrackingScaling",
            service_namespace="ecs",
            scalable_dimension="ecs:service:DesiredCount",
            resource_id=cdk.Fn.sub(
                "service/${EcsClusterServiceCluster}/${EcsServiceService.Name}",
            ),
            target_tracking_scaling_policy_configuration=applicationautoscaling.CfnScalingPolicy.TargetTrackingScalingPolicyConfigurationProperty(
                target_value=60,
                predefined_metric_specification=applicationautoscaling.CfnScalingPolicy.PredefinedMetricSpecificationProperty(
                    predefined_metric_type="ECSServiceAverageCPUUtilization",
                ),
            ),
        )
        options = appautoscaling_policy_service_scaling.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_appautoscaling_policy.service_scaling"},
        }

        cdk.CfnOutput(
            self,
            "Url",
            value=cdk.Fn.sub("http://${LbDoor.DNSName}"),
            description="Where the containers answer",
        )

        cdk.CfnOutput(self, "Images", value=ecr_repository_images.attr_repository_uri)
