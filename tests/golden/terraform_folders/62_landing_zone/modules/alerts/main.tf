variable "emails" { type = list(string) }
variable "enabled" { type = bool }

resource "aws_sns_topic" "this" {
  count = var.enabled ? 1 : 0
  name  = "budget-alerts"
}

resource "aws_sns_topic_subscription" "this" {
  for_each  = var.enabled ? toset(var.emails) : []
  topic_arn = aws_sns_topic.this[0].arn
  protocol  = "email"
  endpoint  = each.value
}
