resource "aws_lambda_layer_version" "minimal" {
  layer_name               = "other"
  s3_bucket                = "other"
  s3_key                   = "other"
  compatible_architectures = ["arm64"]
  compatible_runtimes      = ["nodejs22.x"]
  description              = "other"
  license_info             = "other"
  s3_object_version        = "other"
  skip_destroy             = true
  source_code_hash         = "other"
}

resource "aws_lambda_layer_version" "second" {
  layer_name = "l"
  filename   = "other"
}
