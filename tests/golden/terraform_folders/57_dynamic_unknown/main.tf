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

resource "aws_security_group" "peer" {
  for_each = toset(["a", "b"])
  name     = each.key
}

resource "aws_security_group" "main" {
  name = "main"

  dynamic "ingress" {
    for_each = aws_security_group.peer
    iterator = peer
    content {
      description     = "from ${peer.key}"
      from_port       = 443
      to_port         = 443
      protocol        = "tcp"
      security_groups = [peer.value.id]
    }
  }
}

locals {
  origins = {
    static = { domain = aws_s3_bucket.static.bucket_regional_domain_name, path = "/static" }
    api    = { domain = "api.example.com" }
  }
}

resource "aws_s3_bucket" "static" {
  bucket = "static-files"
}

resource "aws_cloudfront_distribution" "cdn" {
  enabled = true

  dynamic "origin" {
    for_each = local.origins
    content {
      origin_id   = origin.key
      domain_name = origin.value.domain
      origin_path = lookup(origin.value, "path", null)

      dynamic "custom_origin_config" {
        for_each = origin.key == "api" ? [true] : []
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
    target_origin_id       = "static"
    viewer_protocol_policy = "allow-all"
    allowed_methods        = ["GET", "HEAD", "OPTIONS"]
    cached_methods         = ["GET", "HEAD"]
    cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
  }

  restrictions {
    geo_restriction {
      restriction_type = "whitelist"
      locations        = ["DE", "AT"]
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
