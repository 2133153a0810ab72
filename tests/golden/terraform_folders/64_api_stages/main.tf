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

variable "stages" {
  type = map(object({
    throttle = optional(object({ burst = number, rate = number }))
    vars     = optional(map(string), {})
    logs     = optional(bool, true)
  }))
}

resource "aws_apigatewayv2_api" "http" {
  name          = "http"
  protocol_type = "HTTP"
  cors_configuration {
    allow_origins = ["https://example.com"]
    allow_methods = ["GET", "POST"]
    max_age       = 600
  }
}

resource "aws_cloudwatch_log_group" "stage" {
  for_each          = toset([for name, stage in var.stages : name if stage.logs])
  name              = "/api/${each.key}"
  retention_in_days = 30
}

resource "aws_apigatewayv2_stage" "this" {
  for_each        = var.stages
  api_id          = aws_apigatewayv2_api.http.id
  name            = each.key
  auto_deploy     = true
  stage_variables = each.value.vars

  dynamic "access_log_settings" {
    for_each = each.value.logs ? [aws_cloudwatch_log_group.stage[each.key]] : []
    content {
      destination_arn = access_log_settings.value.arn
      format          = jsonencode({ id = "$context.requestId", status = "$context.status" })
    }
  }

  dynamic "default_route_settings" {
    for_each = each.value.throttle[*]
    content {
      throttling_burst_limit = default_route_settings.value.burst
      throttling_rate_limit  = default_route_settings.value.rate
    }
  }
}

resource "aws_api_gateway_rest_api" "old" {
  name = "old"
  body = jsonencode({
    openapi = "3.0.1"
    info    = { title = "old", version = "1.0" }
    paths = {
      for path in ["/a", "/b"] : path => {
        get = { "x-amazon-apigateway-integration" = { httpMethod = "GET", type = "HTTP_PROXY", uri = "https://example.com${path}" } }
      }
    }
  })
}

output "stage_names" {
  value = keys(aws_apigatewayv2_stage.this)
}
