resource "aws_lambda_layer_version" "minimal" {
  layer_name = "l"
  s3_bucket  = "b"
  s3_key     = "k"
}
