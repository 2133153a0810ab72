resource "aws_efs_access_point" "minimal" {
  file_system_id = "other"
  tags           = { A = "b" }
  posix_user {
    gid            = 5
    secondary_gids = [5]
    uid            = 5
  }
  root_directory {
    path = "other"
    creation_info {
      owner_gid   = 5
      owner_uid   = 5
      permissions = "other"
    }
  }
}
