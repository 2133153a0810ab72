variable "name" { type = string }
variable "number" { type = number }

resource "aws_sns_topic" "this" {
  name = "${var.name}-${var.number}"
}

output "info" {
  value = {
    name   = aws_sns_topic.this.name
    arn    = aws_sns_topic.this.arn
    number = var.number
  }
}

output "topic" {
  value = aws_sns_topic.this
}
