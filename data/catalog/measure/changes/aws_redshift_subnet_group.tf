resource "aws_redshift_subnet_group" "minimal" {
  name        = "other"
  subnet_ids  = ["subnet-9"]
  description = "other"
  tags        = { A = "b" }
}
