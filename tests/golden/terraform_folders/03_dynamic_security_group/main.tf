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

variable "rules" {
  type = list(object({
    port        = number
    protocol    = optional(string, "tcp")
    cidrs       = list(string)
    description = optional(string)
  }))
  default = [
    { port = 443, cidrs = ["0.0.0.0/0"], description = "https" },
    { port = 80, cidrs = ["0.0.0.0/0"] },
    { port = 53, protocol = "udp", cidrs = ["10.0.0.0/8", "192.168.0.0/16"] },
  ]
}

variable "allow_ssh_from" {
  type    = set(string)
  default = []
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_security_group" "web" {
  name        = "web"
  description = "Web servers"
  vpc_id      = aws_vpc.this.id

  dynamic "ingress" {
    for_each = var.rules
    content {
      from_port   = ingress.value.port
      to_port     = ingress.value.port
      protocol    = ingress.value.protocol
      cidr_blocks = ingress.value.cidrs
      description = ingress.value.description
    }
  }

  dynamic "ingress" {
    for_each = length(var.allow_ssh_from) > 0 ? [22] : []
    iterator = ssh
    content {
      from_port   = ssh.value
      to_port     = ssh.value
      protocol    = "tcp"
      cidr_blocks = var.allow_ssh_from
    }
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group" "db" {
  name   = "db"
  vpc_id = aws_vpc.this.id

  ingress {
    from_port       = 5432
    to_port         = 5432
    protocol        = "tcp"
    security_groups = [aws_security_group.web.id]
  }
}

output "web_ports" {
  value = [for r in var.rules : r.port if r.protocol == "tcp"]
}
