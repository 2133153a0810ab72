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

variable "users" {
  default = ["ann", "bob"]
}

locals {
  packages = ["nginx", "git"]
  motd     = <<EOT
Welcome to ${upper("prod")}.
%{if length(var.users) > 1}Many users%{else}One user%{endif}: ${join(", ", var.users)}
A literal $${dollar} and %%{ percent }.
EOT
}

resource "aws_instance" "web" {
  ami           = "ami-0abcdef1234567890"
  instance_type = "t3.micro"
  user_data = templatefile("${path.module}/cloud-init.tftpl", {
    packages = local.packages
    users    = { for i, u in var.users : u => 1000 + i }
    debug    = false
  })
  tags = {
    Motd = trimspace(local.motd)
  }
}

resource "aws_ssm_parameter" "motd" {
  name  = "/motd"
  type  = "String"
  value = local.motd
}

resource "aws_s3_object" "config" {
  bucket  = "configs"
  key     = "app/config.yaml"
  content = yamlencode({ users = var.users, packages = local.packages, nested = { on = true } })
  etag    = md5(file("${path.module}/note.txt"))
}

resource "aws_cloudwatch_dashboard" "main" {
  dashboard_name = "main"
  dashboard_body = jsonencode({
    widgets = [for i, u in var.users : {
      type       = "text", x = i * 6, y = 0, width = 6, height = 3
      properties = { markdown = "# ${title(u)}" }
    }]
  })
}
