resource "aws_redshift_subnet_group" "minimal" {
  name       = "s"
  subnet_ids = ["subnet-1"]
}
