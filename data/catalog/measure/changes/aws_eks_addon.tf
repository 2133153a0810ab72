resource "aws_eks_addon" "minimal" {
  cluster_name             = "other"
  addon_name               = "other"
  addon_version            = "v1.2.3-eksbuild.1"
  configuration_values     = "other"
  preserve                 = true
  resolve_conflicts        = "PRESERVE"
  service_account_role_arn = "arn:aws:iam::123456789012:role/other"
  tags                     = { A = "b" }
  pod_identity_association {
    role_arn        = "arn:aws:iam::123456789012:role/other"
    service_account = "other"
  }
}

resource "aws_eks_addon" "second" {
  cluster_name                = "c"
  addon_name                  = "vpc-cni"
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "PRESERVE"
}
