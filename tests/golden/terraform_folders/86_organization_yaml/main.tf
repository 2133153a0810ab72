provider "aws" {
  region = "us-east-1"
}
locals {
  ous      = yamldecode(file("${path.module}/org.yaml"))
  accounts = flatten([for ou, o in local.ous : [for a in try(o.accounts, []) : merge(a, { ou = ou, email = format("aws+%s@example.com", replace(lower(a.name), "/[^a-z0-9]+/", "-")) })]])
  scps     = { for f in fileset(path.module, "scp/*.json") : trimsuffix(basename(f), ".json") => file("${path.module}/${f}") }
}
resource "aws_organizations_organization" "o" {
  feature_set                   = "ALL"
  enabled_policy_types          = ["SERVICE_CONTROL_POLICY", "TAG_POLICY"]
  aws_service_access_principals = [for s in ["config", "cloudtrail", "guardduty"] : "${s}.amazonaws.com"]
}
resource "aws_organizations_organizational_unit" "ou" {
  for_each  = local.ous
  name      = title(replace(each.key, "_", " "))
  parent_id = aws_organizations_organization.o.roots[0].id
}
resource "aws_organizations_account" "a" {
  for_each                   = { for a in local.accounts : a.name => a }
  name                       = each.key
  email                      = each.value.email
  parent_id                  = aws_organizations_organizational_unit.ou[each.value.ou].id
  iam_user_access_to_billing = try(each.value.billing, true) ? "ALLOW" : "DENY"
  close_on_deletion          = false
  tags                       = { for k, v in try(each.value.tags, {}) : title(k) => tostring(v) }
  lifecycle {
    ignore_changes = [email, name]
  }
}
resource "aws_organizations_policy" "scp" {
  for_each = local.scps
  name     = each.key
  content  = jsonencode(jsondecode(each.value))
}
resource "aws_organizations_policy_attachment" "scp" {
  for_each  = { for p in setproduct(keys(local.scps), keys(local.ous)) : "${p[0]}@${p[1]}" => p if contains(try(local.ous[p[1]].scps, []), p[0]) }
  policy_id = aws_organizations_policy.scp[each.value[0]].id
  target_id = aws_organizations_organizational_unit.ou[each.value[1]].id
}
resource "aws_guardduty_detector" "g" {
  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"
}
resource "aws_cloudtrail" "t" {
  name                       = "org"
  s3_bucket_name             = aws_s3_bucket.t.id
  is_organization_trail      = true
  is_multi_region_trail      = true
  kms_key_id                 = aws_kms_key.t.arn
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.t.arn}:*"
  cloud_watch_logs_role_arn  = "arn:aws:iam::123456789012:role/ct"
  dynamic "event_selector" {
    for_each = { s3 = ["arn:aws:s3"], lambda = ["arn:aws:lambda"] }
    content {
      read_write_type           = event_selector.key == "s3" ? "WriteOnly" : "All"
      include_management_events = event_selector.key == "s3"
      data_resource {
        type   = event_selector.key == "s3" ? "AWS::S3::Object" : "AWS::Lambda::Function"
        values = event_selector.value
      }
    }
  }
}
resource "aws_s3_bucket" "t" {
  bucket        = "trail"
  force_destroy = !true
}
resource "aws_kms_key" "t" {
  description             = "trail"
  deletion_window_in_days = 30
  enable_key_rotation     = true
  multi_region            = true
}
resource "aws_kms_replica_key" "r" {
  primary_key_arn = aws_kms_key.t.arn
}
resource "aws_kms_grant" "g" {
  name              = "g"
  key_id            = aws_kms_key.t.key_id
  grantee_principal = "arn:aws:iam::123456789012:role/x"
  operations        = ["Encrypt", "Decrypt"]
  constraints {
    encryption_context_equals = { Department = "Finance" }
  }
}
resource "aws_cloudwatch_log_group" "t" {
  name              = "trail"
  retention_in_days = 0
}
resource "aws_config_configuration_recorder" "r" {
  name     = "r"
  role_arn = "arn:aws:iam::123456789012:role/config"
  recording_group {
    all_supported                 = true
    include_global_resource_types = true
  }
}
resource "aws_config_config_rule" "r" {
  for_each = {
    s3-versioning = { id = "S3_BUCKET_VERSIONING_ENABLED", types = ["AWS::S3::Bucket"] }
    tags          = { id = "REQUIRED_TAGS", params = { tag1Key = "Owner", tag2Key = "Env" } }
  }
  name             = each.key
  input_parameters = can(each.value.params) ? jsonencode(each.value.params) : null
  source {
    owner             = "AWS"
    source_identifier = each.value.id
  }
  dynamic "scope" {
    for_each = try([each.value.types], [])
    content {
      compliance_resource_types = scope.value
    }
  }
  depends_on = [aws_config_configuration_recorder.r]
}
resource "aws_securityhub_account" "s" {}
resource "aws_iam_account_password_policy" "p" {
  minimum_password_length = 14
  require_symbols         = true
}
resource "aws_budgets_budget" "b" {
  for_each     = { for a in local.accounts : a.name => a if can(a.budget) }
  name         = "budget-${lower(replace(each.key, " ", "_"))}"
  budget_type  = "COST"
  limit_amount = format("%.1f", each.value.budget)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"
  dynamic "notification" {
    for_each = [80, 100]
    content {
      comparison_operator        = "GREATER_THAN"
      threshold                  = notification.value
      threshold_type             = "PERCENTAGE"
      notification_type          = notification.value >= 100 ? "ACTUAL" : "FORECASTED"
      subscriber_email_addresses = [each.value.email, "fin@example.com"]
    }
  }
  cost_filter {
    name   = "LinkedAccount"
    values = [aws_organizations_account.a[each.key].id]
  }
}
resource "aws_ram_resource_share" "s" {
  name                      = "s"
  allow_external_principals = false
}
resource "aws_accessanalyzer_analyzer" "a" {
  analyzer_name = "a"
  type          = "ORGANIZATION"
}
output "emails" { value = { for a in local.accounts : a.name => a.email } }
output "scps" { value = keys(aws_organizations_policy_attachment.scp) }
