resource "aws_eks_addon" "minimal" {
  cluster_name = "c"
  addon_name   = "vpc-cni"
}

resource "aws_eks_addon" "blocks" {
  cluster_name = "c"
  addon_name   = "vpc-cni"
  pod_identity_association {
    role_arn        = "arn:aws:iam::123456789012:role/other"
    service_account = "other"
  }
}
