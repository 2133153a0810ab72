resource "aws_iam_role_policy_attachment" "minimal" {
  role       = "other"
  policy_arn = "arn:aws:iam::123456789012:role/other"
}
