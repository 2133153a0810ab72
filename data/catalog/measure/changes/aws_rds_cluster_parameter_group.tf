resource "aws_rds_cluster_parameter_group" "minimal" {
  family      = "other"
  description = "other"
  name        = "other"
  tags        = { A = "b" }
  parameter {
    apply_method = "pending-reboot"
    name         = "other"
    value        = "other"
  }
}

resource "aws_rds_cluster_parameter_group" "prefix" {
  name_prefix = "other"
  family      = "aurora-postgresql16"
}
