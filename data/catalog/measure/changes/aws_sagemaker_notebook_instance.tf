resource "aws_sagemaker_notebook_instance" "minimal" {
  name                         = "other"
  instance_type                = "ml.g6.48xlarge"
  role_arn                     = "arn:aws:iam::123456789012:role/other"
  accelerator_types            = ["ml.eia2.xlarge"]
  additional_code_repositories = ["other"]
  default_code_repository      = "other"
  direct_internet_access       = "Disabled"
  kms_key_id                   = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  lifecycle_config_name        = "other"
  platform_identifier          = "notebook-al2-v2"
  root_access                  = "Disabled"
  security_groups              = ["sg-9"]
  subnet_id                    = "subnet-9"
  tags                         = { A = "b" }
  volume_size                  = 6
  instance_metadata_service_configuration {
    minimum_instance_metadata_service_version = "2"
  }
}
