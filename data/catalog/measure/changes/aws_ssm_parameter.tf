resource "aws_ssm_parameter" "minimal" {
  name            = "other"
  type            = "SecureString"
  value           = "other"
  allowed_pattern = "other"
  arn             = "arn:aws:iam::123456789012:role/other"
  data_type       = "text"
  description     = "other"
  key_id          = "other"
  overwrite       = true
  tags            = { A = "b" }
  tier            = "Intelligent-Tiering"
}

resource "aws_ssm_parameter" "second" {
  name           = "/p"
  type           = "String"
  insecure_value = "other"
}

resource "aws_ssm_parameter" "insecure" {
  name           = "/p"
  type           = "String"
  insecure_value = "y"
}
