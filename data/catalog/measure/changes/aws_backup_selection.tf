resource "aws_backup_selection" "minimal" {
  name          = "other"
  plan_id       = "other"
  iam_role_arn  = "arn:aws:iam::123456789012:role/other"
  not_resources = ["other"]
  resources     = ["other"]
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
