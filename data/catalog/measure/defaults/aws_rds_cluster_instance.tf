resource "aws_rds_cluster_instance" "minimal" {
  cluster_identifier = "c"
  engine             = "aurora-postgresql"
  instance_class     = "db.r6g.large"
}
