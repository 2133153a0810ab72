variable "name" { type = string }
variable "parts" { type = set(string) }

module "part" {
  source   = "./part"
  for_each = var.parts
  name     = "${var.name}-${each.key}"
  with_dlq = each.value == "in"
}

output "queues" {
  value = [for p in module.part : p.queue]
}

output "topics" {
  value = { for k, p in module.part : k => p.topic }
}
