resource "aws_route" "minimal" {
  route_table_id         = "other"
  destination_cidr_block = "10.9.0.0/16"
  gateway_id             = "other"
}

resource "aws_route" "second" {
  route_table_id             = "rtb-1"
  vpc_peering_connection_id  = "other"
  destination_prefix_list_id = "other"
}

resource "aws_route" "third" {
  route_table_id              = "rtb-1"
  transit_gateway_id          = "other"
  destination_ipv6_cidr_block = "2001:db8::/32"
}

resource "aws_route" "nat_gateway" {
  route_table_id         = "rtb-1"
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = "other"
}

resource "aws_route" "network_interface" {
  route_table_id         = "rtb-1"
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id   = "other"
}

resource "aws_route" "egress_only_gateway" {
  route_table_id              = "rtb-1"
  destination_ipv6_cidr_block = "::/0"
  egress_only_gateway_id      = "other"
}

resource "aws_route" "vpc_endpoint" {
  route_table_id         = "rtb-1"
  destination_cidr_block = "0.0.0.0/0"
  vpc_endpoint_id        = "other"
}

resource "aws_route" "core_network" {
  route_table_id         = "rtb-1"
  destination_cidr_block = "0.0.0.0/0"
  core_network_arn       = "arn:aws:networkmanager::123456789012:core-network/core-network-1"
}

resource "aws_route" "local_gateway" {
  route_table_id         = "rtb-1"
  destination_cidr_block = "0.0.0.0/0"
  local_gateway_id       = "other"
}

resource "aws_route" "carrier_gateway" {
  route_table_id         = "rtb-1"
  destination_cidr_block = "0.0.0.0/0"
  carrier_gateway_id     = "other"
}
