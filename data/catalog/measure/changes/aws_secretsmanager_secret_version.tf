resource "aws_secretsmanager_secret_version" "minimal" {
  secret_id      = "other"
  secret_string  = "other"
  version_stages = ["other"]
}

resource "aws_secretsmanager_secret_version" "second" {
  secret_id = "s"
}

resource "aws_secretsmanager_secret_version" "third" {
  secret_id = "s"
}

resource "aws_secretsmanager_secret_version" "binary" {
  secret_id     = "s"
  secret_binary = "eHg="
}
