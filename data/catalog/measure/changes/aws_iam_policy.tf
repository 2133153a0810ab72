resource "aws_iam_policy" "minimal" {
  policy      = jsonencode({ Version = "2012-10-17", Statement = [{}] })
  description = "other"
  name        = "other"
  path        = "other"
  tags        = { A = "b" }
}

resource "aws_iam_policy" "prefix" {
  name_prefix = "other"
  policy      = jsonencode({ Version = "2012-10-17", Statement = [] })
}
