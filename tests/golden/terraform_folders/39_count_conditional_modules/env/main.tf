variable "name" {
  type = string
}

variable "large" {
  type    = bool
  default = false
}

locals {
  size = var.large ? 2 : 1
}

resource "aws_instance" "this" {
  count         = local.size
  ami           = "ami-0dddddddddddddddd"
  instance_type = var.large ? "m6i.xlarge" : "t3.small"
  tags          = { Name = "${var.name}-${count.index}", Env = var.name }
}

output "ids" {
  value = aws_instance.this[*].id
}

output "size" {
  value = local.size
}
