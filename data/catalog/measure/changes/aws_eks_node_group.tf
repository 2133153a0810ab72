resource "aws_eks_node_group" "minimal" {
  cluster_name         = "other"
  node_role_arn        = "arn:aws:iam::123456789012:role/other"
  subnet_ids           = ["subnet-9"]
  ami_type             = "AL2023_ARM_64_NVIDIA"
  capacity_type        = "CAPACITY_BLOCK"
  disk_size            = 5
  force_update_version = true
  instance_types       = ["other"]
  labels               = { A = "b" }
  node_group_name      = "other"
  release_version      = "other"
  tags                 = { A = "b" }
  version              = "other"
  scaling_config {
    desired_size = 5
    max_size     = 5
    min_size     = 5
  }
  launch_template {
    name    = "other"
    version = "other"
  }
  node_repair_config {
    enabled = true
  }
  remote_access {
    ec2_ssh_key               = "other"
    source_security_group_ids = ["sg-9"]
  }
  taint {
    effect = "PREFER_NO_SCHEDULE"
    key    = "other"
    value  = "other"
  }
  update_config {
    max_unavailable = 5
  }
}

resource "aws_eks_node_group" "prefix" {
  node_group_name_prefix = "other"
  cluster_name           = "c"
  node_role_arn          = "arn:aws:iam::123456789012:role/r"
  subnet_ids             = ["subnet-1", "subnet-2"]
  scaling_config {
    desired_size = 1
    max_size     = 2
    min_size     = 1
  }
}
