terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.peer]
    }
  }
}
variable "name" {}
resource "aws_dynamodb_table" "main" {
  name         = var.name
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_sqs_queue" "peer" {
  provider = aws.peer
  name     = "${var.name}-peer"
}
output "tags" { value = [aws_dynamodb_table.main.tags_all, aws_sqs_queue.peer.tags_all] }
