variable "name" { type = string }
variable "size" { type = number }
variable "subnet_ids" { type = list(string) }
variable "vpc_id" { type = string }
variable "vpc_name" { type = string }
variable "sg_ids" { type = set(string) }
variable "config" {
  type = object({ endpoint = string, replicas = number, sg = optional(string), extra = optional(string, "none") })
}
resource "aws_instance" "n" {
  count                  = var.size
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "m5.large"
  subnet_id              = var.subnet_ids[count.index % length(var.subnet_ids)]
  vpc_security_group_ids = var.sg_ids
  tags = {
    Name = "${var.vpc_name}-${var.name}-${count.index}"
    Vpc  = var.vpc_id
    Conf = jsonencode(var.config)
    R    = var.config.replicas
    X    = var.config.extra
  }
}
resource "aws_lb" "lb" {
  name               = var.name
  load_balancer_type = "network"
  subnets            = var.subnet_ids
}
output "endpoint" { value = aws_lb.lb.dns_name }
output "node_ids" { value = aws_instance.n[*].id }
output "node_names" { value = [for n in aws_instance.n : n.tags.Name] }
output "meta" { value = { size = var.size, lb = aws_lb.lb.name, zone = aws_lb.lb.zone_id, sgs = var.sg_ids } }
output "config" { value = var.config }
