resource "aws_iam_policy" "minimal" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
