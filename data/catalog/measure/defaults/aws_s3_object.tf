resource "aws_s3_object" "minimal" {
  bucket = "b"
  key    = "k"
}

resource "aws_s3_object" "blocks" {
  bucket = "b"
  key    = "k"
  override_provider {
    default_tags {}
  }
}
