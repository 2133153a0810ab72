resource "aws_eks_cluster" "minimal" {
  name                          = "other"
  role_arn                      = "arn:aws:iam::123456789012:role/other"
  bootstrap_self_managed_addons = false
  enabled_cluster_log_types     = ["scheduler"]
  force_update_version          = true
  tags                          = { A = "b" }
  version                       = "other"
  vpc_config {
    subnet_ids              = ["subnet-9"]
    endpoint_private_access = true
    endpoint_public_access  = true
    public_access_cidrs     = ["10.9.0.0/16"]
    security_group_ids      = ["sg-9"]
  }
  access_config {
    authentication_mode                         = "CONFIG_MAP"
    bootstrap_cluster_creator_admin_permissions = true
  }
  remote_network_config {
    remote_node_networks {
      cidrs = ["10.9.0.0/16"]
    }
    remote_pod_networks {
      cidrs = ["10.9.0.0/16"]
    }
  }
  upgrade_policy {
    support_type = "EXTENDED"
  }
  zonal_shift_config {
    enabled = true
  }
}

resource "aws_eks_cluster" "second" {
  name     = "c"
  role_arn = "arn:aws:iam::123456789012:role/r"
  vpc_config {
    subnet_ids = ["subnet-1", "subnet-2"]
  }
  encryption_config {
    resources = ["secrets"]
    provider {
      key_arn = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
    }
  }
  kubernetes_network_config {
    ip_family         = "ipv6"
    service_ipv4_cidr = "10.9.0.0/16"
  }
}
