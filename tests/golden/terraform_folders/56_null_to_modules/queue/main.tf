variable "name" {
  type    = string
  default = "from-default"
}

variable "strict_name" {
  type     = string
  default  = "strict-default"
  nullable = false
}

variable "delay" {
  type    = number
  default = 30
}

variable "tags" {
  type    = map(string)
  default = { Default = "yes" }
}

variable "settings" {
  type = object({
    retention = optional(number, 3600)
    inner     = optional(object({ limit = optional(number), on = optional(bool, true) }), {})
  })
  default = {}
}

resource "aws_sqs_queue" "this" {
  name                      = coalesce(var.name, var.strict_name)
  delay_seconds             = var.delay
  tags                      = var.tags
  message_retention_seconds = var.settings.retention
}

output "name" {
  value = aws_sqs_queue.this.name
}

output "settings" {
  value = var.settings
}
