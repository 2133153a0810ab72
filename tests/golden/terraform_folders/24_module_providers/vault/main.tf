variable "name" {
  type = string
}

variable "schedules" {
  type    = map(string)
  default = { daily = "cron(0 2 * * ? *)", monthly = "cron(0 4 1 * ? *)" }
}

resource "aws_kms_key" "vault" {
  description = "Backups of ${var.name}"
  tags        = { Name = var.name, ManagedBy = "module" }
}

resource "aws_backup_vault" "this" {
  name        = var.name
  kms_key_arn = aws_kms_key.vault.arn
}

resource "aws_backup_plan" "this" {
  name = "${var.name}-plan"

  dynamic "rule" {
    for_each = var.schedules
    content {
      rule_name         = rule.key
      target_vault_name = aws_backup_vault.this.name
      schedule          = rule.value
      lifecycle {
        delete_after = rule.key == "monthly" ? 365 : 35
      }
    }
  }
}

output "vault" {
  value = aws_backup_vault.this.name
}
