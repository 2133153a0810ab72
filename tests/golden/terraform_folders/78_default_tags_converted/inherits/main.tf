variable "name" {}
data "aws_region" "r" {}
resource "aws_ecr_repository" "r" {
  name = "${var.name}/${data.aws_region.r.name}"
}
resource "aws_cloudwatch_log_group" "r" {
  name = "inherits-${var.name}"
  tags = { Environment = "override" }
}
