resource "aws_db_parameter_group" "minimal" {
  family       = "other"
  description  = "other"
  name         = "other"
  skip_destroy = true
  tags         = { A = "b" }
  parameter {
    apply_method = "pending-reboot"
    name         = "other"
    value        = "other"
  }
}

resource "aws_db_parameter_group" "prefix" {
  name_prefix = "other"
  family      = "postgres16"
}
