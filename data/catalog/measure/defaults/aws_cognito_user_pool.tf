resource "aws_cognito_user_pool" "minimal" {
  name = "p"
}

resource "aws_cognito_user_pool" "blocks" {
  name = "p"
  account_recovery_setting {
    recovery_mechanism {
      name     = "admin_only"
      priority = 5
    }
  }
  admin_create_user_config {
    invite_message_template {}
  }
  device_configuration {}
  email_configuration {}
  email_mfa_configuration {}
  lambda_config {
    pre_token_generation_config {
      lambda_arn     = "arn:aws:lambda:us-east-1:123456789012:function:other"
      lambda_version = "V3_0"
    }
  }
  password_policy {}
  schema {
    attribute_data_type = "Boolean"
    name                = "other"
    number_attribute_constraints {}
    string_attribute_constraints {}
  }
  sign_in_policy {}
  sms_configuration {
    external_id    = "other"
    sns_caller_arn = "arn:aws:sns:us-east-1:123456789012:other"
  }
  software_token_mfa_configuration {
    enabled = true
  }
  user_attribute_update_settings {
    attributes_require_verification_before_update = ["email"]
  }
  user_pool_add_ons {
    advanced_security_mode = "ENFORCED"
    advanced_security_additional_flows {}
  }
  username_configuration {}
  verification_message_template {}
  web_authn_configuration {}
}

resource "aws_cognito_user_pool" "others" {
  name = "p"
  lambda_config {
    pre_token_generation_config {
      lambda_arn     = "arn:aws:lambda:us-east-1:123456789012:function:other"
      lambda_version = "V3_0"
    }
  }
}
