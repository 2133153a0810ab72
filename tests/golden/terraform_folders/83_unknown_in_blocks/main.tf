provider "aws" {
  region = "eu-west-1"
}
resource "aws_vpc" "v" {
  cidr_block                       = "10.9.0.0/16"
  assign_generated_ipv6_cidr_block = true
}
resource "aws_security_group" "src" {
  count  = 2
  name   = "src${count.index}"
  vpc_id = aws_vpc.v.id
}
resource "aws_security_group" "u_foreach" {
  name   = "u"
  vpc_id = aws_vpc.v.id
  dynamic "ingress" {
    for_each = toset(aws_security_group.src[*].id)
    content {
      from_port       = 1
      to_port         = 2
      protocol        = "tcp"
      security_groups = [ingress.value]
    }
  }
}
resource "aws_security_group" "k_foreach" {
  name   = "k"
  vpc_id = aws_vpc.v.id
  dynamic "ingress" {
    for_each = aws_security_group.src
    content {
      from_port        = ingress.key
      to_port          = ingress.key
      protocol         = "tcp"
      security_groups  = [ingress.value.id]
      ipv6_cidr_blocks = [aws_vpc.v.ipv6_cidr_block]
      description      = "from ${ingress.value.name}"
    }
  }
}
resource "aws_s3_bucket" "b" {
  bucket_prefix = "x"
}
resource "aws_cloudfront_distribution" "d" {
  enabled = true
  dynamic "origin" {
    for_each = { s3 = aws_s3_bucket.b.bucket_regional_domain_name, web = "www.example.com" }
    content {
      origin_id   = origin.key
      domain_name = origin.value
      dynamic "custom_origin_config" {
        for_each = origin.key == "web" ? [1] : []
        content {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }
    }
  }
  default_cache_behavior {
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = "s3"
    viewer_protocol_policy = "redirect-to-https"
    cache_policy_id        = aws_cloudfront_cache_policy.c.id
    dynamic "lambda_function_association" {
      for_each = [for x in ["viewer-request"] : x]
      content {
        event_type = lambda_function_association.value
        lambda_arn = aws_lambda_function.f.qualified_arn
      }
    }
  }
  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
resource "aws_cloudfront_cache_policy" "c" {
  name = "c"
  parameters_in_cache_key_and_forwarded_to_origin {
    cookies_config {
      cookie_behavior = "none"
    }
    headers_config {
      header_behavior = "whitelist"
      headers {
        items = ["Origin", "Accept"]
      }
    }
    query_strings_config {
      query_string_behavior = "all"
    }
  }
}
resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = aws_iam_role.r.arn
  image_uri     = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/x:1"
  package_type  = "Image"
  publish       = true
  environment {
    variables = { BUCKET = aws_s3_bucket.b.id, STAGE = "x" }
  }
}
resource "aws_iam_role" "r" {
  name = "r"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
  dynamic "inline_policy" {
    for_each = { s3 = aws_s3_bucket.b.arn }
    content {
      name   = inline_policy.key
      policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = inline_policy.value }] })
    }
  }
}
resource "aws_instance" "i" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  dynamic "network_interface" {
    for_each = [aws_network_interface.n.id]
    content {
      device_index         = network_interface.key
      network_interface_id = network_interface.value
    }
  }
  dynamic "ebs_block_device" {
    for_each = { for i, s in [10, 20] : "/dev/sd${substr("fgh", i, 1)}" => s }
    iterator = it
    content {
      device_name = it.key
      volume_size = it.value
      kms_key_id  = aws_kms_key.k.arn
      tags        = { Key = aws_kms_key.k.key_id, N = it.value }
    }
  }
}
resource "aws_network_interface" "n" {
  subnet_id = "subnet-1"
  dynamic "attachment" {
    for_each = []
    content {
      instance     = ""
      device_index = 0
    }
  }
}
resource "aws_kms_key" "k" {
  description         = "k"
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.k.json
}
data "aws_iam_policy_document" "k" {
  dynamic "statement" {
    for_each = ["root", "admin"]
    content {
      sid       = statement.value
      actions   = ["kms:*"]
      resources = ["*"]
      principals {
        type        = "AWS"
        identifiers = ["arn:aws:iam::123456789012:${statement.value == "root" ? "root" : "role/${statement.value}"}"]
      }
    }
  }
}
resource "aws_wafv2_web_acl" "w" {
  name  = "w"
  scope = "REGIONAL"
  default_action {
    allow {}
  }
  dynamic "rule" {
    for_each = { common = { prio = 1, set = "AWSManagedRulesCommonRuleSet", excluded = ["SizeRestrictions_BODY"] }, ip = { prio = 0, ipset = true } }
    content {
      name     = rule.key
      priority = rule.value.prio
      dynamic "action" {
        for_each = try(rule.value.ipset, false) ? [1] : []
        content {
          block {}
        }
      }
      dynamic "override_action" {
        for_each = can(rule.value.set) ? [1] : []
        content {
          none {}
        }
      }
      statement {
        dynamic "managed_rule_group_statement" {
          for_each = can(rule.value.set) ? [rule.value] : []
          content {
            name        = managed_rule_group_statement.value.set
            vendor_name = "AWS"
            dynamic "rule_action_override" {
              for_each = managed_rule_group_statement.value.excluded
              content {
                name = rule_action_override.value
                action_to_use {
                  count {}
                }
              }
            }
          }
        }
        dynamic "ip_set_reference_statement" {
          for_each = try(rule.value.ipset, false) ? [aws_wafv2_ip_set.s.arn] : []
          content {
            arn = ip_set_reference_statement.value
          }
        }
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.key
        sampled_requests_enabled   = true
      }
    }
  }
  visibility_config {
    cloudwatch_metrics_enabled = false
    metric_name                = "w"
    sampled_requests_enabled   = false
  }
}
resource "aws_wafv2_ip_set" "s" {
  name               = "s"
  scope              = "REGIONAL"
  ip_address_version = "IPV4"
  addresses          = ["1.2.3.4/32", "10.0.0.0/8"]
}
output "w" { value = aws_wafv2_web_acl.w.rule }
output "sg" { value = aws_security_group.u_foreach.ingress }
output "origin_ids" { value = [for o in aws_cloudfront_distribution.d.origin : o.origin_id] }
