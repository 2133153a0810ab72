terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}
provider "aws" {
  region = "eu-west-1"
}

variable "node_groups" {
  type = map(object({
    types   = list(string)
    min     = optional(number, 1)
    max     = optional(number, 3)
    labels  = optional(map(string), {})
    taints  = optional(list(object({ key = string, value = optional(string), effect = string })), [])
    on_spot = optional(bool, false)
  }))
  default = {
    base = { types = ["m6i.large"] }
    spot = {
      types   = ["m6i.large", "m5.large"]
      max     = 10
      on_spot = true
      labels  = { class = "spot" }
      taints  = [{ key = "spot", effect = "NO_SCHEDULE" }]
    }
  }
}

resource "aws_iam_role" "cluster" {
  name               = "cluster"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "eks.amazonaws.com" } }] })
}

resource "aws_eks_cluster" "main" {
  name     = "main"
  role_arn = aws_iam_role.cluster.arn
  version  = "1.31"
  vpc_config {
    subnet_ids              = ["subnet-aaaa1111", "subnet-bbbb2222"]
    endpoint_private_access = true
  }
  enabled_cluster_log_types = ["api", "audit"]
}

resource "aws_eks_node_group" "this" {
  for_each        = var.node_groups
  cluster_name    = aws_eks_cluster.main.name
  node_group_name = each.key
  node_role_arn   = aws_iam_role.cluster.arn
  subnet_ids      = aws_eks_cluster.main.vpc_config[0].subnet_ids
  instance_types  = each.value.types
  capacity_type   = each.value.on_spot ? "SPOT" : "ON_DEMAND"
  labels          = each.value.labels

  scaling_config {
    desired_size = each.value.min
    min_size     = each.value.min
    max_size     = each.value.max
  }

  dynamic "taint" {
    for_each = each.value.taints
    content {
      key    = taint.value.key
      value  = taint.value.value
      effect = taint.value.effect
    }
  }

  lifecycle {
    ignore_changes = [scaling_config[0].desired_size]
  }
}

resource "aws_eks_addon" "this" {
  for_each     = toset(["coredns", "kube-proxy", "vpc-cni"])
  cluster_name = aws_eks_cluster.main.name
  addon_name   = each.value
}
