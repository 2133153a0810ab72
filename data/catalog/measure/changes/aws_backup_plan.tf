resource "aws_backup_plan" "minimal" {
  name = "other"
  tags = { A = "b" }
  rule {
    rule_name                    = "other"
    target_vault_name            = "other"
    completion_window            = 5
    enable_continuous_backup     = true
    recovery_point_tags          = { A = "b" }
    schedule                     = "other"
    schedule_expression_timezone = "other"
    start_window                 = 5
    copy_action {
      destination_vault_arn = "arn:aws:iam::123456789012:role/other"
      lifecycle {
        cold_storage_after                        = 5
        delete_after                              = 5
        opt_in_to_archive_for_supported_resources = true
      }
    }
    lifecycle {
      cold_storage_after                        = 5
      delete_after                              = 5
      opt_in_to_archive_for_supported_resources = true
    }
  }
  advanced_backup_setting {
    backup_options = { A = "b" }
    resource_type  = "EC2"
  }
}
