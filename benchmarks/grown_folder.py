"""Writes a realistic Terraform folder of any size: services of 20 resources, locals and modules."""

from __future__ import annotations

from pathlib import Path

__all__ = ["write_folder"]

_ROOT = """
terraform {
  required_version = ">= 1.3"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0, < 6.0"
    }
  }
}

provider "aws" {
  region = var.region
  default_tags {
    tags = {
      ManagedBy = "terraform"
      Owner     = var.owner
    }
  }
}

variable "region" {
  type    = string
  default = "eu-west-1"
}

variable "owner" {
  type    = string
  default = "platform"
}

variable "environments" {
  type = map(object({
    size    = optional(number, 2)
    public  = optional(bool, false)
    sources = list(string)
  }))
  default = {
    test = { sources = ["10.0.0.0/8"] }
    live = { size = 4, public = true, sources = ["10.0.0.0/8", "192.168.0.0/16"] }
  }
}

locals {
  prefix = "acme-${var.owner}"
  tags   = { Team = var.owner, Region = var.region }
  zones  = [for letter in ["a", "b", "c"] : "${var.region}${letter}"]
  live   = { for name, environment in var.environments : name => environment if environment.public }
}

module "shared" {
  source = "./modules/bucket"
  names  = toset(["logs", "artifacts", "backups"])
  prefix = local.prefix
  tags   = local.tags
}
"""
_MODULE = """
variable "names" { type = set(string) }
variable "prefix" { type = string }
variable "tags" {
  type    = map(string)
  default = {}
}

resource "aws_s3_bucket" "this" {
  for_each = var.names
  bucket   = "${var.prefix}-${each.key}"
  tags     = merge(var.tags, { Name = each.value })
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each                = aws_s3_bucket.this
  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

output "arns" {
  value = { for name, bucket in aws_s3_bucket.this : name => bucket.arn }
}
"""
_SERVICE = """
# Service @: everything it needs, from its network to its alarms.

locals {
  name_@  = "${local.prefix}-service-@"
  ports_@ = { http = 80, https = 443, admin = 8443 }
  tags_@  = merge(local.tags, { Service = "service-@", CostCenter = format("cc-%04d", @) })
}

resource "aws_vpc" "service_@" {
  cidr_block           = cidrsubnet("10.0.0.0/8", 12, @)
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = merge(local.tags_@, { Name = local.name_@ })
}

resource "aws_subnet" "private_@" {
  for_each          = { for i, zone in local.zones : zone => i }
  vpc_id            = aws_vpc.service_@.id
  availability_zone = each.key
  cidr_block        = cidrsubnet(aws_vpc.service_@.cidr_block, 4, each.value)
  tags              = merge(local.tags_@, { Name = "${local.name_@}-${each.key}" })
}

resource "aws_internet_gateway" "service_@" {
  vpc_id = aws_vpc.service_@.id
  tags   = local.tags_@
}

resource "aws_route_table" "service_@" {
  vpc_id = aws_vpc.service_@.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.service_@.id
  }

  tags = local.tags_@
}

resource "aws_route_table_association" "service_@" {
  for_each       = aws_subnet.private_@
  subnet_id      = each.value.id
  route_table_id = aws_route_table.service_@.id
}

resource "aws_security_group" "service_@" {
  name        = "${local.name_@}-web"
  description = "Web traffic of service @"
  vpc_id      = aws_vpc.service_@.id

  dynamic "ingress" {
    for_each = local.ports_@
    content {
      description = "Port ${ingress.key}"
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = var.environments["live"].sources
    }
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }

  tags = local.tags_@
}

resource "aws_iam_role" "service_@" {
  name               = "${local.name_@}-role"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Action    = "sts:AssumeRole"
        Effect    = "Allow"
        Principal = { Service = ["ec2.amazonaws.com", "lambda.amazonaws.com"] }
      }
    ]
  })
  tags = local.tags_@
}

data "aws_iam_policy_document" "service_@" {
  statement {
    sid       = "Read"
    actions   = ["s3:GetObject", "s3:ListBucket"]
    resources = ["arn:aws:s3:::${local.name_@}", "arn:aws:s3:::${local.name_@}/*"]
  }

  statement {
    sid       = "Queue"
    actions   = ["sqs:SendMessage", "sqs:ReceiveMessage"]
    resources = [aws_sqs_queue.service_@.arn]
  }
}

resource "aws_iam_role_policy" "service_@" {
  name   = "access"
  role   = aws_iam_role.service_@.id
  policy = data.aws_iam_policy_document.service_@.json
}

resource "aws_iam_instance_profile" "service_@" {
  name = "${local.name_@}-profile"
  role = aws_iam_role.service_@.name
}

resource "aws_kms_key" "service_@" {
  description             = "Data of service @"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  tags                    = local.tags_@
}

resource "aws_sqs_queue" "service_@" {
  name                       = "${local.name_@}-jobs"
  kms_master_key_id          = aws_kms_key.service_@.arn
  message_retention_seconds  = 4 * 24 * 3600
  visibility_timeout_seconds = 120
  tags                       = local.tags_@
}

resource "aws_sns_topic" "service_@" {
  name              = "${local.name_@}-events"
  kms_master_key_id = aws_kms_key.service_@.id
  tags              = local.tags_@
}

resource "aws_s3_bucket" "service_@" {
  bucket        = lower("${local.name_@}-data")
  force_destroy = length(local.live) > 0 ? false : true
  tags          = local.tags_@
}

resource "aws_s3_bucket_versioning" "service_@" {
  bucket = aws_s3_bucket.service_@.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_dynamodb_table" "service_@" {
  name         = "${local.name_@}-items"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  range_key    = "at"

  attribute {
    name = "id"
    type = "S"
  }

  attribute {
    name = "at"
    type = "N"
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.service_@.arn
  }

  tags = local.tags_@
}

resource "aws_cloudwatch_log_group" "service_@" {
  name              = "/acme/service-@"
  retention_in_days = lookup({ test = 7, live = 90 }, "live", 30)
  tags              = local.tags_@
}

resource "aws_instance" "worker_@" {
  count                  = 2
  ami                    = "ami-0123456789abcdef0"
  instance_type          = count.index == 0 ? "m6i.large" : "m6i.xlarge"
  subnet_id              = aws_subnet.private_@[local.zones[count.index]].id
  vpc_security_group_ids = [aws_security_group.service_@.id]
  iam_instance_profile   = aws_iam_instance_profile.service_@.name

  user_data = <<-EOT
    #!/bin/bash
    echo "queue=${aws_sqs_queue.service_@.name}" >> /etc/service.conf
    %{ for name, port in local.ports_@ ~}
    echo "${name}=${port}" >> /etc/service.conf
    %{ endfor ~}
  EOT

  root_block_device {
    volume_type = "gp3"
    volume_size = 30 + 10 * count.index
    encrypted   = true
  }

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }

  tags = merge(local.tags_@, { Name = "${local.name_@}-worker-${count.index}" })

  lifecycle {
    ignore_changes = [ami]
  }
}

resource "aws_ebs_volume" "data_@" {
  count             = 2
  availability_zone = local.zones[count.index]
  size              = 100
  type              = "gp3"
  encrypted         = true
  kms_key_id        = aws_kms_key.service_@.arn
  tags              = local.tags_@
}

resource "aws_volume_attachment" "data_@" {
  count       = 2
  device_name = "/dev/sdf"
  volume_id   = aws_ebs_volume.data_@[count.index].id
  instance_id = aws_instance.worker_@[count.index].id
}

resource "aws_db_subnet_group" "service_@" {
  name       = "${local.name_@}-db"
  subnet_ids = [for subnet in aws_subnet.private_@ : subnet.id]
  tags       = local.tags_@
}

resource "aws_lb_target_group" "service_@" {
  name     = "service-@"
  port     = local.ports_@["http"]
  protocol = "HTTP"
  vpc_id   = aws_vpc.service_@.id

  health_check {
    path     = "/health"
    interval = 15
    timeout  = 5
  }

  tags = local.tags_@
}

variable "service_@" {
  description = "What the owners of service @ may change without touching its resources"
  type = object({
    replicas  = optional(number, 2)
    log_level = optional(string, "info")
    contacts  = optional(list(string), ["oncall@example.com"])
    features = optional(map(bool), {
      search  = true
      reports = false
    })
  })
  default = {}

  validation {
    condition     = var.service_@.replicas > 0
    error_message = "A service needs one replica at least."
  }
}

output "queue_@" {
  description = "Where the jobs of service @ go"
  value       = aws_sqs_queue.service_@.arn
}

output "topic_@" {
  description = "Where the events of service @ are told"
  value       = aws_sns_topic.service_@.arn
}

output "subnets_@" {
  description = "The subnets of service @, by zone"
  value       = { for zone, subnet in aws_subnet.private_@ : zone => subnet.id }
}

output "workers_@" {
  description = "The workers of service @ with their addresses"
  value = [
    for worker in aws_instance.worker_@ : {
      id      = worker.id
      address = worker.private_ip
      zone    = worker.availability_zone
    }
  ]
}

output "features_@" {
  description = "The features that are switched on"
  value       = [for name, on in var.service_@.features : name if on]
}

output "bucket_@" {
  description = "Where the data of service @ lies"
  value = {
    name   = aws_s3_bucket.service_@.bucket
    arn    = aws_s3_bucket.service_@.arn
    region = var.region
  }
}
"""


def write_folder(folder: Path, services: int) -> tuple[int, int, int]:
    """Write a folder and return its lines, its resource blocks and their types."""
    texts = {
        "main.tf": _ROOT,
        "modules/bucket/main.tf": _MODULE,
        **{f"service_{n}.tf": _SERVICE.replace("@", str(n)) for n in range(1, services + 1)},
    }
    headers = []
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        headers += [line for line in text.splitlines() if line.startswith(("resource ", "data "))]
    lines = sum(text.count("\n") for text in texts.values())
    return lines, len(headers), len({line.split('"')[1] for line in headers})
