resource "aws_vpc_peering_connection" "minimal" {
  vpc_id      = "vpc-1"
  peer_vpc_id = "vpc-2"
}

resource "aws_vpc_peering_connection" "blocks" {
  vpc_id      = "vpc-1"
  peer_vpc_id = "vpc-2"
  accepter {}
  requester {}
}
