resource "aws_elasticache_parameter_group" "minimal" {
  name   = "p"
  family = "redis7"
}

resource "aws_elasticache_parameter_group" "blocks" {
  name   = "p"
  family = "redis7"
  parameter {
    name  = "other"
    value = "other"
  }
}
