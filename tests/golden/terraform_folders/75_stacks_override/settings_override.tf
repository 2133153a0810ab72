variable "stacks" {
  default = 2
}

resource "aws_cloudwatch_log_group" "all" {
  retention_in_days = 30
}
