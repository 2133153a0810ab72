resource "aws_route53_record" "minimal" {
  zone_id = "Z1"
  name    = "a.example.com"
  type    = "A"
  ttl     = 60
  records = ["10.0.0.1"]
}

resource "aws_route53_record" "blocks" {
  zone_id        = "Z1"
  name           = "a.example.com"
  type           = "A"
  ttl            = 60
  records        = ["10.0.0.1"]
  set_identifier = "other"
  geoproximity_routing_policy {
    coordinates {
      latitude  = "other"
      longitude = "other"
    }
  }
}

resource "aws_route53_record" "others" {
  zone_id        = "Z1"
  name           = "a.example.com"
  type           = "A"
  set_identifier = "other"
  alias {
    evaluate_target_health = true
    name                   = "other"
    zone_id                = "other"
  }
  geolocation_routing_policy {}
}
