resource "aws_backup_plan" "minimal" {
  name = "p"
  rule {
    rule_name         = "r"
    target_vault_name = "vault"
  }
}

resource "aws_backup_plan" "blocks" {
  name = "p"
  rule {
    rule_name         = "r"
    target_vault_name = "vault"
    copy_action {
      destination_vault_arn = "arn:aws:iam::123456789012:role/other"
      lifecycle {}
    }
    lifecycle {}
  }
  advanced_backup_setting {
    backup_options = { A = "b" }
    resource_type  = "EC2"
  }
}
