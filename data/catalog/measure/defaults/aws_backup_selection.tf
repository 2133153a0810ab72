resource "aws_backup_selection" "minimal" {
  name         = "s"
  plan_id      = "p"
  iam_role_arn = "arn:aws:iam::123456789012:role/r"
}

resource "aws_backup_selection" "blocks" {
  name         = "s"
  plan_id      = "p"
  iam_role_arn = "arn:aws:iam::123456789012:role/r"
  condition {
    string_equals {
      key   = "other"
      value = "other"
    }
    string_like {
      key   = "other"
      value = "other"
    }
    string_not_equals {
      key   = "other"
      value = "other"
    }
    string_not_like {
      key   = "other"
      value = "other"
    }
  }
  selection_tag {
    key   = "other"
    type  = "STRINGEQUALS"
    value = "other"
  }
}
