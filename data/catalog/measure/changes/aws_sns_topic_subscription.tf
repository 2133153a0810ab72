resource "aws_sns_topic_subscription" "minimal" {
  topic_arn                       = "arn:aws:sns:us-east-1:123456789012:other"
  protocol                        = "sqs"
  endpoint                        = "other"
  confirmation_timeout_in_minutes = 2
  delivery_policy                 = jsonencode({ Version = "2012-10-17", Statement = [] })
  endpoint_auto_confirms          = true
  filter_policy                   = jsonencode({ Version = "2012-10-17", Statement = [] })
  filter_policy_scope             = "MessageBody"
  raw_message_delivery            = true
  redrive_policy                  = jsonencode({ Version = "2012-10-17", Statement = [] })
  replay_policy                   = "{\"A\":[\"b\"]}"
  subscription_role_arn           = "arn:aws:iam::123456789012:role/other"
}

resource "aws_sns_topic_subscription" "mail" {
  topic_arn = "arn:aws:sns:us-east-1:123456789012:t"
  protocol  = "email"
  endpoint  = "a@example.com"
}
