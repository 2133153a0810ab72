output "function" {
  value = aws_lambda_function.job.function_name
}

output "table" {
  value = aws_dynamodb_table.runs.name
}
