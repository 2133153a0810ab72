resource "aws_sagemaker_notebook_instance" "minimal" {
  name          = "n"
  instance_type = "ml.t3.medium"
  role_arn      = "arn:aws:iam::123456789012:role/r"
}

resource "aws_sagemaker_notebook_instance" "blocks" {
  name          = "n"
  instance_type = "ml.t3.medium"
  role_arn      = "arn:aws:iam::123456789012:role/r"
  instance_metadata_service_configuration {}
}
