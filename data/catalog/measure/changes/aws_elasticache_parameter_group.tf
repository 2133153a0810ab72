resource "aws_elasticache_parameter_group" "minimal" {
  name        = "other"
  family      = "other"
  description = "other"
  tags        = { A = "b" }
  parameter {
    name  = "other"
    value = "other"
  }
}
