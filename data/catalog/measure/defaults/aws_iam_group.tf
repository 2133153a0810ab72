resource "aws_iam_group" "minimal" {
  name = "g"
}
