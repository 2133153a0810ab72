terraform {
  required_version = "~> 1.7"
  backend "local" {}
}
provider "aws" {
  region = "eu-west-1"
}
variable "size" {
  type    = number
  default = 3
  validation {
    condition     = var.size > 0 && var.size < 10
    error_message = "Between 1 and 9, not ${var.size}."
  }
}
variable "enabled" {
  type    = bool
  default = true
}
moved {
  from = aws_s3_bucket.old
  to   = aws_s3_bucket.new["a"]
}
moved {
  from = module.x
  to   = module.y
}
removed {
  from = aws_instance.gone
  lifecycle {
    destroy = false
  }
}
import {
  for_each = {}
  to       = aws_s3_bucket.new[each.key]
  id       = each.value
}
check "size" {
  assert {
    condition     = var.size % 2 == 1
    error_message = "even"
  }
}
check "bucket" {
  assert {
    condition     = aws_s3_bucket.new["a"].arn != ""
    error_message = "no arn"
  }
}
resource "aws_s3_bucket" "new" {
  for_each = toset(["a", "b"])
  bucket   = "new-${each.key}"
  lifecycle {
    prevent_destroy = true
    precondition {
      condition     = length(each.key) == 1
      error_message = "short"
    }
    postcondition {
      condition     = self.bucket != ""
      error_message = "name"
    }
  }
}
resource "aws_instance" "i" {
  count         = var.enabled ? var.size : 0
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  lifecycle {
    create_before_destroy = true
    ignore_changes        = [tags["x"], ami]
    replace_triggered_by  = [terraform_data.bare, aws_s3_bucket.new["a"].id]
  }
  provisioner "local-exec" {
    when    = destroy
    command = "echo ${self.id}"
  }
  connection {
    type = "ssh"
    host = self.public_ip
  }
  timeouts {
    create = "5m"
  }
}
resource "terraform_data" "trigger" {
  input            = { n = var.size, first = one(slice(aws_instance.i[*].instance_type, 0, 1)) }
  triggers_replace = timeadd("2020-01-01T00:00:00Z", "${var.size}h")
  provisioner "local-exec" {
    command     = "echo ${self.input.n}"
    interpreter = ["bash", "-c"]
  }
}
resource "terraform_data" "bare" {}
module "y" {
  source = "./m"
  count  = var.enabled ? 1 : 0
  size   = var.size
}
module "off" {
  source = "./m"
  count  = var.enabled ? 0 : 1
  size   = 1
}
data "aws_iam_policy_document" "c" {
  count = var.size
  statement {
    sid       = "S${count.index}"
    actions   = ["s3:*"]
    resources = [for b in aws_s3_bucket.new : "arn:aws:s3:::${b.bucket}"]
  }
  lifecycle {
    postcondition {
      condition     = length(self.json) > 0
      error_message = "json"
    }
  }
}
resource "aws_iam_policy" "c" {
  count  = length(data.aws_iam_policy_document.c)
  name   = "c${count.index}"
  policy = data.aws_iam_policy_document.c[count.index].json
}
output "ids" {
  value       = aws_instance.i[*].ami
  description = "amis"
  depends_on  = [aws_iam_policy.c]
  precondition {
    condition     = length(aws_instance.i) > 0
    error_message = "none"
  }
}
output "one" { value = one(module.y[*].v) }
output "off" { value = one(module.off[*].v) }
output "first" { value = try(aws_instance.i[0].instance_type, null) }
output "sens" {
  value     = { pw = "x", n = 1 }
  sensitive = true
}
output "path" { value = [path.module, basename(path.module), terraform.workspace] }
output "null" { value = null }
