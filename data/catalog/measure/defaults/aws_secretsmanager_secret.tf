resource "aws_secretsmanager_secret" "minimal" {
}

resource "aws_secretsmanager_secret" "blocks" {
  replica {
    region = "eu-west-1"
  }
}
