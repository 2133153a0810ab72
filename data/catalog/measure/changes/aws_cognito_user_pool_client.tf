resource "aws_cognito_user_pool_client" "minimal" {
  name                                          = "other"
  user_pool_id                                  = "other"
  allowed_oauth_flows                           = ["client_credentials"]
  allowed_oauth_flows_user_pool_client          = true
  allowed_oauth_scopes                          = ["other"]
  auth_session_validity                         = 5
  callback_urls                                 = ["https://other.example.com"]
  default_redirect_uri                          = "https://other.example.com"
  enable_propagate_additional_user_context_data = true
  enable_token_revocation                       = true
  explicit_auth_flows                           = ["ALLOW_USER_AUTH"]
  generate_secret                               = true
  logout_urls                                   = ["https://other.example.com"]
  prevent_user_existence_errors                 = "ENABLED"
  read_attributes                               = ["other"]
  refresh_token_validity                        = 5
  supported_identity_providers                  = ["other"]
  write_attributes                              = ["other"]
  analytics_configuration {
    application_id   = "other"
    external_id      = "other"
    role_arn         = "arn:aws:iam::123456789012:role/other"
    user_data_shared = true
  }
  refresh_token_rotation {
    feature                    = "ENABLED"
    retry_grace_period_seconds = 5
  }
  token_validity_units {
    access_token  = "days"
    id_token      = "days"
    refresh_token = "days"
  }
}

resource "aws_cognito_user_pool_client" "second" {
  name                  = "c"
  user_pool_id          = "us-east-1_abcdefghi"
  access_token_validity = 5
  id_token_validity     = 5
}
