variable "cidr" { type = string }
resource "aws_vpc" "v" {
  cidr_block = var.cidr
  tags       = { Name = "net-${replace(var.cidr, "/\\W/", "-")}" }
}
resource "aws_subnet" "s" {
  for_each   = { for pair in setproduct(["public", "private"], [0, 1]) : "${pair[0]}-${pair[1]}" => { tier = pair[0], n = pair[1] } }
  vpc_id     = aws_vpc.v.id
  cidr_block = cidrsubnet(var.cidr, 8, each.value.n + (each.value.tier == "private" ? 100 : 0))
  tags       = { Tier = each.value.tier }
}
resource "aws_security_group" "sg" {
  vpc_id = aws_vpc.v.id
}
output "vpc" {
  value = { id = aws_vpc.v.id, name = aws_vpc.v.tags.Name, cidr = aws_vpc.v.cidr_block }
}
output "subnets" {
  value = { for tier in ["public", "private"] : tier => [for k, s in aws_subnet.s : s.id if startswith(k, tier)] }
}
output "cidrs" { value = { for k, s in aws_subnet.s : s.tags.Tier => s.cidr_block... } }
output "sg" { value = aws_security_group.sg.id }
