resource "aws_eip_association" "minimal" {
  instance_id = "i-1"
}
