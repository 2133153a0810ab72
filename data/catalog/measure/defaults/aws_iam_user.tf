resource "aws_iam_user" "minimal" {
  name = "u"
}
