resource "aws_eip_association" "minimal" {
  allocation_id       = "other"
  allow_reassociation = true
  instance_id         = "other"
  private_ip_address  = "10.9.0.9"
}

resource "aws_eip_association" "interface" {
  network_interface_id = "other"
  public_ip            = "192.0.2.9"
}
