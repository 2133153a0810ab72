resource "aws_iam_group" "minimal" {
  name = "other"
  path = "other"
}
