resource "aws_cognito_user_pool" "minimal" {
  name                       = "other"
  auto_verified_attributes   = ["email"]
  deletion_protection        = "INACTIVE"
  mfa_configuration          = "OPTIONAL"
  sms_authentication_message = "code {####} ok"
  sms_verification_message   = "code {####} ok"
  tags                       = { A = "b" }
  user_pool_tier             = "PLUS"
  username_attributes        = ["email"]
  account_recovery_setting {
    recovery_mechanism {
      name     = "admin_only"
      priority = 5
    }
  }
  admin_create_user_config {
    allow_admin_create_user_only = true
    invite_message_template {
      email_subject = "other"
    }
  }
  device_configuration {
    challenge_required_on_new_device      = true
    device_only_remembered_on_user_prompt = true
  }
  email_configuration {
    configuration_set      = "other"
    email_sending_account  = "DEVELOPER"
    from_email_address     = "a@example.com"
    reply_to_email_address = "a@example.com"
    source_arn             = "arn:aws:iam::123456789012:role/other"
  }
  email_mfa_configuration {
    message = "code {####} ok"
    subject = "other"
  }
  lambda_config {
    create_auth_challenge          = "arn:aws:lambda:us-east-1:123456789012:function:other"
    custom_message                 = "arn:aws:lambda:us-east-1:123456789012:function:other"
    define_auth_challenge          = "arn:aws:lambda:us-east-1:123456789012:function:other"
    kms_key_id                     = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
    post_authentication            = "arn:aws:lambda:us-east-1:123456789012:function:other"
    post_confirmation              = "arn:aws:lambda:us-east-1:123456789012:function:other"
    pre_authentication             = "arn:aws:lambda:us-east-1:123456789012:function:other"
    pre_sign_up                    = "arn:aws:lambda:us-east-1:123456789012:function:other"
    pre_token_generation           = "arn:aws:lambda:us-east-1:123456789012:function:other"
    user_migration                 = "arn:aws:lambda:us-east-1:123456789012:function:other"
    verify_auth_challenge_response = "arn:aws:lambda:us-east-1:123456789012:function:other"
    custom_email_sender {
      lambda_arn     = "arn:aws:lambda:us-east-1:123456789012:function:other"
      lambda_version = "V1_0"
    }
    custom_sms_sender {
      lambda_arn     = "arn:aws:lambda:us-east-1:123456789012:function:other"
      lambda_version = "V1_0"
    }
    pre_token_generation_config {
      lambda_arn     = "arn:aws:lambda:us-east-1:123456789012:function:other"
      lambda_version = "V3_0"
    }
  }
  password_policy {
    minimum_length                   = 7
    password_history_size            = 5
    require_lowercase                = true
    require_numbers                  = true
    require_symbols                  = true
    require_uppercase                = true
    temporary_password_validity_days = 5
  }
  schema {
    attribute_data_type      = "Boolean"
    developer_only_attribute = true
    mutable                  = true
    name                     = "other"
    required                 = true
    number_attribute_constraints {
      max_value = "other"
      min_value = "other"
    }
    string_attribute_constraints {
      max_length = "other"
      min_length = "other"
    }
  }
  sign_in_policy {
    allowed_first_auth_factors = ["WEB_AUTHN"]
  }
  sms_configuration {
    external_id    = "other"
    sns_caller_arn = "arn:aws:sns:us-east-1:123456789012:other"
    sns_region     = "eu-west-1"
  }
  software_token_mfa_configuration {
    enabled = true
  }
  user_attribute_update_settings {
    attributes_require_verification_before_update = ["email"]
  }
  user_pool_add_ons {
    advanced_security_mode = "ENFORCED"
    advanced_security_additional_flows {
      custom_auth_mode = "ENFORCED"
    }
  }
  username_configuration {
    case_sensitive = true
  }
  verification_message_template {
    default_email_option  = "CONFIRM_WITH_CODE"
    email_message         = "code {####} ok"
    email_message_by_link = "code {##here##} ok"
    email_subject         = "other"
    email_subject_by_link = "other"
  }
  web_authn_configuration {
    relying_party_id  = "other"
    user_verification = "preferred"
  }
}

resource "aws_cognito_user_pool" "second" {
  name                       = "p"
  alias_attributes           = ["preferred_username"]
  email_verification_message = "code {####} ok"
  email_verification_subject = "other"
}

resource "aws_cognito_user_pool" "protected" {
  name                = "p"
  deletion_protection = "ACTIVE"
}
