provider "aws" {
  region = "eu-west-1"
}
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_subnet" "s" {
  for_each          = { a = 0, b = 1 }
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 4, each.value)
  availability_zone = "eu-west-1${each.key}"
}
resource "aws_security_group" "base" {
  name   = "base"
  vpc_id = aws_vpc.main.id
  ingress {
    from_port       = 22
    to_port         = 22
    protocol        = "tcp"
    security_groups = [aws_security_group.bastion.id]
  }
  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.main.cidr_block, "192.168.0.0/16"]
    self        = true
  }
}
resource "aws_security_group" "bastion" {
  name_prefix = "bastion"
  vpc_id      = aws_vpc.main.id
  egress      = []
}
resource "aws_instance" "web" {
  for_each               = aws_subnet.s
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.nano"
  subnet_id              = each.value.id
  vpc_security_group_ids = concat([aws_security_group.base.id], each.key == "a" ? [aws_security_group.bastion.id] : [], ["sg-known"])
}
resource "aws_lb" "lb" {
  name            = "lb"
  subnets         = [for s in aws_subnet.s : s.id]
  security_groups = [aws_security_group.base.id, "sg-fixed"]
}
resource "aws_lb" "net" {
  name               = "net"
  load_balancer_type = "network"
  internal           = true
  dynamic "subnet_mapping" {
    for_each = aws_subnet.s
    content {
      subnet_id            = subnet_mapping.value.id
      private_ipv4_address = cidrhost(subnet_mapping.value.cidr_block, 10)
    }
  }
}
resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.main.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_vpc.main.main_route_table_id, aws_route_table.rt.id]
}
resource "aws_route_table" "rt" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.igw.id
  }
  dynamic "route" {
    for_each = toset(["10.1.0.0/16", "10.2.0.0/16"])
    content {
      cidr_block         = route.value
      transit_gateway_id = "tgw-1"
    }
  }
}
resource "aws_internet_gateway" "igw" {
  vpc_id = aws_vpc.main.id
}
resource "aws_network_acl" "acl" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = values(aws_subnet.s)[*].id
  dynamic "ingress" {
    for_each = { 100 = 443, 110 = 80 }
    content {
      rule_no    = ingress.key
      protocol   = "tcp"
      action     = "allow"
      cidr_block = aws_vpc.main.cidr_block
      from_port  = ingress.value
      to_port    = ingress.value
    }
  }
}
resource "aws_db_subnet_group" "db" {
  name       = "db"
  subnet_ids = toset([for k, s in aws_subnet.s : s.id if k == "a"])
}
resource "aws_elasticache_subnet_group" "ec" {
  name       = "ec"
  subnet_ids = concat(values(aws_subnet.s)[*].id, ["subnet-known"])
}
resource "aws_autoscaling_group" "asg" {
  name_prefix         = "asg-"
  min_size            = 1
  max_size            = length(aws_subnet.s) * 2
  vpc_zone_identifier = [for s in aws_subnet.s : s.id]
  target_group_arns   = [aws_lb_target_group.tg.arn]
  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.lt.id
        version            = aws_launch_template.lt.latest_version
      }
      override {
        instance_type = "t3.small"
      }
      override {
        instance_type     = "t3a.small"
        weighted_capacity = 2
      }
    }
    instances_distribution {
      on_demand_percentage_above_base_capacity = 25
    }
  }
}
resource "aws_lb_target_group" "tg" {
  name_prefix = "tg-"
  port        = 80
  protocol    = "HTTP"
  vpc_id      = aws_vpc.main.id
}
resource "aws_launch_template" "lt" {
  name_prefix            = "lt-"
  image_id               = "ami-0123456789abcdef0"
  vpc_security_group_ids = [aws_security_group.base.id]
  network_interfaces {
    subnet_id       = aws_subnet.s["a"].id
    security_groups = [aws_security_group.bastion.id, "sg-k"]
  }
}
resource "aws_efs_mount_target" "m" {
  for_each        = { for k, s in aws_subnet.s : k => s.id }
  file_system_id  = aws_efs_file_system.fs.id
  subnet_id       = each.value
  security_groups = [aws_security_group.base.id]
}
resource "aws_efs_file_system" "fs" {
  lifecycle_policy {
    transition_to_ia = "AFTER_30_DAYS"
  }
}
locals {
  s = {
    union     = setunion(toset(["a"]), toset([aws_vpc.main.id]))
    len       = length(toset([aws_vpc.main.id, "b"]))
    len1      = length(toset([aws_vpc.main.id]))
    sgs       = aws_instance.web["a"].vpc_security_group_ids
    sgs_len   = length(aws_instance.web["a"].vpc_security_group_ids)
    lb_sn     = aws_lb.lb.subnets
    contains  = contains(aws_lb.lb.security_groups, "sg-fixed")
    list_set  = tolist(aws_db_subnet_group.db.subnet_ids)
    sorted    = sort(aws_lb.lb.security_groups)
    ingress   = [for r in aws_security_group.base.ingress : r.from_port]
    jsonset   = jsonencode(toset(["a", aws_vpc.main.id]))
    tagset    = aws_vpc.main.tags_all
    asg_max   = aws_autoscaling_group.asg.max_size
    map_set   = { k = toset([aws_vpc.main.id]) }
    one_set   = one(toset([aws_vpc.main.id]))
    prod      = setproduct(toset(["a", "b"]), toset([aws_vpc.main.id]))
    subm      = [for m in aws_lb.net.subnet_mapping : m.private_ipv4_address]
  }
}
resource "terraform_data" "s" {
  for_each = local.s
  input    = each.value
}
output "s" { value = local.s }
