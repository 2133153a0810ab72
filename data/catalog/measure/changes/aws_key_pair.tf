resource "aws_key_pair" "minimal" {
  public_key = "other"
  key_name   = "other"
  tags       = { A = "b" }
}

resource "aws_key_pair" "prefix" {
  key_name_prefix = "other"
  public_key      = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa a@b"
}
