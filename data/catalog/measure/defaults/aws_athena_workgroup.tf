resource "aws_athena_workgroup" "minimal" {
  name = "w"
}

resource "aws_athena_workgroup" "blocks" {
  name = "w"
  configuration {
    engine_version {}
    result_configuration {
      acl_configuration {
        s3_acl_option = "BUCKET_OWNER_FULL_CONTROL"
      }
      encryption_configuration {}
    }
  }
}
