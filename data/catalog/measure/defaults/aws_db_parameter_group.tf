resource "aws_db_parameter_group" "minimal" {
  family = "postgres16"
}

resource "aws_db_parameter_group" "blocks" {
  family = "postgres16"
  parameter {
    name  = "other"
    value = "other"
  }
}
