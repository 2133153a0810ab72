resource "aws_iam_openid_connect_provider" "minimal" {
  url             = "https://other.example.com"
  client_id_list  = ["other"]
  tags            = { A = "b" }
  thumbprint_list = ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]
}
