resource "aws_api_gateway_rest_api" "minimal" {
  name                         = "other"
  api_key_source               = "AUTHORIZER"
  binary_media_types           = ["other"]
  description                  = "other"
  disable_execute_api_endpoint = true
  fail_on_warnings             = true
  minimum_compression_size     = "60"
  parameters                   = { A = "b" }
  policy                       = jsonencode({ Version = "2012-10-17", Statement = [] })
  put_rest_api_mode            = "overwrite"
  tags                         = { A = "b" }
  endpoint_configuration {
    ip_address_type  = "dualstack"
    types            = ["PRIVATE"]
    vpc_endpoint_ids = ["other"]
  }
}

resource "aws_api_gateway_rest_api" "body" {
  name              = "a"
  body              = "{}"
  put_rest_api_mode = "merge"
}
