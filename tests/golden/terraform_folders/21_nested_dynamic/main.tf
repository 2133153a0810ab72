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

variable "listeners" {
  default = [
    {
      port = 80
      actions = [
        { type = "redirect", redirect = { port = "443", protocol = "HTTPS" } },
      ]
    },
    {
      port = 8080
      actions = [
        { type = "fixed-response", fixed = { type = "text/plain", body = "ok" } },
      ]
    },
  ]
}

variable "rules" {
  default = {
    "/api/*" = { priority = 10, hosts = ["api.example.com"] }
    "/img/*" = { priority = 20, hosts = [] }
  }
}

resource "aws_lb" "main" {
  name    = "main"
  subnets = ["subnet-aaaa1111", "subnet-bbbb2222"]
}

resource "aws_lb_target_group" "api" {
  name        = "api"
  port        = 8080
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = "vpc-11111111"
}

resource "aws_lb_listener" "this" {
  for_each          = { for l in var.listeners : l.port => l }
  load_balancer_arn = aws_lb.main.arn
  port              = each.key
  protocol          = "HTTP"

  dynamic "default_action" {
    for_each = each.value.actions
    content {
      type = default_action.value.type

      dynamic "redirect" {
        for_each = try([default_action.value.redirect], [])
        content {
          port        = redirect.value.port
          protocol    = redirect.value.protocol
          status_code = "HTTP_302"
        }
      }

      dynamic "fixed_response" {
        for_each = try([default_action.value.fixed], [])
        content {
          content_type = fixed_response.value.type
          message_body = fixed_response.value.body
          status_code  = "200"
        }
      }
    }
  }
}

resource "aws_lb_listener_rule" "path" {
  for_each     = var.rules
  listener_arn = aws_lb_listener.this["80"].arn
  priority     = each.value.priority

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.api.arn
  }

  condition {
    path_pattern {
      values = [each.key]
    }
  }

  dynamic "condition" {
    for_each = length(each.value.hosts) == 0 ? [] : [each.value.hosts]
    content {
      host_header {
        values = condition.value
      }
    }
  }
}
