resource "aws_ebs_volume" "data" {
  size = 100
  type = "gp3"
}
