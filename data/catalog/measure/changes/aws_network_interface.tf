resource "aws_network_interface" "minimal" {
  subnet_id                 = "subnet-9"
  description               = "other"
  enable_primary_ipv6       = true
  interface_type            = "trunk"
  ipv4_prefixes             = ["10.9.0.0/28"]
  ipv6_address_list         = ["2001:db8::1"]
  ipv6_address_list_enabled = true
  ipv6_prefixes             = ["2001:db8::/80"]
  private_ip                = "10.9.0.9"
  private_ip_list           = ["other"]
  private_ip_list_enabled   = true
  security_groups           = ["sg-9"]
  source_dest_check         = false
  tags                      = { A = "b" }
  attachment {
    device_index = 5
    instance     = "other"
  }
}

resource "aws_network_interface" "second" {
  subnet_id          = "subnet-1"
  ipv6_prefix_count  = 5
  ipv4_prefix_count  = 5
  ipv6_address_count = 5
  private_ips        = ["10.9.0.9"]
  private_ips_count  = 5
}

resource "aws_network_interface" "third" {
  subnet_id      = "subnet-1"
  ipv6_addresses = ["2001:db8::1"]
}
