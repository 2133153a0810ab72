resource "aws_backup_vault" "minimal" {
  name = "vault"
}
