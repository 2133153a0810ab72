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

variable "instances" {
  type = map(object({ class = optional(string, "db.r6g.large"), promotion = optional(number) }))
  default = {
    writer = { promotion = 0 }
    reader = { class = "db.t4g.medium" }
  }
}

resource "aws_rds_cluster_parameter_group" "pg" {
  name   = "aurora-pg16"
  family = "aurora-postgresql16"
  parameter {
    name  = "log_min_duration_statement"
    value = 500
  }
}

resource "aws_rds_cluster" "main" {
  cluster_identifier              = "main"
  engine                          = "aurora-postgresql"
  engine_version                  = "16.4"
  database_name                   = "app"
  master_username                 = "app"
  manage_master_user_password     = true
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.pg.name
  storage_encrypted               = true
  skip_final_snapshot             = true
  enabled_cloudwatch_logs_exports = ["postgresql"]
}

resource "aws_rds_cluster_instance" "this" {
  for_each           = var.instances
  identifier         = "main-${each.key}"
  cluster_identifier = aws_rds_cluster.main.id
  engine             = aws_rds_cluster.main.engine
  instance_class     = each.value.class
  promotion_tier     = each.value.promotion
}

output "endpoints" {
  value = {
    writer  = aws_rds_cluster.main.endpoint
    classes = [for i in aws_rds_cluster_instance.this : i.instance_class]
  }
}
