variable "name" { type = string }
variable "with_dlq" { type = bool }

resource "aws_sqs_queue" "main" {
  name           = var.name
  redrive_policy = var.with_dlq ? jsonencode({ deadLetterTargetArn = aws_sqs_queue.dlq[0].arn, maxReceiveCount = 3 }) : null
}

resource "aws_sqs_queue" "dlq" {
  count = var.with_dlq ? 1 : 0
  name  = "${var.name}-dlq"
}

resource "aws_sns_topic" "main" {
  name = "${var.name}-topic"
}

output "queue" {
  value = aws_sqs_queue.main.name
}

output "topic" {
  value = aws_sns_topic.main.name
}
