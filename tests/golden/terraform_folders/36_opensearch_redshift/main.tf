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
  region = "us-east-1"
}

variable "admin_password" {
  type      = string
  sensitive = true
  default   = "not-a-real-password-1A"
}

locals {
  production = terraform.workspace == "prod"
}

resource "aws_opensearch_domain" "logs" {
  domain_name    = "logs-${terraform.workspace}"
  engine_version = "OpenSearch_2.13"
  cluster_config {
    instance_type  = local.production ? "m6g.large.search" : "t3.small.search"
    instance_count = local.production ? 3 : 1
  }
  ebs_options {
    ebs_enabled = true
    volume_size = 20
  }
  encrypt_at_rest {
    enabled = true
  }
  node_to_node_encryption {
    enabled = true
  }
}

resource "aws_redshift_subnet_group" "dw" {
  name       = "dw"
  subnet_ids = ["subnet-1", "subnet-2"]
}

resource "aws_redshift_cluster" "dw" {
  cluster_identifier        = "dw"
  node_type                 = "ra3.xlplus"
  number_of_nodes           = 2
  database_name             = "dw"
  master_username           = "admin"
  master_password           = var.admin_password
  cluster_subnet_group_name = aws_redshift_subnet_group.dw.name
  skip_final_snapshot       = true
}

resource "aws_elasticache_parameter_group" "redis" {
  name   = "redis7"
  family = "redis7"
  dynamic "parameter" {
    for_each = { maxmemory-policy = "allkeys-lru" }
    content {
      name  = parameter.key
      value = parameter.value
    }
  }
}

resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id       = "sessions"
  description                = "Sessions"
  node_type                  = "cache.t4g.small"
  num_cache_clusters         = 2
  parameter_group_name       = aws_elasticache_parameter_group.redis.name
  automatic_failover_enabled = true
  auth_token                 = var.admin_password
  transit_encryption_enabled = true
}

output "address" {
  value     = "${aws_redshift_cluster.dw.endpoint}:${var.admin_password}"
  sensitive = true
}
