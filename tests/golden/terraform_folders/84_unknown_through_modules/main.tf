provider "aws" {
  region = "eu-central-1"
}
module "net" {
  source = "./net"
  cidr   = "10.20.0.0/16"
}
module "cluster" {
  source     = "./cluster"
  for_each   = { blue = 2, green = 3 }
  name       = each.key
  subnet_ids = module.net.subnets["private"]
  size       = each.value
  vpc_id     = module.net.vpc.id
  vpc_name   = module.net.vpc.name
  sg_ids     = [module.net.sg, "sg-1"]
  config     = { endpoint = "https://${module.net.vpc.id}.example.com", replicas = each.value, sg = module.net.sg }
}
module "dns" {
  source   = "./dns"
  for_each = module.cluster
  name     = each.key
  target   = each.value.endpoint
  extra    = { for k, v in each.value.meta : k => v if k != "size" }
}
locals {
  sizes = { for k, c in module.cluster : k => c.meta.size }
  total = sum(values(local.sizes))
  ids   = flatten(values(module.cluster)[*].node_ids)
}
resource "aws_ssm_parameter" "p" {
  for_each = { for k, c in module.cluster : k => { endpoint = c.endpoint, size = c.meta.size, names = c.node_names } }
  name     = "/cluster/${each.key}"
  type     = "String"
  value    = jsonencode(each.value)
  tags     = { Endpoint = each.value.endpoint, Names = join(" ", each.value.names), Total = local.total }
}
output "sizes" { value = local.sizes }
output "ids" { value = local.ids }
output "nids" { value = length(local.ids) }
output "net" { value = module.net }
output "dns" { value = { for k, d in module.dns : k => d } }
output "clusters" { value = module.cluster }
