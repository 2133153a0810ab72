"""The stack of web-server."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticloadbalancingv2 as elasticloadbalancingv2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct


class WebServerStack(cdk.Stack):
    """Resources and outputs of web-server."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs: object) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.template_options.description = "web-server, written by Dharma"

        name = cdk.CfnParameter(
            self,
            "Name",
            type="String",
            default="web-server",
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
            default="ami-04681a1dbd79675a5",
            description="Image of the servers (Amazon Linux 2, us-east-1), or ubuntu-24.04 for the newest",
        )

        vpc_network = ec2.CfnVPC(
            self,
            "VpcNetwork",
            cidr_block="10.10.0.0/16",
            enable_dns_hostnames=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1004"),
                cdk.CfnTag(key="Application", value="web-server"),
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
                cdk.CfnTag(key="CostCenter", value="CC-1004"),
                cdk.CfnTag(key="Application", value="web-server"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-gateway")),
            ],
        )
        options = internet_gateway_network_gateway.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_internet_gateway.network_gateway"},
        }

        iam_role_server_rights = iam.CfnRole(
            self,
            "IamRoleServerRights",
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
                cdk.CfnTag(key="CostCenter", value="CC-1004"),
                cdk.CfnTag(key="Application", value="web-server"),
            ],
        )
        options = iam_role_server_rights.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_iam_role.server_rights"}}

        cloudwatch_log_group_logs = logs.CfnLogGroup(
            self,
            "CloudwatchLogGroupLogs",
            log_group_name=cdk.Fn.sub("${Name}-logs"),
            retention_in_days=90,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1004"),
                cdk.CfnTag(key="Application", value="web-server"),
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
            cidr_block="10.10.0.0/24",
            availability_zone="us-east-1a",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1004"),
                cdk.CfnTag(key="Application", value="web-server"),
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
                cdk.CfnTag(key="CostCenter", value="CC-1004"),
                cdk.CfnTag(key="Application", value="web-server"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-front-a-routes")),
            ],
        )
        options = route_table_front_aroutes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.front_a_routes"}}

        subnet_front_b = ec2.CfnSubnet(
            self,
            "SubnetFrontB",
            vpc_id=vpc_network.ref,
            cidr_block="10.10.1.0/24",
            availability_zone="us-east-1b",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1004"),
                cdk.CfnTag(key="Application", value="web-server"),
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
                cdk.CfnTag(key="CostCenter", value="CC-1004"),
                cdk.CfnTag(key="Application", value="web-server"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-front-b-routes")),
            ],
        )
        options = route_table_front_broutes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.front_b_routes"}}

        subnet_inner = ec2.CfnSubnet(
            self,
            "SubnetInner",
            vpc_id=vpc_network.ref,
            cidr_block="10.10.10.0/24",
            availability_zone="us-east-1a",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1004"),
                cdk.CfnTag(key="Application", value="web-server"),
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
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1004"),
                cdk.CfnTag(key="Application", value="web-server"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-inner-routes")),
            ],
        )
        options = route_table_inner_routes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.inner_routes"}}

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
                    description="HTTP to the servers",
                    cidr_ip="10.10.0.0/16",
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1004"),
                cdk.CfnTag(key="Application", value="web-server"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-door")),
            ],
        )
        options = security_group_door_firewall.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_security_group.door_firewall"}}

        iam_instance_profile_server_rights_profile = iam.CfnInstanceProfile(
            self,
            "IamInstanceProfileServerRightsProfile",
            instance_profile_name=cdk.Fn.sub("${Name}-server"),
            roles=[iam_role_server_rights.ref],
        )
        options = iam_instance_profile_server_rights_profile.cfn_options
        options.metadata = {
            "Dharma": {
                "Address": "aws_iam_instance_profile.server_rights_profile",
                "Attributes": {
                    "tags": {
                        "Environment": environment.value_as_string,
                        "Owner": "platform-team",
                        "CostCenter": "CC-1004",
                        "Application": "web-server",
                    },
                },
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
                cdk.CfnTag(key="CostCenter", value="CC-1004"),
                cdk.CfnTag(key="Application", value="web-server"),
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

        security_group_server_firewall = ec2.CfnSecurityGroup(
            self,
            "SecurityGroupServerFirewall",
            group_name=cdk.Fn.sub("${Name}-servers"),
            group_description="HTTP from the load balancer to the servers",
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
                    description="HTTPS to anywhere",
                    cidr_ip="0.0.0.0/0",
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1004"),
                cdk.CfnTag(key="Application", value="web-server"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-servers")),
            ],
        )
        options = security_group_server_firewall.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_security_group.server_firewall"}}

        lb_door = elasticloadbalancingv2.CfnLoadBalancer(
            self,
            "LbDoor",
            name="web-server",
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
                cdk.CfnTag(key="CostCenter", value="CC-1004"),
                cdk.CfnTag(key="Application", value="web-server"),
            ],
        )
        options = lb_door.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_lb.door"}}

        nat_gateway_way_out = ec2.CfnNatGateway(
            self,
            "NatGatewayWayOut",
            allocation_id=eip_way_out_ip.attr_allocation_id,
            subnet_id=subnet_front_a.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1004"),
                cdk.CfnTag(key="Application", value="web-server"),
                cdk.CfnTag(key="Name", value=name.value_as_string),
            ],
        )
        nat_gateway_way_out.add_dependency(internet_gateway_network_gateway_attachment)
        options = nat_gateway_way_out.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_nat_gateway.way_out"}}

        instance_server0 = ec2.CfnInstance(
            self,
            "InstanceServer0",
            image_id=image.value_as_string,
            instance_type="t3a.medium",
            iam_instance_profile=iam_instance_profile_server_rights_profile.ref,
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
                        volume_size=20,
                        volume_type="gp3",
                    ),
                ),
            ],
            network_interfaces=[
                ec2.CfnInstance.NetworkInterfaceProperty(
                    device_index="0",
                    associate_public_ip_address=False,
                    subnet_id=subnet_inner.ref,
                    group_set=[security_group_server_firewall.attr_group_id],
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1004"),
                cdk.CfnTag(key="Application", value="web-server"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-0")),
            ],
        )
        options = instance_server0.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_instance.server[0]"}}

        instance_server1 = ec2.CfnInstance(
            self,
            "InstanceServer1",
            image_id=image.value_as_string,
            instance_type="t3a.medium",
            iam_instance_profile=iam_instance_profile_server_rights_profile.ref,
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
                        volume_size=20,
                        volume_type="gp3",
                    ),
                ),
            ],
            network_interfaces=[
                ec2.CfnInstance.NetworkInterfaceProperty(
                    device_index="0",
                    associate_public_ip_address=False,
                    subnet_id=subnet_inner.ref,
                    group_set=[security_group_server_firewall.attr_group_id],
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1004"),
                cdk.CfnTag(key="Application", value="web-server"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-1")),
            ],
        )
        options = instance_server1.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_instance.server[1]"}}

        ec2.CfnRoute(
            self,
            "RouteTableInnerRoutesRoute1",
            route_table_id=route_table_inner_routes.ref,
            destination_cidr_block="0.0.0.0/0",
            nat_gateway_id=nat_gateway_way_out.ref,
        )

        lb_target_group_door_targets = elasticloadbalancingv2.CfnTargetGroup(
            self,
            "LbTargetGroupDoorTargets",
            name="web-server-targets",
            vpc_id=vpc_network.ref,
            port=80,
            protocol="HTTP",
            target_group_attributes=[
                elasticloadbalancingv2.CfnTargetGroup.TargetGroupAttributeProperty(
                    key="deregistration_delay.timeout_seconds",
                    value="30",
                ),
            ],
            health_check_path="/healthz",
            matcher=elasticloadbalancingv2.CfnTargetGroup.MatcherProperty(
                http_code="200-399",
            ),
            health_check_interval_seconds=15,
            healthy_threshold_count=3,
            unhealthy_threshold_count=3,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="platform-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1004"),
                cdk.CfnTag(key="Application", value="web-server"),
            ],
            targets=[
                elasticloadbalancingv2.CfnTargetGroup.TargetDescriptionProperty(
                    id=instance_server0.ref,
                ),
                elasticloadbalancingv2.CfnTargetGroup.TargetDescriptionProperty(
                    id=instance_server1.ref,
                ),
            ],
        )
        options = lb_target_group_door_targets.cfn_options
        options.metadata = {
            "Dharma": {
                "Address": "aws_lb_target_group.door_targets",
                "Holds": [
                    "aws_lb_target_group_attachment.server_target[0]",
                    "aws_lb_target_group_attachment.server_target[1]",
                ],
            },
        }

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
                cdk.CfnTag(key="CostCenter", value="CC-1004"),
                cdk.CfnTag(key="Application", value="web-server"),
            ],
        )
        options = lb_listener_door_listener.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_lb_listener.door_listener"}}

        cdk.CfnOutput(
            self,
            "Url",
            value=cdk.Fn.sub("http://${LbDoor.DNSName}"),
            description="Where the servers answer",
        )
