provider "aws" {
  region = "us-east-1"
}
variable "zones" {
  type = map(object({
    private = optional(bool, false)
    comment = optional(string)
    records = optional(map(object({
      type    = string
      ttl     = optional(number, 300)
      values  = optional(list(string))
      alias   = optional(object({ name = string, zone_id = string, health = optional(bool, false) }))
      weights = optional(map(number), {})
    })), {})
  }))
  default = {
    "example.com" = {
      records = {
        "@ A"      = { type = "A", alias = { name = "d111.cloudfront.net", zone_id = "Z2FDTNDATAQYW2" } }
        "www"      = { type = "CNAME", values = ["example.com"] }
        "@ MX"     = { type = "MX", values = ["10 mx1.example.com", "20 mx2.example.com"], ttl = 3600 }
        "*.dev"    = { type = "A", values = ["192.0.2.1", "192.0.2.2"] }
        "_dmarc"   = { type = "TXT", values = ["v=DMARC1; p=reject; rua=mailto:x@example.com"] }
        "geo"      = { type = "CNAME", values = ["a.example.com"], weights = { blue = 90, green = 10 } }
        "münchen"  = { type = "A", values = ["192.0.2.9"] }
      }
    }
    "corp.internal" = {
      private = true
      comment = "Internal"
    }
  }
}
locals {
  records = merge([
    for zone, z in var.zones : {
      for key, r in z.records : "${zone}|${key}" => merge(r, {
        zone = zone
        name = trimsuffix(join(".", compact([trimprefix(regex("^(\\S+)", key)[0], "@"), zone])), ".")
      }) if length(r.weights) == 0
    }
  ]...)
  weighted = flatten([
    for zone, z in var.zones : [
      for key, r in z.records : [
        for set, w in r.weights : { zone = zone, key = key, set = set, weight = w, record = r }
      ]
    ]
  ])
  types = { for k, r in local.records : r.type => k... }
}
resource "aws_route53_zone" "z" {
  for_each = var.zones
  name     = each.key
  comment  = each.value.comment
  dynamic "vpc" {
    for_each = each.value.private ? ["vpc-1"] : []
    content {
      vpc_id = vpc.value
    }
  }
}
resource "aws_route53_record" "r" {
  for_each = local.records
  zone_id  = aws_route53_zone.z[each.value.zone].zone_id
  name     = each.value.name
  type     = each.value.type
  ttl      = each.value.alias == null ? each.value.ttl : null
  records  = each.value.type == "TXT" ? [for v in each.value.values : replace(v, "/; /", ";")] : each.value.values
  dynamic "alias" {
    for_each = each.value.alias[*]
    content {
      name                   = alias.value.name
      zone_id                = alias.value.zone_id
      evaluate_target_health = alias.value.health
    }
  }
}
resource "aws_route53_record" "w" {
  for_each       = { for i, w in local.weighted : format("%02d-%s", i, w.set) => w }
  zone_id        = aws_route53_zone.z[each.value.zone].zone_id
  name           = "${each.value.key}.${each.value.zone}"
  type           = each.value.record.type
  ttl            = each.value.record.ttl
  records        = each.value.record.values
  set_identifier = each.value.set
  weighted_routing_policy {
    weight = each.value.weight
  }
}
resource "aws_acm_certificate" "c" {
  domain_name               = "example.com"
  subject_alternative_names = [for z in keys(var.zones) : "*.${z}" if !var.zones[z].private]
  validation_method         = "DNS"
  lifecycle {
    create_before_destroy = true
  }
}
resource "aws_route53_record" "validation" {
  for_each = {
    for name in ["example.com"] : name => one([for o in aws_acm_certificate.c.domain_validation_options : o if o.domain_name == name])
  }
  allow_overwrite = true
  name            = each.value.resource_record_name
  records         = [each.value.resource_record_value]
  ttl             = 60
  type            = each.value.resource_record_type
  zone_id         = aws_route53_zone.z["example.com"].zone_id
}
resource "aws_acm_certificate_validation" "v" {
  certificate_arn         = aws_acm_certificate.c.arn
  validation_record_fqdns = [for r in aws_route53_record.validation : r.fqdn]
}
resource "aws_route53_resolver_rule" "fwd" {
  count                = length([for z in var.zones : z if z.private])
  domain_name          = [for k, z in var.zones : k if z.private][count.index]
  rule_type            = "FORWARD"
  resolver_endpoint_id = "rslvr-out-1"
  dynamic "target_ip" {
    for_each = [for i in range(2, 4) : cidrhost("10.0.0.0/24", i)]
    content {
      ip = target_ip.value
    }
  }
}
output "types" { value = local.types }
output "names" { value = [for r in aws_route53_record.r : r.name] }
output "ns" { value = { for k, z in aws_route53_zone.z : k => z.name_servers } }
