resource "aws_secretsmanager_secret_version" "minimal" {
  secret_id     = "s"
  secret_string = "x"
}
