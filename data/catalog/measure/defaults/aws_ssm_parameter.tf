resource "aws_ssm_parameter" "minimal" {
  name  = "/p"
  type  = "String"
  value = "x"
}
