resource "aws_eks_cluster" "minimal" {
  name     = "c"
  role_arn = "arn:aws:iam::123456789012:role/r"
  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}

resource "aws_eks_cluster" "blocks" {
  name     = "c"
  role_arn = "arn:aws:iam::123456789012:role/r"
  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
  access_config {}
  compute_config {}
  outpost_config {
    control_plane_instance_type = "other"
    outpost_arns                = ["arn:aws:iam::123456789012:role/other"]
    control_plane_placement {
      group_name = "other"
    }
  }
  storage_config {
    block_storage {}
  }
  upgrade_policy {}
  zonal_shift_config {}
}

resource "aws_eks_cluster" "others" {
  name     = "c"
  role_arn = "arn:aws:iam::123456789012:role/r"
  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
  encryption_config {
    resources = ["secrets"]
    provider {
      key_arn = "arn:aws:iam::123456789012:role/other"
    }
  }
  kubernetes_network_config {
    elastic_load_balancing {}
  }
  remote_network_config {
    remote_node_networks {}
    remote_pod_networks {}
  }
}
