variable "size" {
  default = "m5.large"
}

locals {
  env = "prod"
}

resource "aws_instance" "web" {
  monitoring = true
  root_block_device {
    volume_size = 50
    volume_type = "gp3"
    encrypted   = true
  }
}
