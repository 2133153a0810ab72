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
  region = var.region
}

variable "region" {
  type    = string
  default = "us-east-1"
}

variable "notebooks" {
  type = list(object({
    owner  = string
    type   = optional(string, "ml.t3.medium")
    volume = optional(number, 20)
  }))
}

resource "aws_iam_role" "sagemaker" {
  name               = "sagemaker"
  assume_role_policy = data.aws_iam_policy_document.assume.json
  description        = join(" ", ["For", length(var.notebooks), "notebooks"])
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["sagemaker.amazonaws.com"]
    }
  }
}

resource "aws_sagemaker_notebook_instance" "nb" {
  for_each      = { for n in var.notebooks : n.owner => n }
  name          = "nb-${each.key}"
  role_arn      = aws_iam_role.sagemaker.arn
  instance_type = each.value.type
  volume_size   = each.value.volume
}

resource "aws_s3_bucket" "models" {
  bucket_prefix = "models-"
}

resource "aws_s3_bucket_versioning" "models" {
  bucket = aws_s3_bucket.models.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_ecr_repository" "train" {
  name = "train"
}

resource "aws_efs_file_system" "home" {
  throughput_mode = "elastic"
  tags            = { Purpose = "home" }
}

resource "aws_msk_cluster" "events" {
  cluster_name           = "events"
  kafka_version          = "3.7.x"
  number_of_broker_nodes = 3
  broker_node_group_info {
    instance_type   = "kafka.m7g.large"
    client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
    security_groups = ["sg-1"]
    storage_info {
      ebs_storage_info {
        volume_size = 100
      }
    }
  }
}

output "notebook_types" {
  value = { for k, n in aws_sagemaker_notebook_instance.nb : k => n.instance_type }
}
