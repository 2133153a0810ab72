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

variable "password" {
  type      = string
  sensitive = true
  default   = "not-a-real-password"
}

variable "replicas" {
  type    = number
  default = 2
}

resource "aws_db_parameter_group" "pg" {
  name   = "pg16"
  family = "postgres16"

  dynamic "parameter" {
    for_each = {
      log_statement   = "ddl"
      max_connections = 200
    }
    content {
      name         = parameter.key
      value        = parameter.value
      apply_method = parameter.key == "max_connections" ? "pending-reboot" : "immediate"
    }
  }
}

resource "aws_db_instance" "main" {
  identifier              = "main"
  engine                  = "postgres"
  engine_version          = "16.3"
  instance_class          = "db.t4g.medium"
  allocated_storage       = 50
  username                = "app"
  password                = var.password
  parameter_group_name    = aws_db_parameter_group.pg.name
  backup_retention_period = 7
  skip_final_snapshot     = true
  storage_encrypted       = true
}

resource "aws_db_instance" "replica" {
  count               = var.replicas
  identifier          = "replica-${count.index}"
  instance_class      = aws_db_instance.main.instance_class
  replicate_source_db = aws_db_instance.main.identifier
  skip_final_snapshot = true
}

resource "aws_secretsmanager_secret" "db" {
  name = "db"
}

resource "aws_secretsmanager_secret_version" "db" {
  secret_id = aws_secretsmanager_secret.db.id
  secret_string = jsonencode({
    username = aws_db_instance.main.username
    password = var.password
    host     = aws_db_instance.main.address
  })
}

output "endpoint" {
  value = aws_db_instance.main.endpoint
}

output "password" {
  value     = var.password
  sensitive = true
}

output "dsn_length" {
  value = nonsensitive(length(var.password))
}
