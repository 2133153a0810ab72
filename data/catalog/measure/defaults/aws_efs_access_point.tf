resource "aws_efs_access_point" "minimal" {
  file_system_id = "fs-12345678"
}

resource "aws_efs_access_point" "blocks" {
  file_system_id = "fs-12345678"
  posix_user {
    gid = 5
    uid = 5
  }
  root_directory {
    creation_info {
      owner_gid   = 5
      owner_uid   = 5
      permissions = "other"
    }
  }
}
