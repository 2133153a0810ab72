resource "aws_cognito_user_pool_client" "minimal" {
  name         = "c"
  user_pool_id = "us-east-1_abcdefghi"
}

resource "aws_cognito_user_pool_client" "blocks" {
  name         = "c"
  user_pool_id = "us-east-1_abcdefghi"
  refresh_token_rotation {
    feature = "ENABLED"
  }
  token_validity_units {}
}

resource "aws_cognito_user_pool_client" "others" {
  name         = "c"
  user_pool_id = "us-east-1_abcdefghi"
}
