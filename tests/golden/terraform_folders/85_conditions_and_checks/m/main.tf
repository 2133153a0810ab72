variable "size" {
  validation {
    condition     = var.size != 0
    error_message = "zero"
  }
}
resource "aws_ebs_volume" "v" {
  availability_zone = "eu-west-1a"
  size              = var.size
}
output "v" {
  value = "${path.module}/${aws_ebs_volume.v.size}"
}
