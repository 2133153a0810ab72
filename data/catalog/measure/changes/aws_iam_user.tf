resource "aws_iam_user" "minimal" {
  name                 = "other"
  force_destroy        = true
  path                 = "other"
  permissions_boundary = "other"
  tags                 = { A = "b" }
}
