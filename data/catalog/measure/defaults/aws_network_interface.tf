resource "aws_network_interface" "minimal" {
  subnet_id = "subnet-1"
}

resource "aws_network_interface" "blocks" {
  subnet_id = "subnet-1"
  attachment {
    device_index = 5
    instance     = "other"
  }
}
