resource "aws_efs_mount_target" "minimal" {
  file_system_id = "fs-12345678"
  subnet_id      = "subnet-1"
}
