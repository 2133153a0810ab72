terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = []
    }
  }
}

provider "aws" {
  region = local.regions[0]
  default_tags {
    tags = merge(local.base_tags, { Primary = true })
  }
}

provider "aws" {
  alias  = "us"
  region = local.regions[1]
  default_tags {
    tags = {
      Owner       = "sre@example.com"
      environment = var.environment
    }
  }
}

provider "aws" {
  alias  = "bare"
  region = "ap-northeast-1"
}

locals {
  regions   = ["eu-west-1", "us-east-1"]
  base_tags = { Owner = "platform", Environment = upper(var.environment), CostCenter = 4711 }
}

variable "environment" {
  default = "qa"
}

data "aws_region" "here" {}
data "aws_region" "us" {
  provider = aws.us
}
data "aws_partition" "p" {}

resource "aws_s3_bucket" "primary" {
  bucket = "primary-${data.aws_region.here.name}"
  tags   = { Owner = "data", Name = "primary" }
}

resource "aws_s3_bucket" "us" {
  provider = aws.us
  bucket   = "us-${data.aws_region.us.name}"
}

resource "aws_s3_bucket" "bare" {
  provider = aws.bare
  bucket   = "bare"
  tags     = {}
}

resource "aws_sns_topic" "alerts" {
  name = "alerts"
  tags = { Environment = null, Extra = "x" }
}

resource "aws_autoscaling_group" "asg" {
  name               = "asg"
  min_size           = 0
  max_size           = 2
  availability_zones = formatlist("${data.aws_region.here.name}%s", ["a", "b"])
  launch_template {
    id      = aws_launch_template.lt.id
    version = "$Latest"
  }
  dynamic "tag" {
    for_each = merge(local.base_tags, { Name = "asg" })
    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = tag.key != "CostCenter"
    }
  }
}

resource "aws_launch_template" "lt" {
  name          = "template"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tag_specifications {
    resource_type = "instance"
    tags          = local.base_tags
  }
}

module "replica" {
  source = "./replica"
  providers = {
    aws      = aws.us
    aws.peer = aws
  }
  name = "assets"
}

module "inherits" {
  source   = "./inherits"
  for_each = toset(["a", "b"])
  name     = each.key
}

resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.small"
  tags          = { Name = "web" }
  root_block_device {
    volume_size = 20
    tags        = { Disk = "root" }
  }
}

output "regions" { value = [data.aws_region.here.name, data.aws_region.us.name, data.aws_region.us.description] }
output "all" { value = aws_s3_bucket.primary.tags_all }
output "suffix" { value = data.aws_partition.p.dns_suffix }
output "rep" { value = module.replica.tags }
