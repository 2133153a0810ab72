resource "aws_redshift_cluster" "minimal" {
  cluster_identifier     = "c"
  node_type              = "ra3.large"
  master_username        = "app"
  manage_master_password = true
}

resource "aws_redshift_cluster" "blocks" {
  cluster_identifier     = "c"
  node_type              = "ra3.large"
  master_username        = "app"
  manage_master_password = true
  logging {
    enable = true
  }
  snapshot_copy {
    destination_region = "eu-west-1"
  }
}
