output "url" {
  value       = aws_apigatewayv2_api.api.api_endpoint
  description = "Where the API answers"
}

output "function_arn" {
  value = aws_lambda_function.handler.arn
}

output "table_name" {
  value = aws_dynamodb_table.items.name
}

output "queue_url" {
  value = aws_sqs_queue.work.url
}
