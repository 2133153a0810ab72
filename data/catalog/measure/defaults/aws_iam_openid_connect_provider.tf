resource "aws_iam_openid_connect_provider" "minimal" {
  url            = "https://token.example.com"
  client_id_list = ["c"]
}
