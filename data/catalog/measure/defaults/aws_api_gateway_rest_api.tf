resource "aws_api_gateway_rest_api" "minimal" {
  name = "a"
}

resource "aws_api_gateway_rest_api" "blocks" {
  name = "a"
  endpoint_configuration {
    types = ["PRIVATE"]
  }
}
