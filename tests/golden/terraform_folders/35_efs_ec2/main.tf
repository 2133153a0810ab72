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

variable "subnet_ids" {
  type    = list(string)
  default = ["subnet-0a", "subnet-0b"]
}

resource "aws_security_group" "nfs" {
  name        = "nfs"
  description = "NFS from hosts"
  vpc_id      = "vpc-0123"
}

resource "aws_vpc_security_group_ingress_rule" "nfs" {
  security_group_id            = aws_security_group.nfs.id
  referenced_security_group_id = aws_security_group.nfs.id
  from_port                    = 2049
  to_port                      = 2049
  ip_protocol                  = "tcp"
}

resource "aws_vpc_security_group_egress_rule" "all" {
  security_group_id = aws_security_group.nfs.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

resource "aws_security_group_rule" "ssh" {
  type              = "ingress"
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = ["10.0.0.0/8"]
  security_group_id = aws_security_group.nfs.id
}

resource "aws_efs_file_system" "shared" {
  creation_token = "shared"
  encrypted      = true
  lifecycle_policy {
    transition_to_ia = "AFTER_30_DAYS"
  }
}

resource "aws_efs_mount_target" "shared" {
  for_each        = { for i, id in var.subnet_ids : i => id }
  file_system_id  = aws_efs_file_system.shared.id
  subnet_id       = each.value
  security_groups = [aws_security_group.nfs.id]
}

resource "aws_efs_access_point" "app" {
  file_system_id = aws_efs_file_system.shared.id
  posix_user {
    uid = 1000
    gid = 1000
  }
  root_directory {
    path = "/app"
    creation_info {
      owner_uid   = 1000
      owner_gid   = 1000
      permissions = "0755"
    }
  }
}

resource "aws_key_pair" "ops" {
  key_name   = "ops"
  public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHOlmAvYJOlgJYUJdOBjtXcCEAlG4Dk7UQZs3kzDZHnW ops"
}

resource "aws_instance" "host" {
  ami                    = "ami-0ccccccccccccccccc"
  instance_type          = "m6i.large"
  subnet_id              = var.subnet_ids[0]
  key_name               = aws_key_pair.ops.key_name
  vpc_security_group_ids = [aws_security_group.nfs.id]
  user_data              = <<-EOF
    #!/bin/sh
    mount -t efs ${aws_efs_file_system.shared.id}:/ /mnt
  EOF
  credit_specification {
    cpu_credits = "standard"
  }
}
