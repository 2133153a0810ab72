resource "aws_efs_mount_target" "minimal" {
  file_system_id  = "other"
  subnet_id       = "subnet-9"
  ip_address      = "10.9.0.9"
  security_groups = ["sg-9"]
}
