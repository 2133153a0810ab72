resource "aws_efs_file_system" "minimal" {
}

resource "aws_efs_file_system" "blocks" {
  lifecycle_policy {}
  protection {}
}
