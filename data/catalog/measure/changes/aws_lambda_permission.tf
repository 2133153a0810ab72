resource "aws_lambda_permission" "minimal" {
  action                 = "lambda:GetFunction"
  function_name          = "other"
  principal              = "other"
  event_source_token     = "other"
  function_url_auth_type = "AWS_IAM"
  principal_org_id       = "other"
  qualifier              = "other"
  source_account         = "123456789013"
  source_arn             = "arn:aws:iam::123456789012:role/other"
  statement_id           = "other"
}

resource "aws_lambda_permission" "prefix" {
  statement_id_prefix = "other"
  action              = "lambda:InvokeFunction"
  function_name       = "f"
  principal           = "events.amazonaws.com"
}
