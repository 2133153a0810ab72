variable "name" {
  type = string
}

variable "class" {
  type = string
}

variable "storage" {
  type = number
}

variable "multi_az" {
  type    = bool
  default = false
}

variable "window" {
  type     = string
  default  = null
  nullable = true
}

variable "alarms" {
  type    = set(string)
  default = []
}

variable "parameters" {
  type = list(object({
    name  = string
    value = string
    apply = optional(string, "immediate")
  }))
  default = []
}

locals {
  identifier = join("-", compact(["app", var.name, var.multi_az ? "ha" : ""]))
  metrics = {
    cpu    = { metric = "CPUUtilization", threshold = 80 }
    memory = { metric = "FreeableMemory", threshold = 256 * 1024 * 1024, operator = "LessThanThreshold" }
  }
}

resource "aws_db_parameter_group" "this" {
  name_prefix = "${local.identifier}-"
  family      = "postgres16"

  dynamic "parameter" {
    for_each = var.parameters
    content {
      name         = parameter.value.name
      value        = parameter.value.value
      apply_method = parameter.value.apply
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_instance" "this" {
  identifier                   = local.identifier
  engine                       = "postgres"
  engine_version               = "16"
  instance_class               = var.class
  allocated_storage            = var.storage
  multi_az                     = var.multi_az
  maintenance_window           = var.window
  manage_master_user_password  = true
  username                     = "root_user"
  parameter_group_name         = aws_db_parameter_group.this.name
  final_snapshot_identifier    = "${local.identifier}-final"
  performance_insights_enabled = var.multi_az ? true : null
  iops                         = var.storage >= 400 ? 12000 : null
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each            = { for name in var.alarms : name => local.metrics[name] }
  alarm_name          = "${local.identifier}-${each.key}"
  comparison_operator = lookup(each.value, "operator", "GreaterThanThreshold")
  evaluation_periods  = 3
  metric_name         = each.value.metric
  namespace           = "AWS/RDS"
  period              = 60
  statistic           = "Average"
  threshold           = each.value.threshold
  dimensions = {
    DBInstanceIdentifier = aws_db_instance.this.identifier
  }
}

output "endpoint" {
  value = aws_db_instance.this.endpoint
}

output "alarm_names" {
  value = values(aws_cloudwatch_metric_alarm.this)[*].alarm_name
}
