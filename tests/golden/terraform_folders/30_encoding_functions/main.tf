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
  teams  = csvdecode(file("${path.module}/data/teams.csv"))
  limits = yamldecode(file("${path.module}/data/limits.yaml"))
  app    = jsondecode(file("${path.module}/data/app.json"))
}

resource "aws_sns_topic" "team" {
  for_each     = { for t in local.teams : t.name => t }
  name         = "team-${each.key}"
  display_name = each.value.title
  tags         = { Size = tonumber(each.value.size) * 2 }
}

resource "aws_cloudwatch_metric_alarm" "limit" {
  for_each            = local.limits.alarms
  alarm_name          = each.key
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = try(each.value.periods, 2)
  threshold           = each.value.threshold
  metric_name         = each.value.metric
  namespace           = "AWS/SQS"
  period              = 60
  statistic           = "Average"
  dimensions          = { QueueName = local.app.queue.name }
}

resource "aws_ssm_parameter" "encoded" {
  for_each = {
    b64    = base64encode(local.app.queue.name)
    plain  = base64decode("aGVsbG8=")
    sha    = sha256(jsonencode(local.app))
    md5    = md5("x")
    short  = substr(sha1("abc"), 0, 7)
    url    = urlencode("a b&c=d/é")
    yaml   = yamlencode(local.app)
    json   = jsonencode({ html = "<b>&</b>", n = 1.0, list = [] })
    uuid   = uuidv5("dns", "example.com")
    sha512 = base64sha256("hello")
    date   = formatdate("DD MMM YYYY hh:mm", timeadd("2026-01-31T22:30:00Z", "2h"))
    file   = filebase64sha256("${path.module}/data/app.json")
  }
  name  = each.key
  type  = "String"
  value = each.value
}

output "limits" {
  value = local.limits
}
