resource "aws_iam_role_policy_attachment" "minimal" {
  role       = "r"
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}
