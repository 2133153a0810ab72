variable "name" {
  type = string
}

variable "retention" {
  type    = number
  default = 1209600
}

variable "dead_letter" {
  type    = bool
  default = true
}

variable "tags" {
  type    = map(string)
  default = {}
}

resource "aws_sqs_queue" "dead" {
  count = var.dead_letter ? 1 : 0
  name  = "${var.name}-dead"
  tags  = var.tags
}

resource "aws_sqs_queue" "main" {
  name                      = var.name
  message_retention_seconds = var.retention
  redrive_policy = var.dead_letter ? jsonencode({
    deadLetterTargetArn = one(aws_sqs_queue.dead[*].arn)
    maxReceiveCount     = 5
  }) : null
  tags = var.tags
}

output "url" {
  value = aws_sqs_queue.main.url
}

output "name" {
  value = aws_sqs_queue.main.name
}

output "dead_letter_names" {
  value = aws_sqs_queue.dead[*].name
}
