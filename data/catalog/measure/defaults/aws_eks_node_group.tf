resource "aws_eks_node_group" "minimal" {
  cluster_name  = "c"
  node_role_arn = "arn:aws:iam::123456789012:role/r"
  subnet_ids    = ["subnet-1", "subnet-2"]
  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
}

resource "aws_eks_node_group" "blocks" {
  cluster_name  = "c"
  node_role_arn = "arn:aws:iam::123456789012:role/r"
  subnet_ids    = ["subnet-1", "subnet-2"]
  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
  launch_template {
    version = "other"
  }
  node_repair_config {}
  remote_access {}
  taint {
    effect = "PREFER_NO_SCHEDULE"
    key    = "other"
  }
}

resource "aws_eks_node_group" "others" {
  cluster_name  = "c"
  node_role_arn = "arn:aws:iam::123456789012:role/r"
  subnet_ids    = ["subnet-1", "subnet-2"]
  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
}
