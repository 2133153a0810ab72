"""The stack of secure-landing-network."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_route53 as route53
from constructs import Construct


class SecureLandingNetworkStack(cdk.Stack):
    """Resources and outputs of secure-landing-network."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs: object) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.template_options.description = "secure-landing-network, written by Dharma"

        name = cdk.CfnParameter(
            self,
            "Name",
            type="String",
            default="landing",
            description="What all names start with; another one makes a second copy in the same account",
        )

        environment = cdk.CfnParameter(
            self,
            "Environment",
            type="String",
            default="production",
            description="What it is for, as the tag Environment says",
        )

        domain = cdk.CfnParameter(
            self,
            "Domain",
            type="String",
            default="landing.internal",
            description="The domain of names inside the network",
        )

        vpc_network = ec2.CfnVPC(
            self,
            "VpcNetwork",
            cidr_block="10.70.0.0/16",
            enable_dns_hostnames=True,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
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
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-gateway")),
            ],
        )
        options = internet_gateway_network_gateway.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_internet_gateway.network_gateway"},
        }

        kms_key_landing_key = kms.CfnKey(
            self,
            "KmsKeyLandingKey",
            description="Encrypts what lands here",
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
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
            ],
        )
        options = kms_key_landing_key.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {"Dharma": {"Address": "aws_kms_key.landing_key"}}

        internet_gateway_network_gateway_attachment = ec2.CfnVPCGatewayAttachment(
            self,
            "InternetGatewayNetworkGatewayAttachment",
            internet_gateway_id=internet_gateway_network_gateway.ref,
            vpc_id=vpc_network.ref,
        )

        subnet_outer_a = ec2.CfnSubnet(
            self,
            "SubnetOuterA",
            vpc_id=vpc_network.ref,
            cidr_block="10.70.0.0/24",
            availability_zone="us-east-1a",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-outer-a")),
            ],
        )
        options = subnet_outer_a.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.outer_a"}}

        route_table_outer_aroutes = ec2.CfnRouteTable(
            self,
            "RouteTableOuterARoutes",
            vpc_id=vpc_network.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-outer-a-routes")),
            ],
        )
        options = route_table_outer_aroutes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.outer_a_routes"}}

        subnet_outer_b = ec2.CfnSubnet(
            self,
            "SubnetOuterB",
            vpc_id=vpc_network.ref,
            cidr_block="10.70.1.0/24",
            availability_zone="us-east-1b",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-outer-b")),
            ],
        )
        options = subnet_outer_b.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.outer_b"}}

        route_table_outer_broutes = ec2.CfnRouteTable(
            self,
            "RouteTableOuterBRoutes",
            vpc_id=vpc_network.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-outer-b-routes")),
            ],
        )
        options = route_table_outer_broutes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.outer_b_routes"}}

        subnet_middle_a = ec2.CfnSubnet(
            self,
            "SubnetMiddleA",
            vpc_id=vpc_network.ref,
            cidr_block="10.70.16.0/20",
            availability_zone="us-east-1a",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-middle-a")),
            ],
        )
        options = subnet_middle_a.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.middle_a"}}

        route_table_middle_aroutes = ec2.CfnRouteTable(
            self,
            "RouteTableMiddleARoutes",
            vpc_id=vpc_network.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-middle-a-routes")),
            ],
        )
        options = route_table_middle_aroutes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.middle_a_routes"}}

        subnet_middle_b = ec2.CfnSubnet(
            self,
            "SubnetMiddleB",
            vpc_id=vpc_network.ref,
            cidr_block="10.70.32.0/20",
            availability_zone="us-east-1b",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-middle-b")),
            ],
        )
        options = subnet_middle_b.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.middle_b"}}

        route_table_middle_broutes = ec2.CfnRouteTable(
            self,
            "RouteTableMiddleBRoutes",
            vpc_id=vpc_network.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-middle-b-routes")),
            ],
        )
        options = route_table_middle_broutes.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route_table.middle_b_routes"}}

        subnet_inner_a = ec2.CfnSubnet(
            self,
            "SubnetInnerA",
            vpc_id=vpc_network.ref,
            cidr_block="10.70.64.0/24",
            availability_zone="us-east-1a",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-inner-a")),
            ],
        )
        options = subnet_inner_a.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.inner_a"}}

        subnet_inner_b = ec2.CfnSubnet(
            self,
            "SubnetInnerB",
            vpc_id=vpc_network.ref,
            cidr_block="10.70.65.0/24",
            availability_zone="us-east-1b",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-inner-b")),
            ],
        )
        options = subnet_inner_b.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_subnet.inner_b"}}

        security_group_outer_firewall = ec2.CfnSecurityGroup(
            self,
            "SecurityGroupOuterFirewall",
            group_name=cdk.Fn.sub("${Name}-outer"),
            group_description="HTTPS from anywhere to the outer ring",
            vpc_id=vpc_network.ref,
            security_group_ingress=[
                ec2.CfnSecurityGroup.IngressProperty(
                    ip_protocol="tcp",
                    from_port=443,
                    to_port=443,
                    description="HTTPS from anywhere",
                    cidr_ip="0.0.0.0/0",
                ),
            ],
            security_group_egress=[
                ec2.CfnSecurityGroup.EgressProperty(
                    ip_protocol="tcp",
                    from_port=8080,
                    to_port=8080,
                    description="HTTP to the middle ring",
                    cidr_ip="10.70.0.0/16",
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-outer")),
            ],
        )
        options = security_group_outer_firewall.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_security_group.outer_firewall"}}

        route53_zone_names = route53.CfnHostedZone(
            self,
            "Route53ZoneNames",
            name=domain.value_as_string,
            hosted_zone_config=route53.CfnHostedZone.HostedZoneConfigProperty(
                comment="Managed by Dharma",
            ),
            vpcs=[
                route53.CfnHostedZone.VPCProperty(
                    vpc_id=vpc_network.ref,
                    vpc_region="us-east-1",
                ),
            ],
            hosted_zone_tags=[
                route53.CfnHostedZone.HostedZoneTagProperty(
                    key="Environment",
                    value=environment.value_as_string,
                ),
                route53.CfnHostedZone.HostedZoneTagProperty(
                    key="Owner",
                    value="network-team",
                ),
                route53.CfnHostedZone.HostedZoneTagProperty(
                    key="CostCenter",
                    value="CC-1014",
                ),
                route53.CfnHostedZone.HostedZoneTagProperty(
                    key="Application",
                    value="secure-landing-network",
                ),
            ],
        )
        options = route53_zone_names.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route53_zone.names"}}

        kms_alias_landing_key_alias = kms.CfnAlias(
            self,
            "KmsAliasLandingKeyAlias",
            alias_name=cdk.Fn.sub("alias/${Name}"),
            target_key_id=kms_key_landing_key.ref,
        )
        options = kms_alias_landing_key_alias.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_kms_alias.landing_key_alias"}}

        route_table_outer_aroutes_route1 = ec2.CfnRoute(
            self,
            "RouteTableOuterARoutesRoute1",
            route_table_id=route_table_outer_aroutes.ref,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=internet_gateway_network_gateway.ref,
        )
        route_table_outer_aroutes_route1.add_dependency(
            internet_gateway_network_gateway_attachment,
        )

        route_table_association_outer_arouted = ec2.CfnSubnetRouteTableAssociation(
            self,
            "RouteTableAssociationOuterARouted",
            subnet_id=subnet_outer_a.ref,
            route_table_id=route_table_outer_aroutes.ref,
        )
        options = route_table_association_outer_arouted.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_route_table_association.outer_a_routed"},
        }

        route_table_outer_broutes_route1 = ec2.CfnRoute(
            self,
            "RouteTableOuterBRoutesRoute1",
            route_table_id=route_table_outer_broutes.ref,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=internet_gateway_network_gateway.ref,
        )
        route_table_outer_broutes_route1.add_dependency(
            internet_gateway_network_gateway_attachment,
        )

        route_table_association_outer_brouted = ec2.CfnSubnetRouteTableAssociation(
            self,
            "RouteTableAssociationOuterBRouted",
            subnet_id=subnet_outer_b.ref,
            route_table_id=route_table_outer_broutes.ref,
        )
        options = route_table_association_outer_brouted.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_route_table_association.outer_b_routed"},
        }

        eip_way_out_aip = ec2.CfnEIP(
            self,
            "EipWayOutAIp",
            domain="vpc",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-a-ip")),
            ],
        )
        eip_way_out_aip.add_dependency(internet_gateway_network_gateway_attachment)
        options = eip_way_out_aip.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_eip.way_out_a_ip"}}

        eip_way_out_bip = ec2.CfnEIP(
            self,
            "EipWayOutBIp",
            domain="vpc",
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-b-ip")),
            ],
        )
        eip_way_out_bip.add_dependency(internet_gateway_network_gateway_attachment)
        options = eip_way_out_bip.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_eip.way_out_b_ip"}}

        route_table_association_middle_arouted = ec2.CfnSubnetRouteTableAssociation(
            self,
            "RouteTableAssociationMiddleARouted",
            subnet_id=subnet_middle_a.ref,
            route_table_id=route_table_middle_aroutes.ref,
        )
        options = route_table_association_middle_arouted.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_route_table_association.middle_a_routed"},
        }

        route_table_association_middle_brouted = ec2.CfnSubnetRouteTableAssociation(
            self,
            "RouteTableAssociationMiddleBRouted",
            subnet_id=subnet_middle_b.ref,
            route_table_id=route_table_middle_broutes.ref,
        )
        options = route_table_association_middle_brouted.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_route_table_association.middle_b_routed"},
        }

        security_group_middle_firewall = ec2.CfnSecurityGroup(
            self,
            "SecurityGroupMiddleFirewall",
            group_name=cdk.Fn.sub("${Name}-middle"),
            group_description="HTTP from the outer ring to the middle ring",
            vpc_id=vpc_network.ref,
            security_group_ingress=[
                ec2.CfnSecurityGroup.IngressProperty(
                    ip_protocol="tcp",
                    from_port=8080,
                    to_port=8080,
                    description="HTTP from the outer ring",
                    source_security_group_id=security_group_outer_firewall.attr_group_id,
                ),
            ],
            security_group_egress=[
                ec2.CfnSecurityGroup.EgressProperty(
                    ip_protocol="tcp",
                    from_port=443,
                    to_port=443,
                    description="HTTPS for updates and services of the cloud",
                    cidr_ip="0.0.0.0/0",
                ),
                ec2.CfnSecurityGroup.EgressProperty(
                    ip_protocol="tcp",
                    from_port=5432,
                    to_port=5432,
                    description="PostgreSQL to the inner ring",
                    cidr_ip="10.70.0.0/16",
                ),
            ],
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-middle")),
            ],
        )
        options = security_group_middle_firewall.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_security_group.middle_firewall"}}

        nat_gateway_way_out_a = ec2.CfnNatGateway(
            self,
            "NatGatewayWayOutA",
            allocation_id=eip_way_out_aip.attr_allocation_id,
            subnet_id=subnet_outer_a.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-a")),
            ],
        )
        nat_gateway_way_out_a.add_dependency(
            internet_gateway_network_gateway_attachment,
        )
        options = nat_gateway_way_out_a.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_nat_gateway.way_out_a"}}

        nat_gateway_way_out_b = ec2.CfnNatGateway(
            self,
            "NatGatewayWayOutB",
            allocation_id=eip_way_out_bip.attr_allocation_id,
            subnet_id=subnet_outer_b.ref,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-b")),
            ],
        )
        nat_gateway_way_out_b.add_dependency(
            internet_gateway_network_gateway_attachment,
        )
        options = nat_gateway_way_out_b.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_nat_gateway.way_out_b"}}

        security_group_inner_firewall = ec2.CfnSecurityGroup(
            self,
            "SecurityGroupInnerFirewall",
            group_name=cdk.Fn.sub("${Name}-inner"),
            group_description="PostgreSQL from the middle ring to the inner ring",
            vpc_id=vpc_network.ref,
            security_group_ingress=[
                ec2.CfnSecurityGroup.IngressProperty(
                    ip_protocol="tcp",
                    from_port=5432,
                    to_port=5432,
                    description="PostgreSQL from the middle ring",
                    source_security_group_id=security_group_middle_firewall.attr_group_id,
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
                cdk.CfnTag(key="Owner", value="network-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1014"),
                cdk.CfnTag(key="Application", value="secure-landing-network"),
                cdk.CfnTag(key="Name", value=cdk.Fn.sub("${Name}-inner")),
            ],
        )
        options = security_group_inner_firewall.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_security_group.inner_firewall"}}

        ec2.CfnRoute(
            self,
            "RouteTableMiddleARoutesRoute1",
            route_table_id=route_table_middle_aroutes.ref,
            destination_cidr_block="0.0.0.0/0",
            nat_gateway_id=nat_gateway_way_out_a.ref,
        )

        ec2.CfnRoute(
            self,
            "RouteTableMiddleBRoutesRoute1",
            route_table_id=route_table_middle_broutes.ref,
            destination_cidr_block="0.0.0.0/0",
            nat_gateway_id=nat_gateway_way_out_b.ref,
        )

        cdk.CfnOutput(self, "Network", value=vpc_network.ref)

        domain_output = cdk.CfnOutput(
            self,
            "DomainOutput",
            value=domain.value_as_string,
        )
        domain_output.override_logical_id("Domain")
