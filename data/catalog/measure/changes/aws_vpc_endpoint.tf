resource "aws_vpc_endpoint" "minimal" {
  vpc_id                     = "vpc-9"
  auto_accept                = true
  ip_address_type            = "ipv6"
  policy                     = jsonencode({ Version = "2012-10-17", Statement = [] })
  private_dns_enabled        = true
  resource_configuration_arn = "arn:aws:iam::123456789012:role/other"
  route_table_ids            = ["other"]
  security_group_ids         = ["sg-9"]
  service_region             = "eu-west-1"
  subnet_ids                 = ["subnet-9"]
  tags                       = { A = "b" }
  vpc_endpoint_type          = "ServiceNetwork"
  dns_options {
    dns_record_ip_type                             = "service-defined"
    private_dns_only_for_inbound_resolver_endpoint = true
  }
  subnet_configuration {
    ipv4      = "10.9.0.9"
    ipv6      = "2001:db8::1"
    subnet_id = "subnet-9"
  }
}

resource "aws_vpc_endpoint" "second" {
  vpc_id              = "vpc-1"
  service_network_arn = "arn:aws:iam::123456789012:role/other"
}

resource "aws_vpc_endpoint" "third" {
  vpc_id       = "vpc-1"
  service_name = "other"
}
