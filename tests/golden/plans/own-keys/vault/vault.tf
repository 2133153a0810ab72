variable "name" {
  type = string
}

variable "key" {
  type    = string
  default = null
}

resource "aws_backup_vault" "this" {
  name        = var.name
  kms_key_arn = var.key
}
