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

locals {
  ports   = { http = 80, https = 443 }
  subnets = ["subnet-11111111", "subnet-22222222"]
  script  = <<-SH
    #!/bin/bash
    %{for name, port in local.ports~}
    echo "${name}=${port}" >> /etc/ports
    %{endfor~}
    echo done
  SH
}

resource "aws_lb" "web" {
  name               = "web"
  load_balancer_type = "application"
  subnets            = local.subnets
  security_groups    = ["sg-11111111"]
  idle_timeout       = 30
}

resource "aws_lb_target_group" "web" {
  name     = "web"
  port     = local.ports.http
  protocol = "HTTP"
  vpc_id   = "vpc-11111111"
  health_check {
    path    = "/healthz"
    matcher = "200-299"
  }
  stickiness {
    type            = "lb_cookie"
    cookie_duration = 3600
  }
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.web.arn
  port              = local.ports["http"]
  protocol          = "HTTP"
  default_action {
    type = "redirect"
    redirect {
      port        = tostring(local.ports.https)
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_launch_template" "web" {
  name_prefix   = "web-"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.small"
  user_data     = base64encode(local.script)
  metadata_options {
    http_tokens = "required"
  }
  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_size = 20
      encrypted   = true
    }
  }
}

resource "aws_autoscaling_group" "web" {
  name                = "web"
  min_size            = 2
  max_size            = max(4, length(local.subnets) * 3)
  desired_capacity    = 2
  vpc_zone_identifier = local.subnets
  target_group_arns   = [aws_lb_target_group.web.arn]
  launch_template {
    id      = aws_launch_template.web.id
    version = "$Latest"
  }
  dynamic "tag" {
    for_each = { Name = "web", Env = "prod" }
    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
}

resource "aws_autoscaling_policy" "cpu" {
  name                   = "cpu"
  autoscaling_group_name = aws_autoscaling_group.web.name
  policy_type            = "TargetTrackingScaling"
  target_tracking_configuration {
    target_value = 55.5
    predefined_metric_specification {
      predefined_metric_type = "ASGAverageCPUUtilization"
    }
  }
}
