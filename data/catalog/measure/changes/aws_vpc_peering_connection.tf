resource "aws_vpc_peering_connection" "minimal" {
  vpc_id        = "vpc-9"
  peer_vpc_id   = "vpc-9"
  auto_accept   = true
  peer_owner_id = "123456789013"
  peer_region   = "eu-west-1"
  tags          = { A = "b" }
  accepter {
    allow_remote_vpc_dns_resolution = true
  }
  requester {
    allow_remote_vpc_dns_resolution = true
  }
}
