resource "aws_rds_cluster_parameter_group" "minimal" {
  family = "aurora-postgresql16"
}

resource "aws_rds_cluster_parameter_group" "blocks" {
  family = "aurora-postgresql16"
  parameter {
    name  = "other"
    value = "other"
  }
}
